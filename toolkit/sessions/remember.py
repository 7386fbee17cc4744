"""Keeps sessions in memory before they are logged out, to replay them afterwards. Never written anywhere."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, Error

from toolkit.browser.blank import blank_page
from toolkit.browser.family import other_context
from toolkit.browser.wall import Wall
from toolkit.catalog.urls import covers, origin_of
from toolkit.runner.probe import Answer, probe
from toolkit.runner.stores import matches, owns_cookie
from toolkit.sessions.tokens import session_values
from toolkit.sessions.units import Unit

State = dict[str, Any]
"""As Playwright's `storage_state`: cookies, and origins with localStorage and IndexedDB."""


class Memory:
    """The sessions of a run, by unit key."""

    def __init__(self) -> None:
        self._states: dict[str, State] = {}

    def __repr__(self) -> str:
        return f"Memory({sorted(self._states)})"

    def state(self, unit: Unit) -> State | None:
        return self._states.get(unit.key)

    def secrets(self, units: Sequence[Unit], *, keep_device: bool = False) -> dict[str, set[bytes]]:
        """By unit key: what was held of these units and must be nowhere on the disk after the run (`verify --deep`)."""
        held = {unit.key: (unit, state) for unit in units if (state := self.state(unit)) is not None}
        return {key: session_values(unit, state, keep_device=keep_device) for key, (unit, state) in held.items()}

    async def remember(
        self, context: BrowserContext, units: Sequence[Unit], origins: Mapping[str, Sequence[str]]
    ) -> None:
        """Take the state of all units. Playwright lists the origins a page has been on, so each gets a blank one."""
        for unit in units:
            known = {o for o in origins.get(unit.key, ()) if unit.site.owns(o)}
            known.update(origin_of(unit.site.url(url)) for url in unit.site.platform.probe.urls())
            await asyncio.gather(*(self._visit(context, origin) for origin in sorted(known)))
        try:
            state: Any = await context.storage_state(indexed_db=True)
        except Error:  # a database that cannot be copied, or a browser that died: the control will tell what that costs
            try:
                state = await context.storage_state()
            except Error:
                return
        for unit in units:
            self._states[unit.key] = {
                "cookies": [c for c in state["cookies"] if owns_cookie(unit.site, c)],
                "origins": [
                    o
                    for o in state["origins"]
                    if any(covers(d, urlsplit(o["origin"]).netloc) for d in unit.site.domains)
                ],
            }

    @staticmethod
    async def _visit(context: BrowserContext, origin: str) -> None:
        # What cannot be remembered cannot be replayed: the control will say so.
        with contextlib.suppress(Error):
            async with blank_page(context, origin):
                pass

    async def replay(self, context: BrowserContext, unit: Unit, wall: Wall) -> Answer | None:
        """Ask the unit's probe in a throw-away context with the state as it was; None when nothing was remembered."""
        state = self.state(unit)
        if not state or not (state["cookies"] or state["origins"]):
            return None
        other = await _with_state(context, wall, state)
        if other is None:
            return None
        try:
            return await probe(other, unit.site, wall)
        finally:
            await other.close()

    def fingerprint(self, unit: Unit, key: bytes) -> bytes | None:
        """Recognises this very session in a later run without storing it: an HMAC over its session values."""
        state = self.state(unit)
        if state is None:
            return None
        parts = []
        for rule in unit.site.platform.session.rules():
            if rule.store == "cookie":
                parts += [f"c|{c['name']}|{c['value']}" for c in state["cookies"] if matches(rule, c["name"])]
            elif rule.store == "local_storage":
                parts += [
                    f"l|{e['name']}|{e['value']}"
                    for o in state["origins"]
                    for e in o.get("localStorage", [])
                    if matches(rule, e["name"])
                ]
        return hmac.new(key, "\n".join(sorted(parts)).encode(), hashlib.sha256).digest() if parts else None


async def _with_state(context: BrowserContext, wall: Wall, state: State) -> BrowserContext | None:
    """A throw-away context with `state`; without its databases where Playwright cannot put one back.

    It can not where a record's key is 0 (measured, 1.64). Whether the session lives in a database the control tells.
    """
    without = {**state, "origins": [{k: v for k, v in o.items() if k != "indexedDB"} for o in state["origins"]]}
    for each in (state, without):
        with contextlib.suppress(Error):
            return await other_context(context, wall, each)
    return None
