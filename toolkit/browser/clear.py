"""Clears a platform out of the running browser, and looks whether it is gone.

Runs after the last visit to the site: the pages opened here are blank ones of our own, on which no byte goes out.
Cookies are deleted one by one through CDP (name, domain, path, partition): Playwright's `clear_cookies` with a filter
removes all cookies and adds the others again, and a kill in between would lose them.
"""

from __future__ import annotations

import asyncio
from typing import Any

from playwright.async_api import BrowserContext, CDPSession, Error

from toolkit.browser.blank import blank_page, close_page
from toolkit.browser.family import is_firefox
from toolkit.browser.firefox.clear import clear_firefox
from toolkit.browser.storage import State, Storage
from toolkit.catalog.urls import covers

# Removes what CDP's clearDataForOrigin can leave in a running page's reach, and reports what is still there.
_LEFT = """async () => {
  const left = [];
  if (localStorage.length) left.push('local_storage');
  if ((await indexedDB.databases()).length) left.push('indexed_db');
  if (self.caches && (await caches.keys()).length) left.push('cache_storage');
  if (navigator.serviceWorker && (await navigator.serviceWorker.getRegistrations()).length) left.push('service_worker');
  if (navigator.storage?.getDirectory) {
    const root = await navigator.storage.getDirectory();
    for await (const _ of root.keys()) { left.push('file_system'); break; }
  }
  return left;
}"""

# All of them but cookies: "all" would take cookies along that are kept (measured: host-only ones of the origin).
# https://chromedevtools.github.io/devtools-protocol/tot/Storage/#type-StorageType
_STORAGES = (
    "file_systems,indexeddb,local_storage,shader_cache,websql,service_workers,cache_storage,interest_groups,"
    "shared_storage,storage_buckets,other"
)

_TURNS = 4
_PAUSE = 0.5
"""Seconds between two clears."""


async def clear(context: BrowserContext, what: Storage) -> State:
    """Remove every cookie and every storage of the platform, then look again: all gone, something left, no telling."""
    try:
        if is_firefox(context):
            return await clear_firefox(context, what)
        page = await context.new_page()
        session = await context.new_cdp_session(page)
    except Error:
        return "unknown"
    try:
        # An answer that was under way when its page was closed can still set a cookie: look, and clear once more.
        state: State = "unknown"
        for turn in range(_TURNS):
            if turn:
                await asyncio.sleep(_PAUSE)
            await _remove(session, what)
            state = await _look(context, session, what)
            if state == "cleared":
                break
        return state
    except Error:
        return "unknown"
    finally:
        await close_page(page)


async def _remove(session: CDPSession, what: Storage) -> None:
    await _delete_cookies(session, what)
    for origin in what.all_origins():
        await session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": _STORAGES})
    for key in what.storage_keys:
        await session.send("Storage.clearDataForStorageKey", {"storageKey": key, "storageTypes": _STORAGES})


async def _delete_cookies(session: CDPSession, what: Storage) -> None:
    for cookie in await _cookies(session, what):
        place = {"name": cookie["name"], "domain": cookie["domain"], "path": cookie["path"]}
        if "partitionKey" in cookie:
            place["partitionKey"] = cookie["partitionKey"]
        await session.send("Network.deleteCookies", place)


async def _cookies(session: CDPSession, what: Storage) -> list[dict[str, Any]]:
    found: dict[str, Any] = await session.send("Storage.getCookies")
    hosts = [domain.partition(":")[0] for domain in what.domains]  # cookies know no ports
    return [
        cookie
        for cookie in found["cookies"]
        if cookie["name"] not in what.kept_cookies
        and any(covers(host, cookie["domain"].lstrip(".")) for host in hosts)
    ]


async def _look(context: BrowserContext, session: CDPSession, what: Storage) -> State:
    if await _cookies(session, what):
        return "not_cleared"
    for origin in what.origins:
        async with blank_page(context, origin, sealed=True) as page:
            if await page.evaluate(_LEFT):
                return "not_cleared"
    return "cleared"

