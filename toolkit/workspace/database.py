"""The file behind the journal: made once, checked at every start, never replaced."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from toolkit.errors import ToolkitError, Undecided, UsageError
from toolkit.texts import t
from toolkit.workspace.home import write_error

SCHEMA_VERSION = 1
# "tkjn": marks the file as ours, https://www.sqlite.org/pragma.html#pragma_application_id
_APPLICATION = 0x746B6A6E
_BUSY_SECONDS = 10.0

_SCHEMA = """
CREATE TABLE open_on_server (
  profile TEXT NOT NULL, platform TEXT NOT NULL, account TEXT NOT NULL, fingerprint BLOB NOT NULL, since TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('in_progress', 'unconfirmed')), reason TEXT,
  PRIMARY KEY (profile, platform, account, fingerprint)) WITHOUT ROWID;
CREATE TABLE open_history (
  id INTEGER PRIMARY KEY, profile TEXT NOT NULL, platform TEXT NOT NULL, account TEXT NOT NULL,
  fingerprint BLOB NOT NULL, since TEXT NOT NULL, state TEXT NOT NULL, reason TEXT,
  settled TEXT NOT NULL, how TEXT NOT NULL);
CREATE TABLE facts (
  profile TEXT NOT NULL, platform TEXT NOT NULL, account_id TEXT, signed_in INTEGER, as_of TEXT NOT NULL,
  PRIMARY KEY (profile, platform)) WITHOUT ROWID;
CREATE TABLE pins (
  profile TEXT PRIMARY KEY, product TEXT NOT NULL, executable TEXT NOT NULL,
  password_store TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE runs (
  id INTEGER PRIMARY KEY, command TEXT NOT NULL, pid INTEGER NOT NULL, process_started REAL NOT NULL,
  began TEXT NOT NULL, ended TEXT, outcome TEXT);
CREATE TABLE steps (
  id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES runs, profile TEXT NOT NULL, step TEXT NOT NULL,
  at TEXT NOT NULL);
CREATE TABLE rebuilds (
  profile TEXT PRIMARY KEY, phase TEXT NOT NULL CHECK (phase IN ('building', 'swapping', 'removing')),
  fresh TEXT NOT NULL, old TEXT NOT NULL, since TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE consent (profile TEXT PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE secret_key (only INTEGER PRIMARY KEY CHECK (only = 1), key BLOB NOT NULL);
"""


class Database:
    """The journal's file, open. Use it in the thread that made it, and close it (or use it in `with`).

    Every method raises as `translated` says.
    """

    def __init__(self, path: Path) -> None:
        self._path = path.absolute()
        self._database = _open(self._path)

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _rows(self, query: str, params: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        with translated(self._path):
            return self._database.execute(query, params).fetchall()

    def _run(self, statement: str, params: tuple[Any, ...]) -> None:
        with self._change() as database:
            database.execute(statement, params)

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is on the disk afterwards, or nothing."""
        with translated(self._path):
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
                self._database.execute("COMMIT")
            finally:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")


def now() -> str:
    """ISO 8601, UTC, seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _open(path: Path) -> sqlite3.Connection:
    """The journal's database, made if there is no file. Each statement is its own transaction until `BEGIN`.

    A commit is on the disk when it returns: WAL with `synchronous=FULL` syncs the log at every commit
    (https://www.sqlite.org/pragma.html#pragma_synchronous). Raises as `translated` says; UsageError (home_unwritable).
    """
    try:
        if not path.exists():
            path.parent.stat()  # filelock would make a missing home, open to others
            _make(path)
    except OSError as error:
        raise write_error(path.parent, error) from error
    connection = None
    try:
        with translated(path):
            # an empty file would be a valid, empty database for SQLite: to us it is a journal that was lost
            if path.stat().st_size == 0:
                raise _broken(path, t("journal.corrupt"))
            connection = _connect(path)
            _check(path, connection)
    except BaseException:
        if connection:
            connection.close()
        raise
    return connection


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turns SQLite's errors into ours.

    Raises Undecided: disk_full; journal_broken (damaged, newer, busy, unreadable). UsageError: home_unwritable.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise _meaning(path, error) from error
    except OSError as error:
        raise _broken(path, t("journal.unreadable", why=error.strerror or type(error).__name__)) from error


def _meaning(path: Path, error: sqlite3.Error) -> ToolkitError:
    """https://www.sqlite.org/rescode.html; extended codes hold the primary one in their lowest byte."""
    code = getattr(error, "sqlite_errorcode", 0)
    primary = code & 0xFF
    if primary == sqlite3.SQLITE_FULL or code in _WRITE_FAILED:
        return Undecided("disk_full", path=str(path))
    if primary in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}:
        return UsageError("home_unwritable", path=str(path), why=str(error))
    if primary in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return _broken(path, t("journal.busy"))
    if primary == sqlite3.SQLITE_IOERR:
        return _broken(path, t("journal.unreadable", why=str(error)))
    return _broken(path, t("journal.corrupt"))


# A full disk also shows as a failed write of the log, or as no room for its index (measured on a full tmpfs).
_WRITE_FAILED = {
    sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_TRUNCATE,
}  # fmt: skip


def _make(path: Path) -> None:
    """Make the file complete under another name first: killed in between, no half of a journal is ever in its place."""
    from filelock import FileLock

    with FileLock(path.with_name(f".{path.name}.making"), mode=0o600):
        if path.exists():  # another process was faster
            return
        new = path.with_name(f".{path.name}.new")
        new.unlink(missing_ok=True)
        os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with translated(path):
            connection = sqlite3.connect(new, isolation_level=None)
            try:
                connection.executescript(f"BEGIN; {_SCHEMA}")
                connection.execute("INSERT INTO secret_key VALUES (1, ?)", (os.urandom(32),))
                connection.execute(f"PRAGMA application_id = {_APPLICATION}")
                connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
                connection.execute("COMMIT")
            finally:
                connection.close()
        new.replace(path)
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make a rename durable; Windows has no such call and does not need it."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _connect(path: Path) -> sqlite3.Connection:
    # mode=rw: a file that vanished in between is an error and not a new, empty journal
    connection = sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=_BUSY_SECONDS)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _check(path: Path, connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA application_id").fetchone()[0] != _APPLICATION:
        raise _broken(path, t("journal.corrupt"))
    if connection.execute("PRAGMA user_version").fetchone()[0] > SCHEMA_VERSION:
        raise _broken(path, t("journal.newer"))
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise _broken(path, t("journal.corrupt"))


def _broken(path: Path, problem: str) -> Undecided:
    return Undecided("journal_broken", path=str(path), problem=problem)
