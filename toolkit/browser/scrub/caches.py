"""Takes platforms out of Chromium's HTTP and code caches, by the address that each entry is for."""

from __future__ import annotations

import re
from pathlib import Path

from toolkit.browser.scrub.wipe import flush_directory, wipe_file, wipe_tree
from toolkit.traces.chromium import block_cache, simple_cache
from toolkit.traces.collector import Collector
from toolkit.traces.files import is_directory, listing
from toolkit.traces.hosts import Matcher, origin_of_url
from toolkit.traces.stores.chromium import STORES

_URL = re.compile(rb"https?://[^\s/\\\0]+")  # as toolkit.traces.chromium.caches has it
CACHES = tuple(s.path.rstrip("/") for s in STORES if s.reader == "chromium.caches" and s.sessions == "platforms")


def scrub_http_caches(profile: Path, matcher: Matcher) -> None:
    """Entries for a platform's addresses, or fetched by its pages; entries that nobody can read go too. A cache in
    blocks (Windows) goes whole: it cannot be told apart, and what is missing is fetched anew. The index beside simple
    entries holds hashes, and misses are no errors. Raises Unreadable, OSError."""
    for place in CACHES:
        folder = profile / place
        if is_directory(folder.parent) and is_directory(folder):
            names = listing(folder)
            if block_cache.is_one(names):
                wipe_tree(folder)
            else:
                _scrub_entries(profile, folder, names, matcher)
                flush_directory(folder)


def _scrub_entries(profile: Path, folder: Path, names: list[str], matcher: Matcher) -> None:
    torn = Collector(profile, matcher)
    for name, key in simple_cache.keys(torn, folder, names):
        if any(_owned(matcher, url) for url in _URL.findall(key)):
            wipe_file(folder / name)
    for problem in torn.problems:
        wipe_tree(profile / problem.path)


def _owned(matcher: Matcher, url: bytes) -> bool:
    origin = origin_of_url(url.decode("utf-8", "replace"))
    return origin is not None and bool(matcher.of_origin(origin))
