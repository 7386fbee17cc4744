"""Signs accounts in by their flows; a person takes over where the flow says so."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

from playwright.async_api import BrowserContext

from toolkit.browser.keystore import check_reachable
from toolkit.browser.launch import driver, robot
from toolkit.errors import Reason, ToolkitError, UsageError
from toolkit.runner.probe import new_run, probe
from toolkit.runner.steps import execute
from toolkit.sessions.clean_profile import finish_rebuild
from toolkit.sessions.events import Emit, Event, Stage
from toolkit.sessions.units import Unit, chosen, rules_for
from toolkit.sessions.workbench import Workbench
from toolkit.traces import read_profile
from toolkit.workspace.lock import profile_lock


@dataclass(frozen=True)
class LoginResult:
    """One account. `signed_in` is what the probe says afterwards; None when it could not tell."""

    profile: str
    platform: str
    account: str
    signed_in: bool | None
    account_id: str | None = None
    reason: Reason | None = None
    seconds: float = 0.0


async def log_in(
    bench: Workbench, name: str, platforms: Sequence[str], emit: Emit, *, timeout: float = 120.0
) -> list[LoginResult]:
    """Sign every listed account of a profile in. Goes on when one fails. Raises what the profile itself refuses."""
    units = [unit for unit in chosen(bench.units(name), platforms) if unit.accounts]
    if not units:
        raise UsageError("no_accounts", profile=name)
    for unit in units:
        bench.catalog.check_trusted(unit.platform)
    with profile_lock(bench.home, name, "login"):
        finish_rebuild(bench, name)
        folder = bench.folder(name)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        check_reachable(name, read_profile(folder, rules_for(units), quick=True).key_versions)
        start, wall = bench.start(name), bench.wall(units)
        async with driver() as playwright, robot(playwright, start, wall, headless=not bench.window()) as context:

            async def all_of(unit: Unit) -> list[LoginResult]:
                # accounts of one platform share its cookies, so they come one after the other
                return [await _one(bench, context, name, unit, user, emit, timeout) for user in unit.accounts]

            done = await asyncio.gather(*(all_of(unit) for unit in units))
            return [result for results in done for result in results]


async def _one(
    bench: Workbench, context: BrowserContext, name: str, unit: Unit, user: str, emit: Emit, timeout: float
) -> LoginResult:
    started = time.monotonic()
    wall = bench.wall([unit])

    def tell(stage: Stage, text: str = "") -> None:
        emit(Event(name, unit.key, stage, text))

    def result(signed_in: bool | None, account_id: str | None = None, reason: Reason | None = None) -> LoginResult:
        bench.journal.set_fact(name, unit.key, account_id, signed_in)
        tell("done", "in" if signed_in else "out")
        return LoginResult(name, unit.platform, user, signed_in, account_id, reason, time.monotonic() - started)

    tell("probe")
    before = await probe(context, unit.site, wall)
    if before.state == "in":
        return result(True, before.account_id)
    flow = unit.site.flows("login")
    if flow is None:
        return result(False, reason=Reason("flow_missing", {"platform": unit.platform, "flow": "login"}))
    tell("flow", "login")
    failure: Reason | None = None
    try:
        async with new_run(
            context,
            unit.as_user(user).site,
            wall,
            headed=bench.window(),
            secret=bench.secret_source(unit, user),
            deadline=time.monotonic() + timeout,
            tell=lambda kind, text: tell("person" if kind == "person" else "note" if kind == "note" else "step", text),
        ) as run:
            await execute(run, flow.steps)
    except ToolkitError as error:
        failure = error.reason
    tell("flip")
    after = await probe(context, unit.site, wall)
    if after.state == "in":
        return result(True, after.account_id)
    reason = failure or after.reason or Reason("not_flipped", {"platform": unit.platform})
    return result(False if after.state == "out" else None, reason=reason)
