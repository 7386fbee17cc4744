"""Storage that is kept in a directory per origin: IndexedDB, storage buckets, caches, file systems, Web SQL.

The directory's name, or a small index beside it, says whose it is; of IndexedDB the names of databases are read too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from toolkit.traces.chromium.leveldb import each_table, every_key, names_in, written
from toolkit.traces.chromium.leveldb_log import Damaged, varint
from toolkit.traces.chromium.leveldb_table import Table
from toolkit.traces.chromium.web_storage import NamedKeys
from toolkit.traces.collector import Collector
from toolkit.traces.files import is_directory, is_file, read_file
from toolkit.traces.hosts import Origin, StorageKey, parse_origin, parse_storage_key
from toolkit.traces.sqlite import columns, opened

# `https_www.x.com_0`, port 0 for the scheme's own; colons of an IPv6 host become underscores:
# https://chromium.googlesource.com/chromium/src/+/main/storage/common/database/database_identifier.cc
_IDENTIFIER = re.compile(r"(https?)_(\[[0-9a-f_.]+\]|[^_\s/\\]+(?:_[^_\s/\\]+)*?)_(\d{1,5})(?=[@.]|$)")
_ORIGIN = re.compile(rb"https?://(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?")
_IDENTIFIER_BYTES = re.compile(rb"https?_(?:\[[0-9a-f_.]+\]|[a-z0-9.-]+)_\d{1,5}")
# Key of a database name in IndexedDB's LevelDB: a prefix of database, store and index 0, and type 201. The browser's
# own comparator puts these keys before all others:
# https://chromium.googlesource.com/chromium/src/+/main/content/browser/indexed_db/docs/leveldb_coding_scheme.md
_GLOBAL = b"\0\0\0\0"
_DATABASE_NAME = _GLOBAL + b"\xc9"


def origin_of_identifier(name: str) -> Origin | None:
    """The origin that a directory is named after; None for others (extensions, garbage)."""
    match = _IDENTIFIER.match(name)
    if match is None:
        return None
    scheme, host, port = match.groups()
    host = host.replace("_", ":") if host.startswith("[") else host
    return parse_origin(f"{scheme}://{host}" + (f":{port}" if port != "0" else ""))


def _own(origin: Origin) -> StorageKey:
    return StorageKey(origin, "", False, f"{origin}/")


def read_indexed_db(collector: Collector, profile: Path) -> None:
    """`IndexedDB/<identifier>.indexeddb.<leveldb|blob|...>`."""
    directory = profile / "IndexedDB"
    for name in names_in(collector, directory):
        origin = origin_of_identifier(name)
        if origin:
            _read_databases(collector, _own(origin), directory / name, name.endswith(".leveldb"))


def _read_databases(collector: Collector, key: StorageKey, path: Path, leveldb: bool) -> None:
    if not collector.storage("indexed_db", key):
        return
    found = NamedKeys(collector, "indexed_db", path)
    owned = found.owner(key.serialized.encode())
    names = names_in(collector, path) if leveldb else []

    def see(raw: bytes) -> None:
        if raw.startswith(_DATABASE_NAME) and owned:
            found.name(owned, _database_name(raw))

    def first_keys(table: Table) -> None:
        for raw, _ in table.all():
            if not raw.startswith(_GLOBAL):
                return
            see(raw)

    for raw, _ in written(collector, path, names):
        with collector.guard(path):
            see(raw)
    each_table(collector, path, names, first_keys)
    found.finish()


def _database_name(raw: bytes) -> str:
    """Two strings, each a length in UTF-16 units and the units: the origin's identifier and the name."""
    length, at = varint(raw, len(_DATABASE_NAME))
    length, at = varint(raw, at + 2 * length)
    if at + 2 * length != len(raw):
        raise Damaged("database name")
    return raw[at:].decode("utf-16-be", "replace")


