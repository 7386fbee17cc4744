"""What a fresh Firefox profile holds before anybody has gone anywhere: files, and the hosts that they name.

Recorded by `python -m tests.traces.firefox_fresh`: a start with and one without a window, 45 s each, without a network.
`*` stands for a part of a name that is made up anew each time, `?` for one hexadecimal digit of it.
"""

from __future__ import annotations

import re
from functools import cache

# Firefox ESR 153.7.0, 2026-11-22
FILES: frozenset[str] = frozenset({
    ".parentlock", "????????.sqlite", "????????.sqlite-shm", "????????.sqlite-wal",
    "activity-stream.inferred_personalization_feed.json", "activity-stream.newtab_content_event_stats.json",
    "activity-stream.shortcut_cache.json", "activity-stream.weather_feed.json", "addonStartup.json.lz4",
    "addons.json", "bookmarkbackups", "bounce-tracking-protection.sqlite", "broadcast-listeners.json", "cache2/ce_*",
    "cache2/doomed", "cache2/doomed/*",
    "cache2/entries/*", "cert9.db", "compatibility.ini", "containers.json", "content-prefs.sqlite",
    "cookies.sqlite", "crashes/events", "datareporting/archived/*/*.*.event.jsonlz4",
    "datareporting/archived/*/*.*.first-shutdown.jsonlz4", "datareporting/archived/*/*.*.main.jsonlz4",
    "datareporting/archived/*/*.*.new-profile.jsonlz4", "datareporting/glean/db/data.safe.bin",
    "datareporting/glean/events", "datareporting/glean/pending_pings/*", "datareporting/glean/tmp",
    "datareporting/session-state.json", "datareporting/state.json", "domain_to_categories.sqlite",
    "domain_to_categories.sqlite-journal", "extension-preferences.json", "extension-store/data.safe.bin",
    "extensions.json", "favicons.sqlite", "favicons.sqlite-wal", "handlers.json", "key4.db", "lock", "logins.db",
    "minidumps", "permissions.sqlite", "pkcs11.txt", "places.sqlite", "places.sqlite-wal", "prefs.js", "safebrowsing",
    "search.json.mozlz4", "security_state/data.safe.bin", "sessionCheckpoints.json", "sessionstore-backups",
    "sessionstore.jsonlz4", "settings", "shield-preference-experiments.json", "startupCache/scriptCache-child.bin",
    "startupCache/scriptCache.bin", "startupCache/startupCache.*.little", "startupCache/urlCache.bin",
    "startupCache/webext.sc.lz4", "storage.sqlite", "storage/default", "storage/ls-archive.sqlite",
    "storage/permanent/chrome/.metadata-v2", "storage/permanent/chrome/idb/*AmcateirvtiSty.files",
    "storage/permanent/chrome/idb/*AmcateirvtiSty.sqlite", "storage/permanent/chrome/idb/*AmcateirvtiSty.sqlite-wal",
    "storage/permanent/chrome/idb/*ntouromlalnodry--epcr.files",
    "storage/permanent/chrome/idb/*ntouromlalnodry--epcr.sqlite",
    "storage/permanent/chrome/idb/*ntouromlalnodry--epcr.sqlite-wal",
    "storage/permanent/chrome/idb/*ntouromlalnodry--naod.files",
    "storage/permanent/chrome/idb/*ntouromlalnodry--naod.sqlite",
    "storage/permanent/chrome/idb/*ntouromlalnodry--naod.sqlite-wal", "storage/permanent/chrome/idb/*piupsah.files",
    "storage/permanent/chrome/idb/*piupsah.sqlite", "storage/permanent/chrome/idb/*piupsah.sqlite-wal",
    "storage/permanent/chrome/idb/*rsegmnoittet-es.files", "storage/permanent/chrome/idb/*rsegmnoittet-es.sqlite",
    "storage/permanent/chrome/idb/*rsegmnoittet-es.sqlite-wal", "storage/permanent/chrome/idb/*sdhlie.files",
    "storage/permanent/chrome/idb/*sdhlie.sqlite", "storage/permanent/chrome/idb/*sdhlie.sqlite-wal",
    "storage/temporary", "thumbnails", "times.json", "user.js", "xulstore.json",
})  # fmt: skip
HOSTS: dict[str, frozenset[str]] = {
    "datareporting/archived/*/*.*.event.jsonlz4": frozenset({"www.google.com"}),
    "datareporting/archived/*/*.*.first-shutdown.jsonlz4": frozenset({"hg.mozilla.org", "www.google.com"}),
    "datareporting/archived/*/*.*.main.jsonlz4": frozenset({"hg.mozilla.org", "www.google.com"}),
    "datareporting/archived/*/*.*.new-profile.jsonlz4": frozenset({"www.google.com"}),
    "favicons.sqlite": frozenset({"support.mozilla.org", "www.mozilla.org", "www.w3.org"}),
    "handlers.json": frozenset({"mail.google.com"}),
    "places.sqlite": frozenset({"support.mozilla.org", "www.mozilla.org"}),
}
# The browser's own scripts, pages and built-in extensions, and lists that it ships to everybody (certificates, sites
# that need special care: https://firefox-source-docs.mozilla.org/services/settings/): whatever hosts these name, nobody
# went there. The entry of the cache is the start page; its name is the SHA-1 of its key, ":about:home".
SHIPPED: tuple[str, ...] = (
    "addonStartup.json.lz4",
    "cache2/entries/D0F48A0632B6C451791F4257697E861961F06A6F",
    "extension-store/data.safe.bin",
    "security_state/data.safe.bin",
    "startupCache/*",
    "storage/permanent/chrome/idb/*rsegmnoittet-es.sqlite",
)
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
# Domains that it asks by itself (settings, updates, telemetry) and then has in its cache, outside any site's partition.
ASKED: tuple[str, ...] = ("firefox.com", "mozgcp.net", "mozilla.com", "mozilla.net", "mozilla.org")


@cache
def _pattern(paths: frozenset[str]) -> re.Pattern[str]:
    escaped = (re.escape(path).replace(r"\*", "[^/]*").replace(r"\?", "[0-9a-f]") for path in sorted(paths))
    return re.compile("|".join(escaped))


def is_baseline_file(path: str) -> bool:
    """Whether a fresh profile has a file (or empty folder) at `path`, relative to the profile."""
    return _pattern(FILES).fullmatch(path) is not None


def is_shipped(path: str) -> bool:
    """Whether the file at `path`, or what lies beside such a database, holds what everybody's Firefox holds."""
    return _pattern(frozenset(SHIPPED)).fullmatch(_without_log(path)) is not None


def baseline_hosts(path: str) -> frozenset[str]:
    """The hosts that the file at `path` names in a fresh profile; of a shipped file they are not listed."""
    path = _without_log(path)
    return next((hosts for key, hosts in HOSTS.items() if _pattern(frozenset({key})).fullmatch(path)), frozenset())


def _without_log(path: str) -> str:
    return re.sub(r"-(?:wal|journal|shm)$", "", path)
