"""SQLite databases of a closed browser, read without leaving a mark.

A plain open may write: `mode=ro` creates a `-shm` next to a WAL database, and `immutable=1` overlooks the WAL. So a
database with something in its `-wal` or `-journal` is copied and the copy is read:
https://www.sqlite.org/uri.html#uriimmutable and https://www.sqlite.org/tempfiles.html
"""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from toolkit.traces.files import NewerSchema, Unreadable, is_file, read_file, size
from toolkit.traces.stores.chromium import SCHEMAS

_MAGIC = b"SQLite format 3\0"
_WAL_MAGICS = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")  # https://www.sqlite.org/fileformat2.html#walformat
_JOURNAL_MAGIC = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"  # https://www.sqlite.org/fileformat2.html#the_rollback_journal
# A file made to be slow ends here; the largest honest history takes well under a second.
SECONDS = 20.0


@contextmanager
def opened(path: Path, check: bool = True, grows: bool = False) -> Iterator[sqlite3.Connection]:
    """A connection for reading the database at `path`, which must exist.

    `check` has SQLite look at every page first. `grows`: the file may be longer than its pages, as Firefox enlarges its
    databases in steps (https://www.sqlite.org/c3ref/c_fcntl_begin_atomic_write.html, SQLITE_FCNTL_CHUNK_SIZE). Raises
    Unreadable for anything that is no whole database, NewerSchema for one whose `meta` table we do not know; errors of
    the caller's queries come out as Unreadable too.
    """
    try:
        wal, journal = size(_beside(path, "-wal")), size(_beside(path, "-journal"))
        if wal or journal:
            with tempfile.TemporaryDirectory(prefix="toolkit-") as folder:  # mode 0700
                copy = Path(folder) / "copy"
                for ending in ("", "-wal", "-journal"):
                    if is_file(_beside(path, ending)):
                        _beside(copy, ending).write_bytes(read_file(_beside(path, ending)))
                _check_log(copy, wal, journal)
                with _connected(f"file:{quote(copy.as_posix())}") as connection:
                    _check_frames(connection, copy, wal)
                    _check(connection, path.name, True)
                    yield connection
        else:
            _check_size(path, grows)
            with _connected(f"file:{quote(path.as_posix())}?mode=ro&immutable=1") as connection:
                _check(connection, path.name, check)
                yield connection
    except sqlite3.Error as error:
        raise Unreadable(getattr(error, "sqlite_errorname", type(error).__name__)) from None


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


@contextmanager
def _connected(uri: str) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(uri, uri=True, isolation_level=None)
    try:
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        deadline = time.monotonic() + SECONDS
        connection.set_progress_handler(lambda: time.monotonic() > deadline, 100_000)
        yield connection
    finally:
        connection.close()


def _check_size(path: Path, grows: bool) -> None:
    """The header counts the pages: a database cut short, or with something behind it, is told by its size."""
    header = read_file(path, 100)
    if len(header) < 100 or header[:16] != _MAGIC:
        raise Unreadable("not a database")
    page = int.from_bytes(header[16:18], "big")
    page = 65536 if page == 1 else page
    pages = int.from_bytes(header[28:32], "big")
    beyond = size(path) - pages * page
    if header[24:28] == header[92:96] and (beyond < 0 or (beyond and not grows)):
        raise Unreadable("torn")


def _check_log(copy: Path, wal: int, journal: int) -> None:
    """SQLite takes a log of garbage for an empty one; we do not. Zeros are a journal that was closed in place."""
    if wal and read_file(_beside(copy, "-wal"), 4) not in _WAL_MAGICS:
        raise Unreadable("not a write-ahead log")
    if journal:
        start = read_file(_beside(copy, "-journal"), 8)
        if start != _JOURNAL_MAGIC and start.strip(b"\0"):
            raise Unreadable("not a journal")


def _check_frames(connection: sqlite3.Connection, copy: Path, wal: int) -> None:
    """Frames of the log's current round that SQLite does not accept are a write that was torn."""
    if not wal:
        return
    data = read_file(_beside(copy, "-wal"))
    page = int.from_bytes(data[8:12], "big")
    if len(data) < 32 or page < 512:
        raise Unreadable("torn log")
    salt, frame, count = data[16:24], 24 + page, 0
    while data[32 + count * frame + 8 : 32 + count * frame + 16] == salt:
        count += 1
    row = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    if count != max(row[1], 0) or (len(data) - 32) % frame:
        raise Unreadable("torn log")


def _check(connection: sqlite3.Connection, name: str, check: bool) -> None:
    if check and connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise Unreadable("damaged")
    store = SCHEMAS.get(name)
    if store is None or store.version is None:  # its columns are asked for by name
        return
    versions = dict(
        connection.execute("SELECT key, value FROM meta WHERE key IN ('version', 'last_compatible_version')").fetchall()
    )
    version = int(versions.get("version", 0))
    needed = version if store.strict else int(versions.get("last_compatible_version", version))
    if needed > store.version:
        raise NewerSchema(f"version {version}, known {store.version}")


def columns(connection: sqlite3.Connection, table: str) -> set[str]:
    """The columns of a table; empty if it is not there (or is a view, which no browser makes)."""
    row = connection.execute("SELECT type FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    if row is None or row[0] != "table":
        return set()
    return {str(column[1]) for column in connection.execute(f'PRAGMA table_info("{table}")')}
