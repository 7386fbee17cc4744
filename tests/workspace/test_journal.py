from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from toolkit.errors import Exit, ToolkitError, Undecided, UsageError
from toolkit.workspace.journal import Journal, Pin

ROOT = Path(__file__).parents[2]
ACME = ("acme", "x", "acme_legal")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    with Journal(path) as journal:
        yield journal


def opened(journal: Journal) -> list[tuple[str, str | None, bytes | None]]:
    return [(row.state, row.reason, row.fingerprint) for row in journal.open_rows()]


def test_made_private_and_once(path: Path) -> None:
    old = os.umask(0)
    try:
        with Journal(path) as journal:
            key = journal.key()
            journal.give_consent("acme")
            for file in path.parent.iterdir():
                assert file.stat().st_mode & 0o077 == 0, file
    finally:
        os.umask(old)
    assert len(key) == 32
    with Journal(path) as one, Journal(path) as two:
        assert one.key() == two.key() == key
        assert two.has_consent("acme")
        one.give_consent("beta")
        assert two.has_consent("beta")
        assert not two.has_consent("gamma")
        assert one._rows("PRAGMA journal_mode") == [("wal",)]
        assert one._rows("PRAGMA synchronous") == [(2,)]  # FULL


def test_a_logout_that_is_proven(journal: Journal) -> None:
    journal.open_begin(*ACME, b"one")
    (row,) = journal.open_rows()
    assert (row.profile, row.platform, row.account, row.state, row.reason) == (*ACME, "in_progress", None)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", row.since)
    assert journal.open_settle(*ACME, "revoked") == 1
    assert journal.open_rows() == []
    (past,) = journal.open_history("acme")
    assert (past.profile, past.since, past.fingerprint, past.how) == ("acme", row.since, b"one", "revoked")
    assert journal.open_history("beta") == []


def test_a_proof_settles_only_the_session_that_it_was_made_with(path: Path) -> None:
    with Journal(path) as journal:
        journal.open_begin(*ACME, b"one")
        journal.open_unconfirmed(*ACME, "timeout")
        assert opened(journal) == [("unconfirmed", "timeout", b"one")]
    with Journal(path) as journal:  # the person signed in again: another session
        journal.open_begin(*ACME, b"two")
        assert len(opened(journal)) == 2
        assert journal.open_settle(*ACME, "revoked") == 1
        assert opened(journal) == [("unconfirmed", "timeout", b"one")]
    with Journal(path) as journal:  # the same session, seen again and now proven
        since = journal.open_rows()[0].since
        journal.open_begin(*ACME, b"one")
        assert opened(journal) == [("in_progress", "timeout", b"one")]
        assert journal.open_rows()[0].since == since
        assert journal.open_settle(*ACME, "revoked") == 1
        assert journal.open_rows() == []


@pytest.mark.parametrize("how", ["everywhere", "acknowledged"])
def test_what_settles_all_sessions_of_the_account(path: Path, how: str) -> None:
    with Journal(path) as journal:
        for mark in (b"one", b"two", None):
            journal.open_begin(*ACME, mark)
            journal.open_unconfirmed(*ACME, "network_down")
        journal.open_begin("acme", "x", "other", b"one")
        journal.open_begin("acme", "instagram", None, b"one")
    with Journal(path) as journal:
        assert journal.open_settle(*ACME, how) == 3  # type: ignore[arg-type]
        assert [(row.platform, row.account) for row in journal.open_rows("acme")] == [
            ("instagram", None),
            ("x", "other"),
        ]
        assert {row.how for row in journal.open_history()} == {how}


def test_without_a_fingerprint_nothing_tells_old_from_new(path: Path) -> None:
    with Journal(path) as journal:
        journal.open_begin(*ACME, None)
        journal.open_unconfirmed(*ACME, "timeout")
        journal.open_begin(*ACME, None)
        assert journal.open_settle(*ACME, "signed_out") == 0
        assert opened(journal) == [("unconfirmed", "timeout", None)]
        journal.open_unconfirmed(*ACME, "challenge")
        assert opened(journal) == [("unconfirmed", "challenge", None)]
        assert journal.open_settle(*ACME, "acknowledged") == 1


def test_a_run_that_was_interrupted_in_between(path: Path) -> None:
    with Journal(path) as journal:
        journal.open_begin(*ACME, b"one")
    with Journal(path) as journal:
        assert opened(journal) == [("in_progress", None, b"one")]
        journal.open_unconfirmed(*ACME, "interrupted")
        assert opened(journal) == [("unconfirmed", "interrupted", b"one")]
        assert journal.open_settle(*ACME, "was_out") == 0
    with Journal(path) as journal:
        journal.open_unconfirmed("acme", "x", None, "still_valid")  # never begun: a row is made
        assert [(row.account, row.reason) for row in journal.open_rows()] == [
            (None, "still_valid"),
            ("acme_legal", "interrupted"),
        ]


