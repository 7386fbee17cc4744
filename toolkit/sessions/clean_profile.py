"""One profile from open to proven: lock, log out, clear, close, rebuild, read the disk, judge."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from playwright.async_api import BrowserContext, Playwright

from toolkit.browser import rebuild as rebuilding
from toolkit.browser.clear import clear
from toolkit.browser.keystore import check_reachable
from toolkit.browser.launch import robot
from toolkit.browser.rebuilt import strangers
from toolkit.browser.running import close_running, running_pid
from toolkit.browser.scrub import scrub_platforms
from toolkit.browser.storage import State as Cleared
from toolkit.browser.storage import Storage
from toolkit.browser.swap import remove
from toolkit.errors import Reason, ToolkitError, Undecided
from toolkit.sessions.deep import scan_profile
from toolkit.sessions.events import Emit, Event, Stage
from toolkit.sessions.logout import Logout, Outcome, log_out
from toolkit.sessions.plan import ProfilePlan, leaves_storage, plan_profile, signed_in_elsewhere
from toolkit.sessions.remember import Memory
from toolkit.sessions.results import ProfileResult
from toolkit.sessions.units import Unit, device_cookies, rules_for
from toolkit.sessions.verify import disk_problem, judge_profile
from toolkit.sessions.workbench import Workbench
from toolkit.texts import t
from toolkit.traces.running import user_of
from toolkit.workspace.lock import profile_lock

if TYPE_CHECKING:
    from toolkit.traces.deep import DeepReading

T = TypeVar("T")
_LOOK_SECONDS = 1.0
"""Between two looks whether the browser still lives."""
_END_SECONDS = 10.0
"""What a task that was cancelled may take to put away what it had opened."""

MayClose = Callable[[str], Awaitable[bool]]
"""Asks whether the running browser of a profile may be closed."""


@dataclass
class Options:
    """How a run over profiles is made."""

    command: str = "logout-all"
    platforms: tuple[str, ...] = ()
    everywhere: bool = False
    timeout: float = 120.0
    may_close: MayClose | None = None
    consent: frozenset[str] = frozenset()
    """Profiles whose first rebuild the person agreed to."""
    deep: bool = False
    """Search every byte afterwards, also for the values that were remembered."""


@dataclass
class Work:
    """What was found out so far about one profile; a run that stops half-way is judged by it."""

    outcomes: dict[str, Outcome] = field(default_factory=dict)
    cleared: dict[str, Cleared] = field(default_factory=dict)
    reason: Reason | None = None
    other_hosts: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    deep: DeepReading | None = None


@dataclass
class ProfileRun:
    """Logs one profile out and proves it."""

    bench: Workbench
    name: str
    options: Options
    emit: Emit
    playwright: Callable[[], Awaitable[Playwright]]
    run: int
    memory: Memory = field(default_factory=Memory)
    _elsewhere: frozenset[str] = frozenset()

    async def clean(self) -> ProfileResult:
        """Never raises for what one profile, its platforms or its disk do: that is in the result."""
        work = Work()
        plan: ProfilePlan | None = None
        try:
            self.stage(None, "waiting")
            with profile_lock(self.bench.home, self.name, self.options.command):
                finish_rebuild(self.bench, self.name)
                await self._close_running()
                self.stage(None, "reading")
                plan = plan_profile(self.bench, self.name, self.options.platforms, everywhere=self.options.everywhere)
                await self._clean(plan, work)
                self.stage(None, "verifying")
                if self.options.deep:
                    keep = self.bench.profile(self.name).keep_device
                    secrets = self.memory.secrets(plan.to_log_out, keep_device=keep)
                    work.deep = await scan_profile(self.bench, self.name, secrets, self.emit)
                result = self._judge(plan, work)
        except ToolkitError as failure:
            work.reason = failure.reason
            result = self._judge(plan, work)
        except OSError as error:
            work.reason = os_reason(error, self.name)
            result = self._judge(plan, work)
        self.stage(None, "done", result.verdict)
        return result

    async def _close_running(self) -> None:
        pid = running_pid(self.bench.folder(self.name))
        if pid is None:
            return
        if self.options.may_close is None or not await self.options.may_close(self.name):
            raise Undecided("not_confirmed", profile=self.name, what="close")
        self.stage(None, "closing")
        await close_running(self.bench.folder(self.name))

    async def _clean(self, plan: ProfilePlan, work: Work) -> None:
        work.other_hosts = plan.reading.other_hosts if plan.everything else 0
        folder = self.bench.folder(self.name)
        self._elsewhere = signed_in_elsewhere(plan.reading, self.bench.profile(self.name).browser, folder)
        # A clear through the browser leaves its own visit: everything that is asked for and left a trace goes at once.
        if plan.to_log_out:
            check_reachable(self.name, plan.reading.key_versions)
            async with self._browser(plan) as context:
                await self._log_out(context, plan, work)
                await self._clear(context, plan, work)
                self.stage(None, "closing")
        self.step("closed")
        if not plan.everything:
            self._scrub(plan)
        if not plan.everything or not folder.exists():
            return
        if plan.consent is not None and self.name not in self.options.consent:
            work.reason = Reason("not_confirmed", {"profile": self.name, "what": "rebuild"})
            return
        unproven = plan.reading.exit_type is None and bool(strangers(folder))
        left = any(plan.reading.traces.values()) or plan.reading.other_hosts
        if plan.to_log_out or plan.reading.problems or left or unproven:
            self.bench.journal.give_consent(self.name)
            self.stage(None, "rebuilding")
            rebuilding.rebuild(folder, rebuild_note(self.bench, self.name))
            self.step("rebuilt")

    @contextlib.asynccontextmanager
    async def _browser(self, plan: ProfilePlan) -> AsyncIterator[BrowserContext]:
        self.stage(None, "starting")
        start = self.bench.start(self.name)
        wall = self.bench.wall(plan.to_log_out)
        async with robot(await self.playwright(), start, wall, headless=not self.bench.window()) as context:
            yield context

    async def _log_out(self, context: BrowserContext, plan: ProfilePlan, work: Work) -> None:
        wall = self.bench.wall(plan.to_log_out)
        self.stage(None, "remember")
        alive = self._watch(context)
        await while_alive(alive, self.memory.remember(context, plan.to_log_out, plan.reading.origins))
        job = Logout(
            self.name, context, wall, self.bench.journal, self.memory,
            tell=self.stage,
            headed=self.bench.window(), timeout=self.options.timeout, secret=self.bench.secret_source,
            everywhere=self.options.everywhere, doubt=disk_problem(self.name, plan.reading),
            alive=alive,
        )
        for group in groups(plan.to_log_out):
            done = await asyncio.gather(*(self._one(job, unit) for unit in group), return_exceptions=True)
            work.outcomes.update((u.key, end) for u, end in zip(group, done, strict=True) if isinstance(end, Outcome))
            for end in done:
                if isinstance(end, BaseException):
                    raise end

    def _watch(self, context: BrowserContext) -> Callable[[], None]:
        """Raises Undecided `browser_failed` once the browser is gone: it crashed, or a person closed its window."""
        closed = asyncio.Event()
        context.on("close", lambda _: closed.set())

        def alive() -> None:
            if closed.is_set() or user_of(self.bench.folder(self.name)) is None:
                browser = self.bench.profile(self.name).browser
                raise Undecided("browser_failed", browser=browser, why=t("word.browser_gone"))

        return alive

    async def _one(self, job: Logout, unit: Unit) -> Outcome:
        started = time.monotonic()
        self.step(f"logout {unit.key}")
        try:
            outcome = await asyncio.wait_for(while_alive(job.alive, log_out(job, unit)), self.options.timeout * 2)
        except TimeoutError:
            job.alive()
            outcome = Outcome("unknown", Reason("timeout", {"platform": unit.platform}))
            for account in unit.accounts or (None,):
                self.bench.journal.open_unconfirmed(self.name, unit.key, account, "timeout")
        if outcome.server in ("revoked", "signed_out", "was_out") and unit.key in self._elsewhere:
            # The robot works in `Default`; a session in another profile of the same directory is not logged out.
            outcome = Outcome("unknown", Reason("open_on_server", {"platform": unit.platform}), outcome.account_id)
            for account in unit.accounts or (None,):
                self.bench.journal.open_unconfirmed(self.name, unit.key, account, "open_on_server")
        self.step(f"{unit.key} {outcome.server}")
        self.stage(unit, "done", outcome.server)
        return Outcome(outcome.server, outcome.reason, outcome.account_id, time.monotonic() - started)

    async def _clear(self, context: BrowserContext, plan: ProfilePlan, work: Work) -> None:
        """Clear what was logged out, and what left storage without being asked for."""
        keep = self.bench.profile(self.name).keep_device
        alive = self._watch(context)
        tops = tuple(f"https://{domain}" for unit in plan.to_log_out for domain in unit.site.domains)
        for unit in plan.to_log_out:
            self.stage(unit, "clearing")
            apart = plan.reading.partitioned.get(unit.key, ())
            keys = tuple(sorted({p.storage_key for p in apart if p.storage_key}))
            kept = device_cookies(unit) if keep else frozenset()
            what = Storage(unit.site.domains, plan.reading.origins.get(unit.key, ()), keys, kept, apart, tops)
            work.cleared[unit.key] = await while_alive(alive, clear(context, what))
            self.step(f"{unit.key} {work.cleared[unit.key]}")

    def _scrub(self, plan: ProfilePlan) -> None:
        """Take the platforms' storage out of the closed profile's files: what the browser cleared is readable there.

        Also that of a platform for which no browser was needed; what tells of visits alone stays."""
        units = [u for u in plan.units if u in plan.to_log_out or leaves_storage(u, plan.reading)]
        if units:
            self.step("scrubbing " + " ".join(unit.key for unit in units))
            keep = self.bench.profile(self.name).keep_device
            scrub_platforms(self.bench.folder(self.name), rules_for(units, keep_device=keep))
            self.step("scrubbed")

    def _judge(self, plan: ProfilePlan | None, work: Work) -> ProfileResult:
        units = plan.units if plan else None
        return judge_profile(
            self.bench, self.name, units=units, outcomes=work.outcomes, cleared=work.cleared, reason=work.reason,
            everything=self.bench.profile(self.name).clean == "everything" and not self.options.platforms,
            platforms=self.options.platforms, other_hosts=work.other_hosts, deep=work.deep,
        )

    def stage(self, unit: Unit | None, stage: Stage, text: str = "") -> None:
        self.emit(Event(self.name, unit.key if unit else None, stage, text))
        if unit is None and stage not in ("done", "waiting"):
            self.step(stage)

    def step(self, text: str) -> None:
        self.bench.journal.step(self.run, self.name, text)


async def while_alive(alive: Callable[[], None], work: Coroutine[Any, Any, T]) -> T:
    """Do `work`, and stop when the browser is gone: some of Playwright's calls never return then (seen: a logout whose
    browser was killed while sessions were noted waited for twenty minutes). Raises what `alive` raises."""
    task = asyncio.create_task(work)
    try:
        while not task.done():
            await asyncio.wait({task}, timeout=_LOOK_SECONDS)
            if not task.done():
                alive()
        return task.result()
    finally:
        task.cancel()
        done, _ = await asyncio.wait({task}, timeout=_END_SECONDS)
        if done and not task.cancelled():
            task.exception()  # it was told above, or is the browser's death; asyncio would print what nobody asked for


def groups(units: tuple[Unit, ...]) -> list[list[Unit]]:
    """Platforms that may run side by side, in order: those that sign in through another one before that one."""
    later = {provider for unit in units for provider in unit.site.platform.signs_in_through}
    first = [unit for unit in units if unit.platform not in later]
    # providers keep the catalogue's order (dependents first) and run one after the other
    return [first, *([unit] for unit in units if unit.platform in later)] if first else [[unit] for unit in units]


def rebuild_note(bench: Workbench, name: str) -> rebuilding.Note:
    """Writes a rebuild's phases into the journal."""

    def note(phase: rebuilding.Phase | None, new: str, old: str) -> None:
        if phase is None:
            bench.journal.clear_rebuild(name)
        else:
            bench.journal.set_rebuild(name, phase, new, old)

    return note


def finish_rebuild(bench: Workbench, name: str) -> None:
    """End a rebuild that an earlier run left half-way (call with the profile's lock)."""
    folder = bench.folder(name)
    state = bench.journal.rebuild_state(name)
    if state is not None:
        rebuilding.finish(folder, state.phase, state.fresh, state.old, rebuild_note(bench, name))
    for path in rebuilding.leftovers(folder):
        remove(path)


def os_reason(error: OSError, profile: str) -> Reason:
    """The reason for an error of the file system."""
    if error.errno == 28:
        return Reason("disk_full", {"path": profile})
    return Reason("unreadable", {"path": str(error.filename or profile), "why": error.strerror or type(error).__name__})


