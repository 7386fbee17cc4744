"""Which row of the table is this file? For the proof that nothing is unknown, and for who asks what is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from toolkit.traces.stores import firefox
from toolkit.traces.stores.chromium import PROFILE_NAMES, STORES
from toolkit.traces.stores.model import Store

# What SQLite puts beside a database: https://www.sqlite.org/tempfiles.html
_BESIDE = r"(?:-journal|-wal|-shm)?"
_SNAPSHOT = re.compile(r"Snapshots/[^/]+/")


@lru_cache(maxsize=4)
def _patterns(top: bool) -> tuple[tuple[re.Pattern[str], Store], ...]:
    return tuple((re.compile(_regex(store)), store) for store in STORES if store.top == top)


def _regex(store: Store) -> str:
    path = re.escape(store.path.rstrip("/")).replace(r"\*", "[^/]*").replace(r"\?", "[0-9a-f]")
    if store.path.endswith("/"):
        return rf"{path}(?:/.*)?$"
    return path + (_BESIDE if store.format == "sqlite" else "") + "$"


def chromium_store(path: str) -> Store | None:
    """The row for a file or folder of a Chromium user-data directory; None if the table does not know it.

    `path` is relative to the directory, with forward slashes; "Default/Network" alone, which only holds others, is
    known by what is in it and not by itself.
    """
    path = _SNAPSHOT.sub("", path, count=1)
    profile, _, inner = path.partition("/")
    if inner and profile.startswith(PROFILE_NAMES):
        return _first(inner, _patterns(False))
    return _first(path, _patterns(True))


@lru_cache(maxsize=1)
def _firefox_patterns() -> tuple[tuple[re.Pattern[str], Store], ...]:
    return tuple((re.compile(_regex(store)), store) for store in firefox.STORES)


def firefox_store(path: str) -> Store | None:
    """The row for a file or folder of a Firefox profile, by its path in it; None if the table does not know it."""
    return _first(path, _firefox_patterns())


def _first(path: str, patterns: Iterable[tuple[re.Pattern[str], Store]]) -> Store | None:
    return next((store for pattern, store in patterns if pattern.match(path)), None)
