"""Takes the platforms' entries out of a closed Chromium's caches of answers and of compiled scripts.

The simple cache keeps a file for each entry, and its index is a hint that the browser makes anew: an entry without its
file is one that is not there (https://www.chromium.org/developers/design-documents/network-stack/disk-cache/very-simple-backend/).
In a block-file cache (Windows) entries share files; it stays, and the disk reader reports it.
"""

from __future__ import annotations

import re
from pathlib import Path

from toolkit.browser.scrub.wipe import wipe_file
from toolkit.traces.chromium.simple_cache import keys
from toolkit.traces.collector import Collector
from toolkit.traces.files import Unreadable, is_directory, listing
from toolkit.traces.hosts import Matcher, origin_of_url

PLACES = ("Cache/Cache_Data", "Media Cache", "Code Cache/js", "Code Cache/wasm", "Shared Dictionary/cache")
_URL = re.compile(rb"https?://[^\s/\\\0]+")


def scrub_http_cache(profile: Path, matcher: Matcher) -> None:
    """Entries whose key names a platform: fetched from it, or by another site inside its pages.

    Raises Unreadable for an entry that is none, after all the others; OSError.
    """
    collector = Collector(profile, matcher)
    for place in PLACES:
        folder = profile / place
        if is_directory(folder.parent) and is_directory(folder):
            for name, key in list(keys(collector, folder, listing(folder))):
                if any(_owned(matcher, url) for url in _URL.findall(key)):
                    wipe_file(folder / name)
    if collector.problems:
        raise Unreadable(collector.problems[0].detail)


def _owned(matcher: Matcher, url: bytes) -> bool:
    origin = origin_of_url(url.decode("utf-8", "replace"))
    return origin is not None and bool(matcher.of_origin(origin))
