"""Reading changes nothing: no byte, no time stamp, no new file; a database with a log beside it is read in full."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import tempfile
from pathlib import Path

import pytest

from tests.traces.conftest import Planted, rules
from toolkit.traces import counts, read_profile

pytestmark = pytest.mark.browser


def listing(folder: Path) -> dict[str, tuple[object, ...]]:
    """Everything about every entry but the time of access."""
    found: dict[str, tuple[object, ...]] = {}
    for path in [folder, *folder.rglob("*")]:
        info = path.lstat()
        content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() and not path.is_symlink() else ""
        found[str(path)] = (info.st_mode, info.st_size, info.st_mtime_ns, info.st_ctime_ns, info.st_ino, content)
    return found


def add_cookie(profile: Path, mode: str) -> None:
    """Leave `Cookies` with a cookie that only the log beside it has (WAL), or a transaction cut short (journal)."""
    original, work = profile / "Default" / "Cookies", profile / "Default" / "work"
    shutil.copy(original, work)
    database = sqlite3.connect(work, isolation_level=None)
    database.execute(f"PRAGMA journal_mode = {mode}")
    database.execute("PRAGMA cache_size = 2")
    database.execute("BEGIN")
    database.execute("UPDATE cookies SET name = name || '-later', host_key = 'later.never.test'")
    if mode == "wal":
        database.execute("COMMIT")
    else:
        database.execute("UPDATE cookies SET encrypted_value = zeroblob(200000)")  # spills into the file: hot journal
    ending = "-wal" if mode == "wal" else "-journal"
    (original.with_name("Cookies-journal")).unlink(missing_ok=True)
    shutil.copy(work, original)
    shutil.copy(f"{work}{ending}", f"{original}{ending}")
    database.close()
    for path in (profile / "Default").glob("work*"):
        path.unlink()


def names(profile: Path, platform: str) -> set[str]:
    reading = read_profile(profile, rules(1))
    assert reading.problems == ()
    return {trace.name for trace in reading.traces[platform] if trace.store == "cookies"}


@pytest.mark.parametrize("kind", ["plain", "wal", "delete"])
def test_nothing_is_written(copy: Path, kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if kind != "plain":
        add_cookie(copy, kind)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    before = listing(copy)
    for quick in (False, True):
        read_profile(copy, rules(1), quick=quick)
    counts(copy)
    assert listing(copy) == before
    assert not list((tmp_path / "temporary").iterdir())


def test_compacted_profiles_are_untouched_too(compacted: Planted) -> None:
    before = listing(compacted.path)
    read_profile(compacted.path, rules(compacted.http))
    assert listing(compacted.path) == before


def test_what_only_the_wal_holds_is_found(copy: Path) -> None:
    add_cookie(copy, "wal")
    assert "sessionid-later" in names(copy, "never")
    assert names(copy, "alpha") == set()


def test_a_transaction_cut_short_is_rolled_back(copy: Path) -> None:
    before = names(copy, "alpha")
    add_cookie(copy, "delete")
    assert names(copy, "alpha") == before


@pytest.mark.parametrize("ending", ["-wal", "-journal"])
def test_garbage_beside_a_database_is_a_problem(copy: Path, ending: str) -> None:
    (copy / "Default" / f"Cookies{ending}").write_bytes(b"garbage" * 100)
    reading = read_profile(copy, rules(1))
    assert [(problem.path, problem.code) for problem in reading.problems] == [("Default/Cookies", "unreadable")]


def test_a_torn_wal_is_a_problem(copy: Path) -> None:
    add_cookie(copy, "wal")
    path = copy / "Default" / "Cookies-wal"
    data = path.read_bytes()
    for size in (20, 40, len(data) // 2, len(data) - 1):
        path.write_bytes(data[:size])
        assert read_profile(copy, rules(1)).disk("never") == "unknown", size


def test_cookies_in_the_other_place(copy: Path) -> None:
    (copy / "Default" / "Network").mkdir()
    (copy / "Default" / "Cookies").rename(copy / "Default" / "Network" / "Cookies")
    reading = read_profile(copy, rules(1))
    assert {t.path for t in reading.traces["alpha"] if t.store == "cookies"} == {"Default/Network/Cookies"}


def test_saved_passwords_are_sessions_and_refusals_visits(copy: Path) -> None:
    with sqlite3.connect(copy / "Default" / "Login Data") as database:
        for user, never in (("person@acme.example", 0), ("", 1)):
            database.execute(
                "INSERT INTO logins (origin_url, username_value, signon_realm, date_created, blacklisted_by_user,"
                " scheme) VALUES ('https://www.never.test/login', ?, 'https://www.never.test/', 1, ?, 0)",
                (user, never),
            )
    database.close()
    reading = read_profile(copy, rules(1))
    kinds = {(t.store, t.kind) for t in reading.traces["never"]}
    assert {("logins", "session"), ("logins", "visit")} <= kinds
    assert reading.disk("never") == "dirty"
    assert "person@acme.example" not in repr(reading)
    assert counts(copy).passwords == 1
