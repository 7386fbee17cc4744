"""Clearing a platform in the running browser: what a person's own start left, partitions included, and nothing else."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from playwright.async_api import Playwright

from tests.browser.people import HEADLESS, cookies, end, exit_type, person
from tests.support.web import Reply, Web
from toolkit.browser.clear import clear
from toolkit.browser.launch import robot
from toolkit.browser.storage import Storage
from toolkit.browser.wall import Wall
from toolkit.traces import PlatformRules, read_profile

pytestmark = [
    pytest.mark.browser,
    pytest.mark.anyio,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="closing is measured on Linux"),
]

FILL = """<script>
(async () => {
  localStorage.setItem('token', 'NEVER-SHOW'); sessionStorage.setItem('tab', 'NEVER-SHOW');
  await new Promise(done => {
    const open = indexedDB.open('accounts', 1);
    open.onupgradeneeded = () => open.result.createObjectStore('s');
    open.onsuccess = () => {
      const write = open.result.transaction('s', 'readwrite');
      write.objectStore('s').put('NEVER-SHOW', 'k'); write.oncomplete = done;
    };
  });
  await (await caches.open('pages')).put('/cached', new Response('NEVER-SHOW'));
  await (await navigator.storage.getDirectory()).getFileHandle('file', {create: true});
  if (self === top) { await navigator.serviceWorker.register('/sw.js'); await navigator.serviceWorker.ready; }
  await fetch('/filled');
  window.filled = true;
  parent.postMessage('filled', '*');
})();
</script>"""
# When the page and the frames in it are filled, on to the next site.
NEXT = """<script>
if (self === top) setInterval(() => { if (window.filled && window.heard >= 1 + frames.length) location = '%s' }, 100);
window.heard = 0; onmessage = () => { window.heard++ };
</script>"""
LONG = "; Max-Age=86400; Secure"
ALPHA = [
    ("Set-Cookie", f"sessionid=1; Domain=alpha.test; Path=/{LONG}; HttpOnly"),
    ("Set-Cookie", f"__Host-sid=1; Path=/{LONG}"),
    ("Set-Cookie", f"twice=1; Path=/{LONG}"),
    ("Set-Cookie", f"twice=1; Path=/deep{LONG}"),
    ("Set-Cookie", f"twice=1; Domain=alpha.test; Path=/{LONG}"),
    ("Set-Cookie", f"device=1; Domain=alpha.test; Path=/{LONG}"),
    ("Set-Cookie", f"device_here=1; Path=/{LONG}"),
    ("Set-Cookie", "until_close=1; Path=/; Secure"),
]
BETA = [
    ("Set-Cookie", f"part=1; Path=/{LONG}; SameSite=None; Partitioned"),
    ("Set-Cookie", f"own=1{LONG}; SameSite=None"),
]
RULES = [PlatformRules(name, (f"{name}.test",)) for name in ("alpha", "beta", "notalpha")]


def plant(web: Web, profile: Path) -> None:
    """A person visits alpha (which frames beta's widget), beta, and a neighbour whose name ends alike."""
    for host in ("www.alpha.test", "widget.beta.test", "www.notalpha.test"):
        web.pages[f"{host}/sw.js"] = Reply("", [("Content-Type", "text/javascript")])
    frame = '<iframe src="https://widget.beta.test/"></iframe>'
    web.page("www.alpha.test/", FILL + frame + NEXT % "https://widget.beta.test/", headers=ALPHA)
    web.page("widget.beta.test/", FILL + NEXT % "https://www.notalpha.test/", headers=BETA)
    web.page("www.notalpha.test/", FILL, headers=[("Set-Cookie", f"neighbour=1{LONG}")])
    with person(web.start(profile, HEADLESS), "https://www.alpha.test/") as pid:
        web.wait_for("www.notalpha.test/filled")
        assert len(web.requests("widget.beta.test/filled")) == 2, "beta is not filled twice"
        end(pid)
    assert exit_type(profile) == "Normal"


def what(profile: Path, platform: str, kept: frozenset[str] = frozenset()) -> Storage:
    reading = read_profile(profile, RULES)
    keys = {p.storage_key for p in reading.partitioned[platform] if p.storage_key}
    return Storage((f"{platform}.test",), reading.origins[platform], tuple(sorted(keys)), kept)


def stores(profile: Path, platform: str) -> set[str]:
    """Stores that hold something of a platform that a page could read again."""
    readable = {"cookies", "local_storage", "session_storage", "indexed_db", "cache_storage"}
    return {trace.store for trace in read_profile(profile, RULES).traces[platform]} & readable


async def test_all_of_a_platform_goes_and_nothing_of_its_neighbours(
    web: Web, profile: Path, playwright: Playwright
) -> None:
    plant(web, profile)
    alpha, beta = what(profile, "alpha", frozenset({"device", "device_here"})), what(profile, "beta")
    assert any("^0" in key for key in beta.storage_keys), "beta's partition is not known from the disk"
    assert sorted(c for c in cookies(profile) if c == "twice") == ["twice"] * 3
    web.seen.clear()
    wall = Wall(["alpha.test", "beta.test"], web.args)
    async with robot(playwright, web.start(profile), wall, headless=True) as context:
        assert await clear(context, alpha) == "cleared"
        assert await clear(context, beta) == "cleared"
        assert {c["name"] for c in await context.cookies()} == {"device", "device_here", "neighbour"}
        assert web.seen == [], "clearing visits nobody"
        page = await context.new_page()
        web.page("www.alpha.test/empty", '<iframe src="https://widget.beta.test/empty"></iframe>')
        await page.goto("https://www.alpha.test/empty")
        look = """async () => [localStorage.length, (await indexedDB.databases()).length, (await caches.keys()).length,
          (await navigator.serviceWorker.getRegistrations()).length,
          (await Array.fromAsync((await navigator.storage.getDirectory()).keys())).length]"""
        for frame in page.frames:
            assert await frame.evaluate(look) == [0, 0, 0, 0, 0], frame.url
    assert exit_type(profile) == "Normal"
    assert sorted(cookies(profile)) == ["device", "device_here", "neighbour"]
    assert {"cookies", "local_storage", "indexed_db", "cache_storage"} <= stores(profile, "notalpha")


async def test_without_what_the_disk_reader_knows_a_partition_stays(
    web: Web, profile: Path, playwright: Playwright
) -> None:
    """The control: clearing by origin alone leaves the partition, and it is there at the person's next start."""
    plant(web, profile)
    full = what(profile, "beta")
    async with robot(playwright, web.start(profile), Wall(["beta.test"], web.args), headless=True) as context:
        await clear(context, Storage(full.domains, full.origins))
    web.page("www.alpha.test/", '<iframe src="https://widget.beta.test/look"></iframe>')
    web.page("widget.beta.test/look", "<script>fetch('/still?' + localStorage.getItem('token'))</script>")
    with person(web.start(profile, HEADLESS), "https://www.alpha.test/") as pid:
        assert web.wait_for("widget.beta.test/still").path == "/still?NEVER-SHOW"
        end(pid)


async def test_what_a_site_sets_again_is_not_called_cleared(
    web: Web, profile: Path, playwright: Playwright
) -> None:
    """A page of the platform that is still open writes its storage back at once."""
    web.page("www.alpha.test/", "<script>setInterval(() => localStorage.setItem('token', 'x'), 5)</script>")
    async with robot(playwright, web.start(profile), Wall(["alpha.test"], web.args), headless=True) as context:
        page = await context.new_page()
        await page.goto("https://www.alpha.test/")
        await page.wait_for_function("localStorage.length > 0")
        told = Storage(("alpha.test",), ("https://www.alpha.test",))
        assert await clear(context, told) == "not_cleared"
        await page.close()
        assert await clear(context, told) == "cleared"


async def test_a_browser_that_died_is_unknown(web: Web, profile: Path, playwright: Playwright) -> None:
    async with robot(playwright, web.start(profile), Wall(["alpha.test"], web.args), headless=True) as context:
        await context.close()
        assert await clear(context, Storage(("alpha.test",))) == "unknown"
