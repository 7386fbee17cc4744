"""A robot's Firefox: what it sees and leaves of the person's profile, what it clears, and when it does not start."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.firefox.conftest import start_on
from tests.support.web import Web, wait
from toolkit.browser.clear import clear
from toolkit.browser.firefox import launch
from toolkit.browser.firefox.aside import SESSION
from toolkit.browser.firefox.launch import firefox_command
from toolkit.browser.firefox.mozlz4 import mozlz4, read_mozlz4
from toolkit.browser.firefox.prefs import MANAGED, PREFS, as_lines, prepare_profile
from toolkit.browser.launch import driver, robot
from toolkit.browser.running import close_running, running_pid
from toolkit.browser.storage import Storage
from toolkit.browser.wall import Wall
from toolkit.errors import Undecided, UsageError
from toolkit.traces import PlatformRules, Reading, read_profile

pytestmark = [pytest.mark.browser, pytest.mark.anyio, pytest.mark.xdist_group("firefox-robot")]

SITE, NEIGHBOUR = "www.site.test", "www.neighbour.test"
RULES = [PlatformRules("site", ("site.test",)), PlatformRules("neighbour", ("neighbour.test",))]
HOSTS = ["site.test", "neighbour.test"]
FILL = """<script>(async () => {
  localStorage.setItem('token', 'x');
  await new Promise(done => { const o = indexedDB.open('db'); o.onsuccess = () => { o.result.close(); done(); } });
  await (await caches.open('c')).put('/x', new Response('x'));
  await (await navigator.storage.getDirectory()).getFileHandle('f', {create: true});
  document.title = 'full';
})()</script>"""
COOKIES = [
    ("Set-Cookie", "host_only=1; Secure; HttpOnly; Max-Age=9999"),
    ("Set-Cookie", "of_session=1; Secure; SameSite=None"),
    ("Set-Cookie", "__Host-id=1; Secure; Path=/; Max-Age=9999"),
    ("Set-Cookie", "deep=1; Secure; Path=/deep/er; Max-Age=9999"),
    ("Set-Cookie", "wide=1; Secure; Domain=%s; Max-Age=9999"),
    ("Set-Cookie", "apart=1; Secure; SameSite=None; Partitioned; Max-Age=9999"),
]

# As ESR 153 writes it.
WORKER = (
    f"12\n\nhttps://{NEIGHBOUR}/\nhttps://{NEIGHBOUR}/sw.js\ntrue\n{{37cfc9dd-bfb9-4179-b76a-9d5731d59b21}}\n0\n"
    "1795379919602581\n1795379919603371\n1795379919573378\n0\ntrue\n0\n2\n0\n-1\n0\n#\n"
)


def publish(web: Web) -> None:
    for host in (SITE, NEIGHBOUR):
        given = [(name, value.replace("%s", host.removeprefix("www."))) for name, value in COOKIES]
        web.page(f"{host}/", FILL, headers=given)
        web.page(f"{host}/in", FILL, headers=given)
    for host, other in ((SITE, NEIGHBOUR), (NEIGHBOUR, SITE)):
        web.page(f"{host}/embeds", f"<iframe src=https://{other}/in></iframe>")


async def fill(context: Any) -> None:
    for path in ("/", "/embeds"):
        for host in (SITE, NEIGHBOUR):
            page = await context.new_page()
            await page.goto(f"https://{host}{path}")
            await page.frames[-1].wait_for_function("document.title === 'full'")
            await page.close()


def held(folder: Path) -> Reading:
    reading = read_profile(folder, RULES)
    assert reading.problems == ()
    return reading


async def test_cleared_is_one_platform_in_all_its_places_and_nothing_of_the_neighbour(
    web: Web, firefox_path: Path, tmp_path: Path
) -> None:
    publish(web)
    profile = tmp_path / "profile"
    start, wall = start_on(profile, web, firefox_path), Wall(HOSTS, web.args)
    async with driver() as playwright:
        async with robot(playwright, start, wall, headless=True) as context:
            await fill(context)
        before = held(profile)
        assert {p.top_site for p in before.partitioned["site"]} == {"https://neighbour.test", "https://site.test"}
        tabs = read_mozlz4(profile / SESSION) or {}
        (profile / SESSION).write_bytes(mozlz4(tabs | {"windows": [_window("https://person.example/")]}))
        (profile / PREFS).write_text(as_lines(MANAGED | {"person.own": 7}))
        (profile / "serviceworker.txt").write_text(WORKER)

        async with robot(playwright, start, wall, headless=True) as context:
            assert [page.url for page in context.pages if "person" in page.url] == []
            names = {c["name"] for c in await context.cookies() if c["domain"].endswith("site.test")}
            assert "of_session" in names, "a start would have lost it"
            what = Storage(
                ("site.test",), before.origins["site"], (), frozenset({"wide"}), before.partitioned["site"],
                tuple(f"https://{host}" for host in HOSTS),
            )  # fmt: skip
            web.seen.clear()
            assert await clear(context, what) == "cleared"
            left = {(c["name"], c["domain"]) for c in await context.cookies() if c["domain"].endswith("site.test")}
            assert left == {("wide", ".site.test")}, "what is kept stays"
            assert web.seen == [], "no byte goes to a site that is being cleared"
    after = held(profile)
    cookies = [t.name for t in after.traces["site"] if t.store == "cookies"]
    assert cookies == ["wide"]
    kept = {t.name for t in after.traces["neighbour"] if t.store == "cookies"}
    assert kept >= {"host_only", "__Host-id", "deep", "wide", "apart"}
    assert after.partitioned["neighbour"] == before.partitioned["neighbour"]
    assert (read_mozlz4(profile / SESSION) or {})["windows"] == [_window("https://person.example/")]
    sessions = {(c["host"], c["name"]) for c in (read_mozlz4(profile / SESSION) or {})["cookies"]}
    assert {host for host, name in sessions if name == "of_session"} == {NEIGHBOUR}
    assert (profile / PREFS).read_text() == as_lines(MANAGED | {"person.own": 7})
    assert (profile / "serviceworker.txt").read_text() == WORKER, "a start without service workers would empty it"
    with closing(sqlite3.connect(profile / "places.sqlite")) as places:
        assert places.execute("SELECT COUNT(*) FROM moz_historyvisits").fetchone() == (0,), "no history of the robot's"


def _window(url: str) -> dict[str, Any]:
    return {"tabs": [{"entries": [{"url": url, "title": "tab"}], "index": 1}], "selected": 1}


async def test_without_its_wall_it_does_not_work(
    web: Web, firefox_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where a policy of the system sets a proxy of its own."""
    monkeypatch.setattr(launch, "wall_prefs", lambda _wall: {"network.proxy.type": 0})
    start = start_on(tmp_path / "profile", web, firefox_path)
    with pytest.raises(Undecided) as caught:
        async with driver() as playwright, robot(playwright, start, Wall(HOSTS, web.args), headless=True):
            raise AssertionError("it has started")
    assert caught.value.reason.code == "browser_failed"
    assert running_pid(start.profile) is None
    assert (start.profile / PREFS).read_text() == as_lines(MANAGED)


