"""Puts aside what a robot start would change for the person, and back afterwards: preferences, tabs, service workers.

A plain start drops cookies without Max-Age (measured): Firefox keeps them in its list of tabs and gives them back only
when it restores a session. So the robot restores one that has the cookies and no tab. Afterwards the person's tabs come
back, with the session cookies as they are then: a platform that was logged out stays so.
Files: https://searchfox.org/mozilla-central/source/browser/components/sessionstore/SessionFile.sys.mjs
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from toolkit.browser.firefox.containers import remove_robot_containers
from toolkit.browser.firefox.mozlz4 import mozlz4, read_mozlz4
from toolkit.browser.firefox.prefs import PREFS, USER, Pref, as_lines
from toolkit.browser.firefox.running import firefox_pid
from toolkit.browser.prefs import write_bytes, write_text
from toolkit.traces.stores.chromium import RESTORE_ASIDE as ASIDE

SESSION, BACKUPS = "sessionstore.jsonlz4", "sessionstore-backups"
# A start without service workers empties this list, and deletes the scripts of all that are in it (measured): so there
# is none while the robot runs.
_WORKERS = "serviceworker.txt"
_FILES = (PREFS, USER, _WORKERS, SESSION)
_RECOVERY = "recovery.jsonlz4"
_ORDER = (_RECOVERY, "recovery.baklz4", "previous.jsonlz4")
_COMPLETE = "complete"
"""A file that says: all is aside. Without it nothing has been changed yet."""

State = dict[str, Any]


@contextlib.contextmanager
def aside(profile: Path, prefs: Mapping[str, Pref]) -> Iterator[None]:
    """Within this context the robot's `prefs` hold and its session is restored; then all is as the person had it.

    Not so while a browser still runs (the run was aborted): then the next start puts things back.
    """
    put_back(profile)
    _take(profile)
    cookies = session_cookies(profile)
    try:
        write_bytes(profile / SESSION, mozlz4(_no_tabs(cookies)))
        shutil.rmtree(profile / BACKUPS, ignore_errors=True)
        (profile / _WORKERS).unlink(missing_ok=True)
        own = _text(profile / ASIDE / USER)
        write_text(profile / USER, f"{own}\n{as_lines(prefs)}")
        yield
    finally:
        if firefox_pid(profile) is None:
            put_back(profile)


def _take(profile: Path) -> None:
    """Copy what a start changes. A copy is complete before anything is changed, so a kill leaves one of both whole."""
    place = profile / ASIDE
    place.mkdir(mode=0o700)
    for name in _FILES:
        if _is_file(profile / name):
            write_bytes(place / name, (profile / name).read_bytes())
    backups = profile / BACKUPS
    if backups.is_dir() and not backups.is_symlink():
        (place / BACKUPS).mkdir(mode=0o700)
        for path in backups.iterdir():
            if _is_file(path):
                write_bytes(place / BACKUPS / path.name, path.read_bytes())
    write_text(place / _COMPLETE, "")


def put_back(profile: Path) -> None:
    """Put back what a run took aside, also one that was killed: done again, it does the same. Raises OSError."""
    remove_robot_containers(profile)
    place = profile / ASIDE
    if not place.is_dir() or place.is_symlink():
        return
    if (place / _COMPLETE).exists():
        # Firefox writes this file at a clean end alone, and takes away what lay there when it starts.
        ended = read_mozlz4(profile / SESSION)
        if ended is not None:
            _keep_cookies(place, ended)
        shutil.rmtree(profile / BACKUPS, ignore_errors=True)
        if (place / BACKUPS).is_dir():
            shutil.copytree(place / BACKUPS, profile / BACKUPS)
        for name in _FILES:  # the list of tabs comes last: as long as it is the robot's, nothing has been lost
            if _is_file(place / name):
                write_bytes(profile / name, (place / name).read_bytes())
            elif _is_file(profile / name):
                (profile / name).unlink()
    shutil.rmtree(place)


def _keep_cookies(place: Path, ended: State) -> None:
    """Give the person's lists of tabs the session cookies as the robot's end left them; what is gone is gone in all."""
    cookies = {_key(cookie): cookie for cookie in _cookies_of(ended)}
    first = place / SESSION if _is_file(place / SESSION) else place / BACKUPS / _RECOVERY
    if not _is_file(first):  # there were no tabs: the robot's own list, without its pages
        write_bytes(place / SESSION, mozlz4(_no_tabs(list(cookies.values()))))
        first = place / SESSION
    for path in [first, *(place / BACKUPS).glob("*")]:
        state = read_mozlz4(path)
        if state is not None:
            own = {_key(cookie): cookie for cookie in _cookies_of(state)}
            kept = cookies if path == first else {key: cookies[key] for key in own if key in cookies}
            write_bytes(path, mozlz4(state | {"cookies": list(kept.values())}))


def session_cookies(profile: Path) -> list[State]:
    """The cookies without Max-Age that the profile's lists of tabs hold, newest list first, each cookie once."""
    backups = profile / BACKUPS
    others = sorted(path for path in backups.glob("*") if path.name not in _ORDER) if backups.is_dir() else []
    found: dict[object, State] = {}
    for path in [profile / SESSION, *(backups / name for name in _ORDER), *others]:
        for cookie in _cookies_of(read_mozlz4(path) or {}):
            found.setdefault(_key(cookie), cookie)
    return list(found.values())


def _cookies_of(state: State) -> list[State]:
    cookies = state.get("cookies")
    return [cookie for cookie in cookies if isinstance(cookie, dict)] if isinstance(cookies, list) else []


def _key(cookie: State) -> object:
    attributes = cookie.get("originAttributes")
    return (
        cookie.get("host"), cookie.get("path"), cookie.get("name"),
        json.dumps(attributes, sort_keys=True) if attributes else None,
    )  # fmt: skip


def _no_tabs(cookies: list[State]) -> State:
    return {"version": ["sessionrestore", 1], "windows": [], "selectedWindow": 0, "_closedWindows": [],
            "session": {"lastUpdate": 0, "startTime": 0, "recentCrashes": 0}, "cookies": cookies}  # fmt: skip


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if _is_file(path) else ""