def test_facts_pins_rebuilds(journal: Journal) -> None:
    journal.set_fact("acme", "x", "17", True)
    journal.set_fact("acme", "x", "17", False)
    journal.set_fact("acme", "instagram", None, None)
    journal.set_fact("beta", "x", None, True)
    assert [(f.platform, f.account_id, f.signed_in) for f in journal.facts("acme")] == [
        ("instagram", None, None),
        ("x", "17", False),
    ]
    assert [f.profile for f in journal.facts()] == ["acme", "acme", "beta"]

    first, second = Pin("Chromium 156", "/usr/bin/chromium", "gnome-libsecret"), Pin("Chrome", "/opt/chrome", "basic")
    assert journal.pin("acme") is None
    assert journal.set_pin("acme", first) == first
    assert journal.set_pin("acme", second) == first
    assert journal.pin("acme") == first

    assert journal.rebuild_state("acme") is None
    for phase in ("building", "swapping", "removing"):
        journal.set_rebuild("acme", phase, ".acme.fresh", ".acme.old")  # type: ignore[arg-type]
        state = journal.rebuild_state("acme")
        assert state is not None
        assert (state.phase, state.fresh, state.old) == (phase, ".acme.fresh", ".acme.old")
    journal.clear_rebuild("acme")
    assert journal.rebuild_state("acme") is None

    journal.give_consent("acme")
    journal.open_begin(*ACME, b"one")
    journal.drop_profile("acme")
    assert (journal.facts("acme"), journal.pin("acme"), journal.has_consent("acme")) == ([], None, False)
    assert len(journal.open_rows("acme")) == 1
    assert len(journal.facts("beta")) == 1


KILLED = """
import os, signal, sys
from pathlib import Path
from toolkit.workspace.journal import Journal
journal = Journal(Path(sys.argv[1]))
run = journal.run_begin("logout-all")
for number in range(int(sys.argv[2])):
    journal.step(run, "acme", f"step {number}")
    journal.open_begin("acme", "x", f"user {number}", b"mark")
    journal.open_unconfirmed("acme", "x", f"user {number}", "timeout")
journal.set_rebuild("acme", "swapping", "fresh", "old")
print(journal.key().hex(), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_a_killed_process_loses_nothing(path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for count in (1, 30):
        program = [sys.executable, "-c", KILLED, str(path), str(count)]
        done = subprocess.run(program, capture_output=True, text=True, env=environment, check=False, timeout=60)
        assert done.returncode == -9, done.stderr
        assert (path.parent / "journal.sqlite-wal").stat().st_size > 0  # nothing was tidied up
        with Journal(path) as journal:
            assert journal.key().hex() == done.stdout.strip()
            assert {row.account for row in journal.open_rows()} == {f"user {n}" for n in range(count)}
            assert {row.state for row in journal.open_rows()} == {"unconfirmed"}
            assert journal.rebuild_state("acme") is not None
            (run,) = journal.interrupted_runs()
            assert (run.command, run.ended) == ("logout-all", None)
            assert [(profile, step) for profile, step, _ in run.steps] == [("acme", f"step {n}") for n in range(count)]
            journal.run_end(run.id, "interrupted")
            assert journal.interrupted_runs() == []
            for row in journal.open_rows():
                journal.open_settle(row.profile, row.platform, row.account, "acknowledged")


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_killed_while_it_is_made(path: Path) -> None:
    program = f"""
import os, signal
from pathlib import Path
from toolkit.workspace import database
database.os.urandom = lambda n: os.kill(os.getpid(), signal.SIGKILL)
database.Database(Path({str(path)!r}))
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    assert subprocess.run([sys.executable, "-c", program], env=environment, check=False).returncode == -9
    assert not path.exists()
    with Journal(path) as journal:
        assert len(journal.key()) == 32


def test_a_run_that_goes_on_is_not_interrupted(journal: Journal) -> None:
    run = journal.run_begin("logout-all")
    assert journal.interrupted_runs() == []
    journal._run("UPDATE runs SET process_started = process_started - 100 WHERE id = ?", (run,))
    assert [found.id for found in journal.interrupted_runs()] == [run]  # the number is another process's now
    journal.run_end(run, "clean")
    journal.run_end(run, "dirty")
    assert journal.interrupted_runs() == []
    assert journal._rows("SELECT outcome FROM runs") == [("clean",)]


def broken(path: Path, error: pytest.ExceptionInfo[ToolkitError]) -> str:
    reason = error.value.reason
    assert (reason.code, reason.exit, reason.params["path"]) == ("journal_broken", Exit.UNKNOWN, str(path))
    return str(reason.params["problem"])


