"""Hostile pages against listening sockets: behind the wall not one byte arrives; without it they do.

The control is what makes these tests able to fail: the same pages, in the same browser, without the wall.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, Error

from tests.hostile.attacks import ATTACKS
from tests.hostile.traps import Trap, traps
from tests.support import screens
from tests.support.web import Web
from toolkit.browser import launch
from toolkit.browser.launch import driver, robot
from toolkit.browser.start import Start
from toolkit.browser.wall import Wall

pytestmark = [pytest.mark.browser, pytest.mark.anyio, pytest.mark.xdist_group("hostile-pages")]

SITE = "www.site.test"
EVIL = "stranger.test"
AT_ONCE = 8
SETTLE = 4.0
"""Seconds after the last page: reports, retries and background fetches come late."""


class NoWall(Wall):
    """The control: the site and the stranger are both there, WebRTC is as Chromium has it."""

    def __init__(self, web: Web) -> None:
        super().__init__(["site.test"], web.args)
        self._web = web

    def args(self) -> list[str]:
        rules = f"MAP *.site.test 127.0.0.1:{self._web.port}, MAP {EVIL} 127.0.0.1"
        return [f"--host-resolver-rules={rules}"]


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="hostile"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


@asynccontextmanager
async def attacked(web: Web, profile: Path, wall: Wall, *, headless: bool) -> AsyncIterator[dict[str, Trap]]:
    """All attacks, each on a page of its own with a trap of its own; yields what the traps caught."""
    with traps(tuple(ATTACKS)) as found:
        _publish(web, found)
        start = Start(web.start(profile).browser, profile, "basic", web.args)
        async with driver() as playwright, robot(playwright, start, wall, headless=headless) as context:
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
    except Error as error:
        # the page went on to the stranger, or to where the stranger would be
        if not any(why in str(error) for why in ("ERR_", "interrupted", "context was destroyed")):
            raise
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
                web.pages[place] = type(web.pages[f"{SITE}/{name}"])(real(body), given)


@pytest.fixture(scope="module")
async def control(web: Web, folder: Path) -> AsyncIterator[dict[str, Trap]]:
    with pytest.MonkeyPatch.context() as patch:
        # What spares time and data in a robot start would also stop some attacks for another reason.
        patch.setattr(launch, "_ROBOT", _without("--disable-background-networking", "--blink-settings"))
        async with attacked(web, folder / "control", NoWall(web), headless=True) as found:
            yield found


@pytest.fixture(scope="module")
async def headless(web: Web, folder: Path) -> AsyncIterator[dict[str, Trap]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(launch, "_ROBOT", _without("--disable-background-networking", "--blink-settings"))
        async with attacked(web, folder / "headless", Wall(["site.test"], web.args), headless=True) as found:
            yield found


@pytest.fixture(scope="module")
async def headed(web: Web, folder: Path) -> AsyncIterator[dict[str, Trap]]:
    with screens.xvfb() as screen, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DISPLAY", screen)
        async with attacked(web, folder / "headed", Wall(["site.test"], web.args), headless=False) as found:
            yield found


def _without(*starts: str) -> Sequence[str]:
    return [switch for switch in launch._ROBOT if not switch.startswith(starts)]


@pytest.mark.parametrize("name", [name for name, attack in ATTACKS.items() if not attack.silent])
async def test_without_the_wall_it_gets_out(control: dict[str, Trap], name: str) -> None:
    assert control[name].caught


@pytest.mark.parametrize("name", ATTACKS)
async def test_nothing_arrives(headless: dict[str, Trap], name: str) -> None:
    assert headless[name].caught == []


async def test_nothing_arrives_from_a_window(headed: dict[str, Trap]) -> None:
    assert {name: trap.caught for name, trap in headed.items() if trap.caught} == {}


async def test_the_pages_were_there(headless: dict[str, Trap], web: Web) -> None:
    """Not vacuous: the robot did open every page, and what belongs to the site was loaded."""
    visited = {seen.path.partition("?")[0] for seen in web.seen}
    assert {f"/{name}" for name in ATTACKS} <= visited
    assert {"/worker/w.js", "/service_worker/w.js", "/redirect/away"} <= visited
