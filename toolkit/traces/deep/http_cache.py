"""Bodies in HTTP caches: where they begin and how the server packed them (Brotli and deflate have no mark)."""

from __future__ import annotations

import re
from collections.abc import Callable

from toolkit.traces.deep.files import Snapshot
from toolkit.traces.deep.stream import Packed
from toolkit.traces.deep.unpack import GZIP, Brotli, Decoder, Deflate, HttpDeflate, Zstd
from toolkit.traces.files import Source

# https://chromium.googlesource.com/chromium/src/+/main/net/disk_cache/simple/simple_entry_format.h
_SIMPLE = (0xFCFB6D1BA7725C30).to_bytes(8, "little")
_SIMPLE_END = (0xF4FA6F45970D41D8).to_bytes(8, "little")
_SIMPLE_HEADER, _END_SIZE, _KEY_HASH = 24, 24, 32
_HAS_KEY_HASH = 2
# The response's headers are a few kilobytes; Chromium refuses more than 256 KB of them.
_HEADERS = 1 << 20
# Firefox's entries end with where their metadata begin:
# https://searchfox.org/mozilla-central/source/netwerk/cache2/CacheFileMetadata.cpp
_CACHE2 = re.compile(r"(?:^|/)cache2/(?:entries|doomed)/[^/]+$")
# https://chromium.googlesource.com/chromium/src/+/main/net/disk_cache/blockfile/disk_format.h
_BLOCK_FILE = re.compile(r"/data_([1-3])$")
_BLOCK_SIZES = {"1": 256, "2": 1024, "3": 4096}
_BLOCK_HEADER, _MOST_BLOCKS = 8192, 4
_EXTERNAL = re.compile(r"/f_[0-9a-f]{6,}$")

_ENCODING = re.compile(rb"content-encoding:[ \t]*([a-z0-9_, \t-]+)", re.IGNORECASE)
_DECODERS: dict[bytes, Callable[[], Decoder]] = {
    b"br": Brotli,
    b"gzip": lambda: Deflate(GZIP),
    b"x-gzip": lambda: Deflate(GZIP),
    b"deflate": HttpDeflate,
    b"zstd": Zstd,
}
# Packed with another answer as dictionary: https://www.rfc-editor.org/rfc/rfc9842
_WITH_DICTIONARY = {b"dcb", b"dcz"}


class NeedsDictionary(Exception):
    """A body was packed with a dictionary that we do not have."""


def bodies(path: str, file: Snapshot) -> list[Packed]:
    """The packed bodies of a cache file; empty for any other file. Raises NeedsDictionary."""
    if file.size > _SIMPLE_HEADER + _END_SIZE and file.head.startswith(_SIMPLE):
        return _simple(file)
    if _CACHE2.search(path):
        return _cache2(file)
    if _EXTERNAL.search(path):
        return [Packed(0, Brotli())]
    if match := _BLOCK_FILE.search(path):
        size = _BLOCK_SIZES[match.group(1)]
        starts = range(_BLOCK_HEADER, file.size, size)
        return [Packed(start, Brotli(1), start + _MOST_BLOCKS * size) for start in starts if any(file.at(start, 4))]
    return []


def _simple(file: Snapshot) -> list[Packed]:
    """Header, key, body, its end, response headers, perhaps a hash of the key, their end."""
    end = file.at(file.size - _END_SIZE, _END_SIZE)
    if end[:8] != _SIMPLE_END:
        return []
    flags, length = int.from_bytes(end[8:12], "little"), int.from_bytes(end[16:20], "little")
    headers = file.size - _END_SIZE - (_KEY_HASH if flags & _HAS_KEY_HASH else 0) - length
    start = _SIMPLE_HEADER + int.from_bytes(file.head[12:16], "little")
    stop = headers - _END_SIZE
    return _body(start, stop, file.at(headers, min(length, _HEADERS))) if start < stop else []


def _cache2(file: Source) -> list[Packed]:
    stop = int.from_bytes(file.at(file.size - 4, 4), "big") if file.size > 8 else 0
    if not 0 < stop < file.size - 4:
        return []
    return _body(0, stop, file.at(stop, min(file.size - stop, _HEADERS)))


def _body(start: int, stop: int, headers: bytes) -> list[Packed]:
    match = _ENCODING.search(headers)
    # Packed twice: the outer one is the last, and what is inside is found by its own mark.
    name = match.group(1).lower().split(b",")[-1].strip() if match else b""
    if name in _WITH_DICTIONARY:
        raise NeedsDictionary
    decoder = _DECODERS.get(name)
    return [Packed(start, decoder(), stop, sure=True)] if decoder else []
