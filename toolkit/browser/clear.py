"""Clears a platform out of the running browser, and looks whether it is gone.

Runs after the last visit to the site: the pages opened here are blank ones of our own, on which no byte goes out.
Cookies are deleted one by one through CDP (name, domain, path, partition): Playwright's `clear_cookies` with a filter
removes all cookies and adds the others again, and a kill in between would lose them.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Literal

from playwright.async_api import BrowserContext, CDPSession, Error, Page, Route

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

State = Literal["cleared", "not_cleared", "unknown"]


@dataclass(frozen=True)
class Storage:
    """What one platform may hold: its domains, the origins known to have storage, partitioned storage keys, cookies kept."""

    domains: tuple[str, ...]
    origins: tuple[str, ...] = ()
    storage_keys: tuple[str, ...] = ()
    kept_cookies: frozenset[str] = frozenset()


async def clear(context: BrowserContext, what: Storage) -> State:
    """Remove every cookie and every storage of the platform, then look again: all gone, something left, or no telling."""
    try:
        page = await context.new_page()
        session = await context.new_cdp_session(page)
    except Error:
        return "unknown"
    try:
        await _delete_cookies(session, what)
        for origin in _origins(what):
            await session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
        for key in what.storage_keys:
            await session.send("Storage.clearDataForStorageKey", {"storageKey": key, "storageTypes": "all"})
        return await _look(context, session, what)
    except Error:
        return "unknown"
    finally:
        with contextlib.suppress(Error):
            await page.close()


async def _delete_cookies(session: CDPSession, what: Storage) -> None:
    for cookie in await _cookies(session, what):
        place = {"name": cookie["name"], "domain": cookie["domain"], "path": cookie["path"]}
        if "partitionKey" in cookie:
            place["partitionKey"] = cookie["partitionKey"]
        await session.send("Network.deleteCookies", place)


async def _cookies(session: CDPSession, what: Storage) -> list[dict[str, Any]]:
    found: dict[str, Any] = await session.send("Storage.getCookies")
    hosts = [domain.partition(":")[0] for domain in what.domains]
    return [
        cookie for cookie in found["cookies"]
        if any(covers(host, cookie["domain"].lstrip(".")) for host in hosts) and cookie["name"] not in what.kept_cookies
    ]


def _origins(what: Storage) -> list[str]:
    """Known origins, and the plain ones of each domain, which may have got storage during this run."""
    return sorted({*what.origins, *(f"https://{host}" for domain in what.domains for host in (domain, f"www.{domain}"))})


async def _look(context: BrowserContext, session: CDPSession, what: Storage) -> State:
    if await _cookies(session, what):
        return "not_cleared"
    for origin in what.origins:
        async with _blank(context, origin) as page:
            if await page.evaluate(_LEFT):
                return "not_cleared"
    return "cleared"


@contextlib.asynccontextmanager
async def _blank(context: BrowserContext, origin: str) -> AsyncIterator[Page]:
    page = await context.new_page()
    try:
        await page.route("**/*", _serve_blank)
        session = await context.new_cdp_session(page)
        await session.send("Network.enable")
        await session.send("Network.setBypassServiceWorker", {"bypass": True})
        await page.goto(f"{origin}/toolkit-{secrets.token_hex(8)}", wait_until="commit")
        yield page
    finally:
        with contextlib.suppress(Error):
            await page.close()


async def _serve_blank(route: Route) -> None:
    await route.fulfill(content_type="text/html", body="<!doctype html><title>toolkit</title>")


