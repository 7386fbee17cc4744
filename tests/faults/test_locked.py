"""Another process holds a database, the profile's lock, or the journal: nothing is lost, nothing is called clean."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.checks import never_false
from tests.faults.stage import Stage, kept
from tests.faults.test_killed_at_every_change import check_the_next_run, platforms, scene
from toolkit.errors import Exit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork (POSIX)"),
]

_DATABASE = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("PRAGMA locking_mode = EXCLUSIVE")
database.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
sys.stdin.read()
"""
_PROFILE = """
import sys
from pathlib import Path
from toolkit.workspace.home import find_home
from toolkit.workspace.lock import profile_lock
with profile_lock(find_home(Path(sys.argv[1])), "acme", "logout"):
    print("locked", flush=True)
    sys.stdin.read()
"""


@contextmanager
def locked(script: str, path: Path) -> Iterator[None]:
    """Another process holds it while the block runs."""
    command = [sys.executable, "-c", script, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stdout.readline() == b"locked\n"
        yield
        process.kill()


@pytest.mark.parametrize("mode", ["everything", "sessions"])
@pytest.mark.parametrize("name", ["Cookies", "Login Data", "WebStorage/QuotaManager"])
def test_a_database_of_the_profile(signed_in: Stage, tmp_path: Path, name: str, mode: str) -> None:
    """Whoever holds it may write later. A rebuild takes the file away all the same; a cleaning that edits it waits for
    its end, and says so."""
    toolkit = scene(signed_in, tmp_path / "scene", mode)
    expected = kept(toolkit.home / "profiles/acme")
    with locked(_DATABASE, toolkit.home / "profiles/acme/Default" / name):
        answer = toolkit("logout-all", "--yes", "--json")
        assert answer.code in (Exit.CLEAN, Exit.DIRTY, Exit.UNKNOWN), answer
        never_false(answer.json, platforms(toolkit.alive()), toolkit.home, name)
        assert mode == "everything" or answer.code in (Exit.DIRTY, Exit.UNKNOWN), answer
        never_false(toolkit("verify", "--json").json, platforms(toolkit.alive()), toolkit.home, name)
    assert kept(toolkit.home / "profiles/acme") == expected
    check_the_next_run(toolkit, name)


def test_the_journal(signed_in: Stage, tmp_path: Path) -> None:
    """Without the journal nothing is begun: the sessions stay, on the server and on the disk."""
    toolkit = scene(signed_in, tmp_path / "scene", "everything")
    before = {p: p.read_bytes() for p in (toolkit.home / "profiles/acme").rglob("*") if p.is_file()}
    with locked(_DATABASE, toolkit.home / "journal.sqlite"):
        answer = toolkit("logout-all", "--yes", "--json")
    assert answer.code == Exit.UNKNOWN and answer.json["error"]["code"] == "journal_broken", answer
    assert toolkit.alive() and "Traceback" not in answer.err
    assert {p: p.read_bytes() for p in before} == before
    check_the_next_run(toolkit, "the journal")


def test_the_profile_lock(signed_in: Stage, tmp_path: Path) -> None:
    toolkit = scene(signed_in, tmp_path / "scene", "everything")
    with locked(_PROFILE, toolkit.home):
        answer = toolkit("logout-all", "--yes", "--json")
    assert answer.code in (Exit.DIRTY, Exit.UNKNOWN), answer
    assert answer.json["profiles"][0]["reason"]["code"] == "profile_in_use", answer
    assert toolkit.alive(), "nothing was done"
    check_the_next_run(toolkit, "the lock")


def test_a_journal_that_is_damaged(signed_in: Stage, tmp_path: Path) -> None:
    """It is never replaced by a new one, which would know of no open session."""
    toolkit = scene(signed_in, tmp_path / "scene", "everything")
    journal = toolkit.home / "journal.sqlite"
    for data in (b"", b"no database", journal.read_bytes()[:5000], bytes(journal.stat().st_size)):
        for end in ("-wal", "-shm"):
            Path(f"{journal}{end}").unlink(missing_ok=True)
        journal.write_bytes(data)
        for command in ("logout-all", "verify", "status"):
            answer = toolkit(command, "--json", *(["--yes"] if command == "logout-all" else []))
            assert answer.code == Exit.UNKNOWN and answer.json["error"]["code"] == "journal_broken", (data[:9], answer)
        assert journal.read_bytes() == data and toolkit.alive()


def test_a_directory_in_the_journals_place(signed_in: Stage, tmp_path: Path) -> None:
    toolkit = scene(signed_in, tmp_path / "scene", "everything")
    journal, elsewhere = toolkit.home / "journal.sqlite", tmp_path / "elsewhere.sqlite"
    journal.rename(elsewhere)
    journal.mkdir()
    answer = toolkit("logout-all", "--yes", "--json")
    assert answer.code in (Exit.USAGE, Exit.UNKNOWN) and toolkit.alive(), answer
    journal.rmdir()
    elsewhere.rename(journal)
    check_the_next_run(toolkit, "a directory in the journal's place")
