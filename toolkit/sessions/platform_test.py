"""Tries a platform's files on a server: the probe must say out, in after the login flow, and out after the logout flow.

It all happens in a throw-away profile. What the site did wrong (down, challenge, wrong password) is no fault of the
files: then the verdict is `unknown`; only what the files are to blame for is `broken`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path

from playwright.async_api import BrowserContext, Error, Playwright

from toolkit.browser.family import other_context
from toolkit.browser.find import Browser
from toolkit.browser.keystore import BASIC
from toolkit.browser.launch import robot
from toolkit.browser.start import Start
from toolkit.browser.wall import Wall
from toolkit.catalog.places import probe_at, step_at
from toolkit.catalog.steps import FlowName
from toolkit.errors import Exit, Reason, ToolkitError, Undecided, UsageError
from toolkit.runner.probe import Answer, State, new_run, probe
from toolkit.runner.steps import execute
from toolkit.sessions.events import Emit, Event, Stage
from toolkit.sessions.platform_results import Outcome, PlatformTest, StepResult
from toolkit.sessions.platform_subject import Subject
from toolkit.sessions.remember import Memory
from toolkit.sessions.site_health import SiteHealth
from toolkit.texts import t

# The files are to blame, unless the network was; `timeout` only where a step waited for a page that was there.
_BROKEN = {"selector_gone", "expectation_failed", "probe_unclear", "host_blocked", "secret_refused"}
# What a site that is down can look like from inside a flow: "wrong password" is also a page that never answered.
_MAYBE_DOWN = {
    "selector_gone", "expectation_failed", "probe_unclear", "probe_wrong", "timeout", "wrong_password",
}  # fmt: skip


class _Stopped(Exception):
    """A step did not go well: the rest would tell nothing."""


async def try_platform(
    playwright: Playwright,
    subject: Subject,
    browser: Browser,
    *,
    emit: Emit,
    headed: bool = False,
    everywhere: bool = True,
    timeout: float = 120.0,
    slow_motion: float = 0.0,
) -> PlatformTest:
    """Try one platform; `everywhere` also tries `logout_everywhere` with a second device, where there is such a flow.

    `timeout`: seconds for each flow; `slow_motion`: milliseconds between its moves. Raises what has nothing to do with
    the platform: no browser that starts, a secret that is missing.
    """
    with tempfile.TemporaryDirectory(prefix="toolkit-test-", ignore_cleanup_errors=True) as folder:
        store = BASIC if sys.platform.startswith("linux") else None
        start = Start(browser, Path(folder, "profile"), store, subject.args, slow_motion)
        wall = Wall(subject.unit.site.hosts, subject.args)
        async with robot(playwright, start, wall, headless=not headed) as context:
            trial = _Trial(subject, context, wall, headed, timeout, emit)
            with contextlib.suppress(_Stopped):
                await trial.flip()
                if everywhere and subject.unit.site.flows("logout_everywhere") is not None:
                    await trial.everywhere()
    return PlatformTest(subject.unit.platform, subject.kind, tuple(trial.steps), dt.datetime.now(dt.UTC).date())


class _Trial:
    """One run; `steps` grows as it goes on."""

    def __init__(
        self, subject: Subject, context: BrowserContext, wall: Wall, headed: bool, timeout: float, emit: Emit
    ) -> None:
        self.steps: list[StepResult] = []
        self._subject, self._unit, self._context, self._wall = subject, subject.unit, context, wall
        self._headed, self._timeout, self._emit = headed, timeout, emit
        self._memory = Memory()
        self._at: Callable[[], str] = str
        self._health = SiteHealth(subject.unit.site)
        self._health.watch(context)

    async def flip(self) -> None:
        """Out, in, out; and the session as it was is refused afterwards."""
        await self._step("probe_out", lambda: self._says("out"))
        seen: set[str] = set()
        for number, user in enumerate(self._unit.accounts, 1):
            more = f"_{number}" if number > 1 else ""
            await self._step(f"login{more}", partial(self._log_in, user))
            await self._step(f"probe_in{more}", lambda: self._says_who(seen))
        controlled = self._unit.site.platform.replay != "never"
        if controlled:
            await self._step("control", self._control)
        await self._step("logout", self._log_out)
        await self._step("probe_flips", lambda: self._says("out"))
        if controlled:
            await self._step("replay", self._refused)

    async def everywhere(self) -> None:
        """Two devices of one account; `logout_everywhere` on the first must end both."""
        user = self._unit.accounts[0]
        await self._step("login_again", lambda: self._log_in(user))
        async with self._other_device() as other:
            await self._step("other_device", lambda: self._log_in(user, other))
            await self._step("logout_everywhere", lambda: self._flow(self._context, "logout_everywhere"))
            await self._step("everywhere_flips", lambda: self._says("out"))
            await self._step("other_device_flips", lambda: self._says("out", other))

    async def _step(self, name: str, work: Callable[[], Awaitable[object]]) -> None:
        self._tell(_stage(name), name)
        if not name.endswith("_flips"):  # a server that failed during the logout explains what the probe says after it
            self._health.clear()
        self._at = lambda: probe_at(self._subject.catalog, self._unit.platform)
        started = time.monotonic()
        outcome: Outcome = "ok"
        reason: Reason | None = None
        try:
            await work()
        except ToolkitError as failure:
            outcome, reason = self._judge(failure)
        except Error:
            outcome, reason = "unknown", Reason("browser_failed", {"browser": "", "why": ""})
        at = self._at() if outcome != "ok" else None
        self.steps.append(StepResult(name, outcome, time.monotonic() - started, reason, at))
        if outcome != "ok":
            raise _Stopped

    def _judge(self, failure: ToolkitError) -> tuple[Outcome, Reason]:
        """Whose fault it is. Raises what is a matter of the command line (a missing secret, a missing flow)."""
        reason = failure.reason
        if isinstance(failure, UsageError) and reason.code != "secret_refused":
            raise failure
        if reason.code in _MAYBE_DOWN and (down := self._health.reason) is not None:
            return "unknown", down
        waited = reason.code == "timeout" and "step" in reason.params
        return "failed" if waited or reason.code in _BROKEN or reason.exit == Exit.DIRTY else "unknown", reason

    async def _says(self, expected: State, context: BrowserContext | None = None) -> Answer:
        """The probe must say so. Raises what it says instead."""
        return self._expected(await probe(context or self._context, self._unit.site, self._wall), expected)

    def _expected(self, answer: Answer, expected: State) -> Answer:
        if answer.state == expected:
            return answer
        if answer.reason is not None:
            raise ToolkitError(answer.reason.code, **answer.reason.params)
        said, wanted = t(f"platform_test.{answer.state}"), t(f"platform_test.{expected}")
        raise ToolkitError("probe_wrong", platform=self._unit.platform, said=said, expected=wanted)

    async def _says_who(self, seen: set[str]) -> None:
        """Signed in, and as somebody whom the probe can name and has not named before."""
        answer = await self._says("in")
        if self._unit.site.platform.probe.account is None:
            return
        if answer.account_id is None or answer.account_id in seen:
            raise ToolkitError("account_unread", platform=self._unit.platform)
        seen.add(answer.account_id)

    async def _log_in(self, user: str, context: BrowserContext | None = None) -> None:
        await self._flow(context or self._context, "login", user)

    async def _log_out(self) -> None:
        """The flow, once for each account that the browser holds."""
        for _ in self._unit.accounts:
            await self._flow(self._context, "logout")
            answer = await probe(self._context, self._unit.site, self._wall)
            if answer.state != "in":
                return

    async def _control(self) -> None:
        """Before the logout the same session is accepted in a second context: only then its refusal says something."""
        await self._memory.remember(self._context, [self._unit], {})
        answer = await self._memory.replay(self._context, self._unit, self._wall)
        if answer is None or answer.state == "out":
            raise ToolkitError("control_failed", platform=self._unit.platform)
        self._expected(answer, "in")

    async def _refused(self) -> None:
        answer = await self._memory.replay(self._context, self._unit, self._wall)
        if answer is not None and answer.state == "in":
            raise ToolkitError("still_valid", platform=self._unit.platform)
        if answer is None or answer.state != "out":
            raise Undecided("replay_unclear", platform=self._unit.platform)

    async def _flow(self, context: BrowserContext, name: FlowName, user: str | None = None) -> None:
        flow = self._unit.site.flows(name)
        if flow is None:
            raise UsageError("flow_missing", platform=self._unit.platform, flow=name)
        place = "1"

        def tell(kind: str, text: str) -> None:
            nonlocal place
            if kind == "step":
                place = text.partition(" ")[0]
            elif kind == "person":
                self._tell("person", text)

        self._at = lambda: step_at(self._subject.catalog, self._unit.platform, name, place)
        async with new_run(
            context,
            self._unit.as_user(user).site if user else self._unit.site,
            self._wall,
            headed=self._headed,
            secret=self._subject.source(user) if user else None,
            deadline=time.monotonic() + self._timeout,
            tell=tell,
        ) as run:
            try:
                await execute(run, flow.steps)
            except ToolkitError:
                self._health.note_late()  # the page's end ends its requests
                raise

    @contextlib.asynccontextmanager
    async def _other_device(self) -> AsyncIterator[BrowserContext]:
        """A context that shares nothing with the profile."""
        try:
            other = await other_context(self._context, self._wall)
        except Error:
            raise Undecided("browser_failed", browser="", why="") from None
        try:
            self._health.watch(other)
            yield other
        finally:
            with contextlib.suppress(Error):
                await other.close()

    def _tell(self, stage: Stage, text: str) -> None:
        self._emit(Event("", self._unit.platform, stage, text))


def _stage(name: str) -> Stage:
    if name.endswith("_flips"):
        return "flip"
    if name.startswith("probe"):
        return "probe"
    return "control" if name == "control" else "replay" if name == "replay" else "flow"
