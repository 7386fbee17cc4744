"""`places.sqlite`: history, bookmarks and downloads share one table of addresses.

https://searchfox.org/mozilla-central/source/toolkit/components/places/nsPlacesTables.h
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from pathlib import Path

from toolkit.traces.collector import Collector
from toolkit.traces.files import Unreadable, is_file
from toolkit.traces.firefox.databases import firefox_database
from toolkit.traces.firefox.mentions import Site, mention, site_of
from toolkit.traces.model import Kind
from toolkit.traces.sqlite import columns
from toolkit.traces.stores.baseline_firefox import ADDRESSES
from toolkit.traces.stores.firefox import STORES

ROW = next(store for store in STORES if store.reader == "firefox.places")
_VISITED = "(visit_count > 0 OR last_visit_date IS NOT NULL OR id IN (SELECT place_id FROM moz_historyvisits))"
_MARKED = "id IN (SELECT fk FROM moz_bookmarks)"
# An address up to its path; the ninth character is in the host, whatever the scheme of the two.
_SITE = "CASE instr(substr(url, 9), '/') WHEN 0 THEN url ELSE substr(url, 1, instr(substr(url, 9), '/') + 8) END"
VISITS = f"SELECT COUNT(*) FROM moz_places WHERE {_VISITED}"  # noqa: S608 - our own words
_NEEDED = {
    "moz_places": {"url", "visit_count", "last_visit_date"},
    "moz_bookmarks": {"fk"},
    "moz_historyvisits": {"place_id"},
}


def check_places(database: sqlite3.Connection) -> None:
    """Raises Unreadable where a table or column that we need is not there."""
    for table, needed in _NEEDED.items():
        if not needed <= columns(database, table):
            raise Unreadable(f"no {table}")


def read_places(collector: Collector, profile: Path) -> None:
    """Addresses by host: bookmarked ones are kept, all others are history; a bookmarked and visited one is both."""
    path = profile / ROW.path
    with collector.guard(path):
        if is_file(path):
            with firefox_database(path, ROW) as database:
                check_places(database)
                _read_addresses(collector, database, path)
                _read_hosts(collector, database, path)
                _read_downloads(collector, database, path)


def _read_addresses(collector: Collector, database: sqlite3.Connection, path: Path) -> None:
    found: Counter[tuple[Site, bool]] = Counter()
    own = ",".join("?" * len(ADDRESSES))
    what = f"{_SITE}, {_VISITED}, {_MARKED}, url IN ({own})"
    query = f"SELECT {what}, COUNT(*) FROM moz_places GROUP BY 1, 2, 3, 4"  # noqa: S608 - our own words
    for text, visited, marked, ours, count in database.execute(query, sorted(ADDRESSES)):
        site = site_of(str(text))
        if marked:
            found[site, True] += count
        if visited or not (marked or ours):
            found[site, False] += count
    for ((host, port), marked), count in found.items():
        store, kind = ("bookmarks", "kept") if marked else ("history", "visit")
        if host and not _report(collector, store, path, host, port, kind, count) and not marked:
            collector.other(host)


def _report(collector: Collector, store: str, path: Path, host: str, port: int | None, kind: str, count: int) -> bool:
    as_kind: Kind = "kept" if kind == "kept" else "visit"
    return mention(collector, store, path, host, port, kind=as_kind, count=count)


def _read_hosts(collector: Collector, database: sqlite3.Connection, path: Path) -> None:
    """Hosts that outlive their last address, and pages that others were opened from or searched on."""
    if {"id", "host"} <= columns(database, "moz_origins") and "origin_id" in columns(database, "moz_places"):
        query = "SELECT host FROM moz_origins o WHERE NOT EXISTS(SELECT 1 FROM moz_places p WHERE p.origin_id = o.id)"
        for (host,) in database.execute(query):
            mention(collector, "history", path, site_of(str(host))[0])


def _read_downloads(collector: Collector, database: sqlite3.Connection, path: Path) -> None:
    """An annotation of the address that was downloaded."""
    if {"place_id"} <= columns(database, "moz_annos"):
        query = "SELECT p.url FROM moz_annos a JOIN moz_places p ON p.id = a.place_id"
        for (url,) in database.execute(query):
            host, port = site_of(str(url))
            mention(collector, "downloads", path, host, port)
