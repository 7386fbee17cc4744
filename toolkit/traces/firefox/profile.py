"""A closed Firefox profile, store by store."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from toolkit.traces.collector import Collector
from toolkit.traces.files import Unreadable, is_file, listing, read_file
from toolkit.traces.firefox.cache2 import read_cache
from toolkit.traces.firefox.cookies import ROW as COOKIES
from toolkit.traces.firefox.cookies import read_cookies
from toolkit.traces.firefox.databases import firefox_database, read_columns
from toolkit.traces.firefox.logins import LOGINS, logins, read_logins
from toolkit.traces.firefox.mentions import read_mentions
from toolkit.traces.firefox.places import ROW as PLACES
from toolkit.traces.firefox.places import VISITS, read_places
from toolkit.traces.firefox.push import read_push
from toolkit.traces.firefox.session_store import (
    BACKUPS,
    content_of,
    read_session_store,
    session_cookies,
    session_files,
    state_of,
)
from toolkit.traces.firefox.storage import read_storage
from toolkit.traces.firefox.web_storage import read_web_storage
from toolkit.traces.model import Counts
from toolkit.traces.stores.firefox import CHECKPOINTS, MARKS, WRITTEN
from toolkit.traces.stores.model import Store


def is_firefox(names: list[str]) -> bool:
    """Whether a directory with these names in it was used by Firefox."""
    return any(name in MARKS for name in names)


def read_firefox(collector: Collector, profile: Path, quick: bool) -> str | None:
    """Read the profile into `collector`; "Normal" if the last close wrote everything, else "Crashed"; None if it was
    never started."""
    exit_type, path = None, profile / CHECKPOINTS
    with collector.guard(path):
        exit_type = _exit_type(path)
        if exit_type not in (None, "Normal"):
            collector.problem(path, "unclean_exit", str(exit_type))
    read_cookies(collector, profile, quick)
    read_storage(collector, profile)
    read_web_storage(collector, profile)
    read_session_store(collector, profile, quick)
    if not quick:
        names: list[str] = []
        with collector.guard(profile):
            names = listing(profile)
        read_cache(collector, profile)
        read_places(collector, profile)
        read_columns(collector, profile)
        read_logins(collector, profile, names)
        read_push(collector, profile)
        read_mentions(collector, profile, names)
    return exit_type


def _exit_type(path: Path) -> str | None:
    if not is_file(path):
        return None
    try:
        marks = json.loads(read_file(path))
    except (ValueError, RecursionError):
        raise Unreadable("not JSON") from None
    if not isinstance(marks, dict):
        raise Unreadable("not an object")
    return "Normal" if all(marks.get(mark) is True for mark in WRITTEN) else "Crashed"


def count_firefox(collector: Collector, profile: Path) -> Counts:
    """How much of the person's own would go with a rebuild; None where unreadable."""
    rows = "SELECT COUNT(*) FROM moz_cookies"
    return Counts(
        passwords=_guarded(collector, profile / LOGINS, lambda path: sum(1 for _ in logins(path))),
        history_urls=_guarded(collector, profile / PLACES.path, lambda path: _count(path, PLACES, VISITS)),
        open_tabs=_guarded(collector, profile / BACKUPS, lambda path: _tabs(_last_session(path.parent))),
        cookies=_guarded(
            collector,
            profile / COOKIES.path,
            lambda path: _count(path, COOKIES, rows) + len(session_cookies(_last_session(path.parent))),
        ),
    )


def _guarded(collector: Collector, path: Path, count: Callable[[Path], int]) -> int | None:
    with collector.guard(path):
        return count(path)
    return None


def _count(path: Path, row: Store, query: str) -> int:
    if not is_file(path):
        return 0
    with firefox_database(path, row) as database:
        return int(database.execute(query).fetchone()[0])


def _last_session(profile: Path) -> dict[str, Any]:
    """What the next start would restore: of a clean close, else of the last snapshot; {} if there is none."""
    files = {path.name: path for path in reversed(session_files(profile))}
    for name in ("sessionstore.jsonlz4", "recovery.jsonlz4", "recovery.baklz4"):
        if name in files and is_file(files[name]):
            return state_of(content_of(files[name]))
    return {}


def _tabs(state: dict[str, Any]) -> int:
    windows = state.get("windows", [])
    if not isinstance(windows, list):
        raise Unreadable("windows of another form")
    return sum(len(each.get("tabs") or []) for each in windows if isinstance(each, dict))
