"""A person's stock Firefox with a window: fills both sites' stores by pages and typed keys, and looks again later."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import lz4.block
from playwright.async_api import BrowserContext, Page, async_playwright

from tests.plant import site
from tests.plant.kinds import OWNERS, Marks
from tests.plant.looking import look_at
from tests.plant.search import MOZ
from tests.support import browsers
from tests.support.person import Hands
from tests.support.web import Web
from tests.traces.firefox import main_process, preferences


def _write_preferences(profile: Path, web: Web) -> None:
    profile.mkdir(parents=True, exist_ok=True)
    chosen = preferences(web.port) | {
        "browser.startup.page": 3,  # go on where it ended: else cookies of the session go
        "browser.warnOnQuitShortcut": False,
        "browser.download.folderList": 2,
        "browser.download.dir": str(profile.parent / "downloads"),
    }
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in chosen.items()]
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")


@asynccontextmanager
async def opened(profile: Path, web: Web) -> AsyncIterator[BrowserContext]:
    """The browser on `profile`, with a window; closed and written at the end."""
    _write_preferences(profile, web)
    with tempfile.TemporaryDirectory() as elsewhere:
        async with async_playwright() as playwright:
            context = await playwright.firefox.launch_persistent_context(
                elsewhere,
                channel="moz-firefox",
                executable_path=browsers.firefox(),
                ignore_default_args=True,
                ignore_https_errors=True,
                no_viewport=True,
                args=["--remote-debugging-port=0", "--no-remote", "--width", "1200", "--height", "850",
                      "--profile", str(profile)],
            )  # fmt: skip
            process = main_process(profile)
            yield context
            Hands().press("ctrl+q")  # as a person does; Playwright's way would close the tabs first
            await asyncio.to_thread(process.wait, 30)
    (profile / "user.js").unlink()


async def plant(profile: Path, web: Web, marks: Marks) -> None:
    """Every kind of `tests.plant.kinds` for both owners."""
    async with opened(profile, web) as context:
        for owner in OWNERS:
            await _fill(context, profile, owner, marks, Hands())


async def look(profile: Path, web: Web, marks: Marks) -> dict[str, dict[str, bool]]:
    """Owner -> kind -> whether the site's own pages and the restored tabs find it again."""
    _without_tabs(profile)
    async with opened(profile, web) as context:
        found = await look_at(context, marks)
        page = await context.new_page()
        for owner in OWNERS:  # the browser fills in what it saved
            await page.goto(site.url(owner, "form"))
            await asyncio.sleep(1)
            values = await page.evaluate("[...document.querySelectorAll('input')].slice(1).map((field) => field.value)")
            found[owner]["saved_password"] = values == [marks.of[owner, "saved_password"], site.PASSWORD]
        return found


def _without_tabs(profile: Path) -> None:
    """Cookies of the session stay, tabs go: Playwright cannot start a Firefox that restores tabs (measured, 153)."""
    path = profile / "sessionstore.jsonlz4"
    if path.exists():
        state = json.loads(lz4.block.decompress(path.read_bytes()[len(MOZ) :]))
        state["windows"] = state["_closedWindows"] = []
        path.write_bytes(MOZ + lz4.block.compress(json.dumps(state).encode()))


async def _fill(context: BrowserContext, profile: Path, owner: str, marks: Marks, hands: Hands) -> None:
    m = marks.owned(owner)
    page = await context.new_page()
    await page.goto(site.url(owner, f"seen-{m['history']}"))
    await _save_password(page, profile, owner, m, hands)
    await page.goto(site.url(owner, f"marked-{m['bookmark']}"))
    hands.press("ctrl+d")
    await asyncio.sleep(1)
    hands.press("Return")
    await page.goto(site.url(owner, "plant"))
    await page.evaluate(site.FILL, m)
    frame = next(frame for frame in page.frames if "/frame" in frame.url)
    await frame.evaluate(site.FILL_FRAME, marks.of[site.OTHER[owner], "partitioned_storage"])
    await _allow_notifications(page, hands)
    await page.evaluate("(url) => { location.href = url }", site.url(owner, "file"))
    await asyncio.sleep(1)
    tab = await context.new_page()
    await tab.goto(site.url(owner, f"tab-{m['open_tab']}"))
    await tab.evaluate("(mark) => sessionStorage.setItem('tab', mark)", m["session_storage"])
    await tab.focus("#draft")
    hands.write(m["open_tab"])
    await asyncio.sleep(0.5)


async def _save_password(page: Page, profile: Path, owner: str, m: dict[str, str], hands: Hands) -> None:
    """A person signs in and says yes to the browser's question."""
    await page.goto(site.url(owner, "form"))
    await asyncio.sleep(0.5)
    hands.click(600, 700)
    await page.focus("#city")
    hands.write(m["saved_form"])
    hands.press("Tab")
    hands.write(m["saved_password"])
    hands.press("Tab")
    hands.write(site.PASSWORD)
    hands.press("Return")
    await page.wait_for_url("**/welcome")
    logins = profile / "logins.json"
    for _ in range(5):
        await asyncio.sleep(1)
        hands.press("F6", "alt+s")  # into the browser's question, and yes
        await asyncio.sleep(0.5)
        if logins.exists() and site.host(owner) in logins.read_text(encoding="utf-8"):
            return
    raise AssertionError("the browser saved no password")


async def _allow_notifications(page: Page, hands: Hands) -> None:
    await page.evaluate(site.ASK)
    hands.click(600, 700)
    for _ in range(5):
        await asyncio.sleep(1)  # Firefox takes no answer that comes at once
        hands.press("F6", "alt+a")
        await asyncio.sleep(0.5)
        if await page.evaluate("Notification.permission") == "granted":
            return
    raise AssertionError("the browser did not take leave to show notifications")
