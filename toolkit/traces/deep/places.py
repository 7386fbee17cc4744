"""Where a host says nothing of the person: what they chose to keep, what everybody's browser holds; and safe paths."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from toolkit.traces.stores import baseline_chromium, baseline_firefox
from toolkit.traces.stores.baseline_firefox import is_shipped
from toolkit.traces.stores.lookup import chromium_store, firefox_store

if TYPE_CHECKING:
    from toolkit.traces.deep.needles import Needles

# Rows of the table of stores that hold what the browser downloads for everybody.
_FOR_EVERYBODY = frozenset({"components", "safe_browsing", "spelling", "versions"})


def is_background(path: str, host: str) -> bool:
    """Whether a host in this file tells nothing: a kept file, or what all browsers have."""
    rows = [row for row in (chromium_store(path), firefox_store(path)) if row is not None]
    if any(row.everything == "kept" or row.holds == "kept" or row.name in _FOR_EVERYBODY for row in rows):
        return True
    fresh = baseline_chromium.baseline_hosts(path) | baseline_firefox.baseline_hosts(path)
    return host in fresh or is_shipped(path)


def shown(path: str, needles: Needles) -> str:
    """`path` as it may be shown: a part that holds a value that is looked for becomes a hash."""
    if not needles.holds_value(os.fsencode(path)):
        return path.encode("utf-8", "replace").decode()
    return "/".join(_safe(part, needles) for part in path.split("/"))


def _safe(part: str, needles: Needles) -> str:
    raw = os.fsencode(part)
    if needles.holds_value(raw):
        return f"#{hashlib.sha256(raw).hexdigest()[:8]}"
    return raw.decode("utf-8", "replace")


