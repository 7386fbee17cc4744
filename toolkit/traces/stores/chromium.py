"""Where a Chromium profile keeps what: the table of stores. A new place is a new row here.

Paths are relative to the browser profile (`Default`, `Profile 1`). Names of stores are what a trace says:

cookies, local_storage, session_storage, indexed_db   read by readers of their own (cookies.py, web_storage.py, ...)
bucket, cache_storage, service_worker, file_system, web_sql   storage without rules: a visit
push, logins, device_bound_sessions, unfinished      a session: they can represent or renew a sign-in
history, downloads, top_sites, favicons, shortcuts, predictor, notifications, site_data, preferences, session_restore,
partition                                            a visit (`partition`: the site is the top level of another's store)
bookmarks                                            kept
"""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.traces.model import Kind


@dataclass(frozen=True, slots=True)
class UrlTable:
    """A SQLite table with URLs in one column."""

    store: str
    file: str
    table: str
    column: str
    kind: Kind
    counts_as_site: bool = False  # a host of no platform found here is an "other host"


@dataclass(frozen=True, slots=True)
class OriginKeys:
    """A small LevelDB whose keys name origins."""

    store: str
    directory: str


# Two places each: with the network service sandbox they live under Network/ (Windows).
# https://chromium.googlesource.com/chromium/src/+/main/chrome/browser/net/profile_network_context_service.cc
COOKIES = ("Cookies", "Network/Cookies")

URL_TABLES = (
    # https://chromium.googlesource.com/chromium/src/+/main/components/password_manager/core/browser/password_store/login_database.cc
    UrlTable("logins", "Login Data", "logins", "origin_url", "session", True),
    UrlTable("logins", "Login Data", "stats", "origin_domain", "identity"),
    UrlTable("logins", "Login Data For Account", "logins", "origin_url", "session", True),
    UrlTable("logins", "Login Data For Account", "stats", "origin_domain", "identity"),
    # https://chromium.googlesource.com/chromium/src/+/main/net/device_bound_sessions/session_store_impl.cc
    UrlTable("device_bound_sessions", "Device Bound Sessions", "dbsc_session_tbl", "key", "session", True),
    UrlTable("device_bound_sessions", "Network/Device Bound Sessions", "dbsc_session_tbl", "key", "session", True),
    # https://chromium.googlesource.com/chromium/src/+/main/components/history/core/browser/history_database.cc
    UrlTable("history", "History", "urls", "url", "visit", True),
    UrlTable("downloads", "History", "downloads", "tab_url", "visit", True),
    UrlTable("top_sites", "Top Sites", "top_sites", "url", "visit"),
    UrlTable("favicons", "Favicons", "icon_mapping", "page_url", "visit"),
    UrlTable("shortcuts", "Shortcuts", "omni_box_shortcuts", "url", "visit"),
    UrlTable("predictor", "Network Action Predictor", "network_action_predictor", "url", "visit"),
)

ORIGIN_KEYS = (
    OriginKeys("service_worker", "Service Worker/Database"),
    OriginKeys("file_system", "File System/Origins"),
    OriginKeys("notifications", "Platform Notifications"),
)

# A fresh profile names these by itself (Chromium 156).
BASELINE = frozenset({("top_sites", "https://chrome.google.com/webstore?hl=en")})

# The newest schema that we read. A database says in its `meta` table which version it is, and which is the oldest
# reader that still understands it (https://chromium.googlesource.com/chromium/src/+/main/sql/meta_table.h). Versions
# of a fresh profile of Chromium 156.
KNOWN_VERSIONS = {
    # kCurrentVersionNumber:
    # https://chromium.googlesource.com/chromium/src/+/main/net/extras/sqlite/sqlite_persistent_cookie_store.cc
    "Cookies": 24,
    "Login Data": 43,
    "Login Data For Account": 43,
    "History": 70,
    "Top Sites": 5,
    "Favicons": 9,
    "Shortcuts": 2,
    # https://chromium.googlesource.com/chromium/src/+/main/storage/browser/quota/quota_database.cc
    "QuotaManager": 11,
}
# These are not versioned by a `meta` table; their columns are asked for by name.
UNVERSIONED = frozenset({"Network Action Predictor", "Device Bound Sessions"})
# Where a wrong reading could call a session clean, the version itself decides; elsewhere the oldest reader it allows
# does, or every second browser update would make every disk unknown.
STRICT_VERSIONS = frozenset({"Cookies"})

# Session restore, plain and encrypted: https://chromium.googlesource.com/chromium/src/+/main/components/sessions/core/
RESTORE_DIRECTORY = "Sessions"
RESTORE_ENCRYPTED = "Sessions_Encrypted"
# Where a robot start keeps the person's tabs while it runs (toolkit/browser/restore.py): a killed run leaves them.
RESTORE_ASIDE = "toolkit-aside"
# In the profile directory while platforms are cleaned out of its files (toolkit/browser/scrub/unfinished.py).
SCRUBBING = "toolkit-scrubbing"
RESTORE_FILES = ("Current Session", "Current Tabs", "Last Session", "Last Tabs")

# A directory with one of these names, or with one of these files in it, is a browser profile.
# https://chromium.googlesource.com/chromium/src/+/main/chrome/common/chrome_constants.cc
PROFILE_NAMES = ("Default", "Profile ", "Guest Profile", "System Profile")
PROFILE_MARKS = ("Preferences", "Cookies", "Network", "Local Storage")
