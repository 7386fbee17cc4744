"""SQLite's pages, read without SQLite: where the fields of records begin and end, and records that fill many pages.

Columns stand side by side with nothing in between (`x.com` next to `auth_token`), and a long value is cut into pages
that lie anywhere. Free pages keep their old records. Format: https://www.sqlite.org/fileformat2.html
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator

from toolkit.traces.chromium.leveldb_log import Damaged
from toolkit.traces.files import Source

MAGIC = b"SQLite format 3\0"
WAL_MAGICS = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
Span = tuple[int, int]
_LEAF_TABLE, _LEAF_INDEX, _INNER_INDEX = 0x0D, 0x0A, 0x02
_SIZES = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0)
_CACHED = 16
_TOGETHER = 64


class Pages:
    """The pages of a database file or of a write-ahead log. Raises Damaged for a header that makes no sense."""

    def __init__(self, file: Source, main: Pages | None = None) -> None:
        self._file = file
        self._main = main
        head = file.at(0, 100)
        self.wal = head[:4] in WAL_MAGICS
        if self.wal:
            self.size = int.from_bytes(head[8:12], "big")
            self._start, self._header = 32, 24
            self.reserved: int = main.reserved if main else 0
        else:
            self.size = int.from_bytes(head[16:18], "big")
            self.size = 65536 if self.size == 1 else self.size
            self._start = self._header = 0
            self.reserved = head[20] if len(head) > 20 else 0
        if self.size not in {512 << n for n in range(8)}:
            raise Damaged("page size")
        self.usable = self.size - self.reserved
        self.count = (file.size - self._start) // (self.size + self._header)
        self._spans: OrderedDict[int, list[Span]] = OrderedDict()
        self._latest = {self._number(index): index for index in range(self.count)} if self.wal else {}

    def _number(self, index: int) -> int:
        return int.from_bytes(self._file.at(self._offset(index) - self._header, 4), "big")

    def _offset(self, index: int) -> int:
        return self._start + index * (self.size + self._header) + self._header

    def page(self, index: int) -> bytes:
        return self._file.at(self._offset(index), self.size)

    def numbered(self, number: int) -> bytes:
        """The page of this number: in a log its newest state, else the database's. Raises Damaged."""
        index = self._latest.get(number) if self.wal else number - 1
        if index is not None and 0 <= index < self.count:
            return self.page(index)
        if self._main is None:
            raise Damaged("page number")
        return self._main.numbered(number)

    def clip(self, start: int, stop: int) -> Span | None:
        """The field (positions in the file) that holds these bytes; None where no record does."""
        index = (start - self._start) // (self.size + self._header)
        if not 0 <= index < self.count:
            return None
        spans = self._spans.get(index)
        offset = self._offset(index)
        if spans is None:
            spans = sorted(fields(self.page(index), self.usable))
            self._spans[index] = spans
            if len(self._spans) > _CACHED:
                self._spans.popitem(last=False)
        at = bisect_right(spans, (start - offset, self.size + 1)) - 1
        if at < 0 or spans[at][1] < stop - offset:
            return None
        return spans[at][0] + offset, spans[at][1] + offset

    def long_records(self) -> Iterator[tuple[int, Iterator[bytes]]]:
        """(size, pieces) of every record that runs over several pages; a broken chain ends where it breaks."""
        for page in self._all():
            head = _head(page)
            if head >= len(page):
                continue
            for at, size in _cells(page, head, above=_most(page[head], self.usable)):
                local = _local(page[head], size, self.usable)
                if local < size and at + local + 4 <= len(page):
                    yield size, self._chain(page[at : at + local + 4], size)

    def _all(self) -> Iterator[bytes]:
        """Every page, read many at a time."""
        step = self.size + self._header
        for first in range(0, self.count, _TOGETHER):
            data = self._file.at(self._start + first * step, _TOGETHER * step)
            yield from (data[at : at + self.size] for at in range(self._header, len(data), step))

    def _chain(self, local: bytes, size: int) -> Iterator[bytes]:
        yield local[:-4]
        left = size - (len(local) - 4)
        number = int.from_bytes(local[-4:], "big")
        while left > 0:
            try:
                page = self.numbered(number)
            except Damaged:
                return
            piece = page[4 : min(self.usable, left + 4)]
            if not piece:
                return
            yield piece
            left -= len(piece)
            number = int.from_bytes(page[:4], "big")

    def records(self) -> Iterator[tuple[bytes, list[Span]]]:
        """(page, fields) of every page with records."""
        for page in self._all():
            yield page, fields(page, self.usable)


def _head(page: bytes) -> int:
    """Where a page's own header begins: the first has the database's before it."""
    return 100 if page.startswith(MAGIC) else 0


def _cells(page: bytes, head: int, *, above: int = 0) -> Iterator[Span]:
    """(position of the payload, its size) of the records of a page; at least those larger than `above` bytes."""
    kind = page[head] if len(page) > head + 8 else 0
    if kind not in (_LEAF_TABLE, _LEAF_INDEX, _INNER_INDEX):
        return
    count = int.from_bytes(page[head + 3 : head + 5], "big")
    start = head + (12 if kind == _INNER_INDEX else 8)
    if start + 2 * count > len(page):
        return
    cells: Iterable[int] = struct.unpack_from(f">{count}H", page, start)
    ahead = 4 if kind == _INNER_INDEX else 0
    if above > 127:  # most are small, which the first of two bytes of the size tells; three bytes are over 16383
        least, last = 0x80 | (above >> 7), len(page) - 2 - ahead
        cells = [
            at
            for at in cells
            if at <= last and (byte := page[at + ahead]) > 127 and (byte >= least or page[at + ahead + 1] > 127)
        ]
    for pointer in cells:
        at = pointer + ahead
        size, at = number(page, at)
        if kind == _LEAF_TABLE:
            _, at = number(page, at)
        if at < len(page):
            yield at, size


def _most(kind: int, usable: int) -> int:
    """The largest record that lies in one page."""
    return usable - 35 if kind == _LEAF_TABLE else (usable - 12) * 64 // 255 - 23


def _local(kind: int, size: int, usable: int) -> int:
    """How much of a record lies in its own page (fileformat2, section 1.6)."""
    most = _most(kind, usable)
    if size <= most:
        return size
    least = (usable - 12) * 32 // 255 - 23
    part = least + (size - least) % (usable - 4)
    return part if part <= most else least


def fields(page: bytes, usable: int) -> list[Span]:
    """Where the texts and blobs of a page's records begin and end, as far as they lie in it."""
    found: list[Span] = []
    head = _head(page)
    for at, size in _cells(page, head):
        local = _local(page[head], size, usable)
        found += [(at + start, at + stop) for start, stop in columns(page[at : at + local])]
    return found


def columns(payload: bytes) -> list[Span]:
    """Where the texts and blobs of a record begin and end; the last may be cut."""
    size, at = number(payload, 0)
    if size > len(payload):
        return []
    found: list[Span] = []
    start = size
    while at < size and start < len(payload):
        kind, at = number(payload, at)
        length = _SIZES[kind] if kind < 12 else (kind - 12) // 2
        if kind >= 12 and length:
            found.append((start, min(start + length, len(payload))))
        start += length
    return found


def number(data: bytes, at: int) -> tuple[int, int]:
    """A variable-length number, highest bits first, and the position after it; a cut one ends with the data."""
    value = 0
    for index in range(at, min(at + 8, len(data))):
        byte = data[index]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, index + 1
    return value, min(at + 9, len(data))
