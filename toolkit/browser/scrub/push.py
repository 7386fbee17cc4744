"""Takes push registrations of platforms out of Chromium's three places for them (toolkit/traces/chromium/push.py).

Without them the site's messages reach nobody here; that the push service forgets them is the site's own business.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from toolkit.browser.scrub.leveldb import rewrite
from toolkit.browser.scrub.live import Records
from toolkit.browser.scrub.wipe import replace_file
from toolkit.traces.chromium.push import apps
from toolkit.traces.files import Unreadable, is_directory, is_file, read_file
from toolkit.traces.hosts import Matcher, parse_storage_key

_KEYS = "Encryption"
_REGISTRATION = re.compile(rb"REG:(.+)\0(\d+)", re.DOTALL)
# What a service worker's registration is given by others, and the list of who was given it:
# https://chromium.googlesource.com/chromium/src/+/main/components/services/storage/service_worker/service_worker_database.cc
_DATA = re.compile(rb"(?:REG_USER_DATA:(\d+)\0push_|REG_HAS_USER_DATA:push_[^\0]*\0(\d+)$)", re.DOTALL)


def _owned(matcher: Matcher, *texts: bytes) -> bool:
    return any(matcher.of_origin(origin) for origin in apps(texts))


def scrub_push(profile: Path, matcher: Matcher) -> None:
    """The push service's own store, and the list in the preferences.

    Raises Unreadable, Damaged, ValueError, OSError."""

    def choose(records: Records) -> Records:
        return {key: record for key, record in records.items() if not _owned(matcher, key, record[1])}

    home = profile / "GCM Store"
    if is_directory(home):
        rewrite(home, choose, frozenset({_KEYS}))
        rewrite(home / _KEYS, choose)
    path = profile / "Preferences"
    if is_file(path):
        before = json.loads(read_file(path))
        if not isinstance(before, dict):
            raise Unreadable("not an object")
        after = _without(before, matcher)
        if after != before:
            replace_file(path, json.dumps(after, separators=(",", ":")).encode("ascii"))


def _without(value: Any, matcher: Matcher) -> Any:
    if not isinstance(value, dict):
        return value
    return {key: _without(inner, matcher) for key, inner in value.items() if not _owned(matcher, key.encode())}


def without_push(records: Records, matcher: Matcher) -> Records:
    """A database of service workers without what push left with the platforms' registrations."""
    mine = {
        match[2]
        for key in records
        if (match := _REGISTRATION.fullmatch(key))
        and (owner := parse_storage_key(match[1].decode("utf-8", "replace")))
        and matcher.of_origin(owner.origin)
    }
    return {
        key: record
        for key, record in records.items()
        if not ((match := _DATA.match(key)) and (match[1] or match[2]) in mine)
    }
