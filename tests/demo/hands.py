"""A person's hands: steps written from what is publicly known of the sites, without flows of ours."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pyotp
from playwright.async_api import BrowserContext, Page, Response, StorageState

INSTAGRAM = "https://www.instagram.com"
X = "https://x.com"
USER_FIELDS = {
    "A": "input[name=username]",
    "B": "input[name=email]",
    "C": "input[type=text]",
    "D": "input[name=username]",
}
PASSWORD_FIELDS = {"A": "input[name=password]", "B": "input[name=pass]", "C": "input[type=password]"}
PASSWORD_FIELDS["D"] = PASSWORD_FIELDS["A"]


@dataclass
class Window:
    context: BrowserContext
    page: Page

    async def cookie(self, name: str) -> dict[str, Any] | None:
        return next((dict(c) for c in await self.context.cookies() if c["name"] == name), None)

    async def names(self, domain: str) -> set[str]:
        return {c["name"] for c in await self.context.cookies() if c["domain"].endswith(domain)}

    async def land(self, url: str) -> str:
        """Where `url` leads, redirects followed."""
        answer = await self.page.goto(url)
        assert isinstance(answer, Response) and answer.status == 200
        return self.page.url

    async def request(self, path: str, headers: dict[str, str], body: str | None = None) -> tuple[int, str]:
        """Status and text of a request sent by the page itself."""
        script = """async ([path, headers, body]) => {
            const answer = await fetch(path, {method: body === null ? 'GET' : 'POST', headers, body});
            return [answer.status, await answer.text()];
        }"""
        status, text = await self.page.evaluate(script, [path, headers, body])
        return int(status), str(text)

    @asynccontextmanager
    async def replay(self, state: StorageState) -> AsyncIterator[Window]:
        """Another browser that holds what this one held when `state` was taken."""
        assert self.context.browser is not None
        context = await self.context.browser.new_context(storage_state=state)
        try:
            yield Window(context, await context.new_page())
        finally:
            await context.close()


def code(secret: str) -> str:
    return pyotp.TOTP(secret).now()


# Instagram


async def instagram_login(page: Page, user: str, password: str, *, variant: str = "A", submit: str = "Log in") -> None:
    await page.goto(f"{INSTAGRAM}/accounts/login/")
    if variant == "D":
        await page.get_by_text("Use another profile").click()
    await page.fill(USER_FIELDS[variant], user)
    await page.fill(PASSWORD_FIELDS[variant], password)
    await page.get_by_role("button", name=submit, exact=True).click()


async def instagram_in(window: Window, user: str, password: str, *, variant: str = "A") -> None:
    """Signed in on a server without consent dialog and interstitials."""
    await instagram_login(window.page, user, password, variant=variant)
    await window.page.locator("a[href='/direct/inbox/']").wait_for()


async def instagram_logout(window: Window, **headers: str) -> tuple[int, str]:
    token = await window.cookie("csrftoken")
    assert token is not None
    headers = headers or {"X-CSRFToken": token["value"]}
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return await window.request("/accounts/logout/ajax/", headers | kind, "one_tap_app_login=0")


# X


async def x_login(page: Page, user: str, password: str, *, following: str = "Next") -> None:
    await page.goto(f"{X}/i/flow/login")
    await page.locator("input[autocomplete=username]:not([disabled])").fill(user)
    await page.get_by_role("button", name=following, exact=True).click()
    await page.locator("input[name=password]").fill(password)
    await page.get_by_test_id("LoginForm_Login_Button").click()


async def x_in(window: Window, user: str, password: str) -> None:
    await x_login(window.page, user, password)
    await window.page.wait_for_url(f"{X}/home")
    await window.page.get_by_test_id("AppTabBar_Profile_Link").wait_for()


async def x_leave(page: Page) -> None:
    await page.goto(f"{X}/logout")
    await page.get_by_test_id("confirmationSheetConfirm").click()


async def x_handle(page: Page) -> str:
    """The settled handle at /home: the same three times in a row, or "" when the page leads to the sign-in."""
    await page.goto(f"{X}/home")
    seen: list[str] = []
    while len(seen) < 3 or len(set(seen[-3:])) > 1:
        link = page.get_by_test_id("AppTabBar_Profile_Link")
        await link.or_(page.locator("input[autocomplete=username]")).wait_for()
        if "/i/flow/login" in page.url:
            return ""
        seen.append((await link.get_attribute("href") or "").removeprefix("/"))
        await page.wait_for_timeout(500)
    return seen[-1]


# Mastodon


async def mastodon_login(page: Page, host: str, user: str, password: str) -> None:
    await page.goto(f"https://{host}/auth/sign_in")
    await page.fill("input[name='user[email]']", user)
    await page.fill("input[name='user[password]']", password)
    await page.locator("button[type=submit]").click()


async def mastodon_in(window: Window, host: str, user: str, password: str) -> None:
    await mastodon_login(window.page, host, user, password)
    await window.page.wait_for_url(f"https://{host}/home")


async def mastodon_logout(window: Window, token: str) -> tuple[int, str]:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return await window.request("/auth/sign_out", kind, f"_method=delete&authenticity_token={token}")
