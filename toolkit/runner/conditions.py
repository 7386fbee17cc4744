"""Whether a condition holds now, or comes true in time."""

from __future__ import annotations

import asyncio
import fnmatch
import time
from urllib.parse import urlsplit

from toolkit.catalog.conditions import Condition
from toolkit.runner.find import POLL, in_time, visible
from toolkit.runner.run import Run
from toolkit.runner.stores import is_stored, json_at


async def holds(run: Run, condition: Condition) -> bool:
    """Whether all that the condition names is so at this moment. The cheap parts are asked first."""
    return _told(run, condition) and await _found(run, condition)


def _told(run: Run, condition: Condition) -> bool:
    """What needs no look into the page: its address, the last answer."""
    parts, answer = urlsplit(run.page.url), run.answer
    if condition.path is not None and not (
        run.site.owns(run.page.url) and any(_path(pattern, parts.path) for pattern in condition.path)
    ):
        return False
    if condition.fragment is not None and not any(parts.fragment.startswith(start) for start in condition.fragment):
        return False
    if condition.status is not None and (answer is None or answer.status not in condition.status):
        return False
    if condition.json_ is not None:
        found = json_at(answer.json, condition.json_.at) if answer else None
        return found is not None and condition.json_.equals in (None, found)
    return True


async def _found(run: Run, condition: Condition) -> bool:
    if condition.stored is not None and not await is_stored(run, condition.stored):
        return False
    if condition.visible is not None and await visible(run, condition.visible) is None:
        return False
    if condition.hidden is not None and await visible(run, condition.hidden) is not None:
        return False
    if condition.any is not None and not await any_holds(run, condition.any):
        return False
    return condition.not_ is None or not await holds(run, condition.not_)


async def any_holds(run: Run, conditions: tuple[Condition, ...]) -> bool:
    """Whether one of them holds at this moment."""
    for condition in conditions:
        if await holds(run, condition):
            return True
    return False


async def comes_true(run: Run, condition: Condition, within: float) -> bool:
    """Wait until the condition holds; False when the time is over."""
    ends = time.monotonic() + run.left(within)
    while not await in_time(holds(run, condition), ends):
        if time.monotonic() >= ends:
            return False
        await asyncio.sleep(POLL)
    return True


def _path(pattern: str, path: str) -> bool:
    """`/a/b` matches itself and all below it; `*` stands for one segment; `/` alone matches the front page only."""
    if pattern == "/":
        return path in ("", "/")
    wanted, given = pattern.strip("/").split("/"), path.strip("/").split("/")
    return len(given) >= len(wanted) and all(
        fnmatch.fnmatchcase(g, w) for w, g in zip(wanted, given, strict=False)
    )
