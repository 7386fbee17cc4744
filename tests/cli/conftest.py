"""The command line as a person meets it: in this process for speed, in one of its own where a process matters."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from toolkit.cli.main import run

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-c", "import sys; from toolkit.cli.main import run; sys.exit(run())"]


@dataclass(frozen=True)
class Answer:
    """What a command line came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as one JSON object: fails when anything else is there."""
        return json.loads(self.out)


Toolkit = Callable[..., Answer]


@pytest.fixture
def toolkit(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Toolkit:
    """Runs `toolkit WORDS...` in this process; `stdin` is what is piped in."""

    def call(*words: str, stdin: str = "") -> Answer:
        import io

        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        capsys.readouterr()
        code = run(words)
        captured = capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    return call


@pytest.fixture
def workspace(toolkit: Toolkit, tmp_path: Path) -> Path:
    """A home with one profile, `acme`, with two accounts."""
    assert toolkit("init").code == 0
    added = toolkit("profile", "add", "acme", "--client", "Bufete Acme", "--account", "instagram:acme_legal")
    assert added.code == 0, added.err
    added = toolkit("account", "add", "acme", "mastodon", "prensa@acme.example", "--var", "instance=social.example")
    assert added.code == 0, added.err
    return tmp_path / "home"


def in_process(*words: str, environment: dict[str, str] | None = None, **options: Any) -> Answer:
    """Runs `toolkit WORDS...` in a process of its own."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})}
    done = subprocess.run(
        [*COMMAND, *words],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=env,
        **{"stdin": subprocess.DEVNULL, **options},
    )
    return Answer(done.returncode, done.stdout, done.stderr)
