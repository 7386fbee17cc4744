"""Bytes that are not what they should be: a problem, never a traceback and never `clean`."""

from __future__ import annotations

import os
import random
import shutil
import socket
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.processes import running
from tests.traces.conftest import Planted, rules
from toolkit.traces import PlatformRules, Reading, counts, read_profile

pytestmark = pytest.mark.browser

STORES = [
    "Preferences",
    "Cookies",
    "History",
    "Login Data",
    "Favicons",
    "Top Sites",
    "Bookmarks",
    "WebStorage/QuotaManager",
    "Local Storage/leveldb/*.log",
    "Local Storage/leveldb/MANIFEST-*",
    "Local Storage/leveldb/CURRENT",
    "Session Storage/*.log",
    "IndexedDB/https_www.alpha.test_0.indexeddb.leveldb/*.log",
    "Service Worker/Database/*.log",
    "File System/Origins/*.log",
    "Sessions/Session_*",
    "Sessions/Tabs_*",
]


def codes(reading: Reading) -> set[tuple[str, str]]:
    return {(problem.path, problem.code) for problem in reading.problems}


def files(profile: Path, pattern: str) -> list[Path]:
    found = list((profile / "Default").glob(pattern))
    if not found and "*" not in pattern:
        found = [profile / "Default" / pattern]
    assert found, pattern
    return found


@pytest.mark.parametrize("pattern", STORES)
@pytest.mark.parametrize("length", [1, 100, 5000])
def test_random_bytes_in_each_store(copy: Path, pattern: str, length: int) -> None:
    for path in files(copy, pattern):
        path.write_bytes(random.Random(length).randbytes(length))
        reading = read_profile(copy, rules(1))
        assert (path.relative_to(copy).as_posix(), "unreadable") in codes(reading)
        assert {reading.disk(platform) for platform in reading.traces} == {"unknown"}


def test_a_profile_full_of_random_bytes(copy: Path) -> None:
    for path in copy.rglob("*"):
        if path.is_file() and not path.is_symlink():
            path.write_bytes(random.Random(7).randbytes(path.stat().st_size + 3))
    for quick in (False, True):
        assert read_profile(copy, rules(1), quick=quick).disk("never") == "unknown"
    assert counts(copy).cookies is None


