"""Chromium's block-file cache (Windows, and everywhere before): entries in blocks of 256 bytes, deleted ones included.

Format: https://chromium.googlesource.com/chromium/src/+/main/net/disk_cache/blockfile/disk_format.h and
.../disk_format_base.h, addresses: .../blockfile/addr.h
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path

from toolkit.traces.files import NewerSchema, Unreadable, read_file

_INDEX_MAGIC, _BLOCKS_MAGIC = 0xC103CAC3, 0xC104CAC3
_NEWEST = 0x30000
_HEADER = 8192  # of a file of blocks: its own and the map of what is in use
_ENTRY = struct.Struct("<IIIiiiQiI4i4I")  # hash, next, rankings, reused, refetched, state, created, key, long key, data
_KEY = 96
_BLOCK = 256
_MOST_INLINE = 4 * _BLOCK - _KEY - 1
_LONGEST = 1 << 20
_SIZES = {2: 256, 3: 1024, 4: 4096}  # kind of an address -> size of the blocks it counts in
_PLAIN = re.compile(rb"[^\0-\x08\x0b-\x1f]+")


def is_one(names: list[str]) -> bool:
    """Whether a directory with these files is such a cache."""
    return "data_0" in names and "data_1" in names


def entries(folder: Path) -> Iterator[tuple[bytes, bytes]]:
    """(key, headers of the answer as far as they are in blocks) of each entry. Raises Unreadable, NewerSchema."""
    magic, version = struct.unpack_from("<II", _start(folder / "index"))
    if magic != _INDEX_MAGIC:
        raise Unreadable("not an index")
    if version > _NEWEST:
        raise NewerSchema(f"version {version:#x}, known {_NEWEST:#x}")
    cache = _Files(folder)
    number, seen = 1, set[int]()
    while number and number not in seen:
        seen.add(number)
        data = cache.file(number)
        for at in range(_HEADER, len(data) - _BLOCK + 1, _BLOCK):
            key, address, size = _entry(cache, data, at)
            if key:
                yield key, cache.read(address, size)
        number = int.from_bytes(data[10:12], "little", signed=True)  # the next file of this size of blocks


def _start(path: Path) -> bytes:
    start = read_file(path, 16)
    if len(start) < 16:
        raise Unreadable("torn")
    return start


def _entry(cache: _Files, data: bytes, at: int) -> tuple[bytes, int, int]:
    """Key, address and size of the first stream of what may be an entry at `at`; no key where there is none."""
    _, _, _, _, _, state, created, length, long_key, size, _, _, _, address, _, _, _ = _ENTRY.unpack_from(data, at)
    if not 0 < length <= _LONGEST or not 0 <= state <= 2 or not created:
        return b"", 0, 0
    if length > _MOST_INLINE:
        key = cache.read(long_key, length)
    else:
        key = data[at + _KEY : at + _KEY + length]
        if data[at + _KEY + length : at + _KEY + length + 1] != b"\0":
            return b"", 0, 0
    return (key if _PLAIN.fullmatch(key) else b""), address, size


class _Files:
    """The files of blocks, each read once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[int, bytes] = {}

    def file(self, number: int) -> bytes:
        """File `data_<number>`. Raises Unreadable for what is none."""
        if number not in self._files:
            data = read_file(self._folder / f"data_{number}")
            if len(data) < _HEADER or int.from_bytes(data[:4], "little") != _BLOCKS_MAGIC:
                raise Unreadable("not a file of blocks")
            self._files[number] = data
        return self._files[number]

    def read(self, address: int, size: int) -> bytes:
        """What an address points at: blocks of a file, or a file of its own (`f_00000a`); nothing where it is empty."""
        kind = address >> 28 & 7
        if not address >> 31 or size <= 0:
            return b""
        if kind == 0:
            return read_file(self._folder / f"f_{address & 0xFFFFFFF:06x}", min(size, _LONGEST))
        if kind not in _SIZES:
            raise Unreadable("address")
        start = _HEADER + (address & 0xFFFF) * _SIZES[kind]
        return self.file(address >> 16 & 0xFF)[start : start + min(size, 4 * _SIZES[kind])]
