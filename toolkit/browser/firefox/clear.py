"""Clears a platform out of the running Firefox, and looks whether it is gone.

WebDriver BiDi has no "clear this origin", and Firefox does not obey `Clear-Site-Data` on an answer of ours (measured).
So a blank page of ours on each origin empties its storages, inside a blank page of the top-level site where they are
kept apart per site. Cookies go one by one, by an expiry in the past: Playwright's `clear_cookies` removes all cookies
and adds the others again, without their partition. Service workers are not there for a robot (see aside.py): their list
is cleaned with the closed profile's other files.
"""

from __future__ import annotations

import asyncio
from typing import Any

from playwright.async_api import BrowserContext, Cookie, Error, Frame, Page

from toolkit.browser.blank import blank_page
from toolkit.browser.storage import State, Storage
from toolkit.catalog.urls import covers

_CLEAR = """async () => {
  localStorage.clear();
  for (const {name} of await indexedDB.databases())
    await new Promise(done => {
      const gone = indexedDB.deleteDatabase(name);
      gone.onsuccess = gone.onerror = gone.onblocked = done;
    });
  if (self.caches) for (const name of await caches.keys()) await caches.delete(name);
  if (navigator.storage?.getDirectory) {
    const root = await navigator.storage.getDirectory();
    for (const name of await Array.fromAsync(root.keys())) await root.removeEntry(name, {recursive: true});
  }
}"""
_LEFT = """async () => {
  if (localStorage.length || (await indexedDB.databases()).length) return true;
  if (self.caches && (await caches.keys()).length) return true;
  if (navigator.storage?.getDirectory)
    for await (const _ of (await navigator.storage.getDirectory()).keys()) return true;
  return false;
}"""
_FRAME = """url => new Promise(done => {
  const frame = document.createElement('iframe');
  frame.onload = done; frame.src = url; document.documentElement.append(frame);
})"""
_LONG_AGO = 1
"""An expiry in the past, seconds since 1970: the cookie goes (RFC 6265, 5.3)."""
_TURNS = 4
_PAUSE = 0.5
"""Seconds between two clears: an answer that was under way can still set a cookie."""


async def clear_firefox(context: BrowserContext, what: Storage) -> State:
    """As `toolkit.browser.clear.clear`."""
    state: State = "unknown"
    for turn in range(_TURNS):
        if turn:
            await asyncio.sleep(_PAUSE)
        await _expire(context, what)
        await _everywhere(context, what, _CLEAR)
        left = bool(await _cookies(context, what)) or any(await _everywhere(context, what, _LEFT))
        state = "not_cleared" if left else "cleared"
        if not left:
            break
    return state


async def _cookies(context: BrowserContext, what: Storage) -> list[Cookie]:
    """All of the platform, whatever partition or container they are in; Playwright does not tell which."""
    hosts = [domain.partition(":")[0] for domain in what.domains]  # cookies know no ports
    return [
        cookie
        for cookie in await context.cookies()
        if cookie["name"] not in what.kept_cookies and any(covers(host, cookie["domain"].lstrip(".")) for host in hosts)
    ]


async def _expire(context: BrowserContext, what: Storage) -> None:
    tops = sorted({p.top_site for p in what.partitions})
    gone: list[Any] = []
    for cookie in await _cookies(context, what):
        place = {"name": cookie["name"], "value": "", "domain": cookie["domain"], "path": cookie["path"]}
        gone.append(place | {"expires": _LONG_AGO})
        gone += [place | {"expires": _LONG_AGO, "partitionKey": top} for top in tops]
    if gone:
        await context.add_cookies(gone)


async def _everywhere(context: BrowserContext, what: Storage, script: str) -> list[Any]:
    """Run a script on every origin, and in every partition of it that the disk told of."""
    found = []
    for origin in what.all_origins():
        async with blank_page(context, origin, sealed=True) as page:
            found.append(await page.evaluate(script))
    inside = {(p.top_site, origin) for p in what.partitions for origin in what.origins if _is_of(p.host, origin)}
    for top, origin in sorted(inside):
        async with blank_page(context, top, sealed=True) as page:
            found.append(await (await _frame(page, origin)).evaluate(script))
    return found


def _is_of(host: str, origin: str) -> bool:
    return origin.partition("://")[2].partition(":")[0].endswith(host.lstrip("."))


async def _frame(page: Page, origin: str) -> Frame:
    """A blank frame on `origin` inside the page: what it stores is kept apart for the page's site."""
    await page.evaluate(_FRAME, f"{origin}/toolkit-frame")
    for frame in page.frames:
        if frame.url.startswith(f"{origin}/"):
            return frame
    raise Error("the frame is not there")
