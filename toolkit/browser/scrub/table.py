"""Writes LevelDB tables and a manifest that names them.

Formats: https://github.com/google/leveldb/blob/main/doc/table_format.md, .../doc/log_format.md and
.../db/version_edit.cc. Blocks are written plain, without compression, key prefixes and filter: all of these are
choices of the writer, and the browser makes them anew when it compacts.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from toolkit.browser.scrub.live import COMPARATOR
from toolkit.traces.chromium.crc32c import masked
from toolkit.traces.chromium.leveldb_log import BLOCK, FIRST, FULL, HEADER, LAST, MIDDLE

_BLOCK_SIZE = 4096  # `Options::block_size` and `max_file_size`:
_TABLE_SIZE = 2 << 20  # https://github.com/google/leveldb/blob/main/include/leveldb/options.h
# The level where LevelDB itself puts a new table that overlaps nothing (kMaxMemCompactLevel); it may hold 100 MB before
# a compaction starts: https://github.com/google/leveldb/blob/main/db/dbformat.h
_LEVEL = 2
_MAGIC = (0xDB4775248B80FB57).to_bytes(8, "little")
_HANDLES = 40  # the footer's two block handles are padded to this
_PLAIN = b"\0"
Record = tuple[bytes, int, bytes]  # user key, sequence number * 256 + kind, value


@dataclass(frozen=True)
class TableFile:
    """A finished table: its bytes and their number, and the internal keys that it begins and ends with."""

    content: bytes
    size: int
    smallest: bytes
    largest: bytes


def number(value: int) -> bytes:
    """A varint."""
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def _sized(data: bytes) -> bytes:
    return number(len(data)) + data


def tables(records: Iterable[Record]) -> Iterator[TableFile]:
    """`records`, which are in the order of their keys and one a key, as tables of about 2 MB."""
    writer = _Writer()
    for key, version, value in records:
        writer.add(key + version.to_bytes(8, "little"), value)
        if writer.size >= _TABLE_SIZE:
            yield writer.finish()
            writer = _Writer()
    if writer.smallest:
        yield writer.finish()


class _Writer:
    """One table while it grows."""

    def __init__(self) -> None:
        self.size = 0
        self.smallest = self._largest = b""
        self._parts: list[bytes] = []
        self._block: list[tuple[bytes, bytes]] = []
        self._block_size = 0
        self._index: list[tuple[bytes, bytes]] = []

    def add(self, key: bytes, value: bytes) -> None:
        self.smallest = self.smallest or key
        self._largest = key
        self._block.append((key, value))
        self._block_size += len(key) + len(value)
        if self._block_size >= _BLOCK_SIZE:
            self._flush()

    def _flush(self) -> None:
        if self._block:
            self._index.append((self._largest, self._write(_block(self._block))))
            self._block, self._block_size = [], 0

    def _write(self, block: bytes) -> bytes:
        """Append a block with its trailer (compression kind, sum over both); its handle."""
        handle = number(self.size) + number(len(block))
        content = block + _PLAIN
        self._parts += (content, masked(content))
        self.size += len(content) + 4
        return handle

    def finish(self) -> TableFile:
        self._flush()
        handles = self._write(_block([])) + self._write(_block(self._index))  # no filter: an empty meta index
        self._parts.append(handles.ljust(_HANDLES, b"\0") + _MAGIC)
        content = b"".join(self._parts)
        return TableFile(content, len(content), self.smallest, self._largest)


def _block(entries: list[tuple[bytes, bytes]]) -> bytes:
    """A block whose every entry is a restart: it shares no bytes with the key before it."""
    parts: list[bytes] = []
    restarts: list[int] = []
    at = 0
    for key, value in entries:
        restarts.append(at)
        entry = number(0) + number(len(key)) + number(len(value)) + key + value
        parts.append(entry)
        at += len(entry)
    restarts = restarts or [0]
    return b"".join(parts) + struct.pack(f"<{len(restarts)}I", *restarts) + struct.pack("<I", len(restarts))


def manifest(files: Iterable[tuple[int, TableFile]], log_number: int, last_sequence: int) -> bytes:
    """A manifest in which the numbered tables are all there is; logs below `log_number` count no more."""
    edit = number(1) + _sized(COMPARATOR)
    edit += number(2) + number(log_number) + number(9) + number(0)
    edit += number(3) + number(log_number + 1) + number(4) + number(last_sequence)
    for file_number, file in files:
        edit += number(7) + number(_LEVEL) + number(file_number) + number(file.size)
        edit += _sized(file.smallest) + _sized(file.largest)
    return log_record(edit)


def log_record(payload: bytes) -> bytes:
    """One record as a log file begins with it: cut into fragments that end with their 32 KiB block."""
    parts: list[bytes] = []
    at, left = 0, BLOCK
    while True:
        piece = payload[at : at + left - HEADER.size]
        first, last = at == 0, at + len(piece) == len(payload)
        kind = FULL if first and last else FIRST if first else LAST if last else MIDDLE
        parts += (HEADER.pack(masked(bytes([kind]) + piece), len(piece), kind), piece)
        at, left = at + len(piece), BLOCK
        if last:
            return b"".join(parts)
