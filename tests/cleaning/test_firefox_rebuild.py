"""Rebuilding a Firefox profile: bookmarks and extensions are still there in the real browser, and nothing else."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.cleaning.conftest import Fox
from tests.cleaning.fox import BOOKMARK, TITLE, opened, runs
from tests.scrub.plant import GOES, MARK, NEIGHBOUR, RULES, STAYS, holding
from toolkit.browser.firefox.prefs import MANAGED, read_prefs
from toolkit.browser.rebuild import rebuild
from toolkit.browser.rebuilt import strangers
from toolkit.errors import Undecided
from toolkit.traces import counts, read_profile
from toolkit.traces.stores.lookup import firefox_store

pytestmark = pytest.mark.browser


def bookmarks(profile: Path) -> set[str]:
    with closing(sqlite3.connect(f"file:{profile / 'places.sqlite'}?mode=ro", uri=True)) as database:
        return {url for (url,) in database.execute("SELECT url FROM moz_bookmarks JOIN moz_places AS p ON p.id = fk")}


async def start(profile: Path, fox: Fox) -> None:
    async with opened(profile, fox.web.port) as context:
        told = len(runs(fox.web))
        page = await context.new_page()
        for _ in range(100):
            if len(runs(fox.web)) > told:
                break
            await page.wait_for_timeout(100)


def test_bookmarks_and_extensions_survive_and_nothing_else(profile: Path, fox: Fox) -> None:
    with (profile / "prefs.js").open("a") as prefs:
        prefs.write('user_pref("browser.startup.homepage", "https://www.alpha.test/");\n')
        prefs.write('user_pref("intl.accept_languages", "es");\nuser_pref("signon.rememberSignons", true);\n')
    before = bookmarks(profile)
    assert BOOKMARK in before and holding(profile, TITLE) and counts(profile).passwords == 2
    rebuild(profile, lambda *_: None)
    assert strangers(profile) == []
    for text in (MARK[GOES], MARK[STAYS], GOES, STAYS, "alpha.test", TITLE):
        assert holding(profile, text) == set(), text
    reading = read_profile(profile, [*RULES, *NEIGHBOUR])
    assert (reading.traces, reading.problems, reading.other_hosts) == ({"alpha": (), "gamma": ()}, (), 0)
    settings = read_prefs(profile / "prefs.js")
    assert settings["intl.accept_languages"] == '"es"' and settings["signon.rememberSignons"] == "false"
    assert "browser.startup.homepage" not in settings and set(MANAGED) <= set(settings)

    asyncio.run(start(profile, fox))
    assert runs(fox.web)[-1] == "1-1-1-1", "storage.local, storage.sync, localStorage and IndexedDB of the extension"
    assert bookmarks(profile) == before
    for text in (MARK[GOES], MARK[STAYS], "alpha.test", TITLE):
        assert holding(profile, text) == set(), text
    files = [path.relative_to(profile).as_posix() for path in profile.rglob("*") if path.is_file()]
    assert [path for path in files if firefox_store(path) is None and path != "prefs.js.playwright"] == []
    assert read_profile(profile, RULES).traces["alpha"] == ()


def test_both_families_in_one_directory(profile: Path) -> None:
    (profile / "Default" / "Sessions").mkdir(parents=True)
    (profile / "Default" / "Bookmarks").write_text('{"roots": {}}')
    (profile / "Default" / "Sessions" / "Tabs_1").write_text(MARK[GOES])
    rebuild(profile, lambda *_: None)
    assert holding(profile, MARK[GOES]) == set() and strangers(profile) == []
    assert (profile / "Default" / "Bookmarks").exists() and BOOKMARK in bookmarks(profile)


def test_bookmarks_that_cannot_be_read_stop_it(profile: Path) -> None:
    path = profile / "places.sqlite"
    path.write_bytes(path.read_bytes()[:40_000] + b"garbage" * 9000)
    before = path.read_bytes()
    with pytest.raises(Undecided) as caught:
        rebuild(profile, lambda *_: None)
    assert caught.value.reason.code == "unreadable" and "places.sqlite" in str(caught.value.reason.params["why"])
    assert path.read_bytes() == before and list(profile.parent.iterdir()) == [profile]


def _visit(profile: Path) -> None:
    with closing(sqlite3.connect(profile / "places.sqlite")) as database, database:
        database.execute("UPDATE moz_places SET visit_count = 1")


def _address(profile: Path) -> None:
    with closing(sqlite3.connect(profile / "places.sqlite")) as database, database:
        database.execute("INSERT INTO moz_inputhistory VALUES (1, 'alp', 1)")


def _quota(profile: Path) -> None:
    with closing(sqlite3.connect(profile / "storage.sqlite")) as database, database:
        database.execute("INSERT INTO origin VALUES (1, '', 'a', 'https://a.test', '', 1, 1, 1, 1, 1)")


STRANGE: dict[str, Callable[[Path], object]] = {
    "cookies.sqlite": lambda profile: (profile / "cookies.sqlite").write_bytes(b""),
    "something": lambda profile: (profile / "something").write_text("new"),
    "empty": lambda profile: (profile / "empty").mkdir(),
    "extensions/link": lambda profile: (profile / "extensions" / "link").symlink_to("/etc/passwd"),
    "storage/default/https+++a.test/ls/data.sqlite": lambda profile: (
        (profile / "storage/default/https+++a.test/ls").mkdir(parents=True),
        (profile / "storage/default/https+++a.test/ls/data.sqlite").touch(),
    ),
    "prefs.js": lambda profile: (profile / "prefs.js").write_text('user_pref("browser.startup.homepage", "x");\n'),
    "Local State": lambda profile: (profile / "Local State").write_text('{"profile": {}}'),
    "places.sqlite": _visit,
    "places.sqlite ": _address,
    "storage.sqlite": _quota,
}


@pytest.mark.parametrize("path", STRANGE)
def test_the_proof_finds_what_should_not_be_there(profile: Path, path: str) -> None:
    rebuild(profile, lambda *_: None)
    STRANGE[path](profile)
    assert strangers(profile) == [path.strip()]


def test_without_the_proof_the_job_is_not_finished(profile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes: list[str | None] = []
    monkeypatch.setattr("toolkit.browser.rebuild.strangers", lambda _: ["cookies.sqlite"])
    with pytest.raises(Undecided) as caught:
        rebuild(profile, lambda phase, *_: notes.append(phase))
    assert caught.value.reason.code == "left_after_rebuild" and caught.value.reason.params["path"] == "cookies.sqlite"
    assert notes == ["building", "swapping", "removing"]


def test_what_could_hold_a_session_is_overwritten_before_it_goes(profile: Path, tmp_path: Path) -> None:
    entries = (profile / "cache2" / "entries").iterdir()
    entry = next(path for path in entries if MARK[GOES].encode() in path.read_bytes())
    os.link(profile / "logins.json", tmp_path / "backup")  # it has another name: that one's bytes stay
    names = {"cookies.sqlite", "sessionstore.jsonlz4", entry.relative_to(profile).as_posix()}
    names |= {f"storage/default/https+++{GOES}/ls/data.sqlite"}
    told = holding(profile, MARK[GOES])
    files = {name: (profile / name).open("rb") for name in (names | told) - {"logins.json"}}
    before = (tmp_path / "backup").read_bytes()
    rebuild(profile, lambda *_: None)
    left = {name for name, file in files.items() if MARK[GOES].encode() in file.read()}
    for file in files.values():
        file.seek(0)
    zeroed = {name for name, file in files.items() if not file.read().strip(b"\0")}
    for file in files.values():
        file.close()
    # what only tells of visits is deleted as it is
    assert left <= {"notificationstore.json"} and names <= zeroed
    assert (tmp_path / "backup").read_bytes() == before
