"""The hostile flows of tests/hostile again, in Firefox: where a secret is typed, and where not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, Playwright

from tests.firefox.conftest import start_on
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
    async with robot(playwright, start, wall, headless=True) as running:
        yield running
