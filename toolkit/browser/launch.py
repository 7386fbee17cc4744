"""Starts a browser on a profile: for the robot through Playwright's pipe, for a person as a plain program.

Both use the same product, key store and feature set. Playwright's own default switches are all left out: its
`--disable-features` hides partitioned storage, its `--password-store=basic --use-mock-keychain` destroys cookies.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence

from playwright.async_api import BrowserContext, Error, Playwright, async_playwright

from toolkit.browser.firefox.launch import firefox_command, firefox_robot
from toolkit.browser.keystore import store_args
from toolkit.browser.prefs import mark_exit, prepare_profile
from toolkit.browser.restore import put_back, sessions_aside
from toolkit.browser.running import running_pid, wait_gone, wait_written
from toolkit.browser.start import CLOSE_SECONDS, Start
from toolkit.browser.wall import RULES, Wall
from toolkit.errors import Undecided
from toolkit.traces.running import user_of

# https://peter.sh/experiments/chromium-command-line-switches/ and
# https://chromium.googlesource.com/chromium/src/+/main/chrome/common/chrome_switches.cc
_COMMON = ("--no-first-run", "--no-default-browser-check", "--disable-sync", "--disable-background-mode")
_ROBOT = (
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--no-service-autorun",
    "--disable-extensions", "--disable-infobars", "--mute-audio", "--disable-breakpad", "--disable-domain-reliability",
    "--disable-session-crashed-bubble", "--hide-crash-restore-bubble", "--disable-dev-shm-usage",
    # Decisions are read from the DOM: pictures only cost time (DESIGN, speed).
    "--blink-settings=imagesEnabled=false",
)


def _sandbox_args() -> list[str]:
    # Chromium refuses to run its sandbox as root; everybody else keeps it.
    return ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


@contextlib.asynccontextmanager
async def driver() -> AsyncIterator[Playwright]:
    """One Playwright driver for a run, without the debug log that would record typed secrets."""
    _silence()
    async with async_playwright() as playwright:
        yield playwright


def _silence() -> None:
    """Switch Playwright's debug logs off: the driver's by its variables, the Python side's in place.

    That one reads DEBUG when it is imported, which may be long over, and prints every message with its values
    (measured: 1.65 with DEBUG=pw:api or pw:channel prints what is typed).
    """
    for name in ("DEBUG", "DEBUG_FILE", "DEBUGP", "PWDEBUG"):
        os.environ.pop(name, None)
    with contextlib.suppress(ImportError, AttributeError):  # other versions have no log of their own
        from playwright._impl.utils.debug_logger import debug_logger  # type: ignore[import-not-found, unused-ignore]

        debug_logger._names.clear()  # noqa: SLF001 - there is no public way


@contextlib.asynccontextmanager
async def robot(
    playwright: Playwright, start: Start, wall: Wall, *, headless: bool, timeout: float = 60
) -> AsyncIterator[BrowserContext]:
    """The profile's browser under the robot's control, behind the wall; closed and flushed at the end.

    Session cookies survive: the start restores a session, from which the tabs have been moved aside. `timeout`: seconds
    for the start. Raises Undecided `profile_in_use` when a browser runs on the profile, `browser_failed` when it does
    not start.
    """
    if (pid := running_pid(start.profile)) is not None:
        raise Undecided("profile_in_use", profile=start.profile.name, pid=pid, command="browser", since="?")
    await wait_written(start.profile)
    family = firefox_robot if start.browser.product == "firefox" else _chromium_robot
    async with family(playwright, start, wall, headless=headless, timeout=timeout) as context:
        yield context


@contextlib.asynccontextmanager
async def _chromium_robot(
    playwright: Playwright, start: Start, wall: Wall, *, headless: bool, timeout: float
) -> AsyncIterator[BrowserContext]:
    prepare_profile(start.profile)
    with sessions_aside(start.profile):
        context = await _launch(playwright, start, _robot_args(start, wall, headless), timeout)
        pid = running_pid(start.profile)
        try:
            yield context
        finally:
            await asyncio.shield(_close(context, pid))


def _robot_args(start: Start, wall: Wall, headless: bool) -> list[str]:
    own = [argument for argument in start.args if not argument.startswith(RULES)]
    return [
        "--remote-debugging-pipe", f"--user-data-dir={start.profile}", "--restore-last-session",
        *_COMMON, *_ROBOT, *(["--headless"] if headless else []), *_sandbox_args(), *store_args(start.store),
        *own, *wall.args(), "about:blank",
    ]  # fmt: skip


async def _launch(playwright: Playwright, start: Start, args: list[str], timeout: float) -> BrowserContext:
    before = mark_exit(start.profile)
    try:
        context = await playwright.chromium.launch_persistent_context(
            start.profile,
            executable_path=start.browser.executable,
            args=args,
            ignore_default_args=True,
            # Playwright's own Ctrl-C handlers kill the browser before it has written its cookies.
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
            no_viewport=True,
            accept_downloads=False,
            timeout=timeout * 1000,
            slow_mo=start.slow_motion,
        )
    except Error as error:
        if user_of(start.profile) is None:
            mark_exit(start.profile, before)
        raise Undecided("browser_failed", browser=start.browser.executable.name, why=_first_line(error)) from None
    context.set_default_timeout(10_000)
    return context


async def _close(context: BrowserContext, pid: int | None) -> None:
    # A browser that died or was closed by the person has nothing left to close; the disk is judged by `exit_type`.
    with contextlib.suppress(Error, TimeoutError):
        await asyncio.wait_for(context.close(), CLOSE_SECONDS)
    if pid:
        await wait_gone(pid, 10)


def open_for_person(start: Start, urls: Sequence[str] = ()) -> subprocess.Popen[bytes]:
    """Start the browser as the person would: no automation switches, no pipe, no port; it outlives this process.

    Where it runs already, that one opens a window. Raises Undecided `browser_failed`.
    """
    command = firefox_command(start, urls) if start.browser.product == "firefox" else _chromium_command(start, urls)
    windows = sys.platform == "win32"
    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=not windows,
            creationflags=getattr(subprocess, "DETACHED_PROCESS", 0) if windows else 0,
        )
    except OSError as error:
        raise Undecided("browser_failed", browser=start.browser.executable.name, why=error.strerror or "") from None


def _chromium_command(start: Start, urls: Sequence[str]) -> list[str]:
    prepare_profile(start.profile)
    if running_pid(start.profile) is None:
        put_back(start.profile)
        mark_exit(start.profile)
    return [
        str(start.browser.executable), f"--user-data-dir={start.profile}", *_COMMON, *_sandbox_args(),
        *store_args(start.store), *start.args, *urls,
    ]  # fmt: skip


def _first_line(error: Error) -> str:
    """What went wrong, without Playwright's call log (it lists the whole command)."""
    return error.message.split("\n", 1)[0][:160]
