"""Asks a platform's probe: signed in here, and as whom?"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Literal

from playwright.async_api import BrowserContext, Error

from toolkit.browser.blank import close_page
from toolkit.browser.wall import Wall
from toolkit.catalog.steps import Step
from toolkit.errors import Reason, ToolkitError, Undecided
from toolkit.runner.conditions import any_holds
from toolkit.runner.find import POLL, in_time
from toolkit.runner.request import send
from toolkit.runner.run import Run
from toolkit.runner.site import Site
from toolkit.runner.steps import execute
from toolkit.runner.stores import account_id

State = Literal["in", "out", "challenged", "unknown"]


@dataclass(frozen=True)
class Answer:
    """What the probe says. `reason` stands behind `challenged` and `unknown`."""

    state: State
    account_id: str | None = None
    reason: Reason | None = None


@contextlib.asynccontextmanager
async def new_run(context: BrowserContext, site: Site, wall: Wall, **more: object) -> AsyncIterator[Run]:
    """A run on a page of its own, closed at the end."""
    try:
        page = await context.new_page()
    except Error:
        raise Undecided("browser_failed", browser="", why="") from None
    run = Run(site, context, page, wall, **more)  # type: ignore[arg-type]
    run.watch()
    try:
        yield run
    finally:
        await close_page(page)


async def probe(context: BrowserContext, site: Site, wall: Wall, *, timeout: float | None = None) -> Answer:
    """Ask, on a page of its own. Never raises for what the site does: that is `challenged` or `unknown`, with why."""
    rules = site.platform.probe
    within = min(rules.within, timeout) if timeout else rules.within
    async with new_run(context, site, wall, deadline=time.monotonic() + within + 30) as run:
        try:
            return await _ask(run, within)
        except ToolkitError as failure:
            return Answer("unknown", reason=failure.reason)
        except Error:
            return Answer("unknown", reason=Reason("probe_unclear", {"platform": site.id}))


async def _ask(run: Run, within: float) -> Answer:
    rules = run.site.platform.probe
    if rules.request is not None:
        run.answer = await send(run, rules.request)
    else:
        await execute(run, (Step(open=rules.open),))
    ends = time.monotonic() + within
    last: State | None = None
    since = 0.0
    while time.monotonic() < ends:
        state = await in_time(look(run), ends)
        now = time.monotonic()
        if state != last:
            last, since = state, now
        if state is not None and now - since >= rules.settle:
            if state == "challenged":
                return Answer(state, reason=Reason("challenge", {"platform": run.site.id}))
            who = await account_id(run, rules.account) if state == "in" and rules.account else None
            return Answer(state, who)
        await asyncio.sleep(POLL)
    trouble = run.trouble(Undecided("probe_unclear", platform=run.site.id))
    return Answer("unknown", reason=trouble.reason)


async def look(run: Run) -> State | None:
    """What the page (or last answer) says now: challenged before signed out before signed in; None: nothing yet."""
    rules = run.site.platform.probe
    if rules.challenged and await any_holds(run, rules.challenged):
        return "challenged"
    if await any_holds(run, rules.signed_out):
        return "out"
    return "in" if await any_holds(run, rules.signed_in) else None
