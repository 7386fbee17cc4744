"""HTTP and code caches: the address of every entry, with the site it was fetched for. Bodies are not looked at.

Keys: `1/0/_dk_<top-level site> <frame's site> <address>` in HTTP caches, `_key<address> \\n<site>` in code caches:
https://chromium.googlesource.com/chromium/src/+/main/net/http/http_cache.cc and
https://chromium.googlesource.com/chromium/src/+/main/content/browser/code_cache/generated_code_cache.cc
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from toolkit.traces.chromium import block_cache, simple_cache
from toolkit.traces.collector import Collector
from toolkit.traces.files import is_directory, listing
from toolkit.traces.hosts import Origin, origin_of_url
from toolkit.traces.model import Trace
from toolkit.traces.stores.chromium import STORES
from toolkit.traces.stores.model import Store

_READ = tuple(store for store in STORES if store.reader == "chromium.caches")
_URL = re.compile(rb"https?://[^\s/\\\0]+")
# Chromium leaves the header out when it stores an answer; one that is there all the same is a session.
_SET_COOKIE = re.compile(rb"[\0\n]set-cookie:[ \t]*([^=;\0\n]{1,256})=", re.IGNORECASE)


def read_caches(collector: Collector, profile: Path) -> None:
    for store in _READ:
        folder = profile / store.path.rstrip("/")
        with collector.guard(folder):
            if is_directory(folder.parent) and is_directory(folder):
                names = listing(folder)
                if block_cache.is_one(names):
                    _read_blocks(collector, store, folder)
                else:
                    _read_files(collector, store, folder, names)


def _read_files(collector: Collector, store: Store, folder: Path, names: list[str]) -> None:
    owned: Counter[tuple[Origin, tuple[str, ...]]] = Counter()
    known: dict[bytes, tuple[tuple[Origin, tuple[str, ...]], ...]] = {}
    for name, key in simple_cache.keys(collector, folder, names):
        sites = b" ".join(_URL.findall(key))
        if sites not in known:
            known[sites] = _owners(collector, sites)
        if not known[sites]:
            continue
        owned.update(known[sites])
        if store.holds == "session":
            with collector.guard(folder / name):
                _cookies(collector, store, folder, known[sites], simple_cache.headers(folder / name))
    _count(collector, store, folder, owned)


def _read_blocks(collector: Collector, store: Store, folder: Path) -> None:
    owned: Counter[tuple[Origin, tuple[str, ...]]] = Counter()
    for key, headers in block_cache.entries(folder):
        owners = _owners(collector, b" ".join(_URL.findall(key)))
        owned.update(owners)
        if owners:
            _cookies(collector, store, folder, owners, headers)
    _count(collector, store, folder, owned)


def _owners(collector: Collector, sites: bytes) -> tuple[tuple[Origin, tuple[str, ...]], ...]:
    """Each origin among `sites` that is a platform's, with its platforms."""
    spelled = {origin_of_url(site.decode("utf-8", "replace")) for site in sites.split()}
    return tuple((origin, of) for origin in spelled if origin and (of := collector.matcher.of_origin(origin)))


def _cookies(
    collector: Collector, store: Store, folder: Path, owners: tuple[tuple[Origin, tuple[str, ...]], ...], headers: bytes
) -> None:
    for raw in _SET_COOKIE.findall(headers):
        name = raw.decode("utf-8", "replace").strip()
        for origin, platforms in owners:
            for platform in platforms:
                kind = collector.matcher.kind(platform, "cookie", origin.host, name)
                kind = "session" if kind == "visit" else kind
                collector.add(platform, Trace(store.name, collector.relative(folder), origin.host, name, kind))


def _count(
    collector: Collector, store: Store, folder: Path, owned: Counter[tuple[Origin, tuple[str, ...]]]
) -> None:
    for (origin, platforms), count in owned.items():
        for platform in platforms:
            collector.add(platform, Trace(store.name, collector.relative(folder), origin.host, "", "visit", count))
