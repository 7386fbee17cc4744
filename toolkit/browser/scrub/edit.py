"""Changes a closed browser's SQLite database so that no page, log or journal still holds what went.

Done in place, in one transaction: killed anywhere, the journal brings the last whole state back, for the browser as for
the disk reader. `secure_delete` zeroes what is deleted, and VACUUM writes every page anew, because cells that moved
leave copies in a page's gaps: https://www.sqlite.org/pragma.html#pragma_secure_delete. Both copy the old pages into the
journal (or the new ones into the write-ahead log) first; so these are overwritten before they go.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from toolkit.browser.scrub.wipe import wipe_file, zero_file
from toolkit.traces.files import Unreadable, is_file, read_file

# Zeros over what is deleted; nothing of it in temporary files outside the profile; credentials' notes go with them.
_PRAGMAS = ("secure_delete = ON", "temp_store = MEMORY", "foreign_keys = ON")
_HEADER = 32  # of a write-ahead log: https://www.sqlite.org/fileformat2.html#walformat
Check = Callable[[Path], None]
Edit = Callable[[sqlite3.Connection], None]


def edit_database(path: Path, edit: Edit, check: Check | None = None) -> None:
    """Run `edit` in one transaction on the database at `path`, then write every page anew and leave no log beside it.

    `check` and `edit` raise for a database that they do not know: nothing was changed then. No database there: nothing
    done. Raises Unreadable (damaged), sqlite3.Error, OSError, and what those two raise.
    """
    if not is_file(path):
        return
    for ending in ("-wal", "-shm", "-journal"):
        is_file(_beside(path, ending))  # SQLite would follow a link there
    _drop_zeroed_log(path)
    if check is not None:
        check(path)
    with _for_writing(path) as (database, wal):
        database.execute("BEGIN IMMEDIATE")
        if database.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise Unreadable("damaged")
        edit(database)
        database.execute("COMMIT")
        if wal:
            database.execute("PRAGMA wal_checkpoint(FULL)")  # the zeros; VACUUM cuts pages off without writing them
        database.execute("VACUUM")
        if wal:
            busy = database.execute("PRAGMA wal_checkpoint(FULL)").fetchone()[0]
            if not busy and is_file(_beside(path, "-wal")):  # all of it is in the database, and zeros are an empty log
                zero_file(_beside(path, "-wal"))
    for ending in ("-wal", "-shm", "-journal"):
        if is_file(_beside(path, ending)):
            wipe_file(_beside(path, ending))


def _drop_zeroed_log(path: Path) -> None:
    """What a run left that was killed while it overwrote the log: SQLite takes it for an empty one, a reader for a torn
    one. A journal in that state is an ordinary one."""
    log = _beside(path, "-wal")
    if is_file(log) and (start := read_file(log, _HEADER)) and not start.strip(b"\0"):
        wipe_file(log)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


@contextmanager
def _for_writing(path: Path) -> Iterator[tuple[sqlite3.Connection, bool]]:
    """A connection, and whether the database has a write-ahead log."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=5)) as database:
        database.text_factory = _lenient
        for pragma in _PRAGMAS:
            database.execute(f"PRAGMA {pragma}")
        wal = database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        if not wal:
            database.execute("PRAGMA journal_mode = PERSIST")  # its header is zeroed, its pages wait to be overwritten
        yield database, wal


def _lenient(raw: bytes) -> Any:
    return raw.decode("utf-8", "replace")


def delete_rows(database: sqlite3.Connection, table: str, rows: Iterable[int]) -> None:
    """Delete rows by their rowid; `table` is a name of ours."""
    database.executemany(f'DELETE FROM "{table}" WHERE rowid = ?', [(row,) for row in rows])  # noqa: S608 - our own name
