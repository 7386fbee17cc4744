"""Session restore: open and closed tabs with their addresses, sessionStorage, and all cookies without an expiry.

After a clean close those cookies, values included, lie in `sessionstore.jsonlz4`; at the next start they move on to the
backups, where they stay for as long as that version of the browser (measured):
https://searchfox.org/mozilla-central/source/browser/components/sessionstore/SessionFile.sys.mjs
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from toolkit.traces.collector import Collector
from toolkit.traces.files import Unreadable, is_directory, is_file, listing, read_file
from toolkit.traces.firefox.attributes import name_top, note_storage, split_origin
from toolkit.traces.firefox.cookies import add_cookie
from toolkit.traces.firefox.mentions import mention, sites_in
from toolkit.traces.firefox.mozlz4 import MAGIC, unpack
from toolkit.traces.firefox.storage import add_names
from toolkit.traces.stores.chromium import RESTORE_ASIDE

FILES, BACKUPS = ("sessionstore.jsonlz4", "sessionstore.js"), "sessionstore-backups"


def session_files(profile: Path) -> list[Path]:
    """All files of the session store, the person's while a robot has put them aside included. Raises Unreadable."""
    found = []
    for home in (profile, profile / RESTORE_ASIDE):
        if not is_directory(home):
            continue
        found += [home / name for name in listing(home) if name.startswith(FILES)]
        found += [home / BACKUPS / name for name in listing(home / BACKUPS)]
    return found


def read_session_store(collector: Collector, profile: Path, quick: bool) -> None:
    """Cookies and sessionStorage by name; unless `quick`, also the hosts of all addresses."""
    paths: list[Path] = []
    with collector.guard(profile / BACKUPS):
        paths = session_files(profile)
    for path in paths:
        with collector.guard(path):
            if is_file(path):
                _read(collector, path, quick)


def content_of(path: Path) -> bytes:
    """The JSON text of a session file, b"" of an empty one. Raises Unreadable."""
    data = read_file(path)
    return unpack(data) if data and (data[: len(MAGIC)] == MAGIC or "lz4" in path.name) else data


def state_of(text: bytes) -> dict[str, Any]:
    """The state in a session file's text. Raises Unreadable."""
    try:
        state = json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable("not JSON") from None
    if not isinstance(state, dict):
        raise Unreadable("not an object")
    return state


def _read(collector: Collector, path: Path, quick: bool) -> None:
    text = content_of(path)
    if not text:
        return
    if not quick:
        for (host, port), count in sites_in(text).items():
            mention(collector, "session_restore", path, host, port, count=count)
    state = state_of(text)
    for cookie in session_cookies(state):
        host, name, cookie_path = (str(cookie.get(key, "")) for key in ("host", "name", "path"))
        add_cookie(collector, path, host, name, cookie_path, suffix_of(cookie.get("originAttributes")))
    for spelled, keys in _storages(state) if b'"storage"' in text else ():
        origin, attributes = split_origin(spelled)
        if origin:
            if note_storage(collector, "session_storage", origin, attributes):
                add_names(collector, "session_storage", path, origin, keys)
            name_top(collector, path, attributes)


def session_cookies(state: dict[str, Any]) -> list[dict[str, Any]]:
    """The cookies of a state. Raises Unreadable where they have another form: a session could be overlooked."""
    found = state.get("cookies", [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise Unreadable("cookies of another form")
    return found


def suffix_of(attributes: Any) -> str:
    """Origin attributes given as an object, written as Firefox writes them behind an origin."""
    if not isinstance(attributes, dict):
        return ""
    pairs = [f"{name}={quote(str(value), safe='')}" for name, value in sorted(attributes.items()) if value]
    return "^" + "&".join(pairs) if pairs else ""


def _storages(state: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """(origin, keys) of every `storage` of a tab, open or closed, however deep it lies."""
    waiting: list[Any] = [state]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            storage = value.get("storage")
            if isinstance(storage, dict):
                yield from ((str(origin), list(keys)) for origin, keys in storage.items() if isinstance(keys, dict))
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
