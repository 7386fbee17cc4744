"""Small stores that name sites somewhere: databases cell by cell, LevelDBs record by record, JSON string by string.

What is looked for does not depend on a schema: addresses (`https://x.com/...`), origins as directories are named after
them (`https_x.com_0`), a cell or string that is nothing but a host, and all of these in Base64, as network partitions
are written. A store that is read so has nothing in it but addresses that the browser itself noted.
"""

from __future__ import annotations

import base64
import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from toolkit.traces.chromium.leveldb import contents, is_leveldb
from toolkit.traces.chromium.origin_stores import origins_in
from toolkit.traces.collector import Collector
from toolkit.traces.files import Unreadable, is_directory, is_file, listing, read_file
from toolkit.traces.hosts import Origin
from toolkit.traces.model import Trace
from toolkit.traces.sqlite import opened
from toolkit.traces.stores.chromium import STORES
from toolkit.traces.stores.model import Store

_READ = tuple(store for store in STORES if store.reader == "chromium.mentions")
_ROWS = frozenset(store.path for store in STORES)
_HOST = re.compile(r"\.?((?:[a-z0-9_-]{1,63}\.)+[a-z0-9-]{2,63})\.?")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{20,}={0,2}")
# An extension's settings can be as large as a list of all advertisers; they are kept whatever they name.
_MOST_OF_KEPT = 4 << 20


def read_mentions(collector: Collector, home: Path, names: Iterable[str], *, top: bool = False) -> None:
    """The stores in the browser profile `home` (with `top`: the user-data directory) whose first part is in `names`."""
    there = set(names)
    for store in _READ:
        path = home / store.path.rstrip("/")
        if store.top == top and store.path.partition("/")[0] in there:
            with collector.guard(path):
                if store.path.endswith("/"):
                    _read_folder(collector, store, path, store.path)
                elif is_file(path):
                    _read_file(collector, store, path)


def _read_folder(collector: Collector, store: Store, folder: Path, where: str) -> None:
    """Everything in the folder `where` that has no row of its own."""
    if not is_directory(folder):
        return
    names = listing(folder)
    small = store.holds != "kept" or _size(folder, names) <= _MOST_OF_KEPT
    if store.format == "leveldb" and is_leveldb(names) and small:
        texts = contents(collector, folder, names)
        _add(collector, store, folder, (origin for text in texts for origin in origins_in(text)))
    for name in names:
        inner = folder / name
        with collector.guard(inner):
            if f"{where}{name}/" in _ROWS:
                continue
            if inner.is_dir() and is_directory(inner):
                _read_folder(collector, store, inner, f"{where}{name}/")
            elif (store.format == "binary" or (store.format == "sqlite" and name.endswith(".db"))) and is_file(inner):
                _read_file(collector, store, inner)


def _size(folder: Path, names: list[str]) -> int:
    return sum((folder / name).lstat().st_size for name in names)


def _read_file(collector: Collector, store: Store, path: Path) -> None:
    if store.format == "sqlite":
        with opened(path, check=False) as database:  # every page with text is read anyway
            found = Counter(origin for text in cells(database) for origin in mentioned(text))
    elif store.format == "json":
        found = Counter(origin for text in _strings(_json(path)) for origin in mentioned(text))
    else:
        found = Counter(origins_in(read_file(path)))
    _add(collector, store, path, found.elements())


def _add(collector: Collector, store: Store, path: Path, origins: Iterable[Origin]) -> None:
    where = collector.relative(path)
    for origin, count in Counter(origins).items():
        for platform in collector.matcher.of_origin(origin):
            collector.add(platform, Trace(store.name, where, origin.host, "", store.holds or "visit", count))


def mentioned(text: str | bytes) -> set[Origin]:
    """The origins that a cell or a string names. A bare host has no port: it is taken for the scheme's own."""
    if isinstance(text, bytes):
        return origins_in(text)
    bare = _HOST.fullmatch(text)
    if bare:
        return {Origin("https", bare[1], 443)}
    found = origins_in(text.encode("utf-8", "replace"))
    for run in _BASE64.findall(text):
        if len(run) % 4 == 0:
            found |= origins_in(base64.b64decode(run))
    return found


def cells(database: sqlite3.Connection, without: tuple[str, ...] = ()) -> Iterator[str | bytes]:
    """Every text and blob of every table, but for those in `without`."""
    tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
    for (table,) in tables.fetchall():
        if table not in ("meta", *without):
            quoted = str(table).replace('"', '""')
            for row in database.execute(f'SELECT * FROM "{quoted}"'):  # noqa: S608 - quoted
                yield from (cell for cell in row if isinstance(cell, str | bytes))


def _json(path: Path) -> Any:
    try:
        return json.loads(read_file(path))
    except (ValueError, RecursionError):
        raise Unreadable("not JSON") from None


def _strings(value: Any) -> Iterator[str]:
    """Every string in `value`, keys of objects included."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            yield from each
            waiting.extend(each.values())
        elif isinstance(each, list):
            waiting.extend(each)
