"""`storage/`: a folder per origin, container and partition, with a folder for each kind of storage in it.

https://searchfox.org/mozilla-central/source/dom/quota/ActorsParent.cpp; localStorage `ls/data.sqlite`, IndexedDB
`idb/*.sqlite`, Cache API and scripts of service workers `cache/`, private file system `fs/`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from toolkit.traces.collector import Collector
from toolkit.traces.files import Unreadable, is_directory, is_file, listing, read_file
from toolkit.traces.firefox.attributes import Attributes, name_top, note_storage, split_folder, split_origin
from toolkit.traces.firefox.databases import firefox_database
from toolkit.traces.firefox.mentions import mention, sites_in
from toolkit.traces.hosts import Origin
from toolkit.traces.model import RuleStore, Trace
from toolkit.traces.sqlite import columns
from toolkit.traces.stores.firefox import REPOSITORIES, STORES

_SITES = "storage/default/http*/"
_ROWS = {store.path.removeprefix(_SITES): store for store in STORES if store.path.startswith(_SITES)}
_LOCAL, _INDEXED = _ROWS["ls/"], _ROWS["idb/"]
_METADATA = ".metadata-v2"


def read_storage(collector: Collector, profile: Path) -> None:
    """Every origin's folder in every repository, and what waits to be removed."""
    top = profile / "storage"
    with collector.guard(top):
        if not is_directory(top):
            return
        for repository in REPOSITORIES:
            for name in _names(collector, top / repository):
                origin, attributes = split_folder(name)
                if origin:
                    _read_origin(collector, top / repository / name, origin, attributes)
                elif attributes.top_site:  # an extension's storage inside a site's page
                    name_top(collector, top / repository / name, attributes)
        for name in _names(collector, top / "to-be-removed"):
            _read_removed(collector, top / "to-be-removed" / name)


def _names(collector: Collector, folder: Path) -> list[str]:
    with collector.guard(folder):
        return listing(folder)
    return []


def _read_origin(collector: Collector, folder: Path, origin: Origin, attributes: Attributes) -> None:
    name_top(collector, folder, attributes)
    if not collector.matcher.of_origin(origin):
        collector.other(origin.host)
        return
    found = False
    for name in _names(collector, folder):
        row = _ROWS.get(f"{name}/")
        if row is not None and _names(collector, folder / name):
            found = True
            note_storage(collector, row.name, origin, attributes)
            if row is _LOCAL:
                _read_local(collector, folder / name, origin)
            elif row is _INDEXED:
                _read_indexed(collector, folder / name, origin)
            else:
                collector.visit(row.name, folder / name, origin)
    if not found:
        note_storage(collector, "storage", origin, attributes)
        collector.visit("storage", folder, origin)


def add_names(collector: Collector, store: RuleStore, path: Path, origin: Origin, names: Iterable[str]) -> None:
    """Keys or databases of one origin, each with the kind that the platforms' rules give it; none is a visit."""
    named = False
    for name in names:
        named = True
        for platform in collector.matcher.of_origin(origin):
            kind = collector.matcher.kind(platform, store, origin.host, name)
            collector.add(platform, Trace(store, collector.relative(path), origin.host, name, kind))
    if not named:
        collector.visit(store, path, origin)


def _read_local(collector: Collector, folder: Path, origin: Origin) -> None:
    path = folder / "data.sqlite"
    with collector.guard(path):
        if not is_file(path):
            collector.visit("local_storage", folder, origin)
            return
        with firefox_database(path, _LOCAL) as database:
            if "key" not in columns(database, "data"):
                raise Unreadable("no table of keys")
            keys = [str(key) for (key,) in database.execute("SELECT key FROM data")]
        add_names(collector, "local_storage", path, origin, keys)


def _read_indexed(collector: Collector, folder: Path, origin: Origin) -> None:
    """A file for each database, its name inside; a folder beside it for its large values."""
    names = _names(collector, folder)
    for name in names:
        path = folder / name
        if name.endswith(("-wal", "-shm", "-journal")) or f"{name.removesuffix('.files')}.sqlite" in names:
            continue
        with collector.guard(path):
            if not name.endswith(".sqlite"):
                collector.visit("indexed_db", path, origin)
                continue
            if is_file(path):
                with firefox_database(path, _INDEXED) as database:
                    if "name" not in columns(database, "database"):
                        raise Unreadable("no name of a database")
                    found = [str(each) for (each,) in database.execute("SELECT name FROM database")]
                add_names(collector, "indexed_db", path, origin, found)


def _read_removed(collector: Collector, folder: Path) -> None:
    """A folder that lost its name; its metadata spell the origin."""
    path = folder / _METADATA
    with collector.guard(path):
        if not is_directory(folder):
            return
        text = read_file(path) if is_file(path) else b""
        for host, port in sites_in(text):
            mention(collector, "storage", folder, host, port)
        for part in text.replace(b"\0", b" ").split():
            origin, attributes = split_origin(part.decode("utf-8", "replace"))
            if origin and attributes.top_site:
                name_top(collector, folder, attributes)
