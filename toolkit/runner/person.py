"""Waits for a human: second factor, captcha, QR code. Shows why, and goes on when the probe's signs say so."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import Any

from playwright.async_api import Error

from toolkit.errors import Undecided
from toolkit.runner.conditions import any_holds
from toolkit.runner.run import Run
from toolkit.texts import language

_WITHIN = 300.0
"""Seconds that a person gets when the step does not say."""


async def wait_for_person(run: Run, why: Mapping[Any, Sequence[str]], within: float | None) -> None:
    """Wait until the page shows that somebody signed in. Raises Undecided `person_needed`, without a window at once."""
    text = next(iter(why.get(language()) or why.get("en") or next(iter(why.values()))))
    if not run.headed:
        raise Undecided("person_needed", platform=run.site.id, why=text)
    run.tell("person", text)
    started = time.monotonic()
    ends = started + (within or _WITHIN)
    while time.monotonic() < ends:
        if run.page.is_closed():
            raise Undecided("person_needed", platform=run.site.id, why=text)
        try:
            if await any_holds(run, run.site.platform.probe.signed_in):
                # A person's time does not count against the flow's.
                run.deadline += time.monotonic() - started
                return
        except Error:
            pass  # the page is navigating under the person's hands
        await asyncio.sleep(0.3)
    raise Undecided("person_needed", platform=run.site.id, why=text)
