"""The real servers behave as the tests rely on: sign in and out with plain Playwright, and ask the server."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest
from playwright.async_api import BrowserContext, async_playwright

from tests.realservers import install
from tests.realservers.matrix import MatrixServer
from tests.realservers.pds import PdsServer
from tests.support.browsers import launch_args

pytestmark = [pytest.mark.anyio, pytest.mark.real, pytest.mark.browser]


@pytest.fixture
async def context(chromium_path: Path) -> AsyncIterator[BrowserContext]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_path, args=launch_args())
        yield await browser.new_context()
        await browser.close()


async def test_hydrogen_signs_in_and_out(context: BrowserContext, matrix_server: MatrixServer) -> None:
    account = matrix_server.new_account()
    assert matrix_server.devices(account) == []
    page = await context.new_page()
    await page.goto(f"{matrix_server.base_url}/#/login")
    await page.fill("#username", account.user)
    await page.fill("#password", account.password)
    await page.click("form button[type=submit]")
    await page.wait_for_selector("a.settings")
    (session,) = json.loads(await page.evaluate("localStorage.hydrogen_sessions_v1"))
    assert session["userId"] == account.id
    assert matrix_server.devices(account) == [session["deviceId"]]
    assert matrix_server.token_valid(session["accessToken"])

    await page.click("a.settings")
    await page.get_by_role("button", name="Log out").click()
    await page.wait_for_url("**/#/logout/*")
    await page.click("button[type=submit]")
    await page.wait_for_function("localStorage.hydrogen_sessions_v1 === '[]'")
    assert matrix_server.devices(account) == []
    assert not matrix_server.token_valid(session["accessToken"])
    assert await context.cookies() == []


async def test_the_pds_signs_in_and_out(context: BrowserContext, pds_server: PdsServer) -> None:
    async def cookies() -> dict[str, str]:
        return {cookie["name"]: cookie["value"] for cookie in await context.cookies()}

    account = pds_server.new_account()
    page = await context.new_page()
    await page.goto(f"{pds_server.url}/account")
    await page.fill("#field-identifier", account.user)
    await page.fill("#field-password", account.password)
    assert pds_server.devices(account) == []
    names_before = set(await cookies())
    await page.click("form button[type=submit]")
    await page.wait_for_selector("button[aria-label='Select an account']")
    signed_in = await cookies()
    assert len(pds_server.devices(account)) == 1
    assert pds_server.cookies_valid(account, signed_in)

    await page.reload()  # asking the server with the cookies may have rotated them
    await page.click("button[aria-label='Select an account']")
    await page.locator("button:not([type])", has_text="Sign out").click()
    await page.wait_for_url("**/account/sign-in*")
    assert pds_server.devices(account) == []
    assert not pds_server.cookies_valid(account, await cookies())
    assert names_before == set(signed_in) == set(await cookies()), "the names of the cookies tell nothing"


async def test_each_test_has_accounts_of_its_own(matrix_server: MatrixServer, pds_server: PdsServer) -> None:
    assert matrix_server.new_account() != matrix_server.new_account()
    assert pds_server.new_account() != pds_server.new_account()
    first, second = matrix_server.sign_in(matrix_server.bob), matrix_server.sign_in(matrix_server.bob)
    assert first != second
    assert len(matrix_server.devices(matrix_server.bob)) == 2


def test_a_killed_test_run_takes_its_servers_along() -> None:
    serve = [sys.executable, "-u", "-m", "tests.realservers", "serve"]
    with subprocess.Popen(serve, stdout=subprocess.PIPE, cwd=install.HERE.parents[1]) as run:
        assert run.stdout
        assert run.stdout.readline().startswith(b"Hydrogen: http://127.0.0.1:")
        assert run.stdout.readline().startswith(b"PDS: http://localhost:")
        servers = psutil.Process(run.pid).children(recursive=True)
        assert len(servers) == 2
        run.kill()
    _, alive = psutil.wait_procs(servers, timeout=20)
    assert alive == []
