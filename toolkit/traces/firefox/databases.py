"""Firefox's databases: opened with their schema's number looked at, and those that name a site in a column."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from toolkit.traces.collector import Collector
from toolkit.traces.files import NewerSchema, Unreadable, is_file
from toolkit.traces.firefox.attributes import parse_attributes
from toolkit.traces.firefox.mentions import mention, site_of
from toolkit.traces.sqlite import columns, opened
from toolkit.traces.stores.baseline_firefox import ADDRESSES
from toolkit.traces.stores.firefox import STORES
from toolkit.traces.stores.model import Column, Store

_READ = tuple(store for store in STORES if store.reader == "firefox.databases")


@contextmanager
def firefox_database(path: Path, row: Store, check: bool = True) -> Iterator[sqlite3.Connection]:
    """The database at `path`, which must exist, as `toolkit.traces.sqlite.opened`. Raises NewerSchema where the row is
    strict and `PRAGMA user_version`, which Firefox keeps its schema's number in, is above what it knows."""
    with opened(path, check=check, grows=True) as database:
        version = int(database.execute("PRAGMA user_version").fetchone()[0])
        if row.strict and row.version is not None and version > row.version:
            raise NewerSchema(f"version {version}, known {row.version}")
        yield database


def read_columns(collector: Collector, profile: Path) -> None:
    """Every column of the table of stores that names a site."""
    for row in _READ:
        path = profile / row.path
        with collector.guard(path):
            if is_file(path):
                with firefox_database(path, row) as database:
                    for column in row.columns:
                        _read_column(collector, database, row, column, path)


def _read_column(collector: Collector, database: sqlite3.Connection, row: Store, column: Column, path: Path) -> None:
    has = columns(database, column.table)
    if not has:
        return  # not in this version of the browser
    if column.column not in has:
        raise Unreadable(f"no column {column.column}")
    texts: Counter[Any] = Counter()
    for (text,) in database.execute(f'SELECT "{column.column}" FROM "{column.table}"'):  # noqa: S608 - our own names
        texts[text] += 1
    for text, count in texts.items():
        if isinstance(text, str) and text not in ADDRESSES:
            see(collector, row, column, path, text, count)


def see(collector: Collector, row: Store, column: Column, path: Path, text: str, count: int) -> None:
    """Report an origin with or without attributes, an address, or a bare host."""
    store = column.store or row.name
    head, caret, tail = text.partition("^")
    if caret:
        top = parse_attributes(caret + tail).top_site
        if top:
            see(collector, row, Column(column.table, column.column, "visit", "partition"), path, top, count)
    host, port = site_of(head)
    known = mention(collector, store, path, host, port, kind=column.kind, count=count)
    if host and column.counts_as_site and not known:
        collector.other(host)