async def test_an_extension_that_may_set_a_proxy_stops_the_start(
    web: Web, firefox_path: Path, tmp_path: Path
) -> None:
    profile = tmp_path / "profile"
    prepare_profile(profile)
    rights = {"active": True, "userPermissions": {"permissions": ["tabs", "proxy"]}}
    (profile / "extensions.json").write_text(json.dumps({"addons": [rights]}))
    with pytest.raises(Undecided) as caught:
        async with robot(None, start_on(profile, web, firefox_path), Wall(HOSTS, web.args), headless=True):  # type: ignore[arg-type]
            raise AssertionError("it has started")
    assert caught.value.reason.code == "browser_failed"


async def test_a_proxy_switch_is_refused(web: Web, firefox_path: Path, tmp_path: Path) -> None:
    start = start_on(tmp_path / "profile", web, firefox_path, "--proxy-server=proxy.example:3128")
    with pytest.raises(UsageError) as caught:
        async with robot(None, start, Wall(HOSTS, start.args), headless=True):  # type: ignore[arg-type]
            raise AssertionError("it has started")
    assert caught.value.reason.code == "not_supported"


async def test_a_persons_firefox_is_never_ended_and_a_left_over_robot_is(
    web: Web, firefox_path: Path, tmp_path: Path
) -> None:
    profile = tmp_path / "profile"
    command = firefox_command(start_on(profile, web, firefox_path), [])
    assert not any("remote-debugging" in word or "marionette" in word for word in command)
    for more, ends in (((), False), (("--remote-debugging-port=0",), True)):
        process = subprocess.Popen([*command, "--headless", *more], stderr=subprocess.DEVNULL)  # noqa: ASYNC220
        try:
            await asyncio.to_thread(wait, lambda: running_pid(profile) is not None, "no lock")
            assert running_pid(profile) == process.pid
            if ends:
                assert await close_running(profile)
            else:
                with pytest.raises(Undecided) as caught:
                    await close_running(profile, timeout=1)
                assert caught.value.reason.code == "profile_in_use"
                assert process.poll() is None
        finally:
            process.kill()
            process.wait()
    assert not await close_running(profile)
