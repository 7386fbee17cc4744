"""Starting the robot on a person's profile: nothing of the person's is lost, nothing of the person's opens."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from playwright.async_api import Playwright

from tests.browser.people import (
    HEADLESS,
    cookies,
    end,
    end_all,
    exit_type,
    files_with,
    gone,
    person,
    preferences,
    run_python,
    words,
)
from tests.browser.test_closing import LOADED, ROBOT
from tests.support.web import Web, wait
from toolkit.browser.launch import robot
from toolkit.browser.running import running_pid
from toolkit.browser.wall import Wall
from toolkit.errors import Undecided

pytestmark = [
    pytest.mark.browser,
    pytest.mark.anyio,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="closing is measured on Linux"),
]

COOKIES = [("Set-Cookie", "sid=1; Max-Age=86400"), ("Set-Cookie", "until_close=1")]


def visit(web: Web, profile: Path) -> None:
    """A person signs in, leaves the tab open and closes the browser."""
    web.page("www.site.test/", LOADED, headers=COOKIES)
    with person(web.start(profile, HEADLESS), "https://www.site.test/") as pid:
        web.wait_for("www.site.test/loaded")
        end(pid)
    assert exit_type(profile) == "Normal"
    web.pages.clear()
    web.seen.clear()


def tabs(profile: Path) -> list[str]:
    return [f for f in files_with(profile / "Default", b"https://www.site.test/") if f.startswith("Sessions")]


async def test_session_cookies_live_on_and_no_tab_opens(web: Web, profile: Path, playwright: Playwright) -> None:
    visit(web, profile)
    before = tabs(profile)
    assert before
    async with robot(playwright, web.start(profile), Wall(["site.test"], web.args), headless=True) as context:
        assert [page.url for page in context.pages] == ["about:blank"]
        assert web.seen == []
        page = await context.new_page()
        await page.goto("https://www.site.test/ask")
        assert sorted(web.requests("www.site.test/ask")[0].cookie.split("; ")) == ["sid=1", "until_close=1"]
    assert exit_type(profile) == "Normal"
    assert sorted(cookies(profile)) == ["sid", "until_close"]
    assert tabs(profile) == before
    assert not (profile / "Default" / "toolkit-aside").exists()


async def test_a_plain_start_drops_them(web: Web, profile: Path) -> None:
    """The control: what the trick is good for."""
    visit(web, profile)
    with person(web.start(profile, HEADLESS), "https://www.site.test/ask") as pid:
        assert web.wait_for("www.site.test/ask").cookie == "sid=1"
        end(pid)


async def test_tabs_are_back_after_a_run_that_was_killed(web: Web, profile: Path, playwright: Playwright) -> None:
    visit(web, profile)
    before = tabs(profile)
    process = run_python(ROBOT, str(web.start(profile).browser.executable), str(profile), *web.args)
    assert process.stdout
    assert process.stdout.readline() == "ready\n", process.communicate(timeout=5)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=30)
    end_all(profile)
    assert (profile / "Default" / "toolkit-aside").is_dir()
    assert tabs(profile) != before
    async with robot(playwright, web.start(profile), Wall(["site.test"], web.args), headless=True) as context:
        assert [page.url for page in context.pages] == ["about:blank"]
    assert tabs(profile) == before
    assert not (profile / "Default" / "toolkit-aside").exists()


async def test_a_person_finds_the_tabs_of_a_killed_run(web: Web, profile: Path) -> None:
    visit(web, profile)
    aside = profile / "Default" / "toolkit-aside"
    aside.mkdir()
    (profile / "Default" / "Sessions").rename(aside / "Sessions")
    with person(web.start(profile, HEADLESS, "--restore-last-session")) as pid:
        web.wait_for("www.site.test/")
        assert not aside.exists()
        end(pid)


async def test_a_failed_start_changes_nothing(web: Web, profile: Path, playwright: Playwright, tmp_path: Path) -> None:
    visit(web, profile)
    start = web.start(profile)
    broken = type(start)(type(start.browser)("chromium", Path("/bin/false"), "configured"), profile, "basic", web.args)
    before = tabs(profile)
    with pytest.raises(Undecided) as caught:
        async with robot(playwright, broken, Wall(["site.test"], web.args), headless=True):
            pass
    assert caught.value.reason.code == "browser_failed"
    assert "user-data-dir" not in str(caught.value.reason.params["why"])
    assert (tabs(profile), exit_type(profile)) == (before, "Normal")


async def test_a_person_s_start_has_no_mark_of_automation(web: Web, profile: Path) -> None:
    report = '<script>fetch("/report?" + navigator.webdriver + navigator.plugins.length)</script>'
    url = web.page("www.site.test/", report)
    with person(web.start(profile, HEADLESS), url) as pid:
        assert web.wait_for("www.site.test/report").path.startswith("/report?false")
        line = words(psutil.Process(pid))
        for switch in ("remote-debugging", "enable-automation", "disable-features", "password-store=mock", "use-mock"):
            assert not any(switch in word for word in line)
        end(pid)


async def test_a_new_profile_stores_no_password_and_no_account(
    web: Web, profile: Path, display: str, playwright: Playwright
) -> None:
    """With a window, as a person has it: a login form is sent off, and nothing of it is kept."""
    fields = '<input name=u autocomplete=username><input type=password name=p><button>x</button>'
    login = f'<form method=post action=/in>{fields}</form>'
    web.page("www.site.test/login", login)
    async with robot(playwright, web.start(profile), Wall(["site.test"], web.args), headless=False) as context:
        page = await context.new_page()
        await page.goto("https://www.site.test/login")
        await page.locator("[name=u]").press_sequentially("acme_legal")
        await page.locator("[name=p]").press_sequentially("correct horse")
        await page.locator("button").click()
        await page.wait_for_url("**/in")
        await page.wait_for_timeout(1500)
    assert web.requests("www.site.test/in")[0].body == b"u=acme_legal&p=correct+horse"
    written = preferences(profile)
    assert written["signin"]["allowed"] is False
    assert written["credentials_enable_service"] is False
    assert written["credentials_enable_autosignin"] is False
    assert written["autofill"]["profile_enabled"] is False
    state = json.loads((profile / "Local State").read_bytes())
    assert state["background_mode"]["enabled"] is False
    assert files_with(profile, b"correct horse") == []
    for name in ("Login Data", "Web Data"):
        with sqlite3.connect(profile / "Default" / name) as database:
            table, column = ("logins", "username_value") if name == "Login Data" else ("autofill", "value")
            found = [row[0] for row in database.execute(f"SELECT {column} FROM {table}")]
            assert found == [], name
    assert (profile / "Default").stat().st_mode & 0o077 == 0


# --- locks ---


def lock(profile: Path, host: str, pid: int) -> None:
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "SingletonLock").symlink_to(f"{host}-{pid}")


async def test_a_stale_lock_does_not_hold_the_robot_up(web: Web, profile: Path, playwright: Playwright) -> None:
    ended = subprocess.Popen(["/bin/true"])  # noqa: ASYNC220 - over at once
    ended.wait()
    lock(profile, socket.gethostname(), ended.pid)
    assert running_pid(profile) is None
    async with robot(playwright, web.start(profile), Wall(["site.test"], web.args), headless=True) as context:
        assert context.pages
        assert running_pid(profile)


def test_a_process_id_that_another_program_got_is_no_browser(profile: Path) -> None:
    lock(profile, socket.gethostname(), os.getpid())
    assert running_pid(profile) is None


async def test_a_lock_of_another_machine_is_respected(web: Web, profile: Path, playwright: Playwright) -> None:
    lock(profile, "other-machine.example", 4711)
    with pytest.raises(Undecided) as caught:
        running_pid(profile)
    assert caught.value.reason.code == "profile_in_use"
    assert caught.value.reason.params["pid"] == "other-machine.example"
    with pytest.raises(Undecided):
        async with robot(playwright, web.start(profile), Wall(["site.test"], web.args), headless=True):
            pass
    assert not (profile / "Default").exists()


async def test_a_browser_that_runs_is_told_and_left_alone(web: Web, profile: Path, playwright: Playwright) -> None:
    web.page("www.site.test/", LOADED, headers=COOKIES)
    with person(web.start(profile, HEADLESS), "https://www.site.test/") as pid:
        web.wait_for("www.site.test/loaded")
        assert running_pid(profile) == pid
        moved = profile.with_name("link")
        moved.symlink_to(profile)
        assert running_pid(moved) == pid
        with pytest.raises(Undecided) as caught:
            async with robot(playwright, web.start(profile), Wall(["site.test"], web.args), headless=True):
                pass
        assert (caught.value.reason.code, caught.value.reason.params["pid"]) == ("profile_in_use", pid)
        assert not gone(pid)
        assert not (profile / "Default" / "toolkit-aside").exists()
        end(pid)
    wait(lambda: running_pid(profile) is None, "still locked")
    shutil.rmtree(profile)
