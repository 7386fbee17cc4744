"""The replica of Instagram behaves as the facts say, in a real browser."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.async_api import expect

from tests.demo.hands import INSTAGRAM, Window, code, instagram_in, instagram_login, instagram_logout
from toolkit.demo.replicas import Replicas

pytestmark = [pytest.mark.anyio, pytest.mark.browser]
Serve = Callable[..., Replicas]
PLAIN = {"consent": False, "interstitials": False}
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.mark.parametrize("variant", ["A", "B", "C", "D"])
@pytest.mark.parametrize("shadow", [False, True])
async def test_every_sign_in_page_leads_in(serve: Serve, window: Window, variant: str, shadow: bool) -> None:
    replicas = serve(instagram_variant=variant, shadow=shadow, **PLAIN)
    replicas.add_account("instagram", "acme", "right")
    await instagram_in(window, "acme", "right", variant=variant)
    assert [(s.platform, s.user) for s in replicas.live_sessions()] == [("instagram", "acme")]


async def test_variants_differ_and_follow_the_account(serve: Serve, window: Window) -> None:
    replicas = serve(instagram_variant="A", **PLAIN)
    replicas.add_account("instagram", "acme", "right", variant="C")
    await window.land(f"{INSTAGRAM}/accounts/login/")
    await window.page.locator("input[type=password]").wait_for()
    assert await window.page.locator("input[name]").count() == 0


async def test_typed_text_survives_a_form_that_is_replaced(serve: Serve, window: Window) -> None:
    serve(instagram_variant="B", late=(1.0, 1.0), **PLAIN).add_account("instagram", "acme", "right")
    await window.page.goto(f"{INSTAGRAM}/accounts/login/")
    field = window.page.locator("input[name=email]")
    await field.fill("acme")
    old = await field.element_handle()
    assert old is not None
    await window.page.locator("input[name=pass]").press_sequentially("right", delay=300)
    assert not await old.evaluate("node => node.isConnected")
    await expect(field).to_have_value("acme")
    await expect(window.page.locator("input[name=pass]")).to_have_value("right")


async def test_cookies_of_a_guest_and_of_a_person(serve: Serve, window: Window) -> None:
    account = serve(**PLAIN, instagram_variant="A").add_account("instagram", "acme", "right")
    await window.land(f"{INSTAGRAM}/")
    guest = {"csrftoken", "mid", "ig_did", "datr"}
    assert await window.names("instagram.com") == guest
    await instagram_in(window, "acme", "right")
    assert await window.names("instagram.com") == guest | {"sessionid", "ds_user_id", "rur"}
    session, owner, token = [await window.cookie(name) for name in ("sessionid", "ds_user_id", "csrftoken")]
    assert session and owner and token
    assert (session["domain"], session["httpOnly"], session["secure"]) == (".instagram.com", True, True)
    assert session["expires"] > 0
    assert owner["value"] == str(account.id) and not owner["httpOnly"] and not token["httpOnly"]


async def test_session_cookie_variant_has_no_expiry(serve: Serve, window: Window) -> None:
    serve(session_cookies=True, instagram_variant="A", **PLAIN).add_account("instagram", "acme", "right")
    await instagram_in(window, "acme", "right")
    session = await window.cookie("sessionid")
    assert session and session["expires"] == -1


async def test_spanish_page_with_consent_wrong_password_and_interstitials(serve: Serve, window: Window) -> None:
    replicas = serve(language="es", instagram_variant="A")
    replicas.add_account("instagram", "acme_legal", "right", language="pt")
    page = window.page
    await page.goto(f"{INSTAGRAM}/accounts/login/")
    await page.get_by_role("button", name="Rechazar cookies opcionales").click()
    await page.fill("input[name=username]", "acme_legal")
    await page.fill("input[name=password]", "wrong")
    await page.get_by_role("button", name="Iniciar sesión", exact=True).click()
    await expect(page.get_by_role("alert")).to_contain_text("contraseña no es correcta")
    await page.fill("input[name=password]", "right")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/accounts/onetap/?next=%2F")
    await page.get_by_role("button", name="Agora não").click()  # the account's language from here on
    await page.wait_for_url(f"{INSTAGRAM}/")
    await page.get_by_role("dialog").get_by_role("button", name="Agora não").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize(
    ("variant", "field"),
    [("A", "input[name=verificationCode]"), ("B", "input[name=security_code]"), ("C", "[autocomplete=one-time-code]")],
)
async def test_second_factor(serve: Serve, window: Window, variant: str, field: str) -> None:
    replicas = serve(**PLAIN)
    replicas.add_account("instagram", "acme", "right", totp=SECRET, variant=variant)
    await instagram_login(window.page, "acme", "right", variant=variant)
    await window.page.wait_for_url("**/accounts/login/two_factor?*")
    await window.page.fill(field, "000000")
    await window.page.get_by_role("button", name="Confirm").click()
    await expect(window.page.get_by_role("alert")).to_contain_text("check the security code")
    assert replicas.live_sessions() == []
    await window.page.fill(field, code(SECRET))
    await window.page.get_by_role("button", name="Confirm").click()
    await window.page.locator("a[href='/direct/inbox/']").wait_for()


async def test_new_device_challenge_waits_for_a_person(serve: Serve, window: Window) -> None:
    replicas = serve(instagram_variant="A", **PLAIN)
    replicas.add_account("instagram", "acme", "right", challenge=True)
    await instagram_login(window.page, "acme", "right")
    await window.page.wait_for_url("**/challenge/")
    assert replicas.live_sessions() == [] and await window.cookie("sessionid") is None
    await window.page.get_by_role("button", name="This was me").click()
    await window.page.locator("a[href='/direct/inbox/']").wait_for()


async def test_who_am_i_flips(serve: Serve, window: Window) -> None:
    account = serve(instagram_variant="A", **PLAIN).add_account("instagram", "acme", "right")
    info = (f"/api/v1/users/{account.id}/info/", {"X-IG-App-ID": "936619743392459"})
    assert "/accounts/login/" in await window.land(f"{INSTAGRAM}/accounts/edit/")
    assert json.loads((await window.request("/data/shared_data/", {}))[1])["config"]["viewer"] is None
    assert (await window.request(*info))[0] == 401
    await instagram_in(window, "acme", "right")
    assert await window.land(f"{INSTAGRAM}/accounts/edit/") == f"{INSTAGRAM}/accounts/edit/"
    shared = json.loads((await window.request("/data/shared_data/", {}))[1])
    assert shared["config"]["viewer"]["username"] == "acme"
    assert (await window.request(info[0], {}))[0] == 400
    assert json.loads((await window.request(*info))[1])["user"] == {
        "pk": str(account.id),
        "username": "acme",
        "full_name": "acme",
    }


async def test_logout_needs_the_token_and_ends_the_session(serve: Serve, window: Window) -> None:
    replicas = serve(instagram_variant="A", **PLAIN)
    replicas.add_account("instagram", "acme", "right")
    await instagram_in(window, "acme", "right")
    before = await window.context.storage_state()
    assert (await instagram_logout(window, **{"X-CSRFToken": "wrong"}))[0] == 403
    assert (await instagram_logout(window, **{"X-Other": "1"}))[0] == 403
    async with window.replay(before) as control:
        assert await control.land(f"{INSTAGRAM}/accounts/edit/") == f"{INSTAGRAM}/accounts/edit/"
    assert (await instagram_logout(window))[0] == 200
    assert replicas.live_sessions() == []
    assert await window.cookie("sessionid") is None and await window.cookie("ds_user_id") is None
    assert await window.cookie("mid") is not None
    async with window.replay(before) as replay:
        assert "/accounts/login/" in await replay.land(f"{INSTAGRAM}/accounts/edit/")
    left = await window.page.evaluate("localStorage.getItem('one_tap_storage_version')")
    assert "acme" in left, "the client's name survives a good logout"


@pytest.mark.parametrize("how", ["menu", "page"])
async def test_logout_by_menu_and_by_page(serve: Serve, window: Window, how: str) -> None:
    replicas = serve(instagram_variant="A", **PLAIN)
    replicas.add_account("instagram", "acme", "right", language="es")
    await instagram_in(window, "acme", "right")
    if how == "menu":
        assert await window.page.locator("[data-decoy]").count() == 2
        await window.page.get_by_role("button", name="Más").click()
        await window.page.locator("div[role=button]", has_text="Cerrar sesión").click()
    else:
        status, _ = await window.request("/accounts/logout/", {})
        assert status == 200 and len(replicas.live_sessions()) == 1, "the GET alone ends nothing"
        await window.page.goto(f"{INSTAGRAM}/accounts/logout/")
    await window.page.wait_for_url("**/accounts/login/")
    assert replicas.live_sessions() == []


async def test_a_logout_that_lies_is_accepted_again(serve: Serve, window: Window) -> None:
    replicas = serve(instagram_variant="A", **PLAIN)
    replicas.add_account("instagram", "acme", "right")
    await instagram_in(window, "acme", "right")
    before = await window.context.storage_state()
    replicas.set_fault("instagram", "lying_logout")
    assert (await instagram_logout(window))[0] == 200
    assert "/accounts/login/" in await window.land(f"{INSTAGRAM}/accounts/edit/")
    async with window.replay(before) as replay:
        assert await replay.land(f"{INSTAGRAM}/accounts/edit/") == f"{INSTAGRAM}/accounts/edit/"
    assert len(replicas.live_sessions()) == 1


async def test_remembered_only_keeps_the_cookie_and_is_signed_out(serve: Serve, window: Window) -> None:
    replicas = serve(instagram_variant="D", **PLAIN)
    replicas.add_account("instagram", "acme", "right")
    await instagram_in(window, "acme", "right", variant="D")
    replicas.set_fault("instagram", "remembered_only")
    assert replicas.live_sessions() == []
    assert "/accounts/login/" in await window.land(f"{INSTAGRAM}/accounts/edit/")
    assert await window.cookie("sessionid") is not None
    await expect(window.page.get_by_role("heading", name="acme")).to_be_visible()
    await window.page.get_by_role("button", name="Continue").click()
    await window.page.fill("input[name=password]", "right")
    await window.page.keyboard.press("Enter")
    await window.page.locator("a[href='/direct/inbox/']").wait_for()


async def test_saved_login_info_opens_without_password_until_the_logout_revokes_it(
    serve: Serve, window: Window
) -> None:
    replicas = serve(instagram_variant="D", consent=False)
    replicas.add_account("instagram", "acme", "right")
    await instagram_login(window.page, "acme", "right", variant="D")
    await window.page.get_by_role("button", name="Save info").click()
    await window.page.wait_for_url(f"{INSTAGRAM}/")
    replicas.set_fault("instagram", "remembered_only")
    await window.page.goto(f"{INSTAGRAM}/accounts/login/")
    await window.page.get_by_role("button", name="Continue").click()
    await window.page.wait_for_url("**/accounts/onetap/**")
    assert len(replicas.live_sessions()) == 1
    assert (await instagram_logout(window))[0] == 200
    await window.page.goto(f"{INSTAGRAM}/accounts/login/")
    await window.page.get_by_role("button", name="Continue").click()
    await window.page.locator("input[name=password]").wait_for()
    assert replicas.live_sessions() == []


@pytest.mark.parametrize(
    ("kind", "path"), [("challenge", "/challenge/"), ("scraping_warning", "/accounts/scraping_warning/")]
)
async def test_challenge_instead_of_the_page(serve: Serve, window: Window, kind: str, path: str) -> None:
    replicas = serve(instagram_variant="A", **PLAIN)
    replicas.add_account("instagram", "acme", "right")
    await instagram_in(window, "acme", "right")
    replicas.set_fault("instagram", "challenge", kind=kind)
    assert path in await window.land(f"{INSTAGRAM}/accounts/edit/")
    assert len(replicas.live_sessions()) == 1
    status, text = await instagram_logout(window)
    assert status == 400 and "challenge_required" in text


async def test_other_devices_end_one_by_one(serve: Serve, window: Window) -> None:
    replicas = serve(instagram_variant="A", **PLAIN)
    replicas.add_account("instagram", "acme", "right")
    await instagram_in(window, "acme", "right")
    async with window.replay({"cookies": [], "origins": []}) as other:
        await instagram_in(other, "acme", "right")
        assert len(replicas.live_sessions()) == 2
        await window.page.goto(f"{INSTAGRAM}/session/login_activity/")
        await window.page.locator("main").get_by_role("button", name="Log out").click()
        await expect(window.page.get_by_role("main").get_by_role("button", name="Log out")).to_have_count(0)
        assert len(replicas.live_sessions()) == 1
        assert "/accounts/login/" in await other.land(f"{INSTAGRAM}/accounts/edit/")


async def test_embedded_frame_leaves_a_partitioned_cookie(serve: Serve, window: Window) -> None:
    serve(instagram_variant="A", embed=True, **PLAIN).add_account("instagram", "acme", "right")
    await instagram_in(window, "acme", "right")
    await window.page.frame_locator("iframe").get_by_text("Facebook").wait_for(state="attached")
    found = [c for c in await window.context.cookies() if c["domain"] == ".facebook.com"]
    assert [(c["name"], c.get("partitionKey")) for c in found] == [("datr", "https://instagram.com")]
