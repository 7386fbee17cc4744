"""Ends a process for good at its n-th change of the disk, as SIGKILL would: no `finally`, no clean-up."""

from __future__ import annotations

import os
import sqlite3
import sys
import warnings
from collections.abc import Callable
from typing import Any

KILLED = 77
_CALLS = ("replace", "unlink", "rmdir", "write", "fsync", "open")


def dies_at(step: int, work: Callable[[], None]) -> bool:
    """Run `work` in a child process that ends right before its `step`-th change; False when it ended by itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # threads of other tests: none is touched by the child
        child = os.fork()
    if child == 0:
        _count_down(step)
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - a child process has nobody to raise to
            os.write(2, f"{type(error).__name__}: {error}\n".encode())
            os._exit(1)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, KILLED), code
    return code == KILLED


def _count_down(step: int) -> None:
    left = step

    def tick() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os._exit(KILLED)

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            tick()
            return call(*args, **kwargs)

        return wrapper

    for name in _CALLS:
        call = getattr(os, name)
        if name == "open":  # only opening to write changes something
            setattr(os, name, _writing_only(call, tick))
        else:
            setattr(os, name, counted(call))

    class Counted(sqlite3.Connection):
        def execute(self, sql: str, *args: Any) -> sqlite3.Cursor:
            if sql.startswith(("BEGIN", "COMMIT", "VACUUM", "PRAGMA wal_checkpoint")):
                tick()
            return super().execute(sql, *args)

    connect = sqlite3.connect
    module = sys.modules["toolkit.browser.scrub.databases"].sqlite3  # type: ignore[attr-defined]
    module.connect = lambda *args, **kwargs: connect(*args, **{"factory": Counted, **kwargs})


def _writing_only(call: Callable[..., int], tick: Callable[[], None]) -> Callable[..., int]:
    def wrapper(path: Any, flags: int, *args: Any, **kwargs: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR):
            tick()
        return call(path, flags, *args, **kwargs)

    return wrapper
