"""What a LevelDB would answer: of every key its newest version, and only if that is no deletion.

The disk reader of `toolkit.traces` lists every key that the bytes still hold; here it matters which of them are alive,
with their whole values, because these are what a rewritten database has to hold. Formats:
https://github.com/google/leveldb/blob/main/doc/impl.md, .../db/version_edit.cc and .../db/write_batch.cc
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from toolkit.traces.chromium.leveldb_log import Damaged, records, sized, varint
from toolkit.traces.chromium.leveldb_table import Table
from toolkit.traces.files import Unreadable, is_file, listing, read_file, source

COMPARATOR = b"leveldb.BytewiseComparator"
_NUMBER = re.compile(r"(?:MANIFEST-)?(\d{1,19})(?:\.(?:log|ldb|sst|dbtmp))?$")
_CURRENT = re.compile(rb"(MANIFEST-\d{1,19})\n$")
_VALUE = 1  # kind of a record that is no deletion
Records = dict[bytes, tuple[int, bytes]]
"""User key -> (sequence number * 256 + kind, value)."""


@dataclass
class Manifest:
    """The state that a manifest adds up to."""

    comparator: bytes = b""
    log_number: int = 0
    previous_log: int = 0
    next_file: int = 0
    last_sequence: int = 0
    tables: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Live:
    """The living records of a closed database, and the numbers that its successor must not fall behind."""

    records: Records
    last_sequence: int
    next_number: int


def read_live(directory: Path) -> Live:
    """Everything alive in the database; every file of its current version must be whole.

    Raises Unreadable or Damaged: then nobody knows what is alive, and nothing may be rewritten.
    """
    names = listing(directory)
    manifest = _manifest(directory)
    newest: Records = {}
    last = manifest.last_sequence
    for number in sorted(manifest.tables):
        with source(_table_path(directory, number)) as file:
            for key, version, value in Table(file).versions():
                _see(newest, key, version, value)
    for number in sorted(_logs(names, manifest)):
        found, whole = records(read_file(directory / f"{number:06}.log"))
        if not whole:
            raise Damaged("log")
        for record in found:
            for key, version, value in _batch(record):
                _see(newest, key, version, value)
                last = max(last, version >> 8)
    numbers = [int(match[1]) for match in map(_NUMBER.match, names) if match]
    alive = {key: (version, value) for key, (version, value) in newest.items() if version & 255 == _VALUE}
    return Live(alive, last, max([manifest.next_file, *(number + 1 for number in numbers)]))


def _see(newest: Records, key: bytes, version: int, value: bytes) -> None:
    known = newest.get(key)
    if known is None or known[0] < version:
        newest[key] = (version, value)


def _table_path(directory: Path, number: int) -> Path:
    """Tables were called `.sst` once. Raises Unreadable where it is missing."""
    paths = [directory / f"{number:06}.{ending}" for ending in ("ldb", "sst")]
    found = next((path for path in paths if is_file(path)), None)
    if found is None:
        raise Unreadable("a table is missing")
    return found


def _logs(names: list[str], manifest: Manifest) -> list[int]:
    """The logs that an opening database would replay."""
    numbers = [int(name[:-4]) for name in names if re.match(r"\d{6,19}\.log$", name)]
    return [number for number in numbers if number >= manifest.log_number or number == manifest.previous_log]


def current_manifest(directory: Path) -> str:
    """The name of the manifest in force. Raises Unreadable."""
    match = _CURRENT.match(read_file(directory / "CURRENT", 64))
    if match is None:
        raise Unreadable("not a LevelDB pointer")
    return match[1].decode()


def _manifest(directory: Path) -> Manifest:
    edits, whole = records(read_file(directory / current_manifest(directory)))
    if not whole:
        raise Damaged("manifest")
    state = Manifest()
    for edit in edits:
        _apply(state, edit)
    if state.comparator != COMPARATOR:
        raise Unreadable("another order of keys")
    return state


def _apply(state: Manifest, edit: bytes) -> None:
    """Tags: https://github.com/google/leveldb/blob/main/db/version_edit.cc"""
    at = 0
    while at < len(edit):
        tag, at = varint(edit, at)
        if tag == 1:
            state.comparator, at = sized(edit, at)
        elif tag == 2:
            state.log_number, at = varint(edit, at)
        elif tag == 3:
            state.next_file, at = varint(edit, at)
        elif tag == 4:
            state.last_sequence, at = varint(edit, at)
        elif tag == 9:
            state.previous_log, at = varint(edit, at)
        elif tag == 5:  # where a compaction goes on: level, key
            _, at = varint(edit, at)
            _, at = sized(edit, at)
        elif tag in (6, 7):  # deleted file: level, number; new file: and size, smallest, largest
            _, at = varint(edit, at)
            number, at = varint(edit, at)
            if tag == 6:
                state.tables.discard(number)
                continue
            state.tables.add(number)
            _, at = varint(edit, at)
            _, at = sized(edit, at)
            _, at = sized(edit, at)
        else:
            raise Damaged("tag")


def _batch(record: bytes) -> Iterator[tuple[bytes, int, bytes]]:
    """(key, sequence number * 256 + kind, value) of one write: a sequence number, a count, and the entries."""
    if len(record) < 12:
        raise Damaged("batch")
    sequence, count = int.from_bytes(record[:8], "little"), int.from_bytes(record[8:12], "little")
    at = 12
    for number in range(count):
        if at >= len(record) or record[at] > _VALUE:
            raise Damaged("entry")
        kind, value = record[at], b""
        key, at = sized(record, at + 1)
        if kind == _VALUE:
            value, at = sized(record, at)
        yield key, ((sequence + number) << 8) + kind, value
    if at != len(record):
        raise Damaged("batch end")
