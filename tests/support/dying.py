"""Ends a process for good at its n-th change of the disk, as SIGKILL would: no `finally`, no clean-up. Or lets the disk
be full from that change on: whatever needs room fails, what gives room back does not.

Counted are: opening to write (before, and again when the file is there and empty), writing, syncing, renaming,
removing, making and removing directories, links, modes; and each statement of SQLite that changes something.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import sqlite3
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

KILLED = 77
_EVENTS = ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.truncate", "os.chmod", "os.link", "os.symlink",
           "os.utime")  # fmt: skip
_FREEING = ("os.remove", "os.rmdir", "os.truncate", "os.rename", "os.chmod", "os.utime")
_CALLS = ("write", "fsync", "ftruncate")
_READS = ("SELECT", "PRAGMA table_info", "PRAGMA quick_check", "PRAGMA application_id", "PRAGMA user_version")


def dies_at(step: int, work: Callable[[], object]) -> bool:
    """Run `work` in a child process that ends right before its `step`-th change; False when it ended by itself.

    0: never. `work` may not leave anything in this process that the child needs: threads do not come along.
    """
    code = in_child(work, step)
    assert code in (0, KILLED), f"the child failed at change {step}: {code}"
    return code == KILLED


def changes(work: Callable[[], object]) -> int:
    """How many changes of the disk `work` makes, run to its end in a child process."""
    reading, writing = os.pipe()
    told = {"count": 0}

    def counted() -> None:
        _count_down(0, told)
        work()
        _write(writing, str(told["count"]).encode())

    assert in_child(counted) == 0
    os.close(writing)
    with os.fdopen(reading, "rb") as file:
        return int(file.read())


_write = os.write


def in_child(work: Callable[[], object], step: int = 0, output: Path | None = None, *, full: bool = False) -> int:
    """Run `work` in a child process; its exit code: what `work` returns where that is a number, KILLED, or 1 for an
    exception. Standard output and error go to `output` and `output`.err where it is given. At change `step` the process
    ends or, with `full`, the disk is full."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # threads of other tests: none is touched by the child
        child = os.fork()
    if child == 0:
        code: object = 1
        try:
            if output is not None:
                _redirect(output)
            if step:
                _count_down(step, full=full)
            code = work()
        except BaseException as error:  # noqa: BLE001 - a child process has nobody to raise to
            os.write(2, f"{type(error).__name__}: {error}\n".encode())
        else:
            code = code if isinstance(code, int) else 0
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code if isinstance(code, int) else 1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _redirect(output: Path) -> None:
    sys.stdout, sys.stderr = (io.TextIOWrapper(io.FileIO(path, "w")) for path in (output, f"{output}.err"))


def _count_down(step: int, told: dict[str, int] | None = None, *, full: bool = False) -> None:
    count = {"count": 0} if told is None else told
    end = os._exit

    def tick(frees: bool = False) -> None:
        count["count"] += 1
        if full and count["count"] >= step and not frees:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if not full and count["count"] == step:
            end(KILLED)

    def heard(event: str, args: tuple[Any, ...]) -> None:
        if event in _EVENTS or (event == "open" and _writes(args)):
            tick(event in _FREEING)

    sys.addaudithook(heard)
    for name in _CALLS:
        setattr(os, name, _before(getattr(os, name), tick))
    io.open = builtins.open = _after_opening(io.open, tick)  # type: ignore[assignment]

    def statement(sql: str) -> None:
        if not sql.lstrip().startswith(_READS):
            try:
                tick(sql.startswith(("ROLLBACK", "COMMIT")))
            except OSError:
                error = sqlite3.OperationalError("database or disk is full")
                error.sqlite_errorcode, error.sqlite_errorname = sqlite3.SQLITE_FULL, "SQLITE_FULL"
                raise error from None

    class Counted(sqlite3.Connection):
        def execute(self, sql: str, *args: Any) -> sqlite3.Cursor:
            statement(sql)
            return super().execute(sql, *args)

        def executescript(self, sql: str) -> sqlite3.Cursor:
            statement(sql)
            return super().executescript(sql)

    connect = sqlite3.connect
    sqlite3.connect = lambda *args, **kwargs: connect(*args, **{"factory": Counted, **kwargs})  # type: ignore[assignment]


def _writes(args: tuple[Any, ...]) -> bool:
    """Whether the audit event "open" (path, mode, flags) is of a file that is opened to be changed."""
    _, mode, flags = args
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))


def _before(call: Callable[..., Any], tick: Callable[[], None]) -> Callable[..., Any]:
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        tick()
        return call(*args, **kwargs)

    return wrapper


def _after_opening(call: Callable[..., Any], tick: Callable[[], None]) -> Callable[..., Any]:
    def wrapper(file: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        opened = call(file, mode, *args, **kwargs)
        if any(letter in mode for letter in "wax+"):
            tick()
        return opened

    return wrapper
