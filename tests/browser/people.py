"""A person at a browser, and what a closed profile holds: read with plain means, not with the product's own."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import psutil

from tests.support.web import wait
from toolkit.browser.launch import open_for_person
from toolkit.browser.running import running_pid
from toolkit.browser.start import Start

HEADLESS = "--headless=new"
"""Added to a person's switches where no window is needed: the same browser, quicker."""


@contextlib.contextmanager
def person(start: Start, *urls: str) -> Iterator[int]:
    """A person's browser; the process id of it. Whatever still runs at the end is killed."""
    started = open_for_person(start, urls)
    try:
        wait(lambda: running_pid(start.profile) is not None, "the browser did not start", 60)
        pid = running_pid(start.profile)
        assert pid
        yield pid
    finally:
        end_all(start.profile)
        started.wait(30)


def end(pid: int, how: signal.Signals = signal.SIGINT) -> None:
    """Signal a person's browser and wait until it is gone."""
    os.kill(pid, how)
    # The lock goes before the last files are written: it says nothing.
    wait(lambda: gone(pid), "the browser did not end", 60)


def gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def end_all(profile: Path) -> None:
    """Kill what still runs on a profile of this test."""
    switch = f"--user-data-dir={profile}"
    for process in psutil.process_iter(["cmdline"]):
        if any(switch in word for word in process.info["cmdline"] or ()):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
                process.wait(20)


def cookies(profile: Path, columns: str = "name") -> list[Any]:
    """Rows of the cookie table, or single values when one column is asked for."""
    with contextlib.closing(sqlite3.connect(profile / "Default" / "Cookies")) as database:
        rows = database.execute(f"SELECT {columns} FROM cookies ORDER BY host_key, name, path").fetchall()
    return [row[0] for row in rows] if "," not in columns else rows


def preferences(profile: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((profile / "Default" / "Preferences").read_bytes())
    return found


def exit_type(profile: Path) -> str | None:
    found: str | None = preferences(profile).get("profile", {}).get("exit_type")
    return found


def files_with(folder: Path, needle: bytes) -> list[str]:
    """Files whose bytes hold `needle`, as UTF-8 or UTF-16."""
    wide = needle.decode().encode("utf-16-le")
    found = []
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            if needle in content or wide in content:
                found.append(str(path.relative_to(folder)))
    return sorted(found)


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file's content: to see that nothing was changed."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file() and not p.is_symlink()}


def run_python(script: str, *arguments: str, **options: Any) -> subprocess.Popen[str]:
    """A script of a test in a process and session of its own, as a terminal's foreground job would be."""
    import sys

    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root), **options.pop("env", {})}
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, **options,
    )  # fmt: skip


def words(process: psutil.Process) -> Sequence[str]:
    """A browser's command line; Chromium joins the words with blanks when it renames its processes."""
    return [word for part in process.cmdline() for word in part.split(" --") if word]
