"""Takes compressed bytes piece by piece and gives the content in pieces that fit in memory, however much it is."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

import brotli  # type: ignore[import-untyped]
import cramjam
import zstandard

from toolkit.traces.deep.needles import Codec
from toolkit.traces.files import Unreadable
from toolkit.traces.firefox import mozlz4

PIECE = 1 << 20
# A browser takes no larger window from a server: https://www.rfc-editor.org/rfc/rfc8878#section-3.1.1.1.2 (8 MB); more
# is left to files of other programs.
_ZSTD_WINDOW = 1 << 25
# Four bytes of Zstandard can stand for 128 KB, and its decoder knows no limit: so little goes in at a time.
_ZSTD_BITE = 512


class Undecodable(Exception):
    """The bytes are not what they should be. The text names the format and quotes nothing."""


class Sealed(Undecodable):
    """There is content, and we cannot unpack it."""


class Decoder(Protocol):
    """`feed` may be called until `done`; what follows the end is ignored. Raises Undecodable."""

    @property
    def done(self) -> bool:
        """Whether the content has come to its end."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The content that `data` adds, in pieces."""


class Deflate:
    """gzip (members one after the other), zlib, or bare deflate."""

    def __init__(self, bits: int) -> None:
        self.done = False
        self._bits = bits
        self._inner = zlib.decompressobj(bits)

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data and not self.done:
            try:
                piece = self._inner.decompress(data, PIECE)
            except zlib.error:
                raise Undecodable("deflate") from None
            if piece:
                yield piece
            data = self._inner.unconsumed_tail
            if self._inner.eof:
                data = self._inner.unused_data
                self.done = not (self._bits == GZIP and data[:2] == b"\x1f\x8b")
                self._inner = zlib.decompressobj(self._bits)


GZIP, BARE = 31, -15


class HttpDeflate:
    """`Content-Encoding: deflate`: zlib by the book, bare deflate from some servers."""

    def __init__(self) -> None:
        self._inner: Deflate | None = None

    @property
    def done(self) -> bool:
        return self._inner is not None and self._inner.done

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._inner is None and data:
            zlib_header = data[0] & 0x0F == 8 and (len(data) < 2 or int.from_bytes(data[:2], "big") % 31 == 0)
            self._inner = Deflate(15 if zlib_header else BARE)
        if self._inner is not None:
            yield from self._inner.feed(data)


class Brotli:
    """`bite`: bytes that go in at a time; the decoder refuses all of a bite in which the content ends too early, so
    where the end is not known it has to be 1.
    """

    def __init__(self, bite: int = PIECE) -> None:
        self.done = False
        self._bite = bite
        self._inner = brotli.Decompressor()

    def feed(self, data: bytes) -> Iterator[bytes]:
        for at in range(0, len(data), self._bite):
            try:
                yield from self._pieces(data[at : at + self._bite])
            except brotli.error:
                raise Undecodable("brotli") from None
            if self._inner.is_finished():
                self.done = True
                return

    def _pieces(self, data: bytes) -> Iterator[bytes]:
        while piece := self._inner.process(data, output_buffer_limit=PIECE):
            yield piece
            data = b""
            if self._inner.can_accept_more_data():
                return


class Zstd:
    def __init__(self) -> None:
        self.done = False
        self._inner = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()

    def feed(self, data: bytes) -> Iterator[bytes]:
        for at in range(0, len(data), _ZSTD_BITE):
            try:
                piece = self._inner.decompress(data[at : at + _ZSTD_BITE])
            except zstandard.ZstdError:
                raise Undecodable("zstd") from None
            if piece:
                yield piece
            if self._inner.eof:
                self.done = True
                return


class Snappy:
    """Snappy's framing: chunks of at most 64 KB. Firefox's Cache API and IndexedDB files are written so.

    https://github.com/google/snappy/blob/main/framing_format.txt
    """

    def __init__(self) -> None:
        self.done = False
        self._left = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        data = self._left + data
        at = 0
        while at + 4 <= len(data):
            kind, size = data[at], int.from_bytes(data[at + 1 : at + 4], "little")
            if 2 <= kind < 0x80 or (kind < 2 and size > 76_494):  # 4 of checksum, and 64 KB that did not compress
                raise Undecodable("snappy")
            if at + 4 + size > len(data):
                break
            if kind < 2:
                body = data[at + 8 : at + 4 + size]
                yield unsnap(body, 1 << 16) if kind == 0 else body
            at += 4 + size
        self._left = data[at:]


# APPNOTE 4.4.5, without 0 (stored) and 8 (deflate).
_ZIP_METHODS = {1, 6, 9, 10, 12, 14, 16, 18, 19, 20, *range(93, 100)}


class Zip:
    """One member of a zip file from its local header on (so crx and xpi files, and torn ones, are read too).

    PKWARE's APPNOTE 4.3.7: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
    """

    def __init__(self) -> None:
        self.done = False
        self._head = b""
        self._inner: Decoder | None = None

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._inner is None:
            self._head += data
            if len(self._head) < 30:
                return
            start = 30 + int.from_bytes(self._head[26:28], "little") + int.from_bytes(self._head[28:30], "little")
            if len(self._head) < start:
                return
            data, self._head = self._head[start:], self._head[:30]
            method = int.from_bytes(self._head[8:10], "little")
            if method == 0:  # stored: searched as it is
                self.done = True
                return
            if method in _ZIP_METHODS or (method == 8 and self._head[6] & 1):
                raise Sealed("zip, encrypted" if method == 8 else f"zip, method {method}")
            if method != 8:
                raise Undecodable("zip")
            self._inner = Deflate(BARE)
        yield from self._inner.feed(data)
        self.done = self._inner.done


DECODERS: dict[Codec, Callable[[], Decoder]] = {
    "gzip": lambda: Deflate(GZIP),
    "zip": Zip,
    "zstd": Zstd,
    "snappy": Snappy,
}


def unsnap(block: bytes, most: int) -> bytes:
    """A raw Snappy block. Raises Undecodable, also for one that says it is larger than `most` bytes."""
    try:
        if cramjam.snappy.decompress_raw_len(block) > most:
            raise Undecodable("snappy size")
        return bytes(cramjam.snappy.decompress_raw(block))
    except cramjam.DecompressionError:
        raise Undecodable("snappy") from None


def unlz4(data: bytes, most: int) -> bytes:
    """The content of a mozLz4 file. Raises Undecodable, also for one that says it is larger than `most` bytes."""
    if int.from_bytes(data[8:12], "little") > most:
        raise Undecodable("lz4 size")
    try:
        return mozlz4.unpack(data)
    except Unreadable:
        raise Undecodable("lz4") from None
