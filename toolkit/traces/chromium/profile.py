"""A closed Chromium user-data directory, browser profile by browser profile."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from toolkit.traces.chromium.caches import read_caches
from toolkit.traces.chromium.cookies import read_cookies
from toolkit.traces.chromium.hashed import read_hashed
from toolkit.traces.chromium.leveldb import names_in
from toolkit.traces.chromium.mentions import read_mentions
from toolkit.traces.chromium.origin_stores import read_buckets, read_indexed_db, read_origin_directories
from toolkit.traces.chromium.preferences import read_beside, read_local_state, read_preferences
from toolkit.traces.chromium.push import read_push_service, read_service_workers
from toolkit.traces.chromium.session_restore import open_tabs, read_session_restore
from toolkit.traces.chromium.session_storage import read_session_storage
from toolkit.traces.chromium.visits import read_bookmarks, read_json, read_url_tables
from toolkit.traces.chromium.web_data import read_web_data
from toolkit.traces.chromium.web_storage import read_local_storage
from toolkit.traces.collector import Collector
from toolkit.traces.files import Unreadable, is_directory, is_file, listing, read_file
from toolkit.traces.model import Counts, Trace
from toolkit.traces.remains import read_remains
from toolkit.traces.sqlite import columns, opened
from toolkit.traces.stores.chromium import (
    COOKIES,
    PROFILE_MARKS,
    PROFILE_NAMES,
    RESTORE_ASIDE,
    RESTORE_DIRECTORY,
    SCRUBBING,
    STORES,
)

_DATABASES = tuple(store for store in STORES if store.format == "sqlite" and store.reader and store.path[-1] != "/")


def read_chromium(collector: Collector, profile: Path, quick: bool) -> dict[str, str]:
    """Read every browser profile below `profile` into `collector`; the exit types of those that were started."""
    exit_types: dict[str, str] = {}
    _read_unfinished(collector, profile / SCRUBBING)
    if not quick:
        read_local_state(collector, profile)
        read_url_tables(collector, profile, top=True)
    for inner in browser_profiles(collector, profile):
        exit_type = _read_inner(collector, inner, quick)
        if exit_type is not None:
            exit_types[inner.name] = exit_type
            if exit_type != "Normal":
                collector.problem(inner / "Preferences", "unclean_exit", exit_type[:32])
    return exit_types


def _read_unfinished(collector: Collector, path: Path) -> None:
    """Platforms whose cleaning was cut short: values may be left that nothing names any more, so it is a session."""
    with collector.guard(path):
        if is_file(path):
            for platform in read_file(path).decode("utf-8", "replace").splitlines():
                if platform in collector.matcher.platforms:
                    collector.add(platform, Trace("unfinished", collector.relative(path), "", "", "session"))


def browser_profiles(collector: Collector, profile: Path) -> list[Path]:
    """The directories of `profile` that hold a browser profile each: `Default`, `Profile 1`, ..., snapshots, and what
    is laid out like one: the storage of an app that has its own (`Storage/ext/<id>/<partition>`).

    Snapshots keep older copies of a profile after an update on Windows:
    https://chromium.googlesource.com/chromium/src/+/main/chrome/browser/downgrade/snapshot_manager.cc and
    https://chromium.googlesource.com/chromium/src/+/main/content/browser/storage_partition_impl_map.cc
    """
    found: list[Path] = []
    for name in names_in(collector, profile):
        folder = profile / name
        with collector.guard(folder):
            if name.startswith(PROFILE_NAMES):
                if is_directory(folder):
                    found += [folder, *_partitions(collector, folder)]
            elif name == "Snapshots":
                for version in listing(folder):
                    found += browser_profiles(collector, folder / version)
            elif any(os.path.lexists(f"{folder}/{mark}") for mark in PROFILE_MARKS) and not folder.is_symlink():
                found += [folder, *_partitions(collector, folder)]
    return found


def _partitions(collector: Collector, inner: Path) -> list[Path]:
    found: list[Path] = []
    apps = inner / "Storage" / "ext"
    with collector.guard(apps):
        for app in listing(apps) if is_directory(apps.parent) else ():
            with collector.guard(apps / app):
                found += [apps / app / name for name in listing(apps / app) if is_directory(apps / app / name)]
    return found


def _read_inner(collector: Collector, inner: Path, quick: bool) -> str | None:
    """Read one browser profile; its exit type."""
    exit_type, preferences = None, inner / "Preferences"
    with collector.guard(preferences):
        content = read_json(preferences)
        exit_type = _exit_type(content)
        if not quick:
            read_preferences(collector, preferences, content)
    read_cookies(collector, inner, quick)
    read_local_storage(collector, inner, quick)
    for home in (inner, inner / RESTORE_ASIDE):
        read_session_storage(collector, home)
    read_indexed_db(collector, inner)
    if not quick:
        read_buckets(collector, inner)
        read_origin_directories(collector, inner)
        read_url_tables(collector, inner)
        read_bookmarks(collector, inner)
        read_session_restore(collector, inner)
        _read_rest(collector, inner)
    return exit_type


def _read_rest(collector: Collector, inner: Path) -> None:
    """What holds no storage of sites; hashes last, as they are told by hosts found before."""
    names = frozenset(names_in(collector, inner))
    read_beside(collector, inner)
    read_web_data(collector, inner)
    read_service_workers(collector, inner)
    read_push_service(collector, inner)
    read_caches(collector, inner)
    read_mentions(collector, inner, names)
    network = frozenset(names_in(collector, inner / "Network"))
    for store in _DATABASES:
        beside = network if store.path.startswith("Network/") else names
        if not store.top:
            read_remains(collector, inner / store.path, store.holds or "visit", beside)
    read_hashed(collector, inner)


def _exit_type(preferences: Any) -> str | None:
    """`profile.exit_type`: "Normal", "SessionEnded" or "Crashed":
    https://chromium.googlesource.com/chromium/src/+/main/chrome/browser/sessions/exit_type_service.cc"""
    section = preferences.get("profile", {})
    value = section.get("exit_type") if isinstance(section, dict) else None
    if value is not None and not isinstance(value, str):
        raise Unreadable("exit type")
    return value


