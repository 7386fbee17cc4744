"""Cookies: hosts and names, those in containers and partitions and all paths included. Values are not asked for.

https://searchfox.org/mozilla-central/source/netwerk/cookie/CookiePersistentStorage.cpp
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from pathlib import Path

from toolkit.traces.collector import Collector
from toolkit.traces.files import Unreadable, is_file
from toolkit.traces.firefox.attributes import name_top, parse_attributes, partition
from toolkit.traces.firefox.databases import firefox_database
from toolkit.traces.model import Trace
from toolkit.traces.sqlite import columns
from toolkit.traces.stores.firefox import STORES

ROW = next(store for store in STORES if store.reader == "firefox.cookies")
_NEEDED = {"host", "name", "path", "originAttributes", "value"}


def read_cookies(collector: Collector, profile: Path, quick: bool) -> None:
    """`cookies.sqlite`; cookies past their expiry are still there and still count."""
    path = profile / ROW.path
    with collector.guard(path):
        if is_file(path):
            with firefox_database(path, ROW, check=not quick) as database:
                _read(collector, database, path, quick)


def _read(collector: Collector, database: sqlite3.Connection, path: Path, quick: bool) -> None:
    if not columns(database, "moz_cookies") >= _NEEDED:
        raise Unreadable("no table of cookies")
    query = "SELECT host, name, path, originAttributes FROM moz_cookies"
    rows = database.execute(f"{query} NOT INDEXED").fetchall()
    # SQLite has no checksums: a damaged name would go unseen, but for the table and its index being compared.
    if not quick and Counter(rows) != Counter(database.execute(query)):
        raise Unreadable("damaged")
    if rows:
        collector.key_versions.add("plain")
    owned = set()
    for host, suffix in {(str(host), str(suffix or "")) for host, _, _, suffix in rows}:
        if collector.matcher.of_host(host.strip(".").lower()):
            owned.add(host)
        else:
            _add_other(collector, path, host, suffix)
    for host, name, cookie_path, suffix in rows:
        if str(host) in owned:
            add_cookie(collector, path, str(host), str(name), str(cookie_path), str(suffix or ""))


def add_cookie(collector: Collector, path: Path, host: str, name: str, cookie_path: str, suffix: str) -> None:
    """A cookie, wherever it is kept."""
    attributes = parse_attributes(suffix)
    bare = host.strip(".").lower()
    for platform in collector.matcher.of_host(bare):
        kind = collector.matcher.kind(platform, "cookie", host, name)
        collector.add(platform, Trace("cookies", collector.relative(path), host, name, kind))
        if suffix:
            collector.partition(platform, partition("cookies", host, attributes, name, cookie_path))
    _add_other(collector, path, host, suffix)


def _add_other(collector: Collector, path: Path, host: str, suffix: str) -> None:
    collector.other(host)
    name_top(collector, path, parse_attributes(suffix))
