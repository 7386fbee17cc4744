"""Local Storage: keys by origin, partitioned origins and deleted entries included. Values are not looked at.

Keys: `_<storage key>\\0<name>`, `META:<storage key>`, `METAACCESS:<storage key>`; a name starts with a byte that says
Latin-1 (1) or UTF-16 (0):
https://chromium.googlesource.com/chromium/src/+/main/components/services/storage/dom_storage/local_storage_impl.cc
"""

from __future__ import annotations

from pathlib import Path

from toolkit.traces.chromium.leveldb import each_table, names_in, written
from toolkit.traces.chromium.leveldb_table import Table
from toolkit.traces.collector import Collector
from toolkit.traces.hosts import StorageKey, parse_storage_key
from toolkit.traces.model import NameRule, RuleStore, Trace

_META = (b"META:", b"METAACCESS:")
Owned = tuple[StorageKey, tuple[str, ...]]


class NamedKeys:
    """Names found in one store, each counted once per storage key however many copies the files hold."""

    def __init__(self, collector: Collector, store: RuleStore, path: Path) -> None:
        self.collector = collector
        self.store = store
        self.path = path
        self._owners: dict[bytes, Owned | None] = {}
        self._names: dict[str, set[str]] = {}

    def owner(self, raw: bytes) -> Owned | None:
        """The storage key written as `raw` and its platforms; None where no platform owns it."""
        if raw not in self._owners:
            key = parse_storage_key(raw.decode("utf-8", "replace"))
            platforms = self.collector.storage(self.store, key) if key else ()
            self._owners[raw] = (key, platforms) if key and platforms else None
        return self._owners[raw]

    def name(self, owned: Owned, name: str) -> None:
        key, platforms = owned
        known = self._names.setdefault(key.serialized, set())
        if name in known:
            return
        known.add(name)
        for platform in platforms:
            kind = self.collector.matcher.kind(platform, self.store, key.origin.host, name)
            where = self.collector.relative(self.path)
            self.collector.add(platform, Trace(self.store, where, key.origin.host, name, kind))

    def finish(self) -> None:
        """An origin of a platform that is only mentioned (all its names gone) is a visit without a name."""
        for owned in self._owners.values():
            if owned and not self._names.get(owned[0].serialized):
                self.collector.visit(self.store, self.path, owned[0].origin)


def read_local_storage(collector: Collector, profile: Path, quick: bool) -> None:
    """Everything under `Local Storage/leveldb`. Quick: only the names with a rule are looked up in tables, which tells
    the same verdict; the others of that origin are one visit without a name."""
    directory = profile / "Local Storage" / "leveldb"
    names = names_in(collector, directory)
    if not names:
        return
    found = NamedKeys(collector, "local_storage", directory)

    def key(raw: bytes, table: Table | None = None) -> bytes:
        if raw[:1] == b"_":
            head, zero, name = raw.partition(b"\0")
            owned = found.owner(head[1:]) if zero else None
            beyond = head + b"\1" if zero else raw + b"\0"
            if owned is None:
                return beyond
            if quick and table and not _lists_all(found, owned):
                _look_up(found, owned, head + b"\0", table)
                return beyond
            found.name(owned, decode_name(name))
        elif raw.startswith(_META):
            found.owner(raw.partition(b":")[2])
        return raw + b"\0"

    for raw, _ in written(collector, directory, names, check=not quick):
        key(raw)
    each_table(collector, directory, names, lambda table: table.walk(lambda raw, _: key(raw, table)))
    found.finish()


def decode_name(raw: bytes) -> str:
    """A storage key's name from its bytes: a format byte, then Latin-1 or UTF-16."""
    if raw[:1] == b"\1":
        return raw[1:].decode("latin-1")
    return raw[1:].decode("utf-16-le", "replace")


def _rules(found: NamedKeys, owned: Owned) -> list[NameRule]:
    matcher = found.collector.matcher
    return [rule for platform in owned[1] for rule in matcher.names(platform, found.store, owned[0].origin.host)]


def _lists_all(found: NamedKeys, owned: Owned) -> bool:
    """Device names may be kept: then one name without a rule decides, and all have to be seen."""
    return any(rule.kind == "device" for rule in _rules(found, owned))


def _look_up(found: NamedKeys, owned: Owned, prefix: bytes, table: Table) -> None:
    for rule in _rules(found, owned):
        for start in (b"\1" + rule.name.encode("latin-1", "ignore"), b"\0" + rule.name.encode("utf-16-le")):
            key = table.first(prefix + start)
            while key is not None and key.startswith(prefix + start):
                name = decode_name(key[len(prefix) :])
                if rule.match == "prefix" or name == rule.name:
                    found.name(owned, name)
                if rule.match == "exact":
                    break
                key = table.first(key + b"\0")
