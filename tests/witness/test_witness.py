"""Independent witnesses: they find the client in a planted profile, and nothing of its sessions after a cleaning."""

from __future__ import annotations

from collections import Counter
from http.cookiejar import Cookie
from pathlib import Path
from typing import Any

import pytest

from tests.plant import results, site
from tests.plant.fixtures import BOTH, Planted, families
from tests.plant.kinds import CHROMIUM, CLIENT, FIREFOX, NEIGHBOUR, OWNERS
from tests.plant.scene import MODES
from tests.witness.witnesses import cookies, hindsight, words

pytestmark = [pytest.mark.browser, pytest.mark.system, pytest.mark.slow]
ONLY_CHROMIUM = families(CHROMIUM)
PARTIAL = [name for name, mode in MODES.items() if not mode.rebuilds]

# What hindsight calls what can hold a session; the rest is history, site settings, what was typed, bookmarks.
SESSIONS = {"Chrome Cookies", "Chrome Logins", "Chrome LocalStorage", "Chrome Session Storage", "Chrome File System"}
VISITS = {"Chrome History", "Chrome Site Settings", "Chrome Autofill"}
BOOKMARKS = {"Chrome Bookmarks"}


def about(items: list[dict[str, Any]], planted: Planted, owner: str) -> Counter[str]:
    """Items of one site, by what hindsight calls their source: its name or one of its markers is in them.

    The other site's storage inside this one's pages is the other's: its key ends with the top-level site.
    """
    marks = set(planted.marks.owned(owner).values())
    found: Counter[str] = Counter()
    for item in items:
        text = str({key: str(value).partition("/^0")[0] for key, value in item.items()})
        found[item["source_long"]] += site.DOMAIN[owner] in text or any(mark in text for mark in marks)
    return +found


@ONLY_CHROMIUM
def test_hindsight_finds_the_client_before(planted: Planted, tmp_path: Path) -> None:
    items = hindsight(planted.profile, tmp_path)
    for owner in OWNERS:
        assert set(about(items, planted, owner)) == SESSIONS | VISITS | BOOKMARKS


@ONLY_CHROMIUM
def test_hindsight_finds_bookmarks_alone_after_everything(planted: Planted, tmp_path: Path) -> None:
    items = hindsight(planted.cleaned("everything"), tmp_path)
    for owner in OWNERS:
        assert set(about(items, planted, owner)) == BOOKMARKS


@ONLY_CHROMIUM
@pytest.mark.parametrize("mode", PARTIAL)
def test_hindsight_finds_visits_alone_after_sessions(planted: Planted, mode: str, tmp_path: Path) -> None:
    before = hindsight(planted.profile, tmp_path)
    after = hindsight(planted.cleaned(mode), tmp_path)
    assert set(about(after, planted, CLIENT)) == VISITS | BOOKMARKS
    kept, was = about(after, planted, NEIGHBOUR), about(before, planted, NEIGHBOUR)
    assert {source: kept[source] for source in SESSIONS} == {source: was[source] for source in SESSIONS}


@BOTH
def test_browser_cookie3_finds_both_before_with_values(planted: Planted, tmp_path: Path) -> None:
    values = {(cookie.domain, cookie.value) for cookie in cookies(planted.family, planted.profile, tmp_path)}
    for owner in OWNERS:
        m = planted.marks.owned(owner)
        assert (f".{site.DOMAIN[owner]}", m["cookie_persistent"]) in values
        wanted = ["cookie_httponly", "cookie_host_prefix", "cookie_path", "cookie_script"]
        # of a Firefox that has ended it does not read those without Max-Age: they are in sessionstore.jsonlz4
        wanted += ["cookie_session"] if planted.family == CHROMIUM else []
        assert {(site.host(owner), m[kind]) for kind in wanted} <= values
        assert (site.widget(owner), m["cookie_partitioned"]) in values


@BOTH
@pytest.mark.parametrize("mode", MODES)
def test_browser_cookie3_finds_no_cookie_of_the_client_after(planted: Planted, mode: str, tmp_path: Path) -> None:
    before = cookies(planted.family, planted.profile, tmp_path)
    after = cookies(planted.family, planted.cleaned(mode), tmp_path)
    assert [cookie.name for cookie in after if cookie.domain.endswith(site.DOMAIN[CLIENT])] == []
    assert _of_neighbour(after, planted) == (set() if MODES[mode].rebuilds else _of_neighbour(before, planted))


def _of_neighbour(found: list[Cookie], planted: Planted) -> set[tuple[str, str, str, str | None]]:
    """In Firefox without those that lie inside the client's pages, and go with it, and those that need a session file
    that Firefox writes when it likes."""
    m = planted.marks.owned(NEIGHBOUR)
    apart = {m["cookie_partitioned"], m["cookie_session"]} if planted.family == FIREFOX else set()
    own = [each for each in found if each.domain.endswith(site.DOMAIN[NEIGHBOUR]) and each.value not in apart]
    return {(each.domain, each.path, each.name, each.value) for each in own}


@BOTH
@pytest.mark.parametrize("mode", MODES)
def test_grep_finds_the_client_before_and_no_session_after(planted: Planted, mode: str) -> None:
    m, profile = planted.marks.owned(CLIENT), planted.cleaned(mode)
    kept = results.KEPT[planted.family]
    allowed = kept if MODES[mode].rebuilds else kept | results.VISITS[planted.family]
    for kind, mark in m.items():
        if planted.rows.get(kind) and planted.rows[kind].before:
            assert words(planted.profile, mark) or kind in _COMPRESSED, f"{kind} before"
        assert set(results.places(words(profile, mark))) <= allowed, kind
    if MODES[mode].rebuilds:
        assert set(results.places(words(profile, site.DOMAIN[CLIENT]))) <= kept


_COMPRESSED = {"http_cache_gzip"}
"""Kinds that grep cannot see before either: the search that unpacks tells of them."""
