"""Faults seen from a browser: what a run of logouts meets when a site misbehaves."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Error, expect

from tests.demo import hands
from tests.demo.hands import INSTAGRAM, Window, X
from toolkit.demo.replicas import Replicas

pytestmark = [pytest.mark.anyio, pytest.mark.browser]
Serve = Callable[..., Replicas]
PLAIN = {"consent": False, "interstitials": False, "instagram_variant": "A"}
HOST = "mastodon.social"
USERS = {"instagram": "acme", "x": "acme", "mastodon": "acme@acme.example"}
LOGIN: dict[str, Callable[[Window], Awaitable[None]]] = {
    "instagram": lambda w: hands.instagram_login(w.page, "acme", "right"),
    "x": lambda w: hands.x_login(w.page, "acme", "right"),
    "mastodon": lambda w: hands.mastodon_login(w.page, HOST, USERS["mastodon"], "right"),
}
SAYS = {
    "instagram": "password was incorrect",
    "x": "Wrong password!",
    "mastodon": "Invalid E-mail address or password.",
}


@pytest.mark.parametrize("platform", list(LOGIN))
async def test_right_password_refused(serve: Serve, window: Window, platform: str) -> None:
    replicas = serve(**PLAIN)
    replicas.add_account(platform, USERS[platform], "right")
    replicas.set_fault(platform, "wrong_password")
    await LOGIN[platform](window)
    await expect(window.page.get_by_role("alert")).to_contain_text(SAYS[platform])
    assert replicas.live_sessions() == []


async def test_a_logout_that_does_nothing(serve: Serve, window: Window) -> None:
    replicas = serve(**PLAIN)
    for platform in LOGIN:
        replicas.add_account(platform, USERS[platform], "right")
        replicas.set_fault(platform, "idle_logout")
    await hands.instagram_in(window, "acme", "right")
    assert (await hands.instagram_logout(window))[0] == 200
    assert await window.land(f"{INSTAGRAM}/accounts/edit/") == f"{INSTAGRAM}/accounts/edit/"
    await hands.mastodon_in(window, HOST, USERS["mastodon"], "right")
    token = await window.page.locator("meta[name=csrf-token]").get_attribute("content")
    await hands.mastodon_logout(window, str(token))
    assert await window.land(f"https://{HOST}/auth/edit") == f"https://{HOST}/auth/edit"
    await hands.x_in(window, "acme", "right")
    await hands.x_leave(window.page)
    await window.page.wait_for_url(f"{X}/home")
    assert len(replicas.live_sessions()) == 3


async def test_a_logout_that_fails_keeps_session_and_cookie(serve: Serve, window: Window) -> None:
    replicas = serve(**PLAIN)
    replicas.add_account("x", "acme", "right")
    await hands.x_in(window, "acme", "right")
    replicas.set_fault("x", "logout_500", times=1)
    await hands.x_leave(window.page)
    await expect(window.page.get_by_test_id("toast")).to_be_visible()
    assert len(replicas.live_sessions()) == 1 and await window.cookie("auth_token") is not None
    await window.page.get_by_test_id("confirmationSheetConfirm").click()  # the second try works
    await window.page.wait_for_url(f"{X}/")
    assert replicas.live_sessions() == []


async def test_a_dead_and_a_slow_site(serve: Serve, window: Window) -> None:
    replicas = serve(**PLAIN)
    replicas.set_fault("instagram", "dead")
    with pytest.raises(Error, match="ERR_EMPTY_RESPONSE"):
        await window.page.goto(f"{INSTAGRAM}/")
    replicas.set_fault("mastodon", "slow", seconds=30)
    with pytest.raises(Error, match="Timeout"):
        await window.page.goto(f"https://{HOST}/about", timeout=700)


async def test_a_redesign_leaves_no_known_element(serve: Serve, window: Window) -> None:
    replicas = serve(**PLAIN)
    replicas.add_account("x", "acme", "right")
    await hands.x_in(window, "acme", "right")
    replicas.set_fault("x", "redesign")
    assert await window.land(f"{X}/logout") == f"{X}/logout"
    assert await window.page.locator("button, a, input, [data-testid]").count() == 0
