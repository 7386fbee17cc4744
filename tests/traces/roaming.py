"""A profile that went to two sites which make the browser note as much as it can: caches, HSTS, reports, forms."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
from playwright.async_api import BrowserContext, async_playwright

from tests.support import browsers
from tests.support.web import Reply, Web

SECRET = "NEVER-SHOW-THIS-VALUE"
_LINES = "\n".join(f"function f{i}(a) {{ return a + {i}; }}" for i in range(800))
_SCRIPT = f"{_LINES}\nfor (let i = 0; i < 99; i++) f1(i);"
_NOTED = (
    ("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
    ("Report-To", '{"group":"g","max_age":1000000,"endpoints":[{"url":"https://rep.alpha.test/r"}]}'),
    ("NEL", '{"report_to":"g","max_age":1000000,"success_fraction":1.0}'),
    ("Alt-Svc", 'h3=":443"; ma=86400'),
    ("Accept-CH", "Sec-CH-UA-Platform-Version"),
    ("Cache-Control", "private, max-age=86400"),
    ("Set-Cookie", f"sessionid={SECRET}; Path=/; Max-Age=86400; Secure; HttpOnly"),
)
_FORM = "<form method=post action=/in><input name=nick><input name=user><button>go</button></form>"
_STORED = """async () => {
  await navigator.serviceWorker.register('/sw.js');
  const worker = await navigator.serviceWorker.ready;
  await worker.showNotification('hello', {body: 'there'});
  await navigator.mediaDevices.enumerateDevices();
}"""


def site(web: Web, host: str) -> None:
    web.page(f"{host}/", f"{_FORM}<script src=/s.js></script>", headers=_NOTED)
    web.pages[f"{host}/s.js"] = Reply(_SCRIPT, (("Content-Type", "text/javascript"), *_NOTED))
    worker = "self.addEventListener('push', () => {});"
    web.pages[f"{host}/sw.js"] = Reply(worker, (("Content-Type", "text/javascript"),))
    web.page(f"{host}/in", "signed in")


@asynccontextmanager
async def opened(profile: Path, web: Web, *more: str, display: str = "") -> AsyncIterator[BrowserContext]:
    """The browser, which trusts the server's certificate: what it was warned of it would not keep."""
    async with async_playwright() as playwright:
        context = await playwright.chromium.launch_persistent_context(
            profile,
            executable_path=browsers.chromium(),
            ignore_default_args=True,
            env={**os.environ, "DISPLAY": display} if display else None,
            no_viewport=True,
            args=[
                "--remote-debugging-pipe",
                f"--user-data-dir={profile}",
                "--no-first-run",
                f"--host-resolver-rules=MAP *.test 127.0.0.1:{web.port}, MAP * ~NOTFOUND",
                f"--ignore-certificate-errors-spki-list={web.key_hash}",
                *([] if display else ["--headless"]),
                *browsers.launch_args(),
                *more,
                "about:blank",
            ],
        )
        yield context
        process = psutil.Process(int((profile / "SingletonLock").readlink().name.rpartition("-")[2]))
        session = await context.new_cdp_session(context.pages[0])
        await session.send("Browser.close")
        await asyncio.to_thread(process.wait, 20)


async def roam(profile: Path, web: Web, seconds: float = 5) -> None:
    """Visit both sites, fill a form on the first one, be notified by it."""
    for host in ("www.alpha.test", "www.beta.test"):
        site(web, host)
    async with opened(profile, web) as context:
        await context.grant_permissions(["notifications"], origin="https://www.alpha.test")
        page = context.pages[0]
        await page.goto("https://www.alpha.test/")
        await page.evaluate(_STORED)
        for _ in range(3):  # code is kept from the second time on
            await page.goto("https://www.alpha.test/")
            await asyncio.sleep(0.5)
        await page.fill("input[name=nick]", "acme-nick")
        await page.fill("input[name=user]", "person@acme.example")
        await page.click("button")
        await page.wait_for_url("**/in")
        await page.goto("https://www.beta.test/")
        await page.mouse.click(50, 50)
        await asyncio.sleep(seconds)
