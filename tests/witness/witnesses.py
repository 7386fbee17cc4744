"""Programs that nobody here wrote, and what each says about a profile. All work on a copy: some write into it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import Cookie
from pathlib import Path
from typing import Any
from unittest import mock

import browser_cookie3

from tests.plant.kinds import FIREFOX
from tests.support import needs


@contextmanager
def copied(profile: Path, folder: Path) -> Iterator[Path]:
    copy = folder / "copy"
    shutil.copytree(profile, copy, symlinks=True)
    yield copy
    shutil.rmtree(copy)


def hindsight(profile: Path, folder: Path) -> list[dict[str, Any]]:
    """Every item that hindsight finds in a Chromium profile, as it writes them (`source_long` says where).

    It reads SQLite, JSON, and LevelDB by the reader that is built into it; caches of Chromium 156 are too new for it.
    """
    script = Path(sysconfig.get_path("scripts")) / "hindsight.py"
    if not script.is_file():
        needs.missing("pyhindsight is not installed (pip install 'logout-toolkit[test]')")
    with copied(profile, folder) as copy:
        to = ["-o", folder / "found", "-f", "jsonl", "-l", folder / "log"]
        command = [sys.executable, script, "-i", copy / "Default", *to]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    lines = (folder / "found.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def cookies(family: str, profile: Path, folder: Path) -> list[Cookie]:
    """What browser_cookie3 takes out of a profile, with values: of Chromium's `basic` store it knows the key."""
    file = "cookies.sqlite" if family == FIREFOX else "Default/Cookies"
    with copied(profile, folder) as copy:
        if not (copy / file).exists():
            return []
        if family == FIREFOX:
            return list(browser_cookie3.firefox(cookie_file=str(copy / file)))
        # it would ask the desktop's key ring first, and a test has none
        default = browser_cookie3.CHROMIUM_DEFAULT_PASSWORD
        with mock.patch.object(browser_cookie3._LinuxPasswordManager, "get_password", return_value=default):
            return list(browser_cookie3.chromium(cookie_file=str(copy / file)))


def words(profile: Path, text: str) -> set[str]:
    """`grep -rlaP`: the files that hold a text, in one byte a character or two (as Chromium writes some of them)."""
    narrow = re.escape(text)
    wide = "".join(f"{re.escape(letter)}\\x00" for letter in text)
    command = [needs.program("grep", "grep"), "-rlaP", "--", f"{narrow}|{wide}", "."]
    bytewise = {**os.environ, "LC_ALL": "C"}
    done = subprocess.run(
        command, cwd=profile, env=bytewise, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode in (0, 1), done.stderr
    return {line.removeprefix("./") for line in done.stdout.splitlines()}
