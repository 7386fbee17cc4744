"""Session Storage: what tabs kept for themselves, on disk until the next start or longer.

`namespace-<id>-<storage key>` names a map, `map-<number>-<name>` is an entry of it; names are UTF-8:
https://chromium.googlesource.com/chromium/src/+/main/components/services/storage/dom_storage/session_storage_metadata.cc
"""

from __future__ import annotations

import re
from pathlib import Path

from toolkit.traces.chromium.leveldb import each_table, names_in, written
from toolkit.traces.chromium.web_storage import NamedKeys, Owned
from toolkit.traces.collector import Collector

_NAMESPACE = re.compile(rb"namespace-[0-9a-zA-Z_-]{36}-(.+)", re.DOTALL)
_ENTRY = re.compile(rb"map-(\d+)-(.*)", re.DOTALL)


def read_session_storage(collector: Collector, profile: Path) -> None:
    directory = profile / "Session Storage"
    names = names_in(collector, directory)
    if not names:
        return
    found = NamedKeys(collector, "session_storage", directory)
    maps: dict[bytes, Owned] = {}
    entries: list[bytes] = []

    def namespace(raw: bytes, number: bytes | None) -> bytes:
        match = _NAMESPACE.match(raw)
        owned = found.owner(match[1]) if match else None
        if owned and number:
            maps[number] = owned
        return b"namespace-" if raw.startswith(b"map-") else raw + b"\0"

    def entry(raw: bytes, _: bytes | None = None) -> bytes:
        match = _ENTRY.match(raw)
        if match is None:
            return raw + b"\0" if raw < b"map-" else b"map."
        owned = maps.get(match[1])
        if owned is None:
            return b"map-" + match[1] + b"."  # past this map: "." is the character after "-"
        found.name(owned, match[2].decode("utf-8", "replace"))
        return raw + b"\0"

    for raw, value in written(collector, directory, names):
        namespace(raw, value)
        if raw.startswith(b"map-"):
            entries.append(raw)
    each_table(collector, directory, names, lambda table: table.walk(namespace))
    for raw in entries:
        entry(raw)
    each_table(collector, directory, names, lambda table: table.walk(entry))
    found.finish()