@pytest.mark.parametrize("damage", ["empty", "random", "half", "another program's", "page", "text"])
def test_a_damaged_journal_is_never_replaced(path: Path, damage: str) -> None:
    with Journal(path) as journal:
        for number in range(200):
            journal.open_begin("acme", "x", f"user {number}", b"m" * 32)
    whole = path.read_bytes()
    content = {
        "empty": b"",
        "random": os.urandom(len(whole)),
        "half": whole[: len(whole) // 2],
        "another program's": None,
        "page": whole[:4096] + b"\xa5" * 4096 + whole[8192:],
        "text": b"SQLite format 3 it is not",
    }[damage]
    if content is None:
        path.unlink()
        with sqlite3.connect(path) as other:
            other.execute("CREATE TABLE t (x)")
        other.close()
        content = path.read_bytes()
    path.write_bytes(content)
    for _ in range(2):
        with pytest.raises(Undecided) as error:
            Journal(path)
        assert "damaged" in broken(path, error) or "dañado" in broken(path, error)
        assert path.read_bytes() == content or damage == "another program's"


def test_a_newer_journal(path: Path) -> None:
    with Journal(path) as journal:
        journal._run("PRAGMA user_version = 2", ())
    with pytest.raises(Undecided) as error:
        Journal(path)
    assert broken(path, error)


def test_a_journal_that_another_process_keeps_busy(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.workspace.database._BUSY_SECONDS", 0.1)
    with Journal(path) as one, Journal(path) as two:
        one._database.execute("BEGIN IMMEDIATE")
        with pytest.raises(Undecided) as error:
            two.give_consent("acme")
        assert broken(path, error)
        one._database.execute("ROLLBACK")
        two.give_consent("acme")
        assert one.has_consent("acme")


@pytest.mark.parametrize("what", ["folder", "no folder"])
def test_a_place_that_cannot_hold_it(tmp_path: Path, what: str) -> None:
    path = tmp_path / "x" / "journal.sqlite"
    if what == "folder":
        path.mkdir(parents=True)
    with pytest.raises(ToolkitError) as error:
        Journal(path)
    assert isinstance(error.value, (UsageError, Undecided))
    assert error.value.reason.code in {"home_unwritable", "journal_broken"}


def test_a_full_database(journal: Journal) -> None:
    pages = journal._rows("PRAGMA page_count")[0][0]
    journal._rows(f"PRAGMA max_page_count = {pages}")

    def fill() -> None:
        for number in range(500):
            journal.open_begin("acme", "x", f"user {number}", b"m" * 64)

    with pytest.raises(Undecided) as error:
        fill()
    assert (error.value.reason.code, error.value.reason.exit) == ("disk_full", Exit.UNKNOWN)
    had = journal.open_rows()
    journal._rows("PRAGMA max_page_count = 100000")
    journal.open_begin("acme", "x", "new", b"m")
    assert len(journal.open_rows()) == len(had) + 1


FULL = """
import os, sys
from pathlib import Path
from toolkit.errors import Undecided
from toolkit.workspace import edit
from toolkit.workspace.config import Profile
from toolkit.workspace.home import Home
from toolkit.workspace.journal import Journal
home = Home(Path(sys.argv[1]) / "home")
edit.init(home)
journal = Journal(home.journal_file)
journal.open_begin("acme", "x", "first", b"m")
with open(sys.argv[1] + "/filler", "wb", buffering=0) as filler:
    try:
        while filler.write(bytes(512)): pass
    except OSError: pass
def fill():
    for number in range(5000): journal.open_begin("acme", "x", f"user {number}", b"m" * 64)
for call in (fill, lambda: edit.add_profile(home, "acme", Profile()), lambda: Journal(home.path / "other.sqlite")):
    try:
        call()
        print("done")
    except Undecided as error:
        print(error.reason.code)
before = len(journal.open_rows())
journal.close()
os.unlink(sys.argv[1] + "/filler")
journal = Journal(home.journal_file)
print(len(journal.open_rows()) == before >= 1, journal.open_rows()[0].account, home.config().profiles)
"""


@pytest.mark.system
def test_a_full_disk(tmp_path: Path) -> None:
    mount = f'mount -t tmpfs -o size=600k tmpfs {tmp_path} && exec "$@"'
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mount, "sh"]
    try:
        able = subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        able = False
    if not able:
        pytest.skip("this system does not let us mount a small disk of our own")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    program = [*command, sys.executable, "-c", FULL, str(tmp_path)]
    done = subprocess.run(program, capture_output=True, text=True, env=environment, check=False, timeout=60)
    assert done.stdout.splitlines() == ["disk_full"] * 3 + ["True first {}"], done.stderr