def count_chromium(collector: Collector, profile: Path) -> Counts:
    """How much of the person's own would go with a rebuild, over all browser profiles in `profile`."""
    inners = browser_profiles(collector, profile)
    saved = [inner / name for inner in inners for name in ("Login Data", "Login Data For Account")]
    return Counts(
        passwords=_total(collector, saved, "logins", "blacklisted_by_user = 0"),
        history_urls=_total(collector, [inner / "History" for inner in inners], "urls", "1"),
        open_tabs=_tabs(collector, inners),
        cookies=_total(collector, [inner / place for inner in inners for place in COOKIES], "cookies", "1"),
    )


def _total(collector: Collector, paths: Sequence[Path], table: str, condition: str) -> int | None:
    total, before = 0, len(collector.problems)
    for path in paths:
        with collector.guard(path):
            if is_file(path):
                with opened(path) as database:
                    if not columns(database, table):
                        raise Unreadable("no such table")
                    query = f'SELECT COUNT(*) FROM "{table}" WHERE {condition}'  # noqa: S608 - both are our own
                    total += int(database.execute(query).fetchone()[0])
    return total if len(collector.problems) == before else None


def _tabs(collector: Collector, inners: Sequence[Path]) -> int | None:
    """Tabs of the newest session file of each browser profile (their names end in the time of writing)."""
    total, before = 0, len(collector.problems)
    for inner in inners:
        folder = inner / RESTORE_DIRECTORY
        newest = [name for name in names_in(collector, folder) if name.startswith("Session_")][-1:]
        for name in newest:
            with collector.guard(folder / name):
                total += open_tabs(read_file(folder / name))
    return total if len(collector.problems) == before else None
