"""Closing without losing what is not yet written (DESIGN, measured traps)."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import psutil
import pytest

from tests.browser.people import HEADLESS, cookies, end, end_all, exit_type, gone, person, run_python
from tests.browser.pipe import Pipe
from tests.support.web import Web, wait
from toolkit.browser.launch import open_for_person
from toolkit.browser.running import close_running, running_pid
from toolkit.errors import Undecided
from toolkit.traces import read_profile

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="closing is measured on Linux"),
]

COOKIES = [("Set-Cookie", "sid=1; Max-Age=86400"), ("Set-Cookie", "until_close=1")]
LOADED = '<script>onload = () => fetch("/loaded")</script>'
DRAFT = "<textarea autofocus></textarea><script>onbeforeunload = e => { e.preventDefault(); return 'x' }</script>"


def test_sigterm_right_after_a_sign_in_may_lose_it_and_is_known(web: Web, profile: Path) -> None:
    """Not ours: the reason for closing as we do. When this fails, Chromium has mended it."""
    # Not in its first seconds: while the cookie table is being opened, all is written.
    later = "setTimeout(() => { document.cookie = 'sid=1; max-age=86400'; fetch('/set') }, 2500)"
    start = web.start(profile, HEADLESS)
    with person(start, web.page("www.site.test/", f"<script>{later}</script>")) as pid:
        web.wait_for("www.site.test/set")
        end(pid, signal.SIGTERM)
    assert exit_type(profile) == "SessionEnded"
    assert cookies(profile) in ([], ["sid"])  # a slow machine may have written it: the exit type tells
    assert [p.code for p in read_profile(profile, []).problems] == ["unclean_exit"]


@pytest.mark.anyio
async def test_our_close_writes_everything(web: Web, profile: Path) -> None:
    url = web.page("www.site.test/", LOADED, headers=COOKIES)
    with person(web.start(profile, HEADLESS), url) as pid:
        web.wait_for("www.site.test/loaded")
        assert await close_running(profile, 30) is True
        assert gone(pid)
    assert (exit_type(profile), cookies(profile)) == ("Normal", ["sid", "until_close"])
    assert running_pid(profile) is None
    assert await close_running(profile) is False


@pytest.mark.anyio
async def test_a_page_that_was_not_touched_cannot_hold_the_close_up(web: Web, profile: Path) -> None:
    url = web.page("www.site.test/", DRAFT + LOADED, headers=COOKIES)
    with person(web.start(profile, HEADLESS), url):
        web.wait_for("www.site.test/loaded")
        assert await close_running(profile, 30) is True
    assert (exit_type(profile), cookies(profile)) == ("Normal", ["sid", "until_close"])


@pytest.mark.anyio
async def test_a_draft_asks_the_person_and_is_never_killed(web: Web, profile: Path, display: str) -> None:
    """A page that the person typed into asks before it goes; a second signal would kill the browser unflushed."""
    url = web.page("www.site.test/", DRAFT + LOADED, headers=COOKIES)
    with Pipe(web.start(profile), url) as browser:
        web.wait_for("www.site.test/loaded")
        browser.type_into_page("a")
        pid = running_pid(profile)
        assert pid
        for _ in range(2):  # a person runs the command again
            with pytest.raises(Undecided) as caught:
                await close_running(profile, 1.5)
            assert caught.value.reason.code == "profile_in_use"
            assert caught.value.reason.params["pid"] == pid
            assert psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def test_killed_before_chromium_wrote_anything_is_no_clean_exit(web: Web, profile: Path) -> None:
    """Chromium notes only after ten seconds that it runs: we note it before, on a new profile and on a used one."""
    url = web.page("www.site.test/", LOADED, headers=COOKIES)
    start = web.start(profile, HEADLESS)
    for before in ([], ["sid", "until_close"]):
        with person(start, url) as pid:
            web.wait_for("www.site.test/loaded")
            os.kill(pid, signal.SIGKILL)
            end_all(profile)
        assert exit_type(profile) in {"SessionEnded", "Crashed"}
        assert "unclean_exit" in [p.code for p in read_profile(profile, []).problems]
        web.seen.clear()
        if not before:
            with person(start, url) as pid:
                web.wait_for("www.site.test/loaded")
                end(pid)
            assert exit_type(profile) == "Normal"
            web.seen.clear()


ROBOT = """
import asyncio, sys
from pathlib import Path
from toolkit.browser.find import Browser
from toolkit.browser.launch import driver, robot
from toolkit.browser.start import Start
from toolkit.browser.wall import Wall
executable, profile, args = Path(sys.argv[1]), Path(sys.argv[2]), tuple(sys.argv[3:])
async def main():
    async with driver() as playwright:
        start = Start(Browser("chromium", executable, "installed"), profile, "basic", args)
        async with robot(playwright, start, Wall(["site.test"], args), headless=True) as context:
            page = await context.new_page()
            await page.goto("https://www.site.test/", wait_until="load")
            print("ready", flush=True)
            await asyncio.sleep(60)
asyncio.run(main())
"""


@pytest.mark.parametrize(
    ("how", "group", "returns"),
    [
        pytest.param(signal.SIGINT, True, -signal.SIGINT, id="Ctrl-C in a terminal"),
        pytest.param(signal.SIGHUP, True, -signal.SIGHUP, id="the terminal is closed"),
        pytest.param(signal.SIGTERM, True, -signal.SIGTERM, id="the system shuts down"),
        pytest.param(signal.SIGKILL, False, -signal.SIGKILL, id="our process is killed"),
    ],
)
def test_a_signal_to_our_process_leaves_a_flushed_profile(
    web: Web, profile: Path, chromium_path: Path, how: signal.Signals, group: bool, returns: int
) -> None:
    web.page("www.site.test/", headers=COOKIES)
    process = run_python(ROBOT, str(chromium_path), str(profile), *web.args)
    try:
        assert process.stdout
        assert process.stdout.readline() == "ready\n", process.communicate(timeout=5)
        pid = running_pid(profile)
        assert pid
        (os.killpg if group else os.kill)(process.pid, how)
        process.communicate(timeout=30)
        assert process.returncode == returns
        wait(lambda: gone(pid), "the browser outlives us")
        assert (exit_type(profile), cookies(profile)) == ("Normal", ["sid", "until_close"])
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)


def test_a_browser_for_a_person_outlives_us(web: Web, profile: Path) -> None:
    script = ROBOT.replace("async def main", "async def unused").replace("asyncio.run(main())", "")
    script += """
from toolkit.browser.launch import open_for_person
open_for_person(Start(Browser("chromium", executable, "installed"), profile, "basic", args), ["https://www.site.test/"])
import time; print("ready", flush=True); time.sleep(60)
"""
    start = web.start(profile, HEADLESS)
    process = run_python(script, str(start.browser.executable), str(profile), *start.args)
    web.wait_for("www.site.test/")
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=30)
    pid = running_pid(profile)
    assert pid, "the browser went with us"
    end(pid)
    assert exit_type(profile) == "Normal"


def test_nothing_to_start_is_an_error_of_ours(web: Web, profile: Path, tmp_path: Path) -> None:
    start = web.start(profile)
    broken = type(start)(type(start.browser)("chromium", tmp_path / "no-browser", "configured"), profile)
    with pytest.raises(Undecided) as caught:
        open_for_person(broken)
    assert caught.value.reason.code == "browser_failed"
