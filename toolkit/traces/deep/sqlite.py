"""SQLite files in a deep scan: which ones are, what their long records hold, and what Firefox compressed in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from toolkit.traces.chromium.leveldb_log import Damaged
from toolkit.traces.deep.files import Snapshot
from toolkit.traces.deep.leveldb import GAP
from toolkit.traces.deep.sqlite_pages import MAGIC, WAL_MAGICS, Pages, columns
from toolkit.traces.deep.unpack import Undecodable, unsnap
from toolkit.traces.files import Unreadable, source

Write = Callable[[bytes], None]
# Records above this are searched, but not field by field.
_LONGEST = 16 << 20
_LARGEST_VALUE = 32 << 20
# localStorage values and IndexedDB's structured clones, each compressed with Snappy by itself:
# https://searchfox.org/mozilla-central/source/dom/localstorage/LSValue.h and
# https://searchfox.org/mozilla-central/source/dom/indexedDB/ActorsParent.cpp
_COMPRESSED = re.compile(r"/(?:ls/data\.sqlite|idb/[^/]+\.sqlite)(?:-wal)?$")


def database(profile: Path, path: str, file: Snapshot, stack: ExitStack) -> Pages | None:
    """The pages of `file` if it is a database or a write-ahead log; `stack` closes what is opened beside it."""
    try:
        if file.head.startswith(MAGIC):
            return Pages(file)
        if file.head[:4] in WAL_MAGICS:
            return Pages(file, _main(profile / path.removesuffix("-wal"), stack))
    except Damaged:
        return None  # not a database after all: its bytes are searched as they lie
    return None


def _main(path: Path, stack: ExitStack) -> Pages | None:
    """The database that a log belongs to, if there is one."""
    try:
        file = stack.enter_context(source(path))
        return Pages(file) if file.at(0, 16) == MAGIC else None
    except (Unreadable, Damaged):
        return None


def write_records(pages: Pages, path: str, write: Write) -> None:
    """What the file's bytes alone do not show: records cut into pages, and compressed fields."""
    squeezed = _COMPRESSED.search(path) is not None
    for size, pieces in pages.long_records():
        if size > _LONGEST:
            for piece in pieces:
                write(piece)
        else:
            _write_fields(b"".join(pieces), write, squeezed=squeezed)
        write(GAP)
    if squeezed:
        for page, fields in pages.records():
            for start, stop in fields:
                write(_unsqueezed(page[start:stop]))
                write(GAP)


def _write_fields(record: bytes, write: Write, *, squeezed: bool) -> None:
    for start, stop in columns(record):
        write(record[start:stop])
        write(GAP)
        if squeezed:
            write(_unsqueezed(record[start:stop]))
            write(GAP)


def _unsqueezed(field: bytes) -> bytes:
    """The field's content if it is a Snappy block, else nothing."""
    try:
        return unsnap(field, _LARGEST_VALUE) if len(field) > 3 else b""
    except Undecodable:
        return b""
