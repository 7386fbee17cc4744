"""A page of our own on a site's origin, on which no byte goes there: its storage and cookies, none of its code."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator

from playwright.async_api import BrowserContext, Error, Page, Route

from toolkit.browser.family import is_firefox

_CLOSE_WITHIN = 5.0
"""Seconds: a page that does not close must not hold up a logout; the browser's end takes it along."""


@contextlib.asynccontextmanager
async def blank_page(context: BrowserContext, origin: str, *, sealed: bool = False) -> AsyncIterator[Page]:
    """Open it; the site's service worker is passed over. `sealed`: whatever else it asks for is answered here as well.

    Raises Playwright's Error.
    """
    page = await context.new_page()
    try:
        url = f"{origin}/toolkit-{secrets.token_hex(8)}"
        await page.route("**/*" if sealed else url, _serve)
        if not is_firefox(context):  # a robot's Firefox has no service workers at all
            session = await context.new_cdp_session(page)
            await session.send("Network.enable")
            await session.send("Network.setBypassServiceWorker", {"bypass": True})
        # "load", not "commit": a page closed right after its commit, with a CDP session attached, often never closes.
        await page.goto(url, wait_until="load")
        yield page
    finally:
        await close_page(page)


async def close_page(page: Page) -> None:
    """Close a page, and do not wait for ever."""
    with contextlib.suppress(Error, TimeoutError):
        await asyncio.wait_for(page.close(), _CLOSE_WITHIN)


async def _serve(route: Route) -> None:
    # An icon of its own: a window would ask the site for one.
    body = '<!doctype html><link rel="icon" href="data:,"><title>toolkit</title>'
    await route.fulfill(content_type="text/html", body=body)
