"""LevelDB log files (`*.log` and `MANIFEST-*`): what was written last, and what was overwritten or deleted since.

Formats: https://github.com/google/leveldb/blob/main/doc/log_format.md,
https://github.com/google/leveldb/blob/main/db/write_batch.cc and .../db/version_edit.cc
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator

from toolkit.traces.chromium.crc32c import holds

BLOCK = 32768
HEADER = struct.Struct("<4sHB")
FULL, FIRST, MIDDLE, LAST = 1, 2, 3, 4


class Damaged(Exception):
    """The bytes break the format. What was read before the break still counts."""


def varint(data: bytes, at: int) -> tuple[int, int]:
    """The number at `at` (at most 64 bits) and the position after it. Raises Damaged."""
    value = shift = 0
    while shift < 64:
        if at >= len(data):
            break
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7
    raise Damaged("number")


def sized(data: bytes, at: int) -> tuple[bytes, int]:
    """The length-prefixed bytes at `at` and the position after them. Raises Damaged."""
    length, at = varint(data, at)
    if at + length > len(data):
        raise Damaged("length")
    return data[at : at + length], at + length


def records(data: bytes) -> tuple[list[bytes], bool]:
    """The records of a log file, and whether the file is whole; of a damaged one, those that still frame."""
    found: list[bytes] = []
    pending: list[bytes] | None = None
    at, end, whole = 0, len(data), True
    while at < end:
        left = BLOCK - at % BLOCK
        if left < HEADER.size or end - at < HEADER.size:  # a block's trailer is zeros; anything else at the end is torn
            whole = whole and left < HEADER.size and not any(data[at : at + left])
            at += left
            continue
        crc, length, kind = HEADER.unpack_from(data, at)
        stop = at + HEADER.size + length
        if kind == 0 and length == 0:  # space reserved and not written: zeros up to the end of the block
            whole = whole and not any(data[at : at + left])
            at += left
            continue
        if not FULL <= kind <= LAST or HEADER.size + length > left or stop > end:
            whole, pending = False, None
            at += left
            continue
        # The sum covers the kind byte and the payload, which lie next to each other.
        whole = whole and holds(crc, data[at + HEADER.size - 1 : stop])
        payload = data[at + HEADER.size : stop]
        at = stop
        if (kind in (FULL, FIRST)) != (pending is None):
            whole, pending = False, None
        if kind == FULL:
            found.append(payload)
        elif kind == FIRST:
            pending = [payload]
        elif pending is not None:
            pending.append(payload)
            if kind == LAST:
                found.append(b"".join(pending))
                pending = None
    return found, whole and pending is None


def batch(record: bytes) -> Iterator[tuple[bytes, bytes | None]]:
    """The (key, value) pairs of one write; value None for a deletion, and cut where it is long (no value that is read
    here is). Raises Damaged where it stops making sense."""
    if len(record) < 12:
        raise Damaged("batch")
    (count,) = struct.unpack_from("<I", record, 8)
    at = 12
    for _ in range(count):
        if at >= len(record) or record[at] > 1:
            raise Damaged("entry")
        has_value = record[at] == 1
        key, at = sized(record, at + 1)
        value = None
        if has_value:
            length, at = varint(record, at)
            if at + length > len(record):
                raise Damaged("length")
            value = record[at : at + min(length, 64)]
            at += length
        yield key, value
    if at != len(record):
        raise Damaged("batch end")


def manifest_keys(edits: Iterable[bytes]) -> Iterator[bytes]:
    """The keys that a manifest names as bounds of its tables, those of deleted tables included. Raises Damaged."""
    for edit in edits:
        at = 0
        while at < len(edit):
            tag, at = varint(edit, at)
            if tag == 1:  # comparator name
                _, at = sized(edit, at)
            elif tag in (2, 3, 4, 9):  # log number, next file, last sequence, previous log
                _, at = varint(edit, at)
            elif tag == 6:  # deleted file: level, number
                _, at = varint(edit, at)
                _, at = varint(edit, at)
            elif tag in (5, 7):  # compaction pointer: level, key; new file: level, number, size, smallest, largest
                for _ in range(1 if tag == 5 else 3):
                    _, at = varint(edit, at)
                for _ in range(1 if tag == 5 else 2):
                    key, at = sized(edit, at)
                    yield key[:-8]
            else:
                raise Damaged("tag")
