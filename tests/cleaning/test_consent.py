"""Before a Firefox profile is rebuilt for the first time, the person sees what goes and agrees."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cleaning.conftest import Fox
from tests.scrub.plant import GOES, MARK, holding
from tests.support.command import PROGRAM, Toolkit
from toolkit.browser.rebuilt import strangers

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(sys.platform == "win32", reason="a terminal to type into (pty)"),
]


@pytest.fixture
def home(fox: Fox, tmp_path: Path) -> Path:
    toolkit = Toolkit(tmp_path / "home")
    toolkit("init")
    toolkit("profile", "add", "acme", "--client", "Bufete Acme", "--browser", "firefox")
    shutil.rmtree(tmp_path / "home" / "profiles" / "acme", ignore_errors=True)
    shutil.copytree(fox.path, tmp_path / "home" / "profiles" / "acme", symlinks=True)
    return tmp_path / "home"


def typed(toolkit: Toolkit, *words: str, answer: str) -> tuple[int, str]:
    """Run on a terminal and type the answer when it asks: exit code, and everything shown."""
    import pty

    master, slave = pty.openpty()
    process = subprocess.Popen([*PROGRAM, *words], env=toolkit.environ, stdin=slave, stdout=slave, stderr=slave)
    os.close(slave)
    shown, asked = b"", False
    while True:
        try:
            part = os.read(master, 4096)
        except OSError:  # Linux: the other end is closed
            break
        if not part:
            break
        shown += part
        if not asked and b"/N]" in shown:
            asked = True
            os.write(master, answer.encode() + b"\n")
    os.close(master)
    return process.wait(60), shown.decode()


def test_the_dry_run_counts(home: Path) -> None:
    plan = Toolkit(home).json("logout-all", "--dry-run")["profiles"][0]
    taken = plan["rebuild"]
    assert taken["passwords"] == 2 and taken["other_hosts"] >= 3
    assert taken["history"] >= 3 and taken["tabs"] >= 2 and taken["cookies"] >= 8
    assert "containers" in taken["cannot_keep"][0]
    assert holding(home / "profiles" / "acme", MARK[GOES])


def test_asked_once_and_only_then_rebuilt(home: Path) -> None:
    toolkit, profile = Toolkit(home), home / "profiles" / "acme"
    unasked = toolkit.json("logout-all", expect=4)["profiles"][0]
    assert unasked["reason"]["code"] == "not_confirmed" and holding(profile, MARK[GOES])
    code, shown = typed(toolkit, "logout-all", "--lang", "es", answer="n")
    assert code == 4 and holding(profile, MARK[GOES])
    asked = ("Primera limpieza de Bufete Acme", "contraseñas guardadas (2)", "No se puede conservar", "certificados")
    for words in asked:
        assert words in " ".join(shown.split()), shown
    code, shown = typed(toolkit, "logout-all", "--lang", "es", answer="sí")
    assert code == 0 and "Resultado: limpio" in shown, shown
    assert holding(profile, MARK[GOES]) == set() and strangers(profile) == []
    again = toolkit.json("logout-all", "--dry-run")["profiles"][0]["rebuild"]
    assert (again["passwords"], again["history"], again["cookies"]) == (0, 0, 0)
    assert toolkit.json("logout-all")["verdict"] == "clean"
