"""The replica of Mastodon behaves as the facts say, in a real browser, on any host name."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.async_api import StorageState, expect

from tests.demo.hands import Window, code, mastodon_in, mastodon_login, mastodon_logout
from toolkit.demo.replicas import Replicas

pytestmark = [pytest.mark.anyio, pytest.mark.browser]
Serve = Callable[..., Replicas]
HOST = "mastodon.social"
ME = "prensa@acme.example"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


async def token_of(window: Window) -> str:
    return await window.page.locator("meta[name=csrf-token]").get_attribute("content") or ""


async def signed_in(window: Window, host: str = HOST) -> bool:
    return await window.land(f"https://{host}/auth/edit") == f"https://{host}/auth/edit"


async def test_form_sign_in_and_its_cookies(serve: Serve, window: Window) -> None:
    serve().add_account("mastodon", ME, "right")
    assert not await signed_in(window)
    assert await window.names(HOST) == {"_mastodon_session"}
    await mastodon_in(window, HOST, ME, "right")
    session, guest = await window.cookie("_session_id"), await window.cookie("_mastodon_session")
    assert session and guest
    assert (session["domain"], session["httpOnly"], session["secure"], session["sameSite"]) == (HOST, True, True, "Lax")
    assert re.fullmatch(r"[\w%]+--[0-9a-f]{40}", session["value"]), "signed as Rails does"
    assert session["expires"] > 0 and guest["expires"] == -1
    _, html = await window.request("/auth/edit", {})
    assert html.count(await token_of(window)) >= 2, "in the head and in a form, without running the page"
    assert await signed_in(window)


async def test_any_host_can_be_an_instance_and_sessions_stay_on_it(serve: Serve, window: Window) -> None:
    replicas = serve(mastodon_hosts=("uno.example", "dos.example"))
    replicas.add_account("mastodon", ME, "right", host="uno.example")
    await mastodon_login(window.page, "dos.example", ME, "right")
    await expect(window.page.get_by_role("alert")).to_have_text("Invalid E-mail address or password.")
    await mastodon_in(window, "uno.example", ME, "right")
    assert not await signed_in(window, "dos.example")
    assert [s.host for s in replicas.live_sessions()] == ["uno.example"]


async def test_wrong_password_in_spanish_then_the_language_of_the_account(serve: Serve, window: Window) -> None:
    serve(language="es").add_account("mastodon", ME, "right", language="pt")
    await mastodon_login(window.page, HOST, ME, "wrong")
    await expect(window.page.get_by_role("alert")).to_contain_text("contraseña inválidos")
    await window.page.fill("input[name='user[password]']", "right")
    await window.page.get_by_role("button", name="Iniciar sesión").click()
    await window.page.wait_for_url(f"https://{HOST}/home")
    await expect(window.page.locator("html")).to_have_attribute("lang", "pt")


async def test_second_factor_at_the_same_address(serve: Serve, window: Window) -> None:
    replicas = serve()
    replicas.add_account("mastodon", ME, "right", totp=SECRET)
    await mastodon_login(window.page, HOST, ME, "right")
    field = window.page.locator("input[name='user[otp_attempt]']")
    await field.fill("000000")
    await field.press("Enter")
    await expect(window.page.get_by_role("alert")).to_have_text("Invalid two-factor code")
    assert window.page.url == f"https://{HOST}/auth/sign_in" and replicas.live_sessions() == []
    await field.fill(code(SECRET))
    await field.press("Enter")
    await window.page.wait_for_url(f"https://{HOST}/home")


async def test_captcha_waits_for_a_person(serve: Serve, window: Window) -> None:
    replicas = serve()
    replicas.add_account("mastodon", ME, "right", challenge=True)
    await mastodon_login(window.page, HOST, ME, "right")
    await window.page.locator(".h-captcha").wait_for()
    assert replicas.live_sessions() == []
    await window.page.get_by_role("checkbox").click()
    await window.page.wait_for_url(f"https://{HOST}/home")
    replicas.set_fault("mastodon", "challenge")
    await window.page.goto(f"https://{HOST}/auth/edit")
    await window.page.locator(".h-captcha").wait_for()


async def test_logout_needs_method_and_token(serve: Serve, window: Window) -> None:
    replicas = serve()
    replicas.add_account("mastodon", ME, "right")
    await mastodon_in(window, HOST, ME, "right")
    before, guest = await window.context.storage_state(), await window.cookie("_mastodon_session")
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert (await window.request("/auth/sign_out", {}))[0] == 405, "a GET ends nothing"
    assert (await window.request("/auth/sign_out", kind, f"authenticity_token={await token_of(window)}"))[0] == 404
    assert (await mastodon_logout(window, "wrong"))[0] == 422
    async with window.replay(before) as control:
        assert await signed_in(control)
    assert (await mastodon_logout(window, await token_of(window)))[0] == 200
    assert replicas.live_sessions() == []
    fresh = await window.cookie("_mastodon_session")
    assert fresh and guest and fresh["value"] != guest["value"], "a guest again, with a fresh cookie of the same name"
    assert await window.cookie("_session_id") is None
    async with window.replay(before) as replay:
        assert not await signed_in(replay)


@pytest.mark.parametrize("how", ["menu", "settings"])
async def test_logout_by_hand(serve: Serve, window: Window, how: str) -> None:
    replicas = serve()
    replicas.add_account("mastodon", ME, "right", language="es")
    await mastodon_in(window, HOST, ME, "right")
    if how == "menu":
        await window.page.get_by_role("button", name="Más").click()
        await window.page.get_by_role("link", name="Cerrar sesión").click()
        sheet = window.page.get_by_role("dialog")
        await expect(sheet).to_contain_text("¿Estás seguro de querer cerrar la sesión?")
        assert len(replicas.live_sessions()) == 1
        await sheet.get_by_role("button", name="Cerrar sesión").click()
    else:
        await window.page.goto(f"https://{HOST}/auth/edit")
        await window.page.get_by_role("link", name="Cerrar sesión", exact=True).click()
    await window.page.wait_for_url(f"https://{HOST}/auth/sign_in")
    assert replicas.live_sessions() == []


async def test_a_logout_that_lies_is_accepted_again(serve: Serve, window: Window) -> None:
    replicas = serve()
    replicas.add_account("mastodon", ME, "right")
    await mastodon_in(window, HOST, ME, "right")
    before = await window.context.storage_state()
    replicas.set_fault("mastodon", "lying_logout")
    await mastodon_logout(window, await token_of(window))
    assert not await signed_in(window)
    async with window.replay(before) as replay:
        assert await signed_in(replay)
    assert len(replicas.live_sessions()) == 1


async def test_version_3_keeps_people_signed_in_by_a_second_cookie(serve: Serve, window: Window) -> None:
    replicas = serve(mastodon_version=3)
    replicas.add_account("mastodon", ME, "right")
    await mastodon_in(window, HOST, ME, "right")
    assert await window.names(HOST) == {"_mastodon_session", "_session_id", "remember_user_token"}
    await window.context.clear_cookies(name="_session_id")
    assert await signed_in(window), "clearing one cookie is no logout"
    await window.page.get_by_role("link", name="Log out", exact=True).click()
    await window.page.wait_for_url(f"https://{HOST}/about")
    assert await window.names(HOST) == {"_mastodon_session"} and replicas.live_sessions() == []


async def test_other_sessions_are_revoked_one_by_one(serve: Serve, window: Window) -> None:
    replicas = serve()
    replicas.add_account("mastodon", ME, "right", language="es")
    await mastodon_in(window, HOST, ME, "right")
    empty: StorageState = {"cookies": [], "origins": []}
    async with window.replay(empty) as one, window.replay(empty) as two:
        await mastodon_in(one, HOST, ME, "right")
        await mastodon_in(two, HOST, ME, "right")
        await window.page.goto(f"https://{HOST}/auth/edit")
        revoke = window.page.get_by_role("link", name="Revocar")
        for left in (1, 0):
            await revoke.first.click()
            await expect(revoke).to_have_count(left)
        assert len(replicas.live_sessions()) == 1
        assert not await signed_in(one) and not await signed_in(two)
    assert await signed_in(window)
