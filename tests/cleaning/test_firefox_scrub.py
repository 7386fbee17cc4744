"""Cleaning a platform out of a Firefox profile: gone from the bytes, and the neighbour has lost nothing."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.cleaning.conftest import Fox
from tests.cleaning.fox import opened
from tests.scrub.plant import GOES, MARK, RULES, STAYS, holding, look
from toolkit.browser.scrub import scrub_platforms, unfinished
from toolkit.sessions.plan import leaves_storage
from toolkit.traces import read_profile
from toolkit.traces.files import source
from toolkit.traces.firefox.cache2 import entry
from toolkit.traces.firefox.mozlz4 import unpack

pytestmark = pytest.mark.browser

# What tells of visits alone, and bookmarks.
STAY_BEHIND = {
    "places.sqlite", "favicons.sqlite", "permissions.sqlite", "content-prefs.sqlite",
    "bounce-tracking-protection.sqlite",
}  # fmt: skip


def hosts(profile: Path, file: str, query: str) -> set[str]:
    with closing(sqlite3.connect(f"file:{profile / file}?mode=ro", uri=True)) as database:
        return {str(row[0]) for row in database.execute(query)}


def test_the_platform_goes_from_the_bytes(profile: Path) -> None:
    assert len(holding(profile, MARK[GOES])) > 15
    scrub_platforms(profile, RULES)
    assert holding(profile, MARK[GOES]) == set()
    assert {path.partition("/")[0] for path in holding(profile, GOES)} <= STAY_BEHIND
    assert unfinished(profile) == frozenset()
    assert not [path for path in profile.rglob("*") if path.name.endswith((".toolkit", "-wal", "-journal")) and "alpha"
                in path.as_posix()]  # fmt: skip
    assert hosts(profile, "cookies.sqlite", "SELECT host FROM moz_cookies") == {STAYS, ".gamma.test"}
    for name in ("sessionstore.jsonlz4", "sessionstore-backups/previous.jsonlz4"):
        assert "alpha.test" not in unpack((profile / name).read_bytes()).decode()


def test_what_stays_tells_of_visits_and_starts_no_browser(profile: Path) -> None:
    unit: Any = SimpleNamespace(key="alpha")
    assert leaves_storage(unit, read_profile(profile, RULES))
    scrub_platforms(profile, RULES)
    reading = read_profile(profile, RULES)
    assert reading.disk("alpha") == "residue" and reading.problems == ()
    assert {trace.kind for trace in reading.traces["alpha"]} == {"visit"} and not leaves_storage(unit, reading)


def test_all_of_the_neighbour_is_there(profile: Path, fox: Fox) -> None:
    before = holding(profile, MARK[STAYS])
    scrub_platforms(profile, RULES)
    after = holding(profile, MARK[STAYS])
    assert {path for path in before - after if "gamma" in path or "-" not in path} <= {"sessionstore.jsonlz4"}
    tabs = json.loads(unpack((profile / "sessionstore-backups/previous.jsonlz4").read_bytes()))
    open_tabs = [tab for window in tabs["windows"] for tab in window["tabs"]]
    pages = [entry["url"] for tab in open_tabs for entry in tab["entries"]]
    assert f"https://{STAYS}/" in pages and all("alpha" not in page for page in pages)
    assert {cookie["host"] for cookie in tabs["cookies"]} == {STAYS}
    assert MARK[STAYS] in json.dumps([tab.get("storage") for tab in open_tabs])
    assert hosts(profile, "logins.db", "SELECT origin FROM loginsL") == {f"https://{STAYS}"}
    for name in ("logins.json", "logins-backup.json"):
        content = json.loads((profile / name).read_text())
        assert [login["hostname"] for login in content["logins"]] == [f"https://{STAYS}"]
        assert content["dismissedBreachAlertsByLoginGUID"] == {}
    keys = set()
    for path in (profile / "cache2" / "entries").iterdir():
        with source(path) as file:
            keys.add(entry(file).key)
    assert f"O^partitionKey=%28https%2Cgamma.test%29,:https://{STAYS}/" in {key.replace("a,", "") for key in keys}
    assert (profile / "storage/default" / f"https+++{STAYS}^userContextId=2" / "ls/data.sqlite").exists()
    found = asyncio.run(_seen(profile, fox))
    # a plain start gives back no cookie without Max-Age, with or without a scrub
    lasting = [cookie for cookie in fox.neighbour["cookies"] if not cookie.startswith("until_close")]
    differs = {key for key, value in (fox.neighbour | {"cookies": lasting}).items() if found[STAYS][key] != value}
    assert differs == set() and len(lasting) >= 2
    assert {key: value for key, value in found[GOES].items() if value} == {"cookies": [""]}


async def _seen(profile: Path, fox: Fox) -> dict[str, dict[str, Any]]:
    async with opened(profile, fox.web.port) as context:
        return {host: await look(context, host) for host in (STAYS, GOES)}