def read_buckets(collector: Collector, profile: Path) -> None:
    """`WebStorage/QuotaManager` lists buckets; all but a site's own first one live in `WebStorage/<bucket>/`."""
    path = profile / "WebStorage" / "QuotaManager"
    with collector.guard(path):
        rows = _buckets(path)
        _read_nameless(collector, path.parent, {str(number) for number, _ in rows})
        for number, text in rows:
            key = parse_storage_key(str(text))
            if key is None:
                continue
            if collector.storage("bucket", key):
                collector.visit("bucket", path, key.origin)
            _name_top(collector, key, path)
            databases = profile / "WebStorage" / str(int(number)) / "IndexedDB" / "indexeddb.leveldb"
            with collector.guard(databases):
                if is_directory(databases.parent) and is_directory(databases):
                    _read_databases(collector, key, databases, True)


def _buckets(path: Path) -> list[tuple[int, str]]:
    """The buckets that the quota database lists: (number, storage key)."""
    if not is_file(path):
        return []
    with opened(path) as database:
        if not {"id", "storage_key"} <= columns(database, "buckets"):
            return []
        rows = database.execute("SELECT id, storage_key FROM buckets").fetchall()
    return [(int(number), str(text)) for number, text in rows]


def _read_nameless(collector: Collector, folder: Path, known: set[str]) -> None:
    """Directories of buckets that are not in the quota database: what is in them may say whose they are."""
    for name in names_in(collector, folder):
        bucket = folder / name
        if not name.isdecimal() or name in known:
            continue
        with collector.guard(bucket):
            if not is_directory(bucket):
                continue
            index = bucket / "CacheStorage" / "index.txt"
            databases = bucket / "IndexedDB" / "indexeddb.leveldb"
            texts = every_key(collector, databases) if is_directory(databases.parent) else set()
            if is_directory(index.parent) and is_file(index):
                texts.add(read_file(index))
            if any(origins_in(text) for text in texts):
                _see_origins(collector, "bucket", bucket, texts)
            elif any(path.is_file() for path in bucket.rglob("*")):
                collector.problem(bucket, "unreadable", "a bucket that nothing names")


def _name_top(collector: Collector, key: StorageKey, path: Path) -> None:
    top = parse_origin(key.top_site)
    if top:
        collector.visit("partition", path, top)


def read_origin_directories(collector: Collector, profile: Path) -> None:
    """Web SQL by directory name, the Cache API by its index, file systems by their index' keys."""
    for name in names_in(collector, profile / "databases"):
        origin = origin_of_identifier(name)
        if origin:
            collector.storage("web_sql", _own(origin))
            collector.visit("web_sql", profile / "databases" / name, origin)
    caches = profile / "Service Worker" / "CacheStorage"
    for name in names_in(collector, caches):
        folder = caches / name
        with collector.guard(folder):
            if is_directory(folder):
                index = folder / "index.txt"
                text = read_file(index) if is_file(index) else b""
                if origins_in(text):
                    _see_origins(collector, "cache_storage", folder, {text})
                elif any(path.is_file() for path in folder.rglob("*/*")):
                    collector.problem(folder, "unreadable", "a cache that nothing names")
    origins = profile / "File System" / "Origins"
    _see_origins(collector, "file_system", origins, every_key(collector, origins))


def origins_in(text: bytes) -> set[Origin]:
    """Every origin that `text` spells, as such or as an identifier."""
    spelled = [parse_origin(found.decode()) for found in _ORIGIN.findall(text)]
    spelled += [origin_of_identifier(found.decode()) for found in _IDENTIFIER_BYTES.findall(text)]
    return {origin for origin in spelled if origin}


def _see_origins(collector: Collector, store: str, path: Path, texts: Iterable[bytes]) -> None:
    """Report each origin named in `texts` once."""
    for origin in {origin for text in texts for origin in origins_in(text)}:
        collector.storage(store, _own(origin))
        collector.visit(store, path, origin)
