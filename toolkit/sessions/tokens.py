"""Which of the values that a run holds in memory must be nowhere on the disk afterwards: what could be a sign-in."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from toolkit.runner.stores import matches
from toolkit.sessions.units import Unit

SHORTEST = 8
# A name that says so: cookies and entries that no platform file lists.
_TELLING = re.compile(
    r"auth|token|sess|sid\b|jwt|secret|csrf|xsrf|credential|login|bearer|api.?key|refresh", re.IGNORECASE
)
_SCHEME = re.compile(r"(?:Bearer|Basic|Token|OAuth)\s+(\S+)$", re.IGNORECASE)
_JWT = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]*$")
_TOKEN = re.compile(r"[\w+/=.:%~-]{16,}$", re.ASCII)
_DEEPEST = 8


def session_values(unit: Unit, state: Mapping[str, Any], *, keep_device: bool = False) -> set[bytes]:
    """The values of a platform's remembered state (as Playwright's `storage_state`) that could be or renew a sign-in.

    What the platform file names as session counts whole, whatever it looks like (a number or less than 8 characters
    says too little to search for); anything else by a telling name, or because the site hides it from scripts, and only
    where it looks made by a machine: a time zone or a theme is in other files too. `keep_device` leaves out what then
    stays.
    """
    kept = {rule.name for rule in unit.site.platform.device if not rule.prefix} if keep_device else set()
    found = {
        text
        for store, name, value, hidden in _entries(state)
        if name not in kept
        for text in _texts(value, named=_is_session(unit, store, name), telling=hidden or bool(_TELLING.search(name)))
    }
    return {text.encode("utf-8", "surrogatepass") for text in found}


def _entries(state: Mapping[str, Any]) -> Iterator[tuple[str, str, object, bool]]:
    """(store, name, value, hidden from scripts) of everything in a state."""
    for cookie in state["cookies"]:
        yield "cookie", cookie["name"], cookie["value"], bool(cookie.get("httpOnly"))
    for origin in state["origins"]:
        for entry in origin.get("localStorage", ()):
            yield "local_storage", entry["name"], entry["value"], False
        for database in origin.get("indexedDB", ()):
            for store in database.get("stores", ()):
                for record in store.get("records", ()):
                    yield "indexed_db", database["name"], {**record, "": store["name"]}, False


def _is_session(unit: Unit, store: str, name: str) -> bool:
    return any(rule.store == store and matches(rule, name) for rule in unit.site.platform.session.rules())


def _texts(value: object, *, named: bool, telling: bool) -> Iterator[str]:
    if named and isinstance(value, str) and len(value) >= SHORTEST and not value.isdecimal():
        yield value
    for name, leaf in _leaves(value):
        scheme = _SCHEME.match(leaf)
        text = scheme.group(1) if scheme else leaf
        if _JWT.match(text) or ((named or telling or scheme or _TELLING.search(name)) and _is_random(text)):
            yield text


def _leaves(value: object, name: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """(name, text) of every text in a value, JSON in texts included."""
    if depth > _DEEPEST:
        return
    if isinstance(value, str):
        if value[:1] in ("{", "["):
            try:
                yield from _leaves(json.loads(value), name, depth + 1)
            except ValueError:
                yield name, value
        else:
            yield name, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, str(key), depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, name, depth + 1)


def _is_random(text: str) -> bool:
    """Sixteen characters or more, with a digit, spread as evenly as hex and base64 are (3 bits a character)."""
    if not _TOKEN.match(text) or not any(char.isdigit() for char in text) or text.isdecimal():
        return False
    return -sum(n / len(text) * math.log2(n / len(text)) for n in Counter(text).values()) >= 3.0
