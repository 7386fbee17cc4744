"""`--deep`: the byte scan of a profile beside a running event loop, and what it adds to what the readers found."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.errors import ToolkitError
from toolkit.sessions.events import Emit, Event
from toolkit.sessions.units import rules_for
from toolkit.sessions.workbench import Workbench
from toolkit.traces import PlatformRules, Problem, Reading, Trace
from toolkit.traces.hosts import covers
from toolkit.traces.running import lock_of

if TYPE_CHECKING:  # its libraries are loaded where a scan begins
    from toolkit.traces.deep import DeepReading

_EVERY = 1.0
"""Seconds between two words about how far it is."""


class _Stopped(Exception):
    """Nobody waits for the scan any more."""


def disk_rules(bench: Workbench, name: str) -> list[PlatformRules]:
    """What to look for in a profile: every platform that may have left something. Raises UsageError, FileError."""
    return rules_for(bench.units(name), keep_device=bench.profile(name).keep_device)


async def scan_profile(
    bench: Workbench, name: str, values: Mapping[str, Iterable[bytes]], emit: Emit
) -> DeepReading | None:
    """Scan a profile in a thread, so that others go on; a cancelled run ends it at its next step.

    None where nobody can say what to look for, or a browser is at work: the readers will tell why. Raises UsageError
    `not_supported`.
    """
    from toolkit.traces.deep import check_engine, scan

    check_engine()
    folder = bench.folder(name)
    try:
        rules = disk_rules(bench, name)
    except ToolkitError:
        return None
    if lock_of(folder) is not None:
        return None
    loop = asyncio.get_running_loop()
    stop = threading.Event()
    told = time.monotonic()

    def progress(done: int, total: int) -> None:
        nonlocal told
        if stop.is_set():
            raise _Stopped
        if time.monotonic() - told > _EVERY:
            told = time.monotonic()
            loop.call_soon_threadsafe(emit, Event(name, None, "scanning", f"{100 * done // max(total, 1)} %"))

    emit(Event(name, None, "scanning"))
    try:
        return await asyncio.to_thread(scan, folder, rules, values, progress=progress)
    except asyncio.CancelledError:
        stop.set()
        raise


def added(reading: Reading, deep: DeepReading) -> Reading:
    """The readers' traces and the scan's: a file that a reader already told about is not named twice for a host, and
    what the person keeps there (`kept` traces) is no visit."""
    traces = {platform: _both(mine, deep.traces.get(platform, ())) for platform, mine in reading.traces.items()}
    return replace(reading, traces=traces, problems=_all(reading.problems, deep.problems))


def _both(known: Sequence[Trace], deep: Sequence[Trace]) -> tuple[Trace, ...]:
    told = {(_database(trace.path), trace.host.strip(".").lower()) for trace in known}
    return tuple(sorted([*known, *(trace for trace in deep if trace.kind == "session" or not _is_told(trace, told))]))


def _is_told(trace: Trace, told: Iterable[tuple[str, str]]) -> bool:
    path = _database(trace.path)
    return any(path == place and (covers(host, trace.host) or covers(trace.host, host)) for place, host in told)


def _database(path: str) -> str:
    """A database's own path for what SQLite puts beside it."""
    return path.removesuffix("-wal").removesuffix("-journal")


def _all(first: Sequence[Problem], second: Sequence[Problem]) -> tuple[Problem, ...]:
    """The readers' problems, then those of files that they said nothing of."""
    known = {problem.path for problem in first}
    return (*first, *(problem for problem in second if problem.path not in known))
