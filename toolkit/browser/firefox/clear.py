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
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, Cookie, Error, Frame, Page

from toolkit.browser.blank import blank_page
from toolkit.browser.storage import State, Storage
from toolkit.catalog.urls import covers
from toolkit.traces.model import Partition

# Empties every storage of an origin, and says whether something is still there.
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
        left = await _storages_left(context, what) or bool(await _cookies(context, what))
        state = "not_cleared" if left else "unknown" if _out_of_reach(what) else "cleared"
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
    # A cookie's partition may be the platform's own site, too.
    tops = sorted({*what.top_sites, *what.all_origins(), *(p.top_site for p in what.partitions if p.top_site)})
    gone: list[Any] = []
    for cookie in await _cookies(context, what):
        past = {**cookie, "value": "", "expires": _LONG_AGO}
        gone += [past, *({**past, "partitionKey": top} for top in tops)]
    if gone:
        await context.add_cookies(gone)


async def _storages_left(context: BrowserContext, what: Storage) -> bool:
    """Clear every origin, and every partition of it that the disk told of; whether something was left."""
    inside = {(p.top_site, origin) for p in what.partitions for origin in what.origins if _is_in(p, origin)}
    left = await asyncio.gather(
        *(_clear_one(context, origin) for origin in what.all_origins()),
        *(_clear_one(context, origin, top) for top, origin in sorted(inside)),
    )
    return any(left)


def _is_in(apart: Partition, origin: str) -> bool:
    return bool(apart.top_site) and covers(apart.host.lstrip("."), urlsplit(origin).hostname or "")


def _out_of_reach(what: Storage) -> bool:
    """Whether there is storage that no page of ours can be in: in a container of the person's, or `f`: of the site
    inside itself with a foreign frame between. A container's cookies are seen, and are `not_cleared`."""
    return any("userContextId=" in p.attributes or "%2Cf%29" in p.attributes for p in what.partitions)


async def _clear_one(context: BrowserContext, origin: str, top: str | None = None) -> bool:
    async with blank_page(context, top or origin, sealed=True) as page:
        return bool(await (await _frame(page, origin) if top else page).evaluate(_CLEAR))


async def _frame(page: Page, origin: str) -> Frame:
    """A blank frame on `origin` inside the page: what it stores is kept apart for the page's site."""
    await page.evaluate(_FRAME, f"{origin}/toolkit-frame")
    for frame in page.frames:
        if frame.url.startswith(f"{origin}/"):
            return frame
    raise Error("the frame is not there")
