"""Logs one platform out, on the server: control, probe, flow, the probe must flip, replay. The order is fixed.

A cookie that is gone is no logout, and a page that says so is none either; only a session that was accepted before and
is refused afterwards is `revoked` (DESIGN section 3).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from playwright.async_api import BrowserContext

from toolkit.browser.wall import Wall
from toolkit.catalog.steps import FlowName
from toolkit.errors import Reason, ToolkitError, Undecided, UsageError
from toolkit.runner.probe import Answer, new_run, probe
from toolkit.runner.site import SecretSource
from toolkit.runner.steps import execute
from toolkit.sessions.events import Stage
from toolkit.sessions.remember import Memory
from toolkit.sessions.results import Server
from toolkit.sessions.units import Unit
from toolkit.workspace.journal import Journal

_RETRY_AFTER = 1.5
"""Seconds before the second try: clearing comes next and destroys the means to log out."""


@dataclass
class Logout:
    """What is needed to log units of one profile out."""

    profile: str
    context: BrowserContext
    wall: Wall
    journal: Journal
    memory: Memory
    tell: Callable[[Unit, Stage, str], None]
    headed: bool = False
    timeout: float = 120.0
    secret: Callable[[Unit, str], SecretSource] | None = None
    everywhere: bool = False
    alive: Callable[[], None] = lambda: None
    """Raises Undecided `browser_failed` when the browser is gone."""
    doubt: Reason | None = None
    """Why the disk could not be trusted before the start: a cookie that is not there may have been lost."""


@dataclass(frozen=True)
class Outcome:
    """The server layer of one unit."""

    server: Server
    reason: Reason | None = None
    account_id: str | None = None
    seconds: float = 0.0


async def log_out(job: Logout, unit: Unit) -> Outcome:
    """Log a unit out on the server. The journal knows of the session before the flow's first step.

    Raises Undecided `browser_failed` when the browser died on the way: then nothing may be cleared, so that the next
    run finds the session where it was, and the journal is told nothing of it that a later proof could not settle.
    """
    started = time.monotonic()
    try:
        outcome = await _log_out(job, unit)
    except ToolkitError as failure:
        outcome = Outcome("unknown", failure.reason)
    if outcome.server == "unknown":
        job.alive()
    _journal(job, unit, outcome)
    return Outcome(outcome.server, outcome.reason, outcome.account_id, time.monotonic() - started)


async def _log_out(job: Logout, unit: Unit) -> Outcome:
    job.tell(unit, "control", "")
    # Both only look, and both look before the flow: side by side.
    before, control = await asyncio.gather(_ask(job, unit), _control(job, unit))
    if before.state == "out" and job.everywhere:
        before = await _sign_in_first(job, unit)
        control = await _control(job, unit)
    if before.state == "out":
        return Outcome("was_out") if job.doubt is None or _known_out(job, unit) else Outcome("unknown", job.doubt)
    if before.state != "in":
        return Outcome("unknown", before.reason)
    mark = job.memory.fingerprint(unit, job.journal.key())
    for account in _accounts(unit):
        job.journal.open_begin(job.profile, unit.key, account, mark)
    ended_all = job.everywhere and await _end_everywhere(job, unit)
    after, failure = await _end_session(job, unit)
    if after.state != "out":
        reason = failure or after.reason or Reason("not_flipped", {"platform": unit.platform})
        return Outcome("unknown", reason, before.account_id)
    if ended_all:
        _settle(job, unit, "everywhere")
    if control is None or control.state != "in":
        return Outcome("signed_out", None, before.account_id)
    job.tell(unit, "replay", "")
    return await _replay(job, unit, before.account_id)


async def _control(job: Logout, unit: Unit) -> Answer | None:
    """The same probe in a throw-away context: only if it says "in" does a later "out" there prove anything."""
    if unit.site.platform.replay == "never":
        return None
    return await job.memory.replay(job.context, unit, job.wall)


def _known_out(job: Logout, unit: Unit) -> bool:
    """Whether the last probe said signed out and nobody opened the profile since (`open` takes the answer back)."""
    return any(f.platform == unit.key and f.signed_in is False for f in job.journal.facts(job.profile))


async def _ask(job: Logout, unit: Unit) -> Answer:
    """The probe; asked twice when it cannot tell (not on a challenge: asking again makes that worse)."""
    answer = await probe(job.context, unit.site, job.wall)
    if answer.state == "unknown":
        await asyncio.sleep(_RETRY_AFTER)
        answer = await probe(job.context, unit.site, job.wall)
    return answer


async def _end_session(job: Logout, unit: Unit) -> tuple[Answer, Reason | None]:
    """Run the logout flow until the probe flips: once for each account there may be, and once more on failure."""
    turns = unit.site.platform.accounts_at_most + 1
    failure: Reason | None = None
    failures = 0
    after = Answer("in")
    for _ in range(turns):
        job.tell(unit, "flow", "logout")
        try:
            await run_flow(job, unit, "logout")
        except UsageError:
            raise
        except Undecided as error:
            failure, failures = error.reason, failures + 1
        job.tell(unit, "flip", "")
        after = await _ask(job, unit)
        if after.state != "in" or failures > 1:
            break
    return after, failure


async def _end_everywhere(job: Logout, unit: Unit) -> bool:
    """Run `logout_everywhere` where the platform has one; True when it went through."""
    if unit.site.flows("logout_everywhere") is None:
        raise UsageError("flow_missing", platform=unit.platform, flow="logout_everywhere")
    job.tell(unit, "flow", "logout_everywhere")
    await run_flow(job, unit, "logout_everywhere")
    return True


async def _sign_in_first(job: Logout, unit: Unit) -> Answer:
    """`everywhere` needs to be signed in: with the account's own secrets, and then what was remembered is renewed."""
    if job.secret is None or unit.account is None:
        return Answer("out")
    job.tell(unit, "flow", "login")
    await run_flow(job, unit.as_user(unit.account), "login", job.secret(unit, unit.account))
    answer = await probe(job.context, unit.site, job.wall)
    await job.memory.remember(job.context, [unit], {})
    return answer


