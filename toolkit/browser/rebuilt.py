"""The proof of a rebuild: the new profile, before any start, holds what is kept and nothing else.

What is kept is asked of the table of stores, not of the code that carries things over; what is kept in part (settings,
bookmarks) is looked into. A fresh profile's own files, the recorded baseline, are not there yet: a start makes them.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from toolkit.browser.firefox.bookmarks import PLACES, PLACES_PARTS, STORAGE, STORAGE_PARTS, Part
from toolkit.browser.firefox.prefs import MANAGED as FIREFOX_MANAGED
from toolkit.browser.firefox.prefs import PREFS, read_prefs
from toolkit.browser.firefox.rebuild import is_kept_pref
from toolkit.browser.prefs import KEPT_PREFS, KEPT_SECURE_PREFS, LOCAL_STATE, MANAGED, kept, merged, read_json
from toolkit.traces.stores.lookup import chromium_store, firefox_store


def strangers(profile: Path) -> list[str]:
    """Paths in a profile that was just rebuilt which no row of the table says are kept, or which hold more than may be
    kept of them; relative to it, sorted. Raises OSError."""
    found = [path for path, mode in _walk(profile) if not _is_kept(path, mode)]
    return sorted({*found, *(name for name, fits in _IN_PART.items() if not _fits(profile / name, fits))})


def _walk(profile: Path) -> Iterator[tuple[str, int]]:
    """Everything but directories that hold something, links not followed."""
    for folder, folders, files in os.walk(profile):
        for name in folders + files:
            path = Path(folder, name)
            mode = path.lstat().st_mode
            if not stat.S_ISDIR(mode) or not any(path.iterdir()):
                yield path.relative_to(profile).as_posix(), mode


def _is_kept(path: str, mode: int) -> bool:
    """Nothing may be a link, a pipe or a device; a directory of an extension may be empty."""
    fates = {row.everything for row in (chromium_store(path), firefox_store(path)) if row is not None}
    if stat.S_ISREG(mode):
        return "kept" in fates or ("allowed_keys" in fates and path in _IN_PART)
    return stat.S_ISDIR(mode) and "kept" in fates


def _fits(path: Path, fits: Callable[[Path], bool]) -> bool:
    """Of what is no file, `_is_kept` has told; a link is not followed."""
    try:
        return fits(path) if path.is_file() and not path.is_symlink() and not path.parent.is_symlink() else True
    except (ValueError, sqlite3.Error):
        return False


def _settings(path: Path, names: tuple[str, ...], ours: dict[str, Any]) -> bool:
    found = read_json(path)
    return merged(kept(found, names), ours) == found


def _prefs(path: Path) -> bool:
    return all(is_kept_pref(key) or key in FIREFOX_MANAGED for key in read_prefs(path))


def _parts(path: Path, parts: tuple[Part, ...], more: str = "") -> bool:
    """No table holds rows but those that are carried over in part, and these no more than that."""
    named = {part.table for part in parts}
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        tables = [str(name) for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        filled = (table for table in tables if table not in named and not table.startswith("sqlite_"))
        if any(database.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone() for table in filled):  # noqa: S608
            return False
        return database.execute(more).fetchone() is None if more else True


# An address that no bookmark and no keyword has, or that still knows of visits.
_VISITED = """
SELECT 1 FROM moz_places WHERE visit_count <> 0 OR last_visit_date IS NOT NULL OR title IS NOT NULL
OR id NOT IN (SELECT fk FROM moz_bookmarks WHERE fk IS NOT NULL UNION SELECT place_id FROM moz_keywords)
"""
_IN_PART: dict[str, Callable[[Path], bool]] = {
    "Default/Preferences": lambda path: _settings(path, KEPT_PREFS, MANAGED),
    "Default/Secure Preferences": lambda path: _settings(path, KEPT_SECURE_PREFS, {}),
    "Local State": lambda path: read_json(path) == LOCAL_STATE,
    PREFS: _prefs,
    PLACES: lambda path: _parts(path, PLACES_PARTS, _VISITED),
    STORAGE: lambda path: _parts(path, STORAGE_PARTS),
}
