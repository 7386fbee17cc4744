"""Cookies written under the system's key ring: read with it, never started without it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.browser.people import HEADLESS, cookies, end, exit_type, person, snapshot
from tests.browser.test_closing import COOKIES, LOADED
from tests.support.web import Web
from toolkit.browser.keystore import BASIC, GNOME, check_reachable, choose_store, secret_service_usable, store_args
from toolkit.browser.launch import driver, robot
from toolkit.browser.wall import Wall
from toolkit.errors import Undecided
from toolkit.traces import read_profile

pytestmark = [
    pytest.mark.browser,
    pytest.mark.system,
    pytest.mark.anyio,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the key ring is Linux's"),
]
ENCRYPTED = "name, CAST(substr(encrypted_value, 1, 3) AS TEXT)"


@pytest.fixture
def ring(private_keyring: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> str:
    """A desktop with an unlocked key ring: its bus, for us and for what we start."""
    for name, value in private_keyring.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "GNOME")
    return private_keyring["DBUS_SESSION_BUS_ADDRESS"]


def sign_in(web: Web, profile: Path) -> None:
    store = choose_store()
    assert store == GNOME
    web.page("www.site.test/", LOADED, headers=COOKIES)
    with person(web.start(profile, HEADLESS, store=store), "https://www.site.test/") as pid:
        web.wait_for("www.site.test/loaded")
        end(pid)
    assert exit_type(profile) == "Normal"
    assert cookies(profile, ENCRYPTED) == [("sid", "v11"), ("until_close", "v11")]


def lock_collection(address: str) -> None:
    from jeepney.io.blocking import open_dbus_connection
    from secretstorage import get_default_collection

    with open_dbus_connection(bus=address) as connection:
        get_default_collection(connection).lock()


def test_the_store_that_is_there_is_chosen(ring: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert secret_service_usable()
    assert choose_store() == GNOME
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    assert choose_store() == BASIC
    assert store_args(BASIC) == ["--password-store=basic"]
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
    assert choose_store() == BASIC
    monkeypatch.setattr(sys, "platform", "win32")
    assert (choose_store(), store_args(None)) == (None, [])


async def test_with_the_key_ring_the_robot_reads_them(web: Web, profile: Path, ring: str) -> None:
    sign_in(web, profile)
    versions = read_profile(profile, []).key_versions
    assert "v11" in versions
    check_reachable("acme", versions)
    async with driver() as playwright:
        start = web.start(profile, store=GNOME)
        async with robot(playwright, start, Wall(["site.test"], web.args), headless=True) as context:
            page = await context.new_page()
            await page.goto("https://www.site.test/ask")
    assert sorted(web.requests("www.site.test/ask")[0].cookie.split("; ")) == ["sid=1", "until_close=1"]
    assert cookies(profile, ENCRYPTED) == [("sid", "v11"), ("until_close", "v11")]


@pytest.mark.parametrize("how", ["no bus", "a dead bus", "locked"])
async def test_without_it_no_start_and_not_a_byte_changes(
    web: Web, profile: Path, ring: str, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    sign_in(web, profile)
    before = snapshot(profile)
    if how == "no bus":
        monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    elif how == "a dead bus":
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
    else:
        lock_collection(ring)
    with pytest.raises(Undecided) as caught:
        check_reachable("acme", read_profile(profile, []).key_versions)
    assert caught.value.reason.code == "keystore_unreachable"
    assert snapshot(profile) == before


async def test_a_start_without_the_key_would_destroy_them(
    web: Web, profile: Path, ring: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: what the check is good for. The sessions would live on at the server, unknown to anybody."""
    sign_in(web, profile)
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    async with driver() as playwright:
        start = web.start(profile, store=BASIC)
        async with robot(playwright, start, Wall(["site.test"], web.args), headless=True) as context:
            page = await context.new_page()
            await page.goto("https://www.site.test/ask")
    assert web.requests("www.site.test/ask")[0].cookie == ""


def test_cookies_under_a_fixed_key_need_no_ring() -> None:
    for versions in ({"v10", "plain"}, set[str]()):
        try:
            check_reachable("acme", versions)
        except Undecided as refused:
            pytest.fail(f"{versions}: {refused.reason.code}")
