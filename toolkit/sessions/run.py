"""A run over profiles: side by side, going on when one fails, ended by a report and a receipt."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import Sequence
from datetime import UTC, datetime

import psutil
from playwright.async_api import Playwright

from toolkit.browser.launch import driver
from toolkit.errors import Reason, ToolkitError
from toolkit.sessions.clean_profile import Options, ProfileRun
from toolkit.sessions.deep import scan_profile
from toolkit.sessions.events import Emit, Event
from toolkit.sessions.judge import worst
from toolkit.sessions.receipts.write import write_receipt
from toolkit.sessions.results import ProfileResult, Report
from toolkit.sessions.verify import judge_profile, removed_profiles, verify
from toolkit.sessions.workbench import Workbench

# What one robot browser with two pages of a heavy site was seen to need, in bytes.
_PER_BROWSER = 1_000_000_000


def default_workers() -> int:
    """Profiles at a time: one per core, as memory allows, four at most (sites notice more)."""
    return max(1, min(4, os.cpu_count() or 1, int(psutil.virtual_memory().available // _PER_BROWSER)))


class Drivers:
    """One Playwright driver for a run, started when the first profile needs it."""

    def __init__(self) -> None:
        self._stack = contextlib.AsyncExitStack()
        self._starting: asyncio.Task[Playwright] | None = None

    async def get(self) -> Playwright:
        if self._starting is None:
            self._starting = asyncio.create_task(self._stack.enter_async_context(driver()))
        return await asyncio.shield(self._starting)

    async def close(self) -> None:
        with contextlib.suppress(TimeoutError):  # a driver whose browser was killed may never answer
            await asyncio.wait_for(self._stack.aclose(), 30)


async def run_profiles(
    bench: Workbench, names: Sequence[str], options: Options, emit: Emit, workers: int | None = None
) -> Report:
    """Log the profiles out. Ctrl-C (cancellation) closes and flushes the browsers and ends in an interrupted report."""
    started, clock = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), time.monotonic()
    run = bench.journal.run_begin(options.command)
    drivers = Drivers()
    places = asyncio.Semaphore(workers or default_workers())

    async def one(name: str) -> ProfileResult:
        async with places:
            return await ProfileRun(bench, name, options, emit, drivers.get, run).clean()

    tasks = [asyncio.create_task(one(name)) for name in names]
    interrupted = False
    try:
        await asyncio.gather(*tasks)
    except asyncio.CancelledError:
        interrupted = True
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise
    finally:
        await drivers.close()
    results = [_result(bench, name, task) for name, task in zip(names, tasks, strict=True)]
    if set(names) == set(bench.config.profiles):
        results += removed_profiles(bench)
    report = _report(bench, options.command, started, time.monotonic() - clock, results, interrupted=interrupted)
    bench.journal.run_end(run, "interrupted" if interrupted else report.verdict)
    if not interrupted and not options.platforms:
        _note_interrupted(bench, names)
    return report


def _note_interrupted(bench: Workbench, names: Sequence[str]) -> None:
    """Runs that were killed on these profiles are made up for: the journal keeps them as `interrupted`."""
    for run in bench.journal.interrupted_runs():
        begun = {profile for profile, _, _ in run.steps} & set(bench.config.profiles)
        if begun <= set(names):
            bench.journal.run_end(run.id, "interrupted")


def _result(bench: Workbench, name: str, task: asyncio.Task[ProfileResult]) -> ProfileResult:
    if not task.cancelled():
        return task.result()
    return judge_profile(bench, name, reason=Reason("interrupted"))


async def verify_deep(bench: Workbench, names: Sequence[str], emit: Emit) -> Report:
    """`verify --deep`: the same after a scan of every byte, one profile after the other. Cancellation ends it early."""
    started, clock = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), time.monotonic()
    deep = {name: await scan_profile(bench, name, {}, emit) for name in bench.profiles(names)}
    results = verify(bench, names, deep)
    for result in results:
        emit(Event(result.profile, None, "done", result.verdict))
    return _report(bench, "verify", started, time.monotonic() - clock, results, interrupted=False)


def verify_profiles(bench: Workbench, names: Sequence[str]) -> Report:
    """`verify`: read and judge, change nothing but a new receipt."""
    started, clock = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), time.monotonic()
    results = verify(bench, names)
    return _report(bench, "verify", started, time.monotonic() - clock, results, interrupted=False)


def _report(
    bench: Workbench, command: str, started: str, seconds: float, results: Sequence[ProfileResult], *, interrupted: bool
) -> Report:
    verdict = worst(["unknown"] if interrupted else [])
    verdict = worst([verdict, *(r.verdict for r in results)])
    report = Report(
        command, bench.config.environment, verdict, started, seconds, tuple(results), interrupted=interrupted
    )
    try:
        path = write_receipt(bench.home, bench.config, report)
    except ToolkitError as failure:
        # The run is done and its verdict stands; without a receipt it is not proven, so it is not clean.
        broken = ProfileResult("", "unknown", "unknown", failure.reason)
        verdict = worst([verdict, "unknown"])
        return Report(
            command, report.environment, verdict, started, seconds, (*results, broken), interrupted=interrupted
        )
    return Report(command, report.environment, verdict, started, seconds, tuple(results), path, interrupted)
