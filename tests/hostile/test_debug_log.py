"""What Playwright itself would write: its debug log quotes what is typed, so it is off while the toolkit runs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.scene import FIELD, SITE, leaks
from tests.support.web import Web

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("hostile-debug")]

SCRIPT = """
import asyncio, sys, time
from pathlib import Path
from tests.support.web import Web
from tests.hostile.scene import FILL, OPEN, PASSWORD, Told, flow, site
from toolkit.browser.launch import driver, robot
from toolkit.browser.wall import Wall
from toolkit.runner.probe import new_run
from toolkit.runner.steps import execute
async def main():
    web, told = Web(int(sys.argv[1])), Told()
    wall = Wall(["site.test"], web.args)
    async with driver() as playwright, robot(playwright, web.start(Path(sys.argv[2])), wall, headless=True) as context:
        async with new_run(context, site(), wall, secret=told.secret, deadline=time.monotonic() + 60) as run:
            await execute(run, flow(OPEN, FILL).steps)
            await run.page.evaluate("document.querySelector('#p').disabled = true")
            # Stopped while it types: Playwright's answer, with the value in it, comes when nobody waits any more.
            stuck = asyncio.ensure_future(execute(run, flow(FILL).steps))
            await asyncio.sleep(1)
            stuck.cancel()
            await asyncio.wait([stuck])
        print("typed", told.asked)
asyncio.run(main())
import gc; gc.collect()
"""


@pytest.mark.parametrize("debug", ["pw:*", "pw:api,pw:protocol,pw:channel"])
def test_playwright_s_debug_log_is_off(web: Web, tmp_path: Path, debug: str) -> None:
    web.page(f"{SITE}/login", FIELD)
    log = tmp_path / "debug.log"
    own = {"DEBUG": debug, "DEBUG_FILE": str(log), "PWDEBUG": "", "PYTHONPATH": os.pathsep.join(sys.path)}
    environment = {**os.environ, **own}
    ended = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "default", "-c", SCRIPT, str(web.port), str(tmp_path / "profile")],
        env=environment, capture_output=True, text=True, timeout=90, cwd=Path(__file__).parents[2], check=False,
    )  # fmt: skip
    assert ended.stdout == "typed 2\n", ended.stderr
    assert leaks(ended.stdout + ended.stderr) == []
    assert "pw:" not in ended.stderr
    assert not log.exists()


def test_the_debug_log_would_show_it(web: Web, tmp_path: Path) -> None:
    """The control: the same run with Playwright's variables left in place."""
    web.page(f"{SITE}/login", FIELD)
    script = SCRIPT.replace("driver() as playwright", "async_playwright() as playwright")
    script = "from playwright.async_api import async_playwright\n" + script
    ended = subprocess.run(
        [sys.executable, "-c", script, str(web.port), str(tmp_path / "profile")],
        env={**os.environ, "DEBUG": "pw:protocol", "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True, text=True, timeout=90, cwd=Path(__file__).parents[2], check=False,
    )  # fmt: skip
    assert leaks(ended.stderr)
