"""Sends a flow's request from a blank page that the runner itself serves on the platform's origin.

The browser's cookies, same-origin, no content security policy, none of the site's scripts. The site's service worker is
passed over. Nothing of the answer is kept but its status, address and JSON.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from playwright.async_api import Error, Page

from toolkit.browser.blank import blank_page
from toolkit.catalog.steps import Request, Token
from toolkit.catalog.urls import origin_of
from toolkit.errors import Undecided
from toolkit.runner.run import Answer, Run, navigation_error
from toolkit.runner.site import host_in
from toolkit.runner.stores import json_at, owns_cookie, parsed

_FETCH = """async ([url, method, headers, body]) => {
  const answer = await fetch(url, {method, headers, body, credentials: 'same-origin', redirect: 'follow'});
  return [answer.status, answer.url, (await answer.text()).slice(0, 262144)];
}"""
_FIELD = """([html, selector, attribute]) =>
  new DOMParser().parseFromString(html, 'text/html').querySelector(selector)?.getAttribute(attribute) ?? null"""

_STORED = """key => key.endsWith('*')
  ? Object.entries(localStorage).find(([name]) => name.startsWith(key.slice(0, -1)))?.[1] ?? null
  : localStorage.getItem(key)"""


@contextlib.asynccontextmanager
async def own_page(run: Run, url: str) -> AsyncIterator[Page]:
    """A blank page of ours on the origin of `url`. Raises Undecided `network_down`, `host_blocked`, `timeout`."""
    try:
        async with blank_page(run.context, origin_of(url)) as page:
            page.on("requestfailed", run.failed)
            yield page
    except Error as error:
        raise navigation_error(run, url, error) from None


async def send(run: Run, request: Request) -> Answer:
    """Send. Raises Undecided `network_down`, `host_blocked`, `server_error`, or `selector_gone` without its token."""
    url = run.site.url(request.url)
    async with own_page(run, url) as page:
        headers = dict(request.headers or {})
        form, query = dict(request.form or {}), {}
        for token in request.tokens:
            value = await _token(run, page, token, url)
            into = token.into
            if into.header:
                headers[into.header] = value
            elif into.bearer:
                headers["Authorization"] = f"Bearer {value}"
            elif into.form:
                form[into.form] = value
            elif into.query:
                query[into.query] = value
        body: str | None = None
        if request.json_ is not None:
            headers["Content-Type"], body = "application/json", json.dumps(request.json_)
        elif form or request.form is not None:
            headers["Content-Type"], body = "application/x-www-form-urlencoded", urlencode(form)
        if query:
            url += ("&" if urlsplit(url).query else "?") + urlencode(query, quote_via=quote)
        answer = await _fetch(run, page, url, request.method, headers, body)
    if answer.status >= 500:
        raise Undecided("server_error", platform=run.site.id, status=answer.status)
    return answer


async def _fetch(run: Run, page: Page, url: str, method: str, headers: dict[str, str], body: str | None) -> Answer:
    status, final, text = await _fetch_text(run, page, url, method, headers, body)
    return Answer(status, final, parsed(text))


async def _fetch_text(
    run: Run, page: Page, url: str, method: str, headers: dict[str, str], body: str | None
) -> tuple[int, str, str]:
    try:
        status, final, text = await page.evaluate(_FETCH, [url, method, headers, body])
    except Error:
        host = run.blocked[-1] if run.blocked else None
        if host:
            raise Undecided("host_blocked", platform=run.site.id, host=host) from None
        raise Undecided("network_down", platform=run.site.id, host=urlsplit(url).netloc) from None
    if not run.site.owns(str(final)):
        # An asset host that the request was sent on to does not speak for the platform.
        raise Undecided("host_blocked", platform=run.site.id, host=host_in(str(final)))
    return int(status), str(final), str(text)


async def _token(run: Run, page: Page, token: Token, url: str) -> str:
    source = token.from_
    value: str | None = None
    if source.cookie:
        rule = source.cookie
        named = [c for c in await run.context.cookies(url) if owns_cookie(run.site, c)]
        value = next((c["value"] for c in named if _named(rule, c["name"])), None)
    elif source.local_storage:
        value = await _from_storage(run, page, source.local_storage, source.page or url)
        if value is not None and source.json_:
            value = json_at(parsed(value), source.json_)
    elif source.page:
        value = await _from_page(run, page, token)
    if not value:
        raise Undecided("selector_gone", platform=run.site.id, step="token", page=origin_of(url))
    return value


def _named(rule: str, name: str) -> bool:
    return name.startswith(rule[:-1]) if rule.endswith("*") else name == rule


async def _from_storage(run: Run, page: Page, key: str, url: str) -> str | None:
    where = run.site.url(url)
    if origin_of(where) == origin_of(page.url):
        found: Any = await page.evaluate(_STORED, key)
    else:
        async with own_page(run, where) as other:
            found = await other.evaluate(_STORED, key)
    return None if found is None else str(found)


async def _from_page(run: Run, page: Page, token: Token) -> str | None:
    source = token.from_
    url = run.site.url(source.page or "")
    if origin_of(url) != origin_of(page.url):
        async with own_page(run, url) as other:
            status, _, text = await _fetch_text(run, other, url, "GET", {}, None)
    else:
        status, _, text = await _fetch_text(run, page, url, "GET", {}, None)
    if status >= 500:
        raise Undecided("server_error", platform=run.site.id, status=status)
    if source.json_:
        return json_at(parsed(text), source.json_)
    place = [f'meta[name="{source.meta}"]', "content"] if source.meta else [f'input[name="{source.input}"]', "value"]
    found = await page.evaluate(_FIELD, [text, *place])
    return None if found is None else str(found)
