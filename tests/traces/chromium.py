"""A real Chromium with a person's feature set (no Playwright switches: they turn partitioning off), closed cleanly."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
from playwright.async_api import BrowserContext, async_playwright

from tests.support import browsers

_NOWHERE = "MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"


@asynccontextmanager
async def opened(profile: Path, https: int) -> AsyncIterator[BrowserContext]:
    """The browser on `profile`, with `*.test` on the HTTPS port; closed by `Browser.close` and waited for."""
    async with async_playwright() as playwright:
        context = await playwright.chromium.launch_persistent_context(
            profile,
            executable_path=browsers.chromium(),
            ignore_default_args=True,
            args=[
                "--headless",
                "--remote-debugging-pipe",
                f"--user-data-dir={profile}",
                "--no-first-run",
                "--ignore-certificate-errors",
                f"--host-resolver-rules=MAP *.test 127.0.0.1:{https}, {_NOWHERE}",
                *browsers.launch_args(),
                "about:blank",
            ],
        )
        yield context
        # The lock goes, and Playwright calls the browser closed, before cookies and preferences are on disk: only the
        # end of the process means that. Its number is in the lock.
        process = psutil.Process(int((profile / "SingletonLock").readlink().name.rpartition("-")[2]))
        session = await context.new_cdp_session(context.pages[0])
        await session.send("Browser.close")
        await asyncio.to_thread(process.wait, 20)
