"""Removes platforms from a closed profile that is kept: what a clear through the browser leaves readable on disk.

A clear only marks values as deleted: they stay in the logs and tables of LevelDB until the browser compacts them, and
in free pages of SQLite. A rebuild is complete, but takes the profile's other sites along. This is the way between: the
platforms' cookies, saved passwords and storage go from the bytes, everything of other sites stays, and so does what
tells of visits (history, open tabs).
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from toolkit.browser.firefox.owners import Owners
from toolkit.browser.firefox.scrub import STORES as FIREFOX_STORES
from toolkit.browser.scrub import caches, databases, push, storage
from toolkit.browser.scrub.unfinished import begin, end
from toolkit.errors import Undecided
from toolkit.traces.chromium.leveldb_log import Damaged
from toolkit.traces.chromium.profile import browser_profiles
from toolkit.traces.collector import Collector
from toolkit.traces.files import NewerSchema, Unreadable, listing
from toolkit.traces.firefox.profile import is_firefox
from toolkit.traces.hosts import Matcher
from toolkit.traces.model import PlatformRules
from toolkit.traces.running import user_of
from toolkit.traces.stores.chromium import SCRUBBING

_FULL = (errno.ENOSPC, errno.EDQUOT)
# What can be wrong with the bytes, or with writing them.
_FAILURES = (Unreadable, NewerSchema, Damaged, sqlite3.Error, OSError, ValueError, IndexError, OverflowError)

Store = Callable[[Path, Matcher], None]
# Where a failure is said to be -> what cleans there. Sign-ins first.
STORES: tuple[tuple[str, Store], ...] = (
    ("Cookies", databases.scrub_cookies),
    ("Login Data", databases.scrub_sign_ins),
    ("Local Storage/leveldb", storage.scrub_local_storage),
    ("Session Storage", storage.scrub_session_storage),
    ("IndexedDB", storage.scrub_indexed_db),
    ("WebStorage", databases.scrub_buckets),
    ("File System", storage.scrub_file_system),
    ("Service Worker/CacheStorage", storage.scrub_caches),
    ("Service Worker/Database", storage.scrub_service_workers),
    ("GCM Store", push.scrub_push),
    ("Platform Notifications", storage.scrub_notifications),
    ("Cache", caches.scrub_http_caches),
)


def scrub_platforms(profile: Path, rules: Sequence[PlatformRules]) -> None:
    """Remove from the user-data directory `profile` (closed, locked by us) everything of session or storage kind of the
    platforms in `rules`. Cookies of a platform's device stay where its rules have `keep_device`.

    A store that fails does not hinder the others. Killed at any point, or failed, the profile is whole for the browser,
    dirty for the disk reader, and the next call finishes. Raises Undecided `profile_in_use`, `disk_full`, or
    `clear_failed` with the `path` of the first store that could not be cleaned.
    """
    if not rules or not profile.is_dir():
        return
    profile = profile.resolve()
    pid = user_of(profile)
    if pid is not None:
        raise Undecided("profile_in_use", profile=profile.name, pid=pid, command="browser", since="?")
    collector = Collector(profile, Matcher(rules))
    try:
        begin(profile, collector.matcher.platforms)
        failure = _scrub_all(profile, collector, rules)
        if failure is None:
            end(profile, collector.matcher.platforms)
    except _FAILURES as error:
        raise _undecided(error, profile, SCRUBBING, rules) from None
    if failure:
        raise failure


def _scrub_all(profile: Path, collector: Collector, rules: Sequence[PlatformRules]) -> Undecided | None:
    """Every store of every browser profile, of both families; the first failure."""
    failure: Undecided | None = None
    for path, scrub in _stores(profile, collector):
        try:
            scrub()
        except _FAILURES as error:
            failure = failure or _undecided(error, profile, path, rules)
    if collector.problems:
        failure = failure or _failed(profile, collector.problems[0].path, collector.problems[0].detail, rules)
    return failure


def _stores(profile: Path, collector: Collector) -> Iterator[tuple[str, Callable[[], None]]]:
    """Where a failure is said to be, and what cleans there."""
    for inner in browser_profiles(collector, profile):
        for place, scrub in STORES:
            yield f"{collector.relative(inner)}/{place}", partial(scrub, inner, collector.matcher)
    if is_firefox(listing(profile)):
        owners = Owners(collector.matcher)
        for place, scrub_firefox in FIREFOX_STORES:
            yield place, partial(scrub_firefox, profile, owners)


def _undecided(error: Exception, profile: Path, path: str, rules: Sequence[PlatformRules]) -> Undecided:
    full = isinstance(error, OSError) and error.errno in _FULL
    if full or getattr(error, "sqlite_errorname", "").startswith("SQLITE_FULL"):
        return Undecided("disk_full", profile=profile.name, path=profile.name)
    return _failed(profile, path, type(error).__name__, rules)


def _failed(profile: Path, path: str, why: str, rules: Sequence[PlatformRules]) -> Undecided:
    platforms = ", ".join(rule.platform for rule in rules)
    return Undecided("clear_failed", profile=profile.name, path=path, platform=platforms, why=why)
