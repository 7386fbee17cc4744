"""LevelDB tables (`*.ldb`), read where needed: footer, index, and only the blocks that a search lands in.

Format: https://github.com/google/leveldb/blob/main/doc/table_format.md. Tables may be many megabytes of values; the
keys that matter are found by searching the index, so a reading costs a few blocks and not the file.
"""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections.abc import Callable, Iterator

import cramjam

from toolkit.traces.chromium.crc32c import holds
from toolkit.traces.chromium.leveldb_log import Damaged, varint
from toolkit.traces.files import Source

_MAGIC = (0xDB4775248B80FB57).to_bytes(8, "little")
_FOOTER = 48
_TRAILER = 5  # one byte of compression kind, four of checksum
_SEQUENCE = 8  # an internal key ends with sequence number and kind
# Snappy's densest element copies 64 bytes with 3; a block that claims more is not one.
_DENSEST = 64
Entry = tuple[bytes, bytes]


class Table:
    """One table file. Raises Damaged when opened or read where the bytes break the format."""

    def __init__(self, file: Source) -> None:
        self._file = file
        self._size = file.size
        if self._size < _FOOTER:
            raise Damaged("footer")
        footer = self._bytes(self._size - _FOOTER, _FOOTER)
        if footer[-8:] != _MAGIC:
            raise Damaged("magic")
        _, at = varint(footer, 0)
        _, at = varint(footer, at)
        start, at = varint(footer, at)
        length, _ = varint(footer, at)
        self._index = self._block(start, length)
        self._restarts = _restarts(self._index)

    def __len__(self) -> int:
        """Number of data blocks."""
        return len(self._restarts)

    def _bytes(self, start: int, length: int) -> bytes:
        if start + length > self._size:
            raise Damaged("handle")
        data = self._file.at(start, length)
        if len(data) != length:
            raise Damaged("short read")
        return data

    def _block(self, start: int, length: int) -> bytes:
        data = self._bytes(start, length + _TRAILER)
        if not holds(data[-4:], data[:-4]):
            raise Damaged("checksum")
        kind, data = data[length], data[:length]
        if kind == 0:
            return data
        if kind != 1:
            raise Damaged("compression")
        if varint(data, 0)[0] > _DENSEST * len(data):
            raise Damaged("size")
        try:
            return bytes(cramjam.snappy.decompress_raw(data))
        except cramjam.DecompressionError:
            raise Damaged("snappy") from None

    def _handle(self, number: int) -> tuple[bytes, bytes]:
        """The bounding user key and the block handle of index entry `number` (the index restarts at each entry)."""
        at = self._restarts[number]
        shared, key_length, value_length, at = _three(self._index, at)
        if shared or key_length < _SEQUENCE or at + key_length + value_length > len(self._index):
            raise Damaged("index")
        stop = at + key_length
        return self._index[at : stop - _SEQUENCE], self._index[stop : stop + value_length]

    def _bound(self, number: int) -> bytes:
        return self._handle(number)[0]

    def entries(self, number: int) -> list[Entry]:
        """The (user key, value) pairs of data block `number`."""
        return list(_entries(self._data(number)))

    def _data(self, number: int) -> bytes:
        handle = self._handle(number)[1]
        start, at = varint(handle, 0)
        length, _ = varint(handle, at)
        return self._block(start, length)

    def all(self) -> Iterator[Entry]:
        """Every entry, in order."""
        for number in range(len(self)):
            yield from self.entries(number)

    def versions(self) -> Iterator[tuple[bytes, int, bytes]]:
        """(user key, sequence number * 256 + kind, value) of every entry, in order."""
        for number in range(len(self)):
            for key, value in _entries(self._data(number), 0):
                yield key[:-_SEQUENCE], int.from_bytes(key[-_SEQUENCE:], "little"), value

    def walk(self, step: Callable[[bytes, bytes], bytes]) -> None:
        """Call `step` with the first key and its value, then always with the first key at or after what it answered.

        For tables in byte order (Local and Session Storage); blocks between two answers are not read.
        """
        target, number = b"", 0
        while True:
            # mostly the very next block
            if number < len(self) and self._bound(number) < target:
                number = bisect_left(range(len(self)), target, lo=number + 1, key=self._bound)
            if number >= len(self):
                return
            entries = self.entries(number)
            keys = [key for key, _ in entries]
            at = bisect_left(keys, target)
            while at < len(keys):
                target = max(step(*entries[at]), keys[at])
                at = bisect_left(keys, target, lo=at + 1)
            number += 1

    def first(self, target: bytes) -> bytes | None:
        """The first key at or after `target` (byte order)."""
        number = bisect_left(range(len(self)), target, key=self._bound)
        while number < len(self):
            keys = [key for key, _ in self.entries(number)]
            at = bisect_left(keys, target)
            if at < len(keys):
                return keys[at]
            number += 1
        return None


def _three(block: bytes, at: int) -> tuple[int, int, int, int]:
    """The three lengths that an entry begins with, and the position after them; mostly a byte each."""
    if at + 3 <= len(block):
        first, second, third = block[at : at + 3]
        if first | second | third < 128:
            return first, second, third, at + 3
    first, at = varint(block, at)
    second, at = varint(block, at)
    third, at = varint(block, at)
    return first, second, third, at


def _restarts(block: bytes) -> tuple[int, ...]:
    if len(block) < 4:
        raise Damaged("block")
    (count,) = struct.unpack_from("<I", block, len(block) - 4)
    start = len(block) - 4 - 4 * count
    if start < 0:
        raise Damaged("restarts")
    if start == 0:  # an empty block has one restart and no entry
        return ()
    return struct.unpack_from(f"<{count}I", block, start)


def _entries(block: bytes, cut: int = _SEQUENCE) -> Iterator[Entry]:
    """(internal key without its last `cut` bytes, value) of a data block."""
    if len(block) < 4:
        raise Damaged("block")
    (count,) = struct.unpack_from("<I", block, len(block) - 4)
    end = len(block) - 4 - 4 * count
    if end < 0:
        raise Damaged("restarts")
    key, at = b"", 0
    while at < end:
        shared, unshared, length, at = _three(block, at)
        stop = at + unshared
        if shared > len(key) or stop + length > end:
            raise Damaged("entry")
        key = key[:shared] + block[at:stop]
        if len(key) < _SEQUENCE:
            raise Damaged("key")
        at = stop + length
        yield key[: len(key) - cut], block[stop:at]
