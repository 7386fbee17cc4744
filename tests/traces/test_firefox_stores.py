"""Firefox's table of stores knows every file of a real profile, and says what readers and cleaning really do."""

from __future__ import annotations

import asyncio
import importlib
from pathlib import Path

import pytest

from tests.traces import firefox, firefox_fresh, fresh
from toolkit.browser.firefox.rebuild import KEPT, build_firefox, is_extension_storage
from toolkit.traces.stores.baseline_firefox import FILES, SHIPPED, baseline_hosts, is_baseline_file, is_shipped
from toolkit.traces.stores.firefox import MARKS, STORES
from toolkit.traces.stores.lookup import firefox_store

ROOT = Path(__file__).parents[2]


def unknown(profile: Path) -> set[str]:
    return {path for path in fresh.paths(profile) if firefox_store(path) is None}


def test_a_place_has_one_row() -> None:
    places = [store.path for store in STORES]
    assert len(places) == len(set(places))


def test_a_row_says_where_it_comes_from_and_who_reads_it() -> None:
    for store in STORES:
        ours = not store.source.startswith("https://") and (ROOT / store.source).is_file()
        assert ours or store.source.startswith(
            ("https://searchfox.org/mozilla-central/", "https://support.mozilla.org/")
        )
        if store.reader:
            importlib.import_module(f"toolkit.traces.{store.reader}")
            assert store.holds or store.reader == "firefox.profile", store.path


def test_what_can_sign_in_is_read() -> None:
    unread = {store.path for store in STORES if store.holds == "session" and not store.reader}
    assert unread == {"minidumps/"}  # the memory of a crashed browser, of any site


def test_what_everything_keeps_is_what_the_rebuild_carries_over(tmp_path: Path) -> None:
    for path, shape in KEPT:
        row = firefox_store(path if shape == "file" else f"{path}/x")
        assert row is not None and row.everything == "kept", path
    old, new = tmp_path / "old", tmp_path / "new"
    new.mkdir()
    for store in STORES:
        path = old / store.path.replace("*", "0").replace("?", "0").rstrip("/")
        if store.format != "sqlite" and not store.path.endswith("/") and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("")
    build_firefox(old, new)
    for path in fresh.paths(new):
        row = firefox_store(path)
        assert row is not None and row.everything in {"kept", "allowed_keys"}, path


def test_an_extension_keeps_its_own_storage_alone() -> None:
    own = "moz-extension+++11111111-1111-1111-1111-111111111111"
    for name in (own, f"{own}^userContextId=4294967295", f"{own}^partitionKey=%28https%2Calpha.test%29"):
        row = firefox_store(f"storage/default/{name}/idb/1.sqlite")
        assert row is not None and (row.everything == "kept") == is_extension_storage(name), name


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("cookies.sqlite-wal", "cookies"),
        ("storage/default/https+++www.x.com^userContextId=2/ls/data.sqlite", "local_storage"),
        ("storage/default/https+++www.x.com/.metadata-v2", "storage"),
        ("sessionstore-backups/upgrade.jsonlz4-20261103151912", "session_restore"),
        ("storage/permanent/chrome/idb/2918063365piupsah.sqlite", "push"),
        ("0123abcd.sqlite", "state"),
        ("prefs-1.js", "preferences"),
        ("somewhere.sqlite", None),
        ("storage/other/https+++www.x.com/ls/data.sqlite", None),
        ("photos/me.png", None),
    ],
)
def test_a_path_finds_its_row(path: str, name: str | None) -> None:
    row = firefox_store(path)
    assert (row.name if row else None) == name


def test_marks_are_names_that_chromium_never_gives() -> None:
    assert {"cookies.sqlite", "storage", "cache2", "prefs.js", "logins.json", "sessionstore.jsonlz4"} <= MARKS
    assert not MARKS & {"Default", "Local State", "Crash Reports", "toolkit-aside", "toolkit-scrubbing"}


def test_the_baseline_is_in_the_table() -> None:
    assert {path for path in (*FILES, *SHIPPED) if firefox_store(path.replace("?", "0")) is None} == set()
    assert baseline_hosts("handlers.json") == {"mail.google.com"}
    assert baseline_hosts("favicons.sqlite-wal") == baseline_hosts("favicons.sqlite") != frozenset()
    assert baseline_hosts("cookies.sqlite") == frozenset()
    assert is_shipped("startupCache/scriptCache.bin") and not is_shipped("cookies.sqlite")
    assert is_shipped("storage/permanent/chrome/idb/3870112724rsegmnoittet-es.sqlite-wal")


@pytest.mark.browser
@pytest.mark.parametrize("window", [False, True])
def test_a_fresh_profile_is_the_baseline(tmp_path: Path, window: bool, request: pytest.FixtureRequest) -> None:
    profile = tmp_path / "profile"
    display = request.getfixturevalue("display") if window else ""
    asyncio.run(firefox.go_nowhere(profile, display=display, seconds=5))
    assert unknown(profile) == set()
    assert {path for path in fresh.paths(profile) if not is_baseline_file(path)} == set()
    named = firefox_fresh.hosts(profile)
    more = {path: hosts - baseline_hosts(path) for path, hosts in named.items() if not is_shipped(path)}
    more.pop("cache2/entries/*", None)  # the start page's entry, under a pattern
    assert {path: hosts for path, hosts in more.items() if hosts} == {}


@pytest.mark.browser
def test_a_profile_that_went_somewhere(firefox_planted: tuple[Path, int]) -> None:
    assert unknown(firefox_planted[0]) == set()
