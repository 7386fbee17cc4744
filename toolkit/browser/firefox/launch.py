"""Starts Firefox on a profile: for the robot over WebDriver BiDi, for a person as a plain program.

Playwright's own preferences would end up in the person's profile and switch tracking protection and storage
partitioning about; so it is given an empty folder for them, and our arguments name the real profile.
Under remote control Firefox listens on a port of 127.0.0.1 (there is no pipe): it refuses web pages by their Origin,
and a second session while there is one. https://firefox-source-docs.mozilla.org/remote/Security.html
"""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from playwright.async_api import BrowserContext, Error, Playwright

from toolkit.browser.firefox.aside import aside, put_back
from toolkit.browser.firefox.checkpoints import mark_started
from toolkit.browser.firefox.prefs import ROBOT, prepare_profile
from toolkit.browser.firefox.running import firefox_pid
from toolkit.browser.firefox.wall import CERTIFICATES, REFUSED, refuse_proxy_switch, takes_another_way, wall_prefs
from toolkit.browser.running import wait_gone
from toolkit.browser.start import CLOSE_SECONDS, Start
from toolkit.browser.wall import Wall
from toolkit.errors import Undecided
from toolkit.texts import t

_SIZE = "--window-size="
# A name that never exists: https://www.rfc-editor.org/rfc/rfc6761#section-6.4
_NOWHERE = "https://wall.invalid/"


@contextlib.asynccontextmanager
async def firefox_robot(
    playwright: Playwright, start: Start, wall: Wall, *, headless: bool, timeout: float
) -> AsyncIterator[BrowserContext]:
    """As `toolkit.browser.launch.robot`."""
    refuse_proxy_switch(start.args)
    name = start.browser.executable.name
    prepare_profile(start.profile, start.args)
    if not wall.behind_proxy and takes_another_way(start.profile, start.browser.executable):
        raise Undecided("browser_failed", browser=name, why=t("firefox.other_proxy"))
    with aside(start.profile, ROBOT | wall_prefs(wall)), tempfile.TemporaryDirectory(prefix="toolkit-") as elsewhere:
        context = await _launch(playwright, start, Path(elsewhere), headless, timeout)
        pid = firefox_pid(start.profile)
        try:
            if not wall.behind_proxy and not await _wall_stands(context):
                raise Undecided("browser_failed", browser=name, why=t("firefox.no_wall"))
            yield context
        finally:
            await asyncio.shield(_close(context, pid))


async def _launch(
    playwright: Playwright, start: Start, elsewhere: Path, headless: bool, timeout: float
) -> BrowserContext:
    unmark = mark_started(start.profile)
    try:
        context = await playwright.firefox.launch_persistent_context(
            elsewhere,
            channel="moz-firefox",
            executable_path=start.browser.executable,
            args=["--remote-debugging-port=0", *(["--headless"] if headless else []), *_arguments(start)],
            ignore_default_args=True,
            # Playwright's own Ctrl-C handlers kill the browser before it has written its files.
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
            no_viewport=True,
            accept_downloads=False,
            ignore_https_errors=CERTIFICATES in start.args,
            timeout=timeout * 1000,
            slow_mo=start.slow_motion,
        )
    except Error as error:
        if firefox_pid(start.profile) is None:
            unmark()
        why = error.message.split("\n", 1)[0][:160]
        raise Undecided("browser_failed", browser=start.browser.executable.name, why=why) from None
    context.set_default_timeout(10_000)
    return context


def _arguments(start: Start) -> list[str]:
    """The profile, and what Firefox has of the person's own switches. It keeps its sandbox, also as root."""
    sizes = [a.removeprefix(_SIZE).split(",") for a in start.args if a.startswith(_SIZE)]
    size = ["--width", sizes[-1][0], "--height", sizes[-1][1]] if sizes else []
    return ["--no-remote", "--profile", str(start.profile), *size]


async def _wall_stands(context: BrowserContext) -> bool:
    """Whether a request to nowhere ends in the wall's dead end: a policy or an extension may have had its own way."""
    page = await context.new_page()
    try:
        async with page.expect_event("requestfailed", timeout=10_000) as failed:
            with contextlib.suppress(Error):
                await page.goto(_NOWHERE)
        return (await failed.value).failure == REFUSED
    except Error:
        return False
    finally:
        with contextlib.suppress(Error):
            await page.close()


async def _close(context: BrowserContext, pid: int | None) -> None:
    # A browser that died or was closed by the person has nothing left to close; the disk is judged by its own mark.
    with contextlib.suppress(Error, TimeoutError):
        await asyncio.wait_for(context.close(), CLOSE_SECONDS)
    if pid:
        await wait_gone(pid, 15)


def firefox_command(start: Start, urls: Sequence[str]) -> list[str]:
    """The command of a person's start. The profile is made ready for it."""
    prepare_profile(start.profile, start.args)
    if firefox_pid(start.profile) is None:
        put_back(start.profile)
        mark_started(start.profile)
    return [str(start.browser.executable), *_arguments(start), *urls]
