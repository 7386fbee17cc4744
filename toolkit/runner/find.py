"""Finds what a target points at: first match in order, visible, in the platform's frames and open shadow roots."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Sequence
from typing import TypeVar
from urllib.parse import urlsplit

from playwright.async_api import Error, Frame, Locator

from toolkit.catalog.targets import Target
from toolkit.errors import Undecided
from toolkit.runner.run import Run
from toolkit.runner.site import host_in
from toolkit.secrets import scrub

T = TypeVar("T")
POLL = 0.05
"""Seconds between two looks at a page."""
_LOOK = 3.0
"""Seconds that one look may take at least, however little time a step has left."""


async def in_time(work: Awaitable[T], ends: float) -> T | None:
    """A look at the page; None when it takes longer than there is time.

    While a form's answer is awaited, Playwright answers no question about the page before that has come (measured:
    `count()` hung for as long as the server did), and nothing else would end it.
    """
    try:
        return await asyncio.wait_for(work, max(ends - time.monotonic(), _LOOK))
    except TimeoutError:
        return None


async def find(run: Run, targets: Sequence[Target], within: float, step: str) -> Locator:
    """The first target that is visible now or within so many seconds. Raises Undecided `selector_gone`."""
    ends = time.monotonic() + run.left(within)
    while True:
        if (found := await in_time(visible(run, targets), ends)) is not None:
            return found
        if time.monotonic() >= ends:
            raise run.trouble(Undecided("selector_gone", platform=run.site.id, step=step, page=shown_page(run)))
        await asyncio.sleep(POLL)


async def visible(run: Run, targets: Sequence[Target]) -> Locator | None:
    """The first target that is visible at this moment, else None."""
    for target in targets:
        for frame in run.frames():
            try:
                found = _locate(run, frame, target).filter(visible=True)
                if await found.count():
                    return found.first
            except Error:
                continue  # the frame went away or is navigating: look again at the next poll
    return None


def _locate(run: Run, frame: Frame, target: Target) -> Locator:
    place = frame.frame_locator(target.frame) if target.frame else frame
    if target.role:
        named = target.says or target.name
        return place.get_by_role(target.role, name=_text(run, target)) if named else place.get_by_role(target.role)
    if target.label:
        return place.get_by_label(_words(run, target.label))
    if target.placeholder:
        return place.get_by_placeholder(_words(run, target.placeholder))
    if target.test_id:
        return place.locator(f"css=[data-testid={_quoted(target.test_id)}]")
    if target.css:
        found = place.locator(f"css={target.css}")
        return found.filter(has_text=_loose(run, target)) if target.says or target.name else found
    return place.get_by_text(_text(run, target))


def _text(run: Run, target: Target) -> re.Pattern[str]:
    return _words(run, target.says) if target.says else _pattern([target.name or ""])


def _loose(run: Run, target: Target) -> re.Pattern[str]:
    return re.compile(_text(run, target).pattern.removeprefix(r"^\s*").removesuffix(r"\s*$"), re.IGNORECASE)


def _words(run: Run, key: str) -> re.Pattern[str]:
    """All of a text's wordings in all languages: the page speaks the account's language, not the browser's."""
    return _pattern([wording for wordings in run.site.platform.texts[key].values() for wording in wordings])


def _pattern(wordings: Sequence[str]) -> re.Pattern[str]:
    rest = [".*" if wording.endswith("*") else "" for wording in wordings]
    words = [re.escape(wording.removesuffix("*")).replace(r"\ ", r"\s+") for wording in wordings]
    parts = [word + any_rest for word, any_rest in zip(words, rest, strict=True)]
    return re.compile(rf"^\s*(?:{'|'.join(parts)})\s*$", re.IGNORECASE)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def shown_page(run: Run) -> str:
    """The page's address as a message may show it: no query, no fragment (they can hold tokens), no typed secret."""
    parts = urlsplit(run.page.url)
    return scrub(f"{parts.scheme}://{host_in(run.page.url)}{parts.path}")[:120]
