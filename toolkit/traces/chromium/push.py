"""Push registrations: whoever holds one goes on getting what the site sends to the account, signed in or not.

Chromium keeps them in three places: the registration of the service worker, with the push service, and a list of both
in the preferences (preferences.py). The last two name them `wp:<origin>/#<id>`:
https://chromium.googlesource.com/chromium/src/+/main/chrome/browser/push_messaging/push_messaging_app_identifier.cc
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from toolkit.traces.chromium.leveldb import contents, every_key, names_in
from toolkit.traces.chromium.origin_stores import origins_in
from toolkit.traces.collector import Collector
from toolkit.traces.hosts import Origin, StorageKey, origin_of_url, parse_storage_key

# `REG:<storage key>\0<number>` and `REG_USER_DATA:<number>\0<name>`:
# https://chromium.googlesource.com/chromium/src/+/main/components/services/storage/service_worker/service_worker_database.cc
_REGISTRATION = re.compile(rb"REG:(.+)\0(\d+)", re.DOTALL)
_USER_DATA = re.compile(rb"REG_USER_DATA:(\d+)\0push_registration_id")
_APP = re.compile(rb"wp:(https?://[^/\s#\0]+)")
# The push service's own name for the account that the browser is signed in with.
_ACCOUNT = b"account1-"
GOOGLE = Origin("https", "accounts.google.com", 443)


def read_service_workers(collector: Collector, profile: Path) -> None:
    """Registrations of service workers, those with a push registration as sessions; deleted ones that are still
    readable included. One whose service worker nothing names any more is a problem: it could be anybody's."""
    directory = profile / "Service Worker" / "Database"
    keys = every_key(collector, directory)
    owners: dict[bytes, StorageKey] = {}
    origins: set[Origin] = set()
    for key in keys:
        origins |= origins_in(key)
        match = _REGISTRATION.fullmatch(key)
        owner = parse_storage_key(match[1].decode("utf-8", "replace")) if match else None
        if match and owner:
            owners[match[2]] = owner
    for origin in origins:
        collector.storage("service_worker", StorageKey(origin, "", False, f"{origin}/"))
        collector.visit("service_worker", directory, origin)
    for key in keys:
        match = _USER_DATA.match(key)
        if match and match[1] in owners:
            collector.visit("push", directory, owners[match[1]].origin, kind="session")
        elif match and not any(each.endswith(b"\0" + match[1]) for each in keys if each.startswith(b"REG:")):
            collector.problem(directory, "unreadable", "a push registration without its service worker")


def read_push_service(collector: Collector, profile: Path) -> None:
    """`GCM Store`: registrations with the push service, their keys, and messages on their way."""
    home = profile / "GCM Store"
    for directory in (home, home / "Encryption"):
        texts = list(contents(collector, directory, names_in(collector, directory)))
        for origin in apps(texts):
            collector.visit("push", directory, origin, kind="session")
        if any(_ACCOUNT in text for text in texts):
            collector.visit("browser_account", directory, GOOGLE, kind="identity")


def apps(texts: Iterable[bytes]) -> set[Origin]:
    """The origins that have a registration."""
    spelled = {url.decode("utf-8", "replace") for text in texts for url in _APP.findall(text)}
    return {origin for origin in map(origin_of_url, spelled) if origin}
