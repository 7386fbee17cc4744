"""Real browsers: a fresh profile names no platform, a visit is found in files of many kinds, a rebuild ends it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, Route

from tests.benchmarks.deep_scan import HOSTS
from tests.support.web import serving
from tests.traces import firefox
from tests.traces.chromium import opened
from toolkit.browser.rebuild import rebuild
from toolkit.traces import PlatformRules, Trace
from toolkit.traces.deep import scan

pytestmark = [pytest.mark.browser, pytest.mark.anyio, pytest.mark.slow]

TOKEN = "9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c"
RULES = [PlatformRules("x", ("x.com",)), PlatformRules("instagram", ("instagram.com",))]
# A value that IndexedDB compresses before it stores it, and one that it does not.
_FILL = """async (token) => {
  localStorage.setItem('note', JSON.stringify({deep: {token}}));
  localStorage.setItem('Ω', 'wide: ' + token);
  sessionStorage.setItem('tab', token);
  document.cookie = 'seen=1; max-age=86400';
  await new Promise((done, fail) => {
    const request = indexedDB.open('notes', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('all');
    request.onerror = () => fail(request.error);
    request.onsuccess = () => {
      const write = request.result.transaction('all', 'readwrite');
      write.objectStore('all').put({token}, 'short');
      write.objectStore('all').put({text: 'the same again, '.repeat(20000) + token + ' the same again'}, 'long');
      write.oncomplete = () => { request.result.close(); done(); };
    };
  });
  const cache = await caches.open('pages');
  await cache.put('/kept', new Response('in a cache: ' + token));
}"""


async def _answer(route: Route) -> None:
    await route.fulfill(body="<!doctype html><title>Home</title>", content_type="text/html")


async def _visit(context: BrowserContext, host: str, token: str, *, served: bool = False) -> None:
    page = context.pages[0] if context.pages else await context.new_page()
    if not served:
        await page.route("**/*", _answer)
    await page.goto(f"https://{host}/home")
    await page.evaluate(_FILL, token)


def _where(traces: tuple[Trace, ...], kind: str) -> set[str]:
    """The parts of the profile with traces of a kind."""
    return {trace.path.split("/")[1] for trace in traces if trace.kind == kind and "/" in trace.path}


async def test_a_fresh_profile_names_no_platform(tmp_path: Path) -> None:
    async with opened(tmp_path, 1):
        pass
    reading = scan(tmp_path, [PlatformRules(host, (host,)) for host in HOSTS])
    assert [trace for traces in reading.traces.values() for trace in traces] == []
    assert reading.problems == ()
    assert reading.scanned > 1_000_000


async def test_a_visit_is_found_everywhere_and_after_a_rebuild_nowhere(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    async with opened(profile, 1) as context:
        await _visit(context, "www.x.com", TOKEN)
        await _visit(context, "netflix.test", TOKEN[::-1])
    reading = scan(profile, RULES, {"x": [TOKEN.encode()], "instagram": [TOKEN[::-1].encode()]})
    assert reading.problems == ()
    visits, values = _where(reading.traces["x"], "visit"), _where(reading.traces["x"], "session")
    assert visits >= {"Cookies", "History", "Local Storage", "IndexedDB", "Service Worker", "Session Storage"}
    assert values >= {"Local Storage", "IndexedDB", "Service Worker", "Session Storage"}
    assert {trace.host for trace in reading.traces["x"] if trace.kind == "visit"} <= {"x.com", "www.x.com"}
    assert _where(reading.traces["instagram"], "visit") == set(), "another site's visit is none of a platform's"
    assert _where(reading.traces["instagram"], "session") >= {"Local Storage", "IndexedDB"}
    assert any("indexeddb" in trace.path and trace.count > 1 for trace in reading.traces["x"])
    rebuild(profile, lambda *_: None)
    reading = scan(profile, RULES, {"x": [TOKEN.encode()], "instagram": [TOKEN[::-1].encode()]})
    assert (reading.traces, reading.problems) == ({"x": (), "instagram": ()}, ())


async def test_firefox_fresh_visited_and_rebuilt(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    with serving(tmp_path) as web:
        async with firefox.opened(profile, web.port):
            pass
        fresh = scan(profile, [PlatformRules(host, (host,)) for host in HOSTS])
        assert [trace for traces in fresh.traces.values() for trace in traces] == []
        assert fresh.problems == ()
        web.page("www.x.com/home", headers=[("Set-Cookie", f"auth={TOKEN}; Max-Age=999")])
        async with firefox.opened(profile, web.port) as context:
            await _visit(context, "www.x.com", TOKEN, served=True)
    reading = scan(profile, RULES, {"x": [TOKEN.encode()]})
    assert reading.problems == ()
    for kind in ("visit", "session"):
        paths = {trace.path for trace in reading.traces["x"] if trace.kind == kind}
        assert "cookies.sqlite" in {path.removesuffix("-wal") for path in paths}
        for part in ("/ls/", "/idb/", "/cache/"):
            assert any(part in path for path in paths), part
    rebuild(profile, lambda *_: None)
    reading = scan(profile, RULES, {"x": [TOKEN.encode()]})
    assert (reading.traces, reading.problems) == ({"x": (), "instagram": ()}, ())
