"""Chromium's simple cache: a file for each entry, which begins with a header and the entry's key.

Format: https://chromium.googlesource.com/chromium/src/+/main/net/disk_cache/simple/simple_entry_format.h. The index
beside the entries holds hashes, so every file is opened: its name is a hash of the key, which tells a garbled one.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Iterator
from pathlib import Path

from toolkit.traces.collector import Collector
from toolkit.traces.files import NewerSchema, Unreadable, heads, source

_HEADER = struct.Struct("<QII4x4x")  # magic, version, length of the key, its hash, padding
_MAGIC = 0xFCFB6D1BA7725C30
_VERSION = 5
_MARK_END = (0xF4FA6F45970D41D8).to_bytes(8, "little")
# `<hash>_0` has the key and two streams, `_1` a third, `_s` sparse data; an entry in use when it is deleted gets the
# prefix: https://chromium.googlesource.com/chromium/src/+/main/net/disk_cache/simple/simple_util.cc
_NAME = re.compile(r"(?:todelete_)?([0-9a-f]{16})_[01s](?:_\d+)?")
_FIRST = 1024
_LONGEST = 1 << 20
_TAIL = 32768


def keys(collector: Collector, folder: Path, names: list[str]) -> Iterator[tuple[str, bytes]]:
    """(file, key) of every entry. What is no whole entry is a problem."""
    for name, head in heads(folder, [name for name in names if _NAME.fullmatch(name)], _FIRST, collector.guard):
        try:
            key = _key(folder, name, head)
        except (Unreadable, NewerSchema, OSError):
            with collector.guard(folder / name):
                raise
        else:
            yield name, key


def _key(folder: Path, name: str, head: bytes) -> bytes:
    if len(head) < _HEADER.size:
        raise Unreadable("torn")
    magic, version, length = _HEADER.unpack_from(head)
    if magic != _MAGIC:
        raise Unreadable("not an entry of a cache")
    if version > _VERSION:
        raise NewerSchema(f"version {version}, known {_VERSION}")
    if length > _LONGEST:
        raise Unreadable("length of the key")
    if _HEADER.size + length > len(head):
        with source(folder / name) as file:
            head = file.at(0, _HEADER.size + length)
    key = head[_HEADER.size : _HEADER.size + length]
    match = _NAME.fullmatch(name)
    if match is None or hashlib.sha1(key, usedforsecurity=False).digest()[7::-1].hex() != match[1]:
        raise Unreadable("a key that is not the file's")
    return key


def headers(path: Path) -> bytes:
    """The end of an entry's file, where the answer's headers are (stream 0), as far as they may reach."""
    with source(path) as file:
        start = max(0, file.size - _TAIL)
        tail = file.at(start, _TAIL)
    # stream 1, the body, ends with a mark; the headers are between that one and the last
    parts = tail.split(_MARK_END)
    return parts[-2] if len(parts) > 2 else tail
