"""Ctrl-C in two steps: the first closes and flushes the browsers and reports, the second ends the process at once.

Python's own handler would end the run in the middle, and Playwright's would kill browsers unflushed. What a second
Ctrl-C leaves behind is in the journal already: sessions in progress, and a run without an end.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable, Coroutine
from types import FrameType
from typing import Any, TypeVar

from toolkit.cli.output import note
from toolkit.errors import Exit, Interrupted
from toolkit.texts import t

T = TypeVar("T")
# What a closed terminal or a system that shuts down sends ends a run the same way.
_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]


class TwoSteps:
    """The handler: `cancel` at the first signal, `abort` at the second."""

    def __init__(self, cancel: Callable[[], None], abort: Callable[[], None]) -> None:
        self._cancel, self._abort = cancel, abort
        self.pressed = 0

    def __call__(self, _number: int, _frame: FrameType | None) -> None:
        self.pressed += 1
        if self.pressed == 1:
            self._cancel()
        else:
            self._abort()


def run_async(work: Coroutine[Any, Any, T]) -> T:
    """Run `work` with the two-step handler. Raises Interrupted when the first Ctrl-C cancelled it.

    Handlers of the `signal` module, and not of the event loop: those would wait while a profile is read or rebuilt.
    """
    with asyncio.Runner() as runner:
        loop = runner.get_loop()
        task = loop.create_task(work)
        handler = TwoSteps(lambda: _cancel(loop, task), _abort)
        before = _install(handler)
        try:
            return loop.run_until_complete(task)
        except asyncio.CancelledError:
            raise Interrupted from None
        finally:
            for number, old in before.items():
                signal.signal(number, old)


def _install(handler: TwoSteps) -> dict[int, Any]:
    if threading.current_thread() is not threading.main_thread():
        return {}
    return {number: signal.signal(number, handler) for number in _SIGNALS}


def _cancel(loop: asyncio.AbstractEventLoop, task: asyncio.Task[Any]) -> None:
    note(t("cli.interrupted"))
    loop.call_soon_threadsafe(task.cancel)


def _abort() -> None:
    sys.stderr.write(t("cli.aborted") + "\n")
    sys.stderr.flush()
    os._exit(Exit.INTERRUPTED)