async def run_flow(job: Logout, unit: Unit, name: FlowName, secret: SecretSource | None = None) -> None:
    """Run one flow of a unit on a page of its own. Raises what its steps raise; UsageError `flow_missing`."""
    flow = unit.site.flows(name)
    if flow is None:
        raise UsageError("flow_missing", platform=unit.platform, flow=name)
    async with new_run(
        job.context,
        unit.site,
        job.wall,
        headed=job.headed,
        secret=secret,
        deadline=time.monotonic() + job.timeout,
        tell=lambda kind, text: job.tell(
            unit, "person" if kind == "person" else "note" if kind == "note" else "step", text
        ),
    ) as run:
        await execute(run, flow.steps)


async def _replay(job: Logout, unit: Unit, account_id: str | None) -> Outcome:
    for last in (False, True):
        answer = await job.memory.replay(job.context, unit, job.wall)
        if answer is not None and answer.state == "out":
            return Outcome("revoked", None, account_id)
        if answer is not None and answer.state == "in":
            return Outcome("still_valid", Reason("still_valid", {"platform": unit.platform}), account_id)
        if not last:
            await asyncio.sleep(_RETRY_AFTER)
    return Outcome("unknown", Reason("replay_unclear", {"platform": unit.platform}), account_id)


def _accounts(unit: Unit) -> tuple[str | None, ...]:
    return unit.accounts or (None,)


def _settle(job: Logout, unit: Unit, how: str) -> None:
    for account in _accounts(unit):
        job.journal.open_settle(job.profile, unit.key, account, how)  # type: ignore[arg-type]


def _journal(job: Logout, unit: Unit, outcome: Outcome) -> None:
    if outcome.server in ("revoked", "signed_out"):
        _settle(job, unit, outcome.server)
    elif outcome.server in ("unknown", "still_valid"):
        code = outcome.reason.code if outcome.reason else "probe_unclear"
        for account in _accounts(unit):
            job.journal.open_unconfirmed(job.profile, unit.key, account, code)
    signed_in = {"revoked": False, "signed_out": False, "was_out": False}.get(outcome.server)
    job.journal.set_fact(job.profile, unit.key, outcome.account_id, signed_in)
