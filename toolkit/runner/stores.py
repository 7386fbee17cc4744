"""Reads cookies and web storage of the live browser by name. Values stay in memory and are never shown."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from playwright.async_api import Cookie, Error

from toolkit.catalog.conditions import Stored
from toolkit.catalog.platform import AccountId
from toolkit.catalog.urls import covers
from toolkit.runner.find import visible
from toolkit.runner.run import Run
from toolkit.runner.site import Site


async def cookies(run: Run) -> list[Cookie]:
    """All cookies of the platform, partitioned and host-only ones and every path included."""
    return [c for c in await run.context.cookies() if owns_cookie(run.site, c)]


def owns_cookie(site: Site, cookie: Mapping[str, Any]) -> bool:
    """Whether a cookie belongs to the platform; cookies know no ports."""
    host = str(cookie["domain"]).lstrip(".")
    return any(covers(domain.partition(":")[0], host) for domain in site.domains)


async def values(run: Run, rule: Stored) -> list[str]:
    """The values of all cookies or storage entries that a rule names (a database has the value "")."""
    if rule.store == "cookie":
        return [c["value"] for c in await cookies(run) if matches(rule, c["name"])]
    if not run.site.owns(run.page.url):
        return []
    script = {
        "local_storage": "() => Object.entries(localStorage)",
        "session_storage": "() => Object.entries(sessionStorage)",
        "indexed_db": "async () => (await indexedDB.databases()).map(d => [d.name, ''])",
    }[rule.store]
    try:
        entries: Sequence[Sequence[str]] = await run.page.evaluate(script)
    except Error:
        return []  # the page is navigating; conditions look again
    return [value for name, value in entries if matches(rule, name)]


def matches(rule: Stored, name: str) -> bool:
    return name.startswith(rule.name) if rule.prefix else name == rule.name


async def is_stored(run: Run, rule: Stored) -> bool:
    """Whether a rule holds in the live browser, its value predicate included."""
    found = [v for v in await values(run, rule) if rule.empty is None or v != rule.empty]
    return any(rule.value is None or value == rule.value for value in found)


async def account_id(run: Run, source: AccountId) -> str | None:
    """The signed-in account's id as the platform file says; None when it is not there."""
    text: str | None = None
    if source.stored is not None:
        text = next(iter(await values(run, source.stored)), None)
        if text is not None and source.json_:
            text = json_at(parsed(text), source.json_)
    elif source.of is not None:
        element = await visible(run, source.of)
        if element is not None:
            text = await (element.get_attribute(source.attribute) if source.attribute else element.inner_text())
    elif run.answer is not None and source.json_:
        text = json_at(run.answer.json, source.json_)
    return _decoded(text, source) if text else None


def _decoded(text: str, source: AccountId) -> str | None:
    text = unquote(text) if source.url_decode else text
    if source.after:
        _, found, text = text.partition(source.after)
        if not found:
            return None
    text = text.strip()
    if source.take != "all":
        fits = str.isdigit if source.take == "digits" else (lambda c: c.isalnum() or c in "_.-@")
        end = next((i for i, c in enumerate(text) if not fits(c)), len(text))
        text = text[:end]
    return text[:100] or None


def json_at(data: Any, path: str) -> str | None:
    """What stands at `a.b.0.c` as text; None when nothing (or null, false, empty) is there."""
    for part in path.split("."):
        if isinstance(data, dict):
            data = data.get(part)
        elif isinstance(data, list) and part.isdigit() and int(part) < len(data):
            data = data[int(part)]
        else:
            return None
    return str(data) if data not in (None, False, "", [], {}) else None


def parsed(text: str) -> Any:
    """JSON, or None when the text is none."""
    try:
        return json.loads(text)
    except ValueError:
        return None
