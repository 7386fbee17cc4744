"""LevelDB's own packing, undone: compressed blocks, keys that share their beginning with the one before, cut records.

Formats: https://github.com/google/leveldb/blob/main/doc/table_format.md and .../doc/log_format.md
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator

from toolkit.traces.chromium.leveldb_log import BLOCK, FIRST, FULL, HEADER, LAST, Damaged, sized, varint
from toolkit.traces.chromium.leveldb_table import Table
from toolkit.traces.deep.unpack import Undecodable, unsnap
from toolkit.traces.files import Source

Write = Callable[[bytes], None]
# Between a key and its value, so that neither ends in the other's letters; two bytes, for UTF-16.
GAP = b"\0\0"
# What a record (one write) or a compressed value may come to in memory; browsers keep larger values in files.
_LONGEST_RECORD = 16 << 20
_LARGEST_VALUE = 32 << 20
# Version tag, "needs processing", "compressed with Snappy":
# https://chromium.googlesource.com/chromium/src/+/main/third_party/blink/renderer/modules/indexeddb/idb_value_wrapping.cc
_WRAPPED = b"\xff\x11\x02"

TABLE = re.compile(r"\d{6,}\.(?:ldb|sst)$")
LOG = re.compile(r"\d{6,}\.log$|MANIFEST-\d{6,}$")


class _Blocks(Table):
    def blocks(self) -> Iterator[bytes]:
        for number in range(len(self)):
            yield self._data(number)


def write_table(file: Source, write: Write) -> None:
    """Every entry of a table file, keys whole. Raises Damaged."""
    for block in _Blocks(file).blocks():
        write(GAP.join(_entries(block)) + GAP)


def _entries(block: bytes) -> list[bytes]:
    """Keys and values in turn. Raises Damaged."""
    (restarts,) = struct.unpack_from("<I", block, len(block) - 4) if len(block) >= 4 else (1 << 30,)
    end = len(block) - 4 - 4 * restarts
    if end < 0:
        raise Damaged("restarts")
    parts: list[bytes] = []
    key, at = b"", 0
    while at < end:
        shared, at = varint(block, at)
        unshared, at = varint(block, at)
        length, at = varint(block, at)
        stop = at + unshared
        key = key[:shared] + block[at:stop]
        at = stop + length
        if at > end:
            raise Damaged("entry")
        parts += (key, block[stop:at])
        if _WRAPPED in block[stop : stop + 16]:
            parts.append(unwrapped(block[stop:at]))
    return parts


def write_log(file: Source, write: Write) -> None:
    """The records of a log file that still hang together, in pieces; the rest is searched as it lies.

    Raises Damaged for a record that is too large to be put together.
    """
    for record in _records(file):
        write(GAP.join(_batch(record)) + GAP)


def _records(file: Source) -> Iterator[bytes]:
    pending: list[bytes] | None = None
    for start in range(0, file.size, BLOCK):
        block = file.at(start, BLOCK)
        at = 0
        while at + HEADER.size <= len(block):
            _, length, kind = HEADER.unpack_from(block, at)
            payload = block[at + HEADER.size : at + HEADER.size + length]
            if not FULL <= kind <= LAST or len(payload) < length:
                pending = None
                break
            at += HEADER.size + length
            if kind in (FULL, FIRST):
                pending = []
            if pending is not None:
                pending.append(payload)
                if kind in (FULL, LAST):
                    yield b"".join(pending)
                    pending = None
                elif len(pending) * BLOCK > _LONGEST_RECORD:
                    raise Damaged("record size")


def _batch(record: bytes) -> list[bytes]:
    """Keys and values of a write; the whole record where it is something else (a manifest's)."""
    parts: list[bytes] = []
    at = 12
    try:
        while at < len(record):
            kind = record[at]
            key, at = sized(record, at + 1)
            parts.append(key)
            if kind == 1:
                value, at = sized(record, at)
                parts.append(value)
                if _WRAPPED in value[:16]:
                    parts.append(unwrapped(value))
    except Damaged:
        return [record]
    return parts or [record]


def unwrapped(value: bytes) -> bytes:
    """What IndexedDB compressed before it gave it to LevelDB; empty where it is something else."""
    start = value.find(_WRAPPED)
    try:
        return unsnap(value[start + len(_WRAPPED) :], _LARGEST_VALUE) if start >= 0 else b""
    except Undecodable:
        return b""
