"""Push subscriptions: they reach a person whose session ended. They lie in the browser's own IndexedDB, packed.

A record's value is a structured clone behind Snappy; of it only the scope is looked for:
https://searchfox.org/mozilla-central/source/dom/push/PushDB.sys.mjs
"""

from __future__ import annotations

import re
from pathlib import Path

import cramjam

from toolkit.traces.chromium.leveldb_log import varint
from toolkit.traces.collector import Collector
from toolkit.traces.files import LARGEST, Unreadable, is_file, listing
from toolkit.traces.firefox.databases import firefox_database
from toolkit.traces.firefox.mentions import mention, site_of
from toolkit.traces.sqlite import columns
from toolkit.traces.stores.firefox import STORES
from toolkit.traces.stores.model import Store

_FOLDER, _DATABASE = "storage/permanent/chrome/idb", "pushapi"
# "scope" and its text, one byte a character: a header of eight bytes before each, padded to eight.
# https://searchfox.org/mozilla-central/source/js/src/vm/StructuredClone.cpp
_SCOPE = re.compile(rb"scope\0*.{8}(https?://[\x21-\x7e]+)", re.DOTALL)
_ROW = next(store for store in STORES if store.path == "storage/default/http*/idb/")


def read_push(collector: Collector, profile: Path) -> None:
    """Sites that may send notifications; the database is found by the name inside it."""
    folder = profile / _FOLDER
    names: list[str] = []
    with collector.guard(folder):
        names = listing(folder)
    for name in names:
        # a file is named after a hash and letters of its database's name: https://searchfox.org/mozilla-central/source/dom/indexedDB/ActorsParent.cpp
        if name.endswith(".sqlite") and "piupsah" in name:
            with collector.guard(folder / name):
                if is_file(folder / name):
                    _read(collector, folder / name, _ROW)


def _read(collector: Collector, path: Path, row: Store) -> None:
    with firefox_database(path, row) as database:
        if "data" not in columns(database, "object_data") or "name" not in columns(database, "database"):
            raise Unreadable("no records")
        if database.execute("SELECT name FROM database").fetchone() != (_DATABASE,):
            return
        packed = [data for (data,) in database.execute("SELECT data FROM object_data")]
    for data in packed:
        for scope in _SCOPE.findall(_unpacked(data)):
            host, port = site_of(scope.decode())
            if host and not mention(collector, "push", path, host, port, kind="session"):
                collector.other(host)


def _unpacked(data: object) -> bytes:
    if not isinstance(data, bytes):
        raise Unreadable("a record of another form")
    length, _ = varint(data, 0)
    if length > LARGEST:
        raise Unreadable("too large")
    try:
        return bytes(cramjam.snappy.decompress_raw(data))
    except cramjam.DecompressionError:
        raise Unreadable("torn record") from None
