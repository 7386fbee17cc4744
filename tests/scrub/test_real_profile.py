"""A platform goes from the bytes of a real profile; its neighbour loses nothing, and Chromium accepts the new files."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from tests.scrub.conftest import Planted
from tests.scrub.plant import GOES, MARK, NEIGHBOUR, RULES, STAYS, holding, seen
from toolkit.browser.scrub import scrub_platforms
from toolkit.errors import Undecided
from toolkit.traces import read_profile

pytestmark = pytest.mark.browser

# Visits: what a person's history mode keeps, and caches shared by all sites.
VISITS = {"history", "favicons", "preferences", "session_restore", "service_worker", "partition", "top_sites", "ukm"}


def test_the_planted_profile_is_dirty(scrub_planted: Planted) -> None:
    reading = read_profile(scrub_planted.path, RULES)
    assert reading.problems == () and reading.disk("alpha") == "dirty"
    held = holding(scrub_planted.path, MARK[GOES])
    for store in ("Local Storage", "IndexedDB", "File System"):
        assert any(f"Default/{store}/" in path for path in held), store


def test_the_platform_goes_from_the_bytes(profile: Path) -> None:
    before = set(read_profile(profile, NEIGHBOUR).traces["gamma"])
    scrub_platforms(profile, RULES)
    reading = read_profile(profile, RULES)
    assert reading.problems == ()
    assert reading.disk("alpha") == "residue"
    assert {trace.store for trace in reading.traces["alpha"]} <= VISITS
    assert holding(profile, MARK[GOES]) == set()
    assert holding(profile, "sessionid") == set()
    lost = before - set(read_profile(profile, NEIGHBOUR).traces["gamma"])
    assert {(trace.store, trace.name) for trace in lost} == {("local_storage", "old")}  # deleted by the page itself


def test_the_neighbour_loses_nothing_and_chromium_accepts_it(profile: Path, scrub_planted: Planted) -> None:
    scrub_platforms(profile, RULES)
    for _ in range(2):  # the second start reads what the first one wrote
        found = asyncio.run(seen(profile, scrub_planted.https))
        assert found[STAYS] == scrub_planted.neighbour
        assert (found[GOES]["local"], found[GOES]["databases"], found[GOES]["files"]) == ([], [], [])
        assert found[GOES]["cached"] is None
        assert not any("from_page" in cookie for cookie in found[GOES]["cookies"])
    scrub_platforms(profile, RULES)
    assert asyncio.run(seen(profile, scrub_planted.https))[STAYS] == scrub_planted.neighbour


def test_twice_is_as_once(profile: Path) -> None:
    scrub_platforms(profile, RULES)
    first = read_profile(profile, RULES).traces
    scrub_platforms(profile, RULES)
    assert read_profile(profile, RULES).traces == first


def test_kept_device_cookies_stay(profile: Path) -> None:
    rules = [replace(RULES[0], keep_device=True)]
    scrub_platforms(profile, rules)
    cookies = [trace for trace in read_profile(profile, rules).traces["alpha"] if trace.store == "cookies"]
    assert [(trace.name, trace.kind) for trace in cookies] == [("device_id", "kept")]


def test_saved_passwords_go_and_refusals_stay(profile: Path) -> None:
    with sqlite3.connect(profile / "Default/Login Data") as database:
        for host, user, never in ((GOES, MARK[GOES], 0), (GOES, "", 1), (STAYS, MARK[STAYS], 0)):
            database.execute(
                "INSERT INTO logins (origin_url, username_value, signon_realm, date_created, blacklisted_by_user,"
                " scheme) VALUES (?, ?, ?, 1, ?, 0)",
                (f"https://{host}/login", user, f"https://{host}/", never),
            )
        database.execute("INSERT INTO password_notes (parent_id, key, value, date_created) VALUES (1, '', 'note-x', 1)")
    database.close()
    scrub_platforms(profile, RULES)
    kinds = {(t.store, t.kind) for t in read_profile(profile, RULES).traces["alpha"] if t.store == "logins"}
    assert kinds == {("logins", "visit")}
    assert holding(profile, MARK[GOES]) == holding(profile, "note-x") == set()
    assert "Default/Login Data" in holding(profile, MARK[STAYS])


def test_what_only_the_wal_holds_goes_too(profile: Path) -> None:
    path = profile / "Default/Cookies"
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode = wal")
    database.execute("UPDATE cookies SET value = ? WHERE host_key = ?", (MARK[GOES], GOES))
    copies = {end: Path(f"{path}{end}").read_bytes() for end in ("", "-wal")}
    database.close()
    for end, data in copies.items():
        Path(f"{path}{end}").write_bytes(data)
    assert "Default/Cookies-wal" in holding(profile, MARK[GOES])
    scrub_platforms(profile, RULES)
    assert holding(profile, MARK[GOES]) == set()
    assert read_profile(profile, RULES).disk("alpha") == "residue"


def test_a_damaged_store_is_told_and_does_not_hinder_the_others(profile: Path) -> None:
    folder = profile / "Default/Local Storage/leveldb"
    for path in folder.glob("MANIFEST-*"):
        path.write_bytes(b"garbage")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(Undecided) as failed:
        scrub_platforms(profile, RULES)
    assert failed.value.reason.code == "clear_failed"
    assert failed.value.reason.params["path"] == "Default/Local Storage/leveldb"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    reading = read_profile(profile, RULES)
    assert reading.disk("alpha") == "unknown"
    assert {trace.store for trace in reading.traces["alpha"]} & {"cookies", "indexed_db"} == set()


def test_a_running_browser_is_left_alone(profile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.browser.scrub.platforms.user_of", lambda _: 7)
    with pytest.raises(Undecided) as failed:
        scrub_platforms(profile, RULES)
    assert failed.value.reason.code == "profile_in_use"
    assert read_profile(profile, RULES).disk("alpha") == "dirty"


_INNER = "IndexedDB/https_www.alpha.test_0.indexeddb.leveldb"


@pytest.mark.parametrize("place", ["IndexedDB", "Local Storage", "WebStorage", _INNER])
def test_nothing_is_removed_through_a_link(profile: Path, tmp_path: Path, place: str) -> None:
    outside, path = tmp_path / "outside", profile / "Default" / place
    path.rename(outside)
    path.symlink_to(outside)
    before = {inner: inner.read_bytes() for inner in outside.rglob("*") if inner.is_file()}
    with pytest.raises(Undecided):
        scrub_platforms(profile, RULES)
    assert {inner: inner.read_bytes() for inner in outside.rglob("*") if inner.is_file()} == before
    assert path.is_symlink()


def test_another_name_of_a_file_keeps_its_bytes(profile: Path, tmp_path: Path) -> None:
    folder = profile / "Default/IndexedDB/https_www.alpha.test_0.indexeddb.leveldb"
    log = next(folder.glob("*.log"))
    os.link(log, tmp_path / "backup")
    (folder / "link").symlink_to(tmp_path / "backup")
    before = log.read_bytes()
    scrub_platforms(profile, RULES)
    assert not folder.exists() and (tmp_path / "backup").read_bytes() == before


def test_tabs_moved_aside_are_read(profile: Path) -> None:
    aside = profile / "Default/toolkit-aside"
    aside.mkdir()
    for name in ("Sessions", "Sessions_Encrypted"):
        (profile / "Default" / name).rename(aside / name)
    traces = read_profile(profile, RULES).traces["alpha"]
    found = {trace.path.rpartition("/")[0] or trace.path for trace in traces if trace.store == "session_restore"}
    assert found == {"Default/toolkit-aside/Sessions", "Default/toolkit-aside"}
