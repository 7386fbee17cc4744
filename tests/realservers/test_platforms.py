"""`platform test` on servers that nobody here wrote: what the label `real server` in a platform's file means."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.realservers.matrix import MatrixServer
from tests.realservers.pds import PdsServer
from tests.realservers.servers import Account
from tests.support import browsers
from toolkit.browser.find import Browser
from toolkit.browser.launch import driver
from toolkit.catalog.registry import Catalog
from toolkit.secrets.key import SecretKey
from toolkit.sessions.platform_results import PlatformTest
from toolkit.sessions.platform_subject import choose_server, make_subject, user_variable
from toolkit.sessions.platform_test import try_platform

pytestmark = [pytest.mark.anyio, pytest.mark.real, pytest.mark.browser]

# platform -> its `vars` on a server
SERVERS: dict[str, Callable[[Any], dict[str, str]]] = {
    "matrix_hydrogen": lambda server: {"app": _host(server.base_url), "homeserver": _host(server.homeserver)},
    "atproto_pds": lambda server: {"pds": _host(server.url)},
}


def _host(url: str) -> str:
    return urlsplit(url).netloc


async def _try(platform: str, server: Any, account: Account, password: str | None = None) -> PlatformTest:
    environ = {user_variable(platform): account.user}
    environ[SecretKey(platform, account.user, "password").variable] = password or account.password
    catalog = Catalog()
    chosen = choose_server(catalog, platform, environ={}, values=SERVERS[platform](server))
    subject = make_subject(catalog, platform, chosen, environ=environ)
    async with driver() as playwright:
        browser = Browser("chromium", browsers.chromium(), "configured")
        return await try_platform(playwright, subject, browser, emit=lambda _event: None)


async def test_hydrogen_flips_and_the_server_has_no_device_left(matrix_server: MatrixServer) -> None:
    account = matrix_server.new_account()
    result = await _try("matrix_hydrogen", matrix_server, account)
    assert (result.verdict, result.kind, result.trouble) == ("flips", "real server", None)
    assert {"replay", "other_device_flips"} <= {step.name for step in result.steps}
    assert matrix_server.devices(account) == []
    assert Catalog().platform("matrix_hydrogen").verified.kind == result.kind


async def test_the_pds_flips_and_has_no_device_left(pds_server: PdsServer) -> None:
    account = pds_server.new_account()
    result = await _try("atproto_pds", pds_server, account)
    assert (result.verdict, result.kind, result.trouble) == ("flips", "real server", None)
    assert pds_server.devices(account) == []
    assert Catalog().platform("atproto_pds").verified.kind == result.kind


async def test_a_wrong_password_is_not_called_broken(matrix_server: MatrixServer, pds_server: PdsServer) -> None:
    for platform, server in (("matrix_hydrogen", matrix_server), ("atproto_pds", pds_server)):
        result = await _try(platform, server, server.new_account(), "not-the-password")
        assert result.trouble and result.trouble.reason
        assert (result.verdict, result.trouble.name, result.trouble.reason.code) == (
            "unknown", "login", "wrong_password",
        )  # fmt: skip
