"""A log of megabytes read where its keys are: frame headers and the heads of entries, but not the values between.

Reads the same as `leveldb_log.records` and `batch` do, without checksums (they would need every byte).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from toolkit.traces.chromium.leveldb_log import BLOCK, FIRST, FULL, HEADER, LAST, Damaged, varint
from toolkit.traces.files import Source

_WINDOW = 2048
_HEAD = 256
Fragment = tuple[int, int]  # position in the file and length


class _Window:
    """Small reads from a file, a page at a time."""

    def __init__(self, file: Source) -> None:
        self._file = file
        self._at, self._bytes = 0, b""

    def get(self, at: int, count: int) -> bytes:
        start = at - self._at
        if start < 0 or start + count > len(self._bytes):
            self._at, self._bytes, start = at, self._file.at(at, max(count, _WINDOW)), 0
        return self._bytes[start : start + count]


class _Record:
    """The bytes of one record, which may lie in many fragments."""

    def __init__(self, window: _Window, fragments: list[Fragment]) -> None:
        self._window = window
        self._fragments = fragments
        self._starts = [0, *accumulate(length for _, length in fragments)]

    def __len__(self) -> int:
        return self._starts[-1]

    def get(self, at: int, count: int) -> bytes:
        """`count` bytes from `at`, fewer at the end."""
        found = b""
        number = bisect_right(self._starts, at) - 1
        while len(found) < count and number < len(self._fragments):
            start, length = self._fragments[number]
            offset = at + len(found) - self._starts[number]
            found += self._window.get(start + offset, min(count - len(found), length - offset))
            number += 1
        return found


def entries(file: Source) -> Iterator[tuple[bytes, bytes | None]]:
    """The (key, first bytes of the value) pairs of a whole log; value None for a deletion. Raises Damaged, for a log
    that is not whole after everything that still frames."""
    found, whole = _records(file)
    window = _Window(file)
    for fragments in found:
        yield from _batch(_Record(window, fragments))
    if not whole:
        raise Damaged("log")


def _records(file: Source) -> tuple[list[list[Fragment]], bool]:
    found: list[list[Fragment]] = []
    window = _Window(file)
    pending: list[Fragment] | None = None
    at, end, whole = 0, file.size, True
    while at < end:
        left = BLOCK - at % BLOCK
        if left < HEADER.size or end - at < HEADER.size:
            whole = whole and left < HEADER.size and not any(window.get(at, left))
            at += left
            continue
        _, length, kind = HEADER.unpack(window.get(at, HEADER.size))
        start, stop = at + HEADER.size, at + HEADER.size + length
        if kind == 0 and length == 0:
            whole = whole and not any(window.get(at, left))
            at += left
            continue
        if not FULL <= kind <= LAST or HEADER.size + length > left or stop > end:
            whole, pending = False, None
            at += left
            continue
        at = stop
        if (kind in (FULL, FIRST)) != (pending is None):
            whole, pending = False, None
        if kind == FULL:
            found.append([(start, length)])
        elif kind == FIRST:
            pending = [(start, length)]
        elif pending is not None:
            pending.append((start, length))
            if kind == LAST:
                found.append(pending)
                pending = None
    return found, whole and pending is None


def _batch(record: _Record) -> Iterator[tuple[bytes, bytes | None]]:
    if len(record) < 12:
        raise Damaged("batch")
    count, at = int.from_bytes(record.get(8, 4), "little"), 12
    for _ in range(count):
        head = record.get(at, _HEAD)
        if not head or head[0] > 1:
            raise Damaged("entry")
        length, used = varint(head, 1)
        if at + used + length > len(record):
            raise Damaged("length")
        if used + length + 10 + 64 > len(head):  # not all that is wanted is in the head
            head = record.get(at, used + length + 10 + 64)
        key, value = head[used : used + length], None
        used += length
        if head[0] == 1:
            length, used = varint(head, used)
            if at + used + length > len(record):
                raise Damaged("length")
            value = head[used : used + min(length, 64)]
            used += length
        at += used
        yield key, value
    if at != len(record):
        raise Damaged("batch end")
