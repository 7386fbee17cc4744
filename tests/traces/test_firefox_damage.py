"""Bytes of a Firefox profile that are not what they should be: a problem, never a traceback and never `clean`."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.traces.firefox_rules import rules
from toolkit.traces import Reading, counts, read_profile

pytestmark = pytest.mark.browser

ALPHA = "storage/default/https+++www.alpha.test/"
STORES = [
    "sessionCheckpoints.json",
    "cookies.sqlite",
    "places.sqlite",
    "favicons.sqlite",
    "permissions.sqlite",
    "content-prefs.sqlite",
    "bounce-tracking-protection.sqlite",
    "storage.sqlite",
    "webappsstore.sqlite",
    "storage/ls-archive.sqlite",
    "logins.db",
    "sessionstore.jsonlz4",
    "search.json.mozlz4",
    "cache2/entries/*",
    "storage/permanent/chrome/idb/*piupsah.sqlite",
    f"{ALPHA}ls/data.sqlite",
    f"{ALPHA}idb/*.sqlite",
]
# What no sign-in depends on is not looked at when quick.
QUICK = {"sessionCheckpoints.json", "cookies.sqlite", "webappsstore.sqlite", "storage/ls-archive.sqlite",
         "sessionstore.jsonlz4", f"{ALPHA}ls/data.sqlite", f"{ALPHA}idb/*.sqlite"}  # fmt: skip


def codes(reading: Reading) -> set[tuple[str, str]]:
    return {(problem.path, problem.code) for problem in reading.problems}


def one(profile: Path, pattern: str) -> Path:
    return min(profile.glob(pattern))


@pytest.mark.parametrize("pattern", STORES)
@pytest.mark.parametrize("length", [1, 100, 5000])
def test_random_bytes_in_each_store(firefox_copy: Path, pattern: str, length: int) -> None:
    path = one(firefox_copy, pattern)
    path.write_bytes(random.Random(length).randbytes(length))
    for quick in (False, True) if pattern in QUICK else (False,):
        reading = read_profile(firefox_copy, rules(1), quick=quick)
        assert (path.relative_to(firefox_copy).as_posix(), "unreadable") in codes(reading)
        assert {reading.disk(platform) for platform in reading.traces} == {"unknown"}


def test_a_profile_full_of_random_bytes(firefox_copy: Path) -> None:
    for path in firefox_copy.rglob("*"):
        if path.is_file() and not path.is_symlink():
            path.write_bytes(random.Random(7).randbytes(path.stat().st_size + 3))
    for quick in (False, True):
        assert read_profile(firefox_copy, rules(1), quick=quick).disk("never") == "unknown"
    numbers = counts(firefox_copy)
    assert (numbers.history_urls, numbers.cookies, numbers.open_tabs) == (None, None, None)


@pytest.mark.parametrize("quick", [False, True])
@pytest.mark.parametrize("name", ["cookies.sqlite", "sessionstore.jsonlz4"])
def test_cut_anywhere(firefox_copy: Path, name: str, quick: bool) -> None:
    path = firefox_copy / name
    whole = path.read_bytes()
    used = whole
    if name.endswith(".sqlite"):  # what lies behind the last page is room to grow
        used = whole[: int.from_bytes(whole[16:18], "big") * int.from_bytes(whole[28:32], "big")]
    assert len(used) > 100
    for size in [1, 7, 8, 11, 15, 99, 100, *range(101, len(used), max(len(used) // 13, 1)), len(used) - 1]:
        path.write_bytes(used[:size])
        assert (name, "unreadable") in codes(read_profile(firefox_copy, rules(1), quick=quick)), size
    path.write_bytes(used)
    assert read_profile(firefox_copy, rules(1), quick=quick).problems == ()


def test_bits_turned_over_in_cookies(firefox_copy: Path) -> None:
    """What is found afterwards is as before, or the disk is unknown."""
    path, asked = firefox_copy / "cookies.sqlite", rules(1)
    whole = path.read_bytes()
    before = {(t.host, t.name) for t in read_profile(firefox_copy, asked).traces["alpha"] if t.path == path.name}
    chance = random.Random(3)
    for name in (b"sessionid", b"device_id", b"alpha.test"):
        for at in (i for i in range(len(whole)) if whole.startswith(name, i)):
            where = at + chance.randrange(len(name))
            path.write_bytes(whole[:where] + bytes([whole[where] ^ 1]) + whole[where + 1 :])
            reading = read_profile(firefox_copy, asked)
            after = {(t.host, t.name) for t in reading.traces["alpha"] if t.path == path.name}
            assert after == before or reading.disk("alpha") == "unknown", where


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("cookies.sqlite", "newer_schema"),
        ("webappsstore.sqlite", "newer_schema"),
        ("logins.db", "newer_schema"),
        (f"{ALPHA}ls/data.sqlite", "newer_schema"),
        (f"{ALPHA}idb/*.sqlite", "newer_schema"),
    ],
)
def test_a_newer_schema_of_what_holds_sessions(firefox_copy: Path, pattern: str, code: str) -> None:
    path = one(firefox_copy, pattern)
    with sqlite3.connect(path) as database:
        version = database.execute("PRAGMA user_version").fetchone()[0]
        database.execute(f"PRAGMA user_version = {version + 1}")
    database.close()
    reading = read_profile(firefox_copy, rules(1))
    assert codes(reading) == {(path.relative_to(firefox_copy).as_posix(), code)}


@pytest.mark.parametrize(
    ("name", "statement"),
    [
        ("cookies.sqlite", "ALTER TABLE moz_cookies RENAME TO cookies"),
        ("cookies.sqlite", "ALTER TABLE moz_cookies RENAME COLUMN host TO base"),
        ("places.sqlite", "ALTER TABLE moz_bookmarks RENAME COLUMN fk TO place"),
        ("permissions.sqlite", "ALTER TABLE moz_perms RENAME COLUMN origin TO site"),
        ("webappsstore.sqlite", "ALTER TABLE webappsstore2 RENAME COLUMN originKey TO site"),
        (f"{ALPHA}ls/data.sqlite", "ALTER TABLE data RENAME COLUMN key TO name"),
    ],
)
def test_a_table_of_another_form(firefox_copy: Path, name: str, statement: str) -> None:
    with sqlite3.connect(firefox_copy / name) as database:
        database.execute("PRAGMA writable_schema = ON")
        for trigger in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {trigger[0]}")
        database.execute(statement)
    database.close()
    assert (name, "unreadable") in codes(read_profile(firefox_copy, rules(1)))


def test_a_torn_log_of_cookies(firefox_copy: Path) -> None:
    path = firefox_copy / "cookies.sqlite"
    writer = sqlite3.connect(path)
    writer.execute("PRAGMA wal_autocheckpoint = 0")
    writer.execute("UPDATE moz_cookies SET value = hex(randomblob(9000))")
    writer.commit()
    other = Path(shutil.copytree(firefox_copy, firefox_copy.parent / "torn", symlinks=True))
    writer.close()
    log = other / "cookies.sqlite-wal"
    assert log.stat().st_size > 8000
    assert codes(read_profile(other, rules(1))) == set()
    data = bytearray(log.read_bytes())
    data[32 + 24 + 1000] ^= 1
    log.write_bytes(data)
    assert ("cookies.sqlite", "unreadable") in codes(read_profile(other, rules(1), quick=True))


@pytest.mark.parametrize("name", ["cookies.sqlite", "sessionstore.jsonlz4", "storage", "cache2", f"{ALPHA}ls"])
def test_links_are_not_followed(firefox_copy: Path, name: str) -> None:
    path = firefox_copy / name
    elsewhere = firefox_copy.parent / "elsewhere"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    assert read_profile(firefox_copy, rules(1)).disk("never") == "unknown"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes")
@pytest.mark.parametrize("name", ["cookies.sqlite", "sessionstore.jsonlz4", ".parentlock", "prefs.js"])
def test_a_pipe_does_not_hang(firefox_copy: Path, name: str) -> None:
    (firefox_copy / name).unlink()
    os.mkfifo(firefox_copy / name)
    reading = read_profile(firefox_copy, rules(1))
    assert name == ".parentlock" or (name, "unreadable") in codes(reading)
