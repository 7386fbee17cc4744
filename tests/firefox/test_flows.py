"""The hostile flows of tests/hostile again, in Firefox: where a secret is typed, and where not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, Playwright

from tests.firefox.conftest import start_on
from tests.hostile.scene import EVIL, OPEN, SITE, Told, outcome, running
from tests.hostile.test_flows import *  # noqa: F403 - the tests themselves, with another browser below
from tests.support.web import Web
from toolkit.browser.launch import robot
from toolkit.browser.wall import Wall

pytestmark = [pytest.mark.browser, pytest.mark.anyio, pytest.mark.slow, pytest.mark.xdist_group("firefox-flows")]


@pytest.fixture(scope="module")
async def context(
    web: Web, wall: Wall, playwright: Playwright, firefox_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[BrowserContext]:
    start = start_on(tmp_path_factory.mktemp("flows") / "profile", web, firefox_path)
    async with robot(playwright, start, wall, headless=True) as started:
        yield started


async def test_firefox_says_why_a_page_did_not_open(
    context: BrowserContext, wall: Wall, told: Told, web: Web
) -> None:
    """Its own errors are one word ("unknown error"); the reason is in the failed request."""
    web.page(f"{SITE}/login", status=302, headers=[("Location", f"https://{EVIL}/x")])
    async with running(context, wall, told) as run:
        assert await outcome(run, OPEN) == "host_blocked"
        assert run.blocked == [EVIL]
    web.page(f"{SITE}/login", status=204)
    async with running(context, wall, told) as run:
        assert await outcome(run, OPEN) == "done", "the page went nowhere; the next step looks at what is there"
