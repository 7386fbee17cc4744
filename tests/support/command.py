"""The command line as a process of its own, as people and CI start it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PROGRAM = (sys.executable, "-c", "from toolkit.cli.main import run; raise SystemExit(run())")


class Toolkit:
    """`toolkit` on one home. `environ` is added to the process's environment."""

    def __init__(self, home: Path, environ: Mapping[str, str] | None = None) -> None:
        self.home = home
        self.environ = {**os.environ, "TOOLKIT_HOME": str(home), **(environ or {})}

    def __call__(self, *words: str, expect: int | None = 0, timeout: float = 180) -> subprocess.CompletedProcess[str]:
        """Run to the end; `expect` is the exit code it must have (None: any)."""
        done = subprocess.run(
            [*PROGRAM, *words],
            env=self.environ,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        assert expect is None or done.returncode == expect, f"{words}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def json(self, *words: str, expect: int | None = 0, timeout: float = 180) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self(*words, "--json", expect=expect, timeout=timeout).stdout)
        return answer

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start and go on; standard error is a pipe."""
        return subprocess.Popen(
            [*PROGRAM, *words],
            env=self.environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