@pytest.mark.parametrize("quick", [False, True])
def test_cookies_cut_anywhere(copy: Path, quick: bool) -> None:
    path = copy / "Default" / "Cookies"
    whole = path.read_bytes()
    for size in [0, 1, 15, 16, 99, 100, 512, 4095, 4096, 4097, len(whole) // 2, *range(5000, len(whole), 1777)]:
        path.write_bytes(whole[:size])
        assert ("Default/Cookies", "unreadable") in codes(read_profile(copy, rules(1), quick=quick)), size
    path.write_bytes(whole + b"\0" * 10)
    assert read_profile(copy, rules(1), quick=quick).disk("never") == "unknown"
    path.write_bytes(whole)
    assert read_profile(copy, rules(1), quick=quick).problems == ()


def test_newer_schema(copy: Path) -> None:
    with sqlite3.connect(copy / "Default" / "Cookies") as database:
        database.execute("UPDATE meta SET value = '25' WHERE key = 'version'")
    database.close()
    reading = read_profile(copy, rules(1))
    assert codes(reading) == {("Default/Cookies", "newer_schema")}
    assert reading.disk("never") == "unknown"


@pytest.mark.parametrize(("compatible", "problem"), [("16", False), ("999", True)])
def test_a_newer_history_is_read_if_it_says_it_can_be(copy: Path, compatible: str, problem: bool) -> None:
    with sqlite3.connect(copy / "Default" / "History") as database:
        database.execute("UPDATE meta SET value = '999' WHERE key = 'version'")
        database.execute("UPDATE meta SET value = ? WHERE key = 'last_compatible_version'", (compatible,))
    database.close()
    assert (("Default/History", "newer_schema") in codes(read_profile(copy, rules(1)))) == problem


@pytest.mark.parametrize("exit_type", ["Crashed", "SessionEnded"])
def test_an_unclean_exit(copy: Path, exit_type: str) -> None:
    path = copy / "Default" / "Preferences"
    text = path.read_text()
    assert '"exit_type":"Normal"' in text
    path.write_text(text.replace('"exit_type":"Normal"', f'"exit_type":"{exit_type}"'))
    reading = read_profile(copy, rules(1), quick=True)
    assert codes(reading) == {("Default/Preferences", "unclean_exit")} and reading.exit_type == exit_type


def test_links_are_not_followed(copy: Path, planted: Planted) -> None:
    for name in ("Cookies", "Local Storage", "History"):
        path = copy / "Default" / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        path.symlink_to(planted.path / "Default" / name)
    reading = read_profile(copy, rules(1))
    stores = {trace.store for trace in reading.traces["alpha"]}
    assert stores.isdisjoint({"cookies", "local_storage", "history"})
    assert reading.disk("never") == "unknown"


def test_a_linked_browser_profile_is_not_followed(tmp_path: Path, planted: Planted) -> None:
    (tmp_path / "Default").symlink_to(planted.path / "Default")
    reading = read_profile(tmp_path, rules(1))
    assert codes(reading) == {("Default", "unreadable")} and reading.traces["alpha"] == ()


def test_pipes_and_directories_in_place_of_files(copy: Path) -> None:
    for name in ("Cookies", "Preferences"):
        (copy / "Default" / name).unlink()
    os.mkfifo(copy / "Default" / "Cookies")
    (copy / "Default" / "Preferences").mkdir()
    wanted = {("Default/Cookies", "unreadable"), ("Default/Preferences", "unreadable")}
    assert codes(read_profile(copy, rules(1))) == wanted


def test_one_changed_host_is_noticed(copy: Path) -> None:
    path = copy / "Default" / "Cookies"
    data = path.read_bytes()
    for at in [i for i in range(len(data)) if data.startswith(b".alpha.test", i)]:
        path.write_bytes(data[: at + 2] + b"X" + data[at + 3 :])
        assert ("Default/Cookies", "unreadable") in codes(read_profile(copy, rules(1)))


def test_nothing_there_is_clean(tmp_path: Path) -> None:
    assert read_profile(tmp_path / "missing", rules(1)).disk("alpha") == "clean"
    assert read_profile(tmp_path, rules(1)).disk("alpha") == "clean"
    (tmp_path / "file").write_text("x")
    assert read_profile(tmp_path / "file", rules(1)).disk("alpha") == "unknown"


def test_other_browser_profiles_and_snapshots_are_read(copy: Path) -> None:
    (copy / "Default").rename(copy / "Profile 2")
    assert read_profile(copy, rules(1)).disk("alpha") == "dirty"
    (copy / "Snapshots" / "150.0").mkdir(parents=True)
    (copy / "Profile 2").rename(copy / "Snapshots" / "150.0" / "Default")
    reading = read_profile(copy, rules(1))
    assert any(trace.path == "Snapshots/150.0/Default/Cookies" for trace in reading.traces["alpha"])


def test_links_deeper_down(copy: Path, planted: Planted) -> None:
    bucket = next(path for path in (copy / "Default" / "WebStorage").iterdir() if path.is_dir())
    shutil.rmtree(bucket)
    bucket.symlink_to(planted.path / "Default" / "WebStorage" / bucket.name)
    reading = read_profile(copy, rules(1))
    assert "indexed_db" not in {trace.store for trace in reading.traces["beta"]}
    assert reading.disk("never") == "unknown"


@pytest.fixture
def lock(tmp_path: Path) -> Callable[[str], Path]:
    def make(target: str) -> Path:
        link = tmp_path / "SingletonLock"
        link.unlink(missing_ok=True)
        link.symlink_to(target)
        return tmp_path

    return make


def test_only_a_live_browser_of_this_profile_is_a_problem(lock: Callable[[str], Path], tmp_path: Path) -> None:
    host = socket.gethostname()
    sleeper = [sys.executable, "-c", "import time; time.sleep(60)"]
    with running([*sleeper, f"--user-data-dir={tmp_path}"]) as browser, running([*sleeper]) as other:
        assert codes(read_profile(lock(f"{host}-{browser.pid}"), rules(1))) == {("SingletonLock", "profile_in_use")}
        assert read_profile(lock(f"{host}-{other.pid}"), rules(1)).problems == ()
        assert read_profile(lock(f"elsewhere-{browser.pid}"), rules(1)).problems == ()
    for stale in (f"{host}-{browser.pid}", f"{host}-", f"{host}-99999999999999999999", "nonsense"):
        assert read_profile(lock(stale), rules(1)).problems == ()


def test_device_cookies_may_be_kept(copy: Path, alpha: Callable[..., list[PlatformRules]]) -> None:
    with sqlite3.connect(copy / "Default" / "Cookies") as database:
        database.execute("DELETE FROM cookies WHERE name != 'device_id'")
        database.execute("UPDATE cookies SET expires_utc = 1")  # long past: still there, still counts
    database.close()
    for path in set((copy / "Default").iterdir()) - {copy / "Default" / name for name in ("Cookies", "Preferences")}:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert read_profile(copy, alpha(), quick=True).disk("alpha") == "dirty"
    reading = read_profile(copy, alpha(keep_device=True), quick=True)
    assert [trace.kind for trace in reading.traces["alpha"]] == ["kept"]
    assert reading.disk("alpha") == "clean"
