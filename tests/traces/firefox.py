"""A real, stock Firefox with a person's preferences, driven through WebDriver BiDi, and what it visits."""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
from playwright.async_api import BrowserContext, async_playwright

from tests.support import browsers
from tests.support.web import Reply, Web
from tests.traces.sites import COOKIES, PLANT

# A record as the browser's own database of push subscriptions has it: a page's database is written in the same form.
SUBSCRIBED = """() => new Promise((done, fail) => {
  const request = indexedDB.open('pushapi', 1);
  request.onupgradeneeded = () => request.result.createObjectStore('pushapi', {keyPath: 'channelID'});
  request.onerror = () => fail(request.error);
  request.onsuccess = () => {
    const write = request.result.transaction('pushapi', 'readwrite');
    const record = {channelID: 'c', pushEndpoint: 'https://updates.push.test/wpush/v2/x', originAttributes: ''};
    write.objectStore('pushapi').put({...record, scope: 'https://www.alpha.test/app/', pushCount: 0, quota: 16});
    write.oncomplete = done;
  };
})"""
_SCRIPT = (("Content-Type", "text/javascript"),)


def preferences(port: int) -> dict[str, bool | int | str]:
    """Every name is on `port` of this machine; nothing of storage, cookies or sessions is other than a person's."""
    return {
        "network.dns.forceResolve": "127.0.0.1",
        "network.socket.forcePort": f"443={port};80={port}",
        "network.stricttransportsecurity.preloadlist": False,
        "browser.shell.checkDefaultBrowser": False,
        "browser.aboutwelcome.enabled": False,
        "datareporting.policy.dataSubmissionPolicyBypassNotification": True,
        "termsofuse.bypassNotification": True,
        "network.captive-portal-service.enabled": False,
        "network.connectivity-service.enabled": False,
        "remote.prefs.recommended": False,
    }


def write_preferences(profile: Path, port: int) -> None:
    profile.mkdir(parents=True, exist_ok=True)
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in preferences(port).items()]
    (profile / "user.js").write_text("\n".join(lines))


@asynccontextmanager
async def opened(profile: Path, port: int, *, display: str = "") -> AsyncIterator[BrowserContext]:
    """The browser on `profile`, closed cleanly and waited for. Playwright's own preferences go into another folder."""
    write_preferences(profile, port)
    with tempfile.TemporaryDirectory() as elsewhere:
        async with async_playwright() as playwright:
            context = await playwright.firefox.launch_persistent_context(
                elsewhere,
                channel="moz-firefox",
                executable_path=browsers.firefox(),
                ignore_default_args=True,
                ignore_https_errors=True,
                no_viewport=True,
                env={**os.environ, "DISPLAY": display} if display else None,
                args=[
                    "--remote-debugging-port=0",
                    "--no-remote",
                    *([] if display else ["--headless"]),
                    "--profile",
                    str(profile),
                ],
            )
            process = main_process(profile)
            yield context
            await context.close()
            await asyncio.to_thread(process.wait, 20)


def main_process(profile: Path) -> psutil.Process:
    """The Firefox that has `profile` open; its helpers name the profile too, but are children of it."""
    for process in psutil.process_iter(["cmdline"]):
        words = process.info["cmdline"] or []
        if str(profile) in words and "-contentproc" not in words:
            return process
    raise AssertionError("no Firefox on this profile")


def publish(web: Web) -> None:
    """Set the pages of the sites that `plant` visits."""
    for host, cookies in COOKIES.items():
        frame = '<iframe src="https://widget.beta.test/frame"></iframe>' if host == "www.alpha.test" else ""
        headers = [("Set-Cookie", cookie) for cookie in cookies]
        headers += [("Alt-Svc", 'h2="alt.alpha.test:443"; ma=86400')] if host == "www.alpha.test" else []
        web.page(f"{host}/", frame, headers=headers)
        web.pages[f"{host}/sw.js"] = Reply("", _SCRIPT)
    third = [("Set-Cookie", cookie) for cookie in COOKIES["widget.beta.test"]]
    web.page("widget.beta.test/frame", headers=[*third, ("Set-Cookie", "third=x; SameSite=None; Secure; Max-Age=99")])


async def plant(profile: Path, web: Web) -> None:
    """Fill every store that a page can fill, first-party, in a foreign frame, and on a port of loopback."""
    publish(web)
    async with opened(profile, web.port) as context:
        page = await context.new_page()
        await page.goto("https://www.alpha.test/")
        await page.evaluate(PLANT, False)
        frame = next(frame for frame in page.frames if "beta" in frame.url)
        await frame.evaluate(PLANT, True)
        for url in ("https://www.gamma.test/", f"http://127.0.0.1:{web.port}/", f"http://localhost:{web.port}/"):
            other = await context.new_page()
            await other.goto(url)
            await other.evaluate(PLANT, True)
            if "gamma" in url:
                await other.evaluate(SUBSCRIBED)


async def go_nowhere(profile: Path, *, display: str = "", seconds: float = 0) -> None:
    """A start and a clean close, with nothing but the browser's own first page."""
    async with opened(profile, 1, display=display):
        await asyncio.sleep(seconds)
