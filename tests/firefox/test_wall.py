"""Hostile pages in Firefox against listening sockets: behind the wall not one byte arrives; without it they do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import BrowserContext, Error

from tests.firefox.conftest import start_on
from tests.hostile.attacks import ATTACKS as ALL
from tests.hostile.traps import Trap, traps
from tests.support.web import Reply, Web
from toolkit.browser.firefox import launch
from toolkit.browser.firefox.prefs import ROBOT
from toolkit.browser.firefox.wall import wall_prefs
from toolkit.browser.launch import driver, robot
from toolkit.browser.wall import Wall

pytestmark = [pytest.mark.browser, pytest.mark.anyio, pytest.mark.xdist_group("firefox-wall")]

SITE, EVIL = "www.site.test", "stranger.test"
# What tries the different ways out of a Firefox; all of tests/hostile were tried with ESR 153.
_LOUD = (
    "fetch", "fetch_ip", "fetch_ip6", "fetch_localhost", "fetch_keepalive", "beacon", "iframe", "image", "preconnect",
    "early_header", "prefetch", "websocket", "websocket_ip", "webtransport", "turn_tls", "worker", "service_worker",
    "form", "meta_refresh", "userinfo", "location_ip", "redirect", "redirect_frame", "popup", "csp_report",
)  # fmt: skip
# Silent in the control, too (headless, no icons, no alternative services): only here it is shown that nothing comes.
_SILENT = ("dns_prefetch", "favicon", "alternative_service_ip", "network_error_logging", "stun_udp", "turn_udp")
ATTACKS = {name: ALL[name] for name in (*_LOUD, *_SILENT)}
AT_ONCE = 8
SETTLE = 3.0
"""Seconds after the last page: reports, retries and background fetches come late."""
# What a robot start spares for time would also stop some attacks for another reason; workers are ours to try here.
_SPARED = {"permissions.default.image", "gfx.downloadable_fonts.enabled", "media.autoplay.default",
           "dom.serviceWorkers.enabled"}  # fmt: skip


@asynccontextmanager
async def attacked(web: Web, firefox: Path, profile: Path) -> AsyncIterator[dict[str, Trap]]:
    """All attacks, each on a page of its own with a trap of its own; yields what the traps caught."""
    with traps(tuple(ATTACKS)) as found:
        _publish(web, found)
        start, wall = start_on(profile, web, firefox), Wall(["site.test"], web.args)
        async with driver() as playwright, robot(playwright, start, wall, headless=True) as context:
            names = list(ATTACKS)
            for at in range(0, len(names), AT_ONCE):
                await asyncio.gather(*(_visit(context, name) for name in names[at : at + AT_ONCE]))
            await asyncio.sleep(SETTLE)
        yield found


async def _visit(context: BrowserContext, name: str) -> None:
    page = await context.new_page()
    try:
        await page.goto(f"https://{SITE}/{name}", wait_until="domcontentloaded", timeout=15000)
        if ATTACKS[name].click:
            await page.locator("#go").click(timeout=5000, no_wait_after=True)
    except Error:
        pass  # the page went on to the stranger, or to where the stranger would be; `test_the_pages_were_there` looks
    await asyncio.sleep(1.0)


def _publish(web: Web, found: dict[str, Trap]) -> None:
    web.pages.clear()
    for name, attack in ATTACKS.items():
        port = str(found[name].port)

        def real(text: str, port: str = port) -> str:
            return text.replace("EVIL", EVIL).replace("PORT", port)

        web.page(f"{SITE}/{name}", real(attack.body), headers=[(n, real(v)) for n, v in attack.headers])
        for path, body, headers in attack.extra:
            place, given = f"{SITE}/{name}{path}", [(n, real(v)) for n, v in headers]
            if body.isdigit():
                web.page(place, headers=given, status=int(body))
            else:
                web.pages[place] = Reply(real(body), given)


@pytest.fixture(scope="module")
def patch() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(launch, "ROBOT", {name: value for name, value in ROBOT.items() if name not in _SPARED})
        yield patch


@pytest.fixture(scope="module")
async def control(
    web: Web, firefox_path: Path, tmp_path_factory: pytest.TempPathFactory, patch: pytest.MonkeyPatch
) -> AsyncIterator[dict[str, Trap]]:
    """The same pages in the same browser without the wall: what makes these tests able to fail."""

    async def stands(_context: BrowserContext) -> bool:
        return True

    patch.setattr(launch, "wall_prefs", _only_the_way_to_the_replica)
    patch.setattr(launch, "_wall_stands", stands)
    async with attacked(web, firefox_path, tmp_path_factory.mktemp("control")) as found:
        patch.setattr(launch, "wall_prefs", wall_prefs)
        yield found


def _only_the_way_to_the_replica(wall: Wall) -> dict[str, Any]:
    names = ("network.dns.forceResolve", "network.socket.", "network.stricttransportsecurity.", "security.")
    return {"network.proxy.type": 0} | {k: v for k, v in wall_prefs(wall).items() if k.startswith(names)}


@pytest.fixture(scope="module")
async def walled(
    web: Web, firefox_path: Path, tmp_path_factory: pytest.TempPathFactory, patch: pytest.MonkeyPatch
) -> AsyncIterator[dict[str, Trap]]:
    patch.undo()
    patch.setattr(launch, "ROBOT", {name: value for name, value in ROBOT.items() if name not in _SPARED})
    async with attacked(web, firefox_path, tmp_path_factory.mktemp("walled")) as found:
        yield found


async def test_without_the_wall_they_get_out(control: dict[str, Trap]) -> None:
    assert [name for name in _LOUD if not control[name].caught] == []


async def test_nothing_arrives(walled: dict[str, Trap]) -> None:
    assert {name: trap.caught for name, trap in walled.items() if trap.caught} == {}


async def test_the_pages_were_there(walled: dict[str, Trap], web: Web) -> None:
    """Not vacuous: the robot did open every page, and what belongs to the site was loaded."""
    visited = {seen.path.partition("?")[0] for seen in web.seen}
    assert walled
    assert {f"/{name}" for name in ATTACKS} <= visited
    assert {"/worker/w.js", "/service_worker/w.js", "/redirect/away"} <= visited
