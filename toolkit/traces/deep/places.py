"""Where a host says nothing of the person: what they chose to keep, what everybody's browser holds; and safe paths."""

from __future__ import annotations

import hashlib
import os
import re
from typing import TYPE_CHECKING

from toolkit.traces.stores.lookup import chromium_store

if TYPE_CHECKING:
    from toolkit.traces.deep.needles import Needles

_BESIDE = r"(?:-wal|-journal|-shm)?$"
_PROFILE = r"^(?:Default|Profile \d+|Guest Profile|System Profile)/"
# Hosts that a fresh profile names before anybody has gone anywhere (Chromium 156, Firefox ESR 153; the test makes both
# anew): search engines that are offered, the first tile of the new tab, the handler of `mailto:`.
BASELINE = (
    (re.compile(_PROFILE + "Top Sites" + _BESIDE), frozenset({"chrome.google.com"})),
    (
        re.compile(_PROFILE + "Web Data" + _BESIDE),
        frozenset({"google.com", "www.google.com", "gemini.google.com", "bing.com", "www.bing.com"}),
    ),
    (re.compile("handlers.json$"), frozenset({"mail.google.com"})),
)
# Firefox's own scripts, its start page (an entry has the SHA-1 of its key as name, here ":about:home"), built-in
# add-ons, and the lists that it ships to everybody (search engines and remote settings:
# https://firefox-source-docs.mozilla.org/services/settings/). No host is in them because somebody went there.
_SHIPPED = re.compile(
    r"cache2/entries/D0F48A0632B6C451791F4257697E861961F06A6F$|startupCache/|extension-store/|addonStartup\.json\.lz4$"
    r"|storage/permanent/chrome/idb/3870112724rsegmnoittet-es\."
)
# Rows of the table of stores that hold what the browser downloads for everybody.
_FOR_EVERYBODY = frozenset({"components", "safe_browsing", "spelling", "versions"})


def is_background(path: str, host: str) -> bool:
    """Whether a host in this file tells nothing: a kept file, or a list that all browsers have."""
    row = chromium_store(path)
    if row is not None and (row.everything == "kept" or row.name in _FOR_EVERYBODY):
        return True
    if _SHIPPED.match(path):
        return True
    return any(place.match(path) and host in hosts for place, hosts in BASELINE)


def shown(path: str, needles: Needles) -> str:
    """`path` as it may be shown: a part that holds a value that is looked for becomes a hash."""
    if not any(pattern.kind == "value" for _, pattern in needles.find(os.fsencode(path))):
        return path.encode("utf-8", "replace").decode()
    return "/".join(_safe(part, needles) for part in path.split("/"))


def _safe(part: str, needles: Needles) -> str:
    raw = os.fsencode(part)
    if any(pattern.kind == "value" for _, pattern in needles.find(raw)):
        return f"#{hashlib.sha256(raw).hexdigest()[:8]}"
    return raw.decode("utf-8", "replace")


