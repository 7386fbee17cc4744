"""`Preferences` and its kin: hosts that settings are kept for, the browser's own account, push registrations.

Names of settings: https://chromium.googlesource.com/chromium/src/+/main/chrome/common/pref_names.h and
https://chromium.googlesource.com/chromium/src/+/main/components/signin/public/base/signin_pref_names.h
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from toolkit.traces.chromium.push import GOOGLE, apps
from toolkit.traces.chromium.visits import read_json
from toolkit.traces.collector import Collector
from toolkit.traces.hosts import Origin, origin_of_url
from toolkit.traces.stores.chromium import STORES

_FILES = {store.path: store.top for store in STORES if store.reader == "chromium.preferences"}
_BESIDE = tuple(path for path, top in _FILES.items() if not top and path != "Preferences")
_LOCAL_STATE = next(path for path, top in _FILES.items() if top)
# Who is signed in to the browser, or was the last one.
_ACCOUNT = (
    "account_info", "google.services.account_id", "google.services.last_account_id", "google.services.last_gaia_id",
    "google.services.last_signed_in_username", "google.services.last_username", "google.services.username",
)  # fmt: skip
_ACCOUNT_OF_PROFILE = ("user_name", "gaia_id", "gaia_name", "gaia_given_name")
# Addresses that the person set, as values.
_CHOSEN = ("homepage", "session.startup_urls", "pinned_tabs", "custom_links.list")
_EXTENSIONS = "extensions.settings"


def read_preferences(collector: Collector, path: Path, preferences: Any) -> None:
    """What `preferences`, the content of `path`, names. Settings of single sites are keyed by origin or by pattern
    (`https://x.com:443,*`, `[*.]x.com,*`):
    https://chromium.googlesource.com/chromium/src/+/main/components/content_settings/core/common/content_settings_pattern.h
    """
    extensions = _at(preferences, _EXTENSIONS)
    hosts: Counter[Origin] = Counter()
    push: list[bytes] = []
    for key in _keys(preferences, extensions):
        if key.startswith("wp:"):
            push.append(key.encode())
        pattern = key.replace("[*.]", "", 1)
        if key.startswith("[*.]"):
            pattern = f"https://{pattern}"
        origin = origin_of_url(pattern) if pattern.startswith("http") else None
        if origin:
            hosts[origin] += 1
    for name in _CHOSEN:
        hosts.update(_origins(_at(preferences, name)))
    for origin, count in hosts.items():
        collector.visit("preferences", path, origin, count=count)
    for origin in apps(push):
        collector.visit("push", path, origin, kind="session")
    for origin in set(_origins(extensions)):
        collector.visit("extensions", path, origin, kind="kept")
    named = [name for name in _ACCOUNT if _at(preferences, name)]
    _account(collector, path, named)


def read_beside(collector: Collector, profile: Path) -> None:
    """The preference files beside `Preferences`."""
    for name in _BESIDE:
        path = profile / name
        with collector.guard(path):
            read_preferences(collector, path, read_json(path))


def read_local_state(collector: Collector, top: Path) -> None:
    """`Local State`: settings of all browser profiles, with the account that each is signed in with."""
    path = top / _LOCAL_STATE
    with collector.guard(path):
        content = read_json(path)
        read_preferences(collector, path, content)
        profiles = _at(content, "profile.info_cache")
        for entry in profiles.values() if isinstance(profiles, dict) else ():
            if isinstance(entry, dict):
                _account(collector, path, [name for name in _ACCOUNT_OF_PROFILE if entry.get(name)])


def _account(collector: Collector, path: Path, names: list[str]) -> None:
    if names:
        collector.visit("browser_account", path, GOOGLE, kind="identity", count=len(names))


def _at(value: Any, dotted: str) -> Any:
    for part in dotted.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _keys(value: Any, without: Any) -> Iterator[str]:
    """The keys of all objects in `value`, except in the part that is `without`."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict) and each is not without:
            yield from each
            waiting.extend(each.values())
        elif isinstance(each, list):
            waiting.extend(each)


def _origins(value: Any) -> Iterator[Origin]:
    """The origins of all strings in `value` that are addresses."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            origin = origin_of_url(each) if each.startswith("http") else None
            if origin:
                yield origin
        elif isinstance(each, dict | list):
            waiting.extend(each.values() if isinstance(each, dict) else each)
