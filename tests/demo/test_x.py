"""The replica of X behaves as the facts say, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

import pytest
from playwright.async_api import expect

from tests.demo.hands import Window, X, code, x_handle, x_in, x_leave, x_login
from toolkit.demo.replicas import Replicas

pytestmark = [pytest.mark.anyio, pytest.mark.browser]
Serve = Callable[..., Replicas]
PLAIN = {"consent": False, "interstitials": False}
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.mark.parametrize("shadow", [False, True])
async def test_two_step_sign_in_and_its_cookies(serve: Serve, window: Window, shadow: bool) -> None:
    account = serve(shadow=shadow, **PLAIN).add_account("x", "acme", "right")
    await window.land(f"{X}/")
    guest = {"guest_id", "guest_id_ads", "guest_id_marketing", "personalization_id", "gt", "ct0", "__cf_bm"}
    assert await window.names("x.com") == guest
    await x_in(window, "acme", "right")
    more = {"auth_token", "twid", "kdt", "att", "remember_checked_on", "lang"}
    assert await window.names("x.com") == guest | more
    token, owner, cloud = [await window.cookie(name) for name in ("auth_token", "twid", "__cf_bm")]
    assert token and owner and cloud
    assert (token["domain"], token["httpOnly"], token["secure"], token["sameSite"]) == (".x.com", True, True, "None")
    assert unquote(owner["value"]) == f"u={account.id}" and owner["value"].startswith("u%3D")
    assert cloud["partitionKey"] == "https://x.com"


async def test_twid_in_quotes_and_session_cookies(serve: Serve, window: Window) -> None:
    account = serve(x_twid="quotes", session_cookies=True, **PLAIN).add_account("x", "acme", "right")
    await x_in(window, "acme", "right")
    owner, token = await window.cookie("twid"), await window.cookie("auth_token")
    assert owner and token
    assert owner["value"] == f'"u={account.id}"' and token["expires"] == -1


async def test_wrong_names_and_passwords_in_spanish(serve: Serve, window: Window) -> None:
    replicas = serve(language="es", **PLAIN)
    replicas.add_account("x", "acme", "right")
    page = window.page
    await x_login(page, "acme", "wrong", following="Siguiente")
    await expect(page.get_by_test_id("toast")).to_have_text("¡Contraseña incorrecta!")
    await page.goto(f"{X}/i/flow/login")
    await page.locator("input[autocomplete=username]").fill("nobody")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("toast")).to_have_text("No pudimos encontrar tu cuenta.")
    assert replicas.live_sessions() == []


async def test_unusual_sign_in_and_second_factor_use_the_same_field(serve: Serve, window: Window) -> None:
    replicas = serve(x_variant="unusual", **PLAIN)
    replicas.add_account("x", "acme", "right", totp=SECRET)
    page = window.page
    field, following = page.get_by_test_id("ocfEnterTextTextInput"), page.get_by_test_id("ocfEnterTextNextButton")
    await page.goto(f"{X}/i/flow/login")
    await page.locator("input[autocomplete=username]").fill("acme")
    await page.get_by_role("button", name="Next", exact=True).click()
    await field.fill("acme")
    await following.click()
    await page.locator("input[name=password]").fill("right")
    await page.get_by_test_id("LoginForm_Login_Button").click()
    await field.fill("123")
    await following.click()
    await expect(page.get_by_test_id("toast")).to_have_text("Incorrect. Please try again.")
    await field.fill(code(SECRET))
    await following.click()
    await page.wait_for_url(f"{X}/home")
    assert len(replicas.live_sessions("x")) == 1


async def test_the_2026_page_refuses_robots(serve: Serve, window: Window) -> None:
    replicas = serve(x_variant="jf", **PLAIN)
    replicas.add_account("x", "acme", "right")
    await window.page.goto(f"{X}/i/flow/login")
    assert window.page.url == f"{X}/i/jf/onboarding/web?mode=login"
    await window.page.locator("input[autocomplete=username]").fill("acme")
    await window.page.keyboard.press("Enter")
    await expect(window.page.get_by_test_id("toast")).to_contain_text("Could not log you in")
    assert replicas.live_sessions() == []


async def test_home_tells_who_and_leads_guests_away(serve: Serve, window: Window) -> None:
    serve(**PLAIN).add_account("x", "acme", "right")
    assert await x_handle(window.page) == ""
    assert "/i/flow/login" in await window.land(f"{X}/settings/account")
    await x_in(window, "acme", "right")
    assert await x_handle(window.page) == "acme"


async def test_logout_needs_the_confirm_button(serve: Serve, window: Window) -> None:
    replicas = serve(**PLAIN)
    replicas.add_account("x", "acme", "right", language="pt")
    await x_in(window, "acme", "right")
    before = await window.context.storage_state()
    await window.page.goto(f"{X}/logout")
    await expect(window.page.get_by_test_id("confirmationSheetConfirm")).to_have_text("Sair")
    assert len(replicas.live_sessions()) == 1, "looking at /logout ends nothing"
    async with window.replay(before) as control:
        assert await x_handle(control.page) == "acme"
    await window.page.get_by_test_id("confirmationSheetConfirm").click()
    await window.page.wait_for_url(f"{X}/")
    assert replicas.live_sessions() == []
    names = await window.names("x.com")
    assert not names & {"auth_token", "twid", "auth_multi"} and {"kdt", "ct0", "__cf_bm"} <= names
    async with window.replay(before) as replay:
        assert await x_handle(replay.page) == ""
    assert "localforage" in await window.page.evaluate("indexedDB.databases().then(all => all.map(one => one.name))")


async def test_logout_by_the_account_switcher(serve: Serve, window: Window) -> None:
    replicas = serve(consent=True)
    replicas.add_account("x", "acme", "right")
    await x_login(window.page, "acme", "right")
    await window.page.get_by_test_id("interstitial").get_by_role("button", name="Not now").click()
    await window.page.get_by_test_id("SideNav_AccountSwitcher_Button").click()
    leave = window.page.get_by_test_id("AccountSwitcher_Logout_Button")
    await expect(leave).to_have_text("Log out @acme")
    await leave.click()
    await window.page.get_by_test_id("confirmationSheetCancel").click()
    assert len(replicas.live_sessions()) == 1
    await leave.click()
    await window.page.get_by_test_id("confirmationSheetConfirm").click()
    await window.page.wait_for_url(f"{X}/")
    assert replicas.live_sessions() == []


async def test_logout_request_needs_bearer_and_token(serve: Serve, window: Window) -> None:
    replicas = serve(**PLAIN)
    replicas.add_account("x", "acme", "right")
    await x_in(window, "acme", "right")
    token = await window.cookie("ct0")
    assert token
    path = "/i/api/1.1/account/logout.json"
    assert (await window.request(path, {"x-csrf-token": token["value"]}, ""))[0] == 400
    assert (await window.request(path, {"authorization": "Bearer a", "x-csrf-token": "b"}, ""))[0] == 403
    assert len(replicas.live_sessions()) == 1
    assert (await window.request(path, {"authorization": "Bearer a", "x-csrf-token": token["value"]}, ""))[0] == 200
    assert replicas.live_sessions() == []


async def test_a_logout_that_lies_is_accepted_again(serve: Serve, window: Window) -> None:
    replicas = serve(**PLAIN)
    replicas.add_account("x", "acme", "right")
    await x_in(window, "acme", "right")
    before = await window.context.storage_state()
    replicas.set_fault("x", "lying_logout")
    await x_leave(window.page)
    await window.page.wait_for_url(f"{X}/")
    assert await window.cookie("auth_token") is None and await x_handle(window.page) == ""
    async with window.replay(before) as replay:
        assert await x_handle(replay.page) == "acme"


async def test_two_accounts_leave_one_by_one(serve: Serve, window: Window) -> None:
    replicas = serve(**PLAIN)
    first = replicas.add_account("x", "acme", "right")
    replicas.add_account("x", "beta", "right")
    await x_in(window, "acme", "right")
    await x_in(window, "beta", "right")
    multi = await window.cookie("auth_multi")
    assert multi and multi["value"].startswith(f'"{first.id}:') and multi["httpOnly"]
    assert {s.user for s in replicas.live_sessions()} == {"acme", "beta"}
    await x_leave(window.page)
    await window.page.wait_for_url(f"{X}/home")  # by way of /account/switch
    link = window.page.get_by_test_id("AppTabBar_Profile_Link")
    await expect(link).to_have_attribute("href", "/beta")  # the handle of before, for about a second
    await expect(link).to_have_attribute("href", "/acme")
    assert [s.user for s in replicas.live_sessions()] == ["acme"]
    assert await window.cookie("auth_multi") is None
    await x_leave(window.page)
    await window.page.wait_for_url(f"{X}/")
    assert replicas.live_sessions() == []


async def test_switching_accounts_and_picking_after_a_logout(serve: Serve, window: Window) -> None:
    replicas = serve(x_after_logout="pick", **PLAIN)
    replicas.add_account("x", "acme", "right")
    replicas.add_account("x", "beta", "right")
    await x_in(window, "acme", "right")
    await x_in(window, "beta", "right")
    await window.page.get_by_test_id("SideNav_AccountSwitcher_Button").click()
    await window.page.get_by_test_id("UserCell").click()
    await expect(window.page.get_by_test_id("AccountSwitcher_Logout_Button")).to_have_count(0)
    assert await x_handle(window.page) == "acme"
    await x_leave(window.page)
    await window.page.wait_for_url(f"{X}/account/switch")
    assert await window.cookie("auth_token") is None and await window.cookie("auth_multi") is not None
    await window.page.get_by_test_id("UserCell").click()
    await window.page.wait_for_url(f"{X}/home")
    assert [s.user for s in replicas.live_sessions()] == ["beta"]


async def test_locked_account_and_challenge(serve: Serve, window: Window) -> None:
    replicas = serve(**PLAIN)
    replicas.add_account("x", "acme", "right", challenge=True)
    await x_login(window.page, "acme", "right")
    await window.page.wait_for_url(f"{X}/account/access")
    await window.page.get_by_role("button", name="Start").click()
    await window.page.wait_for_url(f"{X}/home")
    replicas.set_fault("x", "challenge")
    assert await window.land(f"{X}/logout") == f"{X}/account/access"
    assert await window.page.locator("iframe[src*=arkoselabs]").count() == 1


async def test_log_out_of_all_other_sessions(serve: Serve, window: Window) -> None:
    replicas = serve(**PLAIN)
    replicas.add_account("x", "acme", "right", language="es")
    await x_in(window, "acme", "right")
    async with window.replay({"cookies": [], "origins": []}) as other:
        await x_in(other, "acme", "right")
        await window.page.goto(f"{X}/settings/sessions")
        await window.page.get_by_role("button", name="Cerrar todas las demás sesiones").click()
        await window.page.get_by_test_id("confirmationSheetConfirm").click()
        await expect(window.page.get_by_role("button", name="Cerrar todas las demás sesiones")).to_have_count(0)
        assert len(replicas.live_sessions()) == 1
        assert await x_handle(other.page) == ""
    assert await x_handle(window.page) == "acme"


async def test_parts_appear_late_and_are_replaced(serve: Serve, window: Window) -> None:
    serve(late=(1.0, 1.0), **PLAIN).add_account("x", "acme", "right")
    await window.page.goto(f"{X}/i/flow/login")
    assert await window.page.locator("input").count() == 0
    following = window.page.get_by_role("button", name="Next", exact=True)
    await following.wait_for()
    old = await following.element_handle()
    assert old is not None
    await window.page.wait_for_timeout(1500)
    assert not await old.evaluate("node => node.isConnected"), "the button was replaced by its twin"
    await window.page.locator("input[autocomplete=username]").fill("acme")
    await following.click()
    await window.page.locator("input[name=password]").wait_for()


async def test_service_worker_cache_and_the_old_host(serve: Serve, window: Window) -> None:
    serve(**PLAIN)
    await window.page.goto("https://twitter.com/home")
    await window.page.wait_for_url("**/i/flow/login**")
    assert "guest_id" in await window.names("twitter.com")
    await window.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    assert await window.page.evaluate("caches.keys()") == ["offline-v1"]
