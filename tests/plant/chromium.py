"""A person's Chromium with a window: fills both sites' stores by pages and by typed keys, and looks again later."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import psutil
from playwright.async_api import BrowserContext, Page, async_playwright

from tests.plant import site
from tests.plant.kinds import OWNERS, Marks
from tests.plant.looking import look_at
from tests.support import browsers
from tests.support.person import Hands
from tests.support.web import Web


@asynccontextmanager
async def opened(profile: Path, web: Web, *more: str) -> AsyncIterator[BrowserContext]:
    """The browser on `profile`, with a window, without Playwright's own switches; closed and written at the end.

    The certificate counts as good: on a page with a certificate error Chromium offers to save no password (measured).
    """
    async with async_playwright() as playwright:
        context = await playwright.chromium.launch_persistent_context(
            profile,
            executable_path=browsers.chromium(),
            ignore_default_args=True,
            no_viewport=True,
            args=[
                "--remote-debugging-pipe", f"--user-data-dir={profile}", "--no-first-run", "--password-store=basic",
                "--window-size=1200,850", "--window-position=0,0", "--test-type", web.args[0], "--lang=en",
                f"--ignore-certificate-errors-spki-list={web.key_hash}", *browsers.launch_args(), *more,
            ],
        )  # fmt: skip
        process = psutil.Process(int((profile / "SingletonLock").readlink().name.rpartition("-")[2]))
        try:
            yield context
            session = await context.new_cdp_session(context.pages[0])
            await session.send("Browser.close")
            await asyncio.to_thread(process.wait, 30)
        finally:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()


async def plant(profile: Path, web: Web, marks: Marks) -> None:
    """Every kind of `tests.plant.kinds` for both owners."""
    async with opened(profile, web) as context:
        hands = Hands()
        # the answer to a download is the browser's own: it goes to the person's folder
        session = await context.new_cdp_session(context.pages[0])
        downloads = {"behavior": "allow", "downloadPath": str(profile.parent / "downloads")}
        await session.send("Browser.setDownloadBehavior", downloads)
        for owner in OWNERS:
            await _fill(context, profile, owner, marks, hands)
    text = (profile / "Default/Bookmarks").read_text(encoding="utf-8")
    assert all(marks.of[owner, "bookmark"] in text for owner in OWNERS), "no bookmark was made"


async def look(profile: Path, web: Web, marks: Marks) -> dict[str, dict[str, bool]]:
    """Owner -> kind -> whether the site's own pages and the restored tabs find it again."""
    async with opened(profile, web, "--restore-last-session") as context:
        return await look_at(context, marks)


async def _fill(context: BrowserContext, profile: Path, owner: str, marks: Marks, hands: Hands) -> None:
    m = marks.owned(owner)
    page = await context.new_page()
    await page.goto(site.url(owner, f"seen-{m['history']}"))
    await _save_password(page, profile, owner, m, hands)
    await page.goto(site.url(owner, f"marked-{m['bookmark']}"))
    hands.press("ctrl+d")
    await asyncio.sleep(0.7)
    hands.press("Return")
    await page.goto(site.url(owner, "plant"))
    await page.evaluate(site.FILL, m)
    frame = next(frame for frame in page.frames if "/frame" in frame.url)
    await frame.evaluate(site.FILL_FRAME, marks.of[site.OTHER[owner], "partitioned_storage"])
    await _allow_notifications(context, page)
    await page.evaluate(site.NOTIFY, m["notification"])
    with contextlib.suppress(Exception):
        await page.goto(site.url(owner, "file"))
    tab = await context.new_page()
    await tab.goto(site.url(owner, f"tab-{m['open_tab']}"))
    await tab.evaluate("(mark) => sessionStorage.setItem('tab', mark)", m["session_storage"])
    await tab.focus("#draft")
    hands.write(m["open_tab"])
    # what a form holds is noted a second later: kDelaySecondsForContentStateSync in
    # https://source.chromium.org/chromium/chromium/src/+/main:content/renderer/render_frame_impl.cc
    await asyncio.sleep(1.5)


async def _save_password(page: Page, profile: Path, owner: str, m: dict[str, str], hands: Hands) -> None:
    """A person signs in and says yes to the browser's question, which comes when it likes."""
    database = profile / "Default/Login Data"  # locked while the browser runs: its bytes tell
    for _ in range(3):
        await page.goto(site.url(owner, "form"))
        await asyncio.sleep(0.3)
        hands.click(600, 700)
        await page.focus("#city")
        hands.write(m["saved_form"])
        hands.press("Tab")
        hands.write(m["saved_password"])
        hands.press("Tab")
        hands.write(site.PASSWORD)
        hands.press("Return")
        await page.wait_for_url("**/welcome")
        await asyncio.sleep(1.5)
        hands.press("F6", "Return")
        if await _until(lambda: m["saved_password"].encode() in database.read_bytes(), 3):
            return
    raise AssertionError("the browser saved no password")


async def _allow_notifications(context: BrowserContext, page: Page) -> None:
    """As a person does it in the settings: where the question beside the address has its answers depends on fonts."""
    parts = urlsplit(page.url)
    settings = await context.new_page()
    origin = quote(f"{parts.scheme}://{parts.netloc}", safe="")
    await settings.goto(f"chrome://settings/content/siteDetails?site={origin}")
    row = settings.locator("site-details-permission").filter(has_text="Notifications")
    await row.locator("select#permission").select_option("allow")
    await settings.close()
    await page.bring_to_front()
    await page.wait_for_function("Notification.permission === 'granted'", timeout=10_000)


async def _until(true: Callable[[], bool], patience: float) -> bool:
    for _ in range(int(patience / 0.1)):
        if true():
            return True
        await asyncio.sleep(0.1)
    return False
