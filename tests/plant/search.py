"""Plain search of every byte of a profile for markers. Shares nothing with the product's readers.

Looked into are the bytes as they are, gzip members wherever they begin, and Firefox's mozLz4 files. What Snappy or LZ4
compressed inside other files needs no unpacking: both write bytes that have not come shortly before as they are, and a
random marker has not.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import lz4.block

from tests.plant.kinds import LENGTH, START

_REST = LENGTH - len(START)
_PLAIN = re.compile(START.encode() + b"[a-z0-9]{%d}" % _REST)
_WIDE = re.compile(START.encode("utf-16-le") + b"(?:[a-z0-9]\\0){%d}" % _REST)
_GZIP = b"\x1f\x8b\x08"  # RFC 1952
MOZ = b"mozLz40\0"  # https://searchfox.org/mozilla-central/source/toolkit/components/lz4/lz4.js


def files(profile: Path) -> Iterator[tuple[str, bytes]]:
    """Relative path and content of every file; no link is followed."""
    for path in sorted(profile.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(profile).as_posix(), path.read_bytes()


def unpacked(data: bytes) -> Iterator[bytes]:
    """The bytes, and what is compressed in them."""
    yield data
    if data.startswith(MOZ):
        yield lz4.block.decompress(data[len(MOZ) :])
    at = data.find(_GZIP)
    while at >= 0:
        stream = zlib.decompressobj(wbits=31)
        try:
            yield stream.decompress(data[at:])
        except zlib.error:
            yield b""  # three bytes that only look like a header
        at = data.find(_GZIP, at + 1)


def marked(profile: Path) -> dict[str, set[str]]:
    """Marker -> the files that hold it, in their content or their own name."""
    found: dict[str, set[str]] = {}
    for path, data in files(profile):
        for each in (path.encode(), *unpacked(data)):
            for text in [*_PLAIN.findall(each), *(wide[::2] for wide in _WIDE.findall(each))]:
                found.setdefault(text.decode(), set()).add(path)
    return found


def naming(profile: Path, text: str) -> set[str]:
    """The files that hold `text` (a host), in one byte a character or two."""
    wanted = (text.encode(), text.encode("utf-16-le"))
    return {path for path, data in files(profile) for each in unpacked(data) if any(one in each for one in wanted)}


def by_kind(found: Mapping[str, set[str]], marks: Mapping[str, str]) -> dict[str, set[str]]:
    """Kind -> files, of one owner's markers (kind -> marker)."""
    return {kind: found.get(mark, set()) for kind, mark in marks.items()}
