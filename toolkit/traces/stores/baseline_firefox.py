"""What a fresh Firefox (ESR 153) names by itself, before anybody has gone anywhere.

Recorded: `python -m tests.traces.record_firefox` makes a fresh profile and says what of it is not here.
"""

from __future__ import annotations

# Bookmarks and their icons. A visit to one of these addresses is history all the same.
ADDRESSES: frozenset[str] = frozenset(
    {
        "https://support.mozilla.org/products/firefox",
        (
            "https://support.mozilla.org/kb/customize-firefox-controls-buttons-and-toolbars"
            "?utm_source=firefox-browser&utm_medium=default-bookmarks&utm_campaign=customize"
        ),
        "https://www.mozilla.org/contribute/",
        "https://www.mozilla.org/about/",
    }
)
# Hosts in files of its own, by the path of their row: who handles `mailto:`.
MENTIONED: dict[str, frozenset[str]] = {"handlers.json*": frozenset({"mail.google.com"})}
# Domains that it asks by itself (settings, updates, telemetry) and then has in its cache, outside any site's partition.
ASKED: tuple[str, ...] = ("firefox.com", "mozgcp.net", "mozilla.com", "mozilla.net", "mozilla.org")
