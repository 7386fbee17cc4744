"""What remembers where the person went: history and its kin, saved passwords, bookmarks."""

from __future__ import annotations

import json
from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import Any

from toolkit.traces.collector import Collector
from toolkit.traces.files import Unreadable, is_file, read_file
from toolkit.traces.hosts import Origin, origin_of_url
from toolkit.traces.model import Kind
from toolkit.traces.sqlite import columns, opened
from toolkit.traces.stores.chromium import BASELINE, STORES, URL_TABLES, UrlTable

_BOOKMARKS = tuple(store.path for store in STORES if store.name == "bookmarks" and store.reader)


def read_url_tables(collector: Collector, profile: Path, *, top: bool = False) -> None:
    """Every table of `URL_TABLES` in a browser profile, or beside them (`top`), counted per host."""
    wanted = (table for table in URL_TABLES if table.top == top)
    for file, tables in groupby(wanted, key=lambda table: table.file):
        path = profile / file
        with collector.guard(path):
            if is_file(path):
                with opened(path) as database:
                    for table in tables:
                        _read_table(collector, database, table, path)


def _read_table(collector: Collector, database: Any, table: UrlTable, path: Path) -> None:
    has = columns(database, table.table)
    if not has:
        return  # not in this version of the browser
    if table.column not in has:
        raise Unreadable(f"no column {table.column}")
    # "Never save for this site" is a row without a password.
    refused = "blacklisted_by_user" if "blacklisted_by_user" in has else "0"
    query = f'SELECT "{table.column}", {refused} FROM "{table.table}"'  # noqa: S608 - names from our own table
    hosts: Counter[tuple[Origin, Kind]] = Counter()
    for url, never in database.execute(query):
        if (table.store, url) in BASELINE:
            continue
        origin = origin_of_url(str(url))
        if origin:
            hosts[origin, "visit" if never else table.kind] += 1
    for (origin, kind), count in hosts.items():
        collector.visit(table.store, path, origin, kind=kind, count=count)
        if table.counts_as_site and not collector.matcher.of_origin(origin):
            collector.other(origin.host)


def read_json(path: Path) -> Any:
    """The file's JSON object, {} if there is none. Raises Unreadable."""
    if not is_file(path):
        return {}
    try:
        value = json.loads(read_file(path))
    except (ValueError, RecursionError):
        raise Unreadable("not JSON") from None
    if not isinstance(value, dict):
        raise Unreadable("not an object")
    return value


def read_bookmarks(collector: Collector, profile: Path) -> None:
    """Bookmarks are what the person chose to keep."""
    for name in _BOOKMARKS:
        path = profile / name
        with collector.guard(path):
            waiting = [read_json(path)]
            while waiting:
                value = waiting.pop()
                if isinstance(value, dict):
                    origin = origin_of_url(value["url"]) if isinstance(value.get("url"), str) else None
                    if origin:
                        collector.visit("bookmarks", path, origin, kind="kept")
                    waiting.extend(value.values())
                elif isinstance(value, list):
                    waiting.extend(value)
