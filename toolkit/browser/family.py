"""Which of the two families a robot's browser belongs to, where they are told different things."""

from __future__ import annotations

from typing import Any

from playwright.async_api import BrowserContext, Error

from toolkit.browser.firefox.wall import CERTIFICATES
from toolkit.browser.wall import Wall


def is_firefox(context: BrowserContext) -> bool:
    """Firefox over WebDriver BiDi; everything else is Chromium's family over its DevTools protocol."""
    return context.browser is not None and context.browser.browser_type.name == "firefox"


async def other_context(context: BrowserContext, wall: Wall, state: Any = None) -> BrowserContext:
    """A context that shares nothing with the profile's, with a `storage_state` or empty. Raises Playwright's Error.

    In Firefox it is a container of the profile, which takes its cookies and storage along when it is closed (measured).
    """
    if context.browser is None:
        raise Error("no browser")
    return await context.browser.new_context(
        storage_state=state, no_viewport=True, ignore_https_errors=is_firefox(context) and CERTIFICATES in wall.switches
    )
