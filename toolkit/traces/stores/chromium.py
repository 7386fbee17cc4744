"""Where a Chromium profile keeps what: the table of stores. A new place is a new row, here or in one of the two parts.

Here: what can restore, represent or name a sign-in, and what the person keeps. `chromium_visits`: what only tells where
the person went. `chromium_rest`: what tells nothing of any site. Versions of schemas are those of a fresh profile of
Chromium 156; a database says in its `meta` table which version it is, and which is the oldest reader that still
understands it: https://chromium.googlesource.com/chromium/src/+/main/sql/meta_table.h
"""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.traces.model import Kind
from toolkit.traces.stores.chromium_rest import REST
from toolkit.traces.stores.chromium_rows import both, row
from toolkit.traces.stores.chromium_visits import VISITS
from toolkit.traces.stores.model import Column, Store

_LOGINS = (
    Column("logins", "origin_url", "session", counts_as_site=True),
    Column("stats", "origin_domain", "identity"),
)
_LOGIN_CODE = "components/password_manager/core/browser/password_store/login_database.cc"
_DOM = "components/services/storage/dom_storage/"
_BOOKMARKS = "components/bookmarks/browser/bookmark_storage.cc"
_EXTENSIONS = "extensions/browser/extension_system.h"

# What one platform's sign-in can live in: `sessions` takes the platforms' part out of each.
_SIGN_INS = (
    *both(
        row("cookies", "Cookies", "sqlite", "session", "net/extras/sqlite/sqlite_persistent_cookie_store.cc",
            "chromium.cookies", sessions="platforms", version=24, strict=True)
    ),
    *both(
        row("device_bound_sessions", "Device Bound Sessions", "sqlite", "session",
            "net/device_bound_sessions/session_store_impl.cc", "chromium.visits", sessions="platforms",
            columns=(Column("dbsc_session_tbl", "key", "session", counts_as_site=True),))
    ),
    row("logins", "Login Data", "sqlite", "session", _LOGIN_CODE, "chromium.visits", sessions="platforms",
        columns=_LOGINS, version=43),
    row("logins", "Login Data For Account", "sqlite", "session", _LOGIN_CODE, "chromium.visits", sessions="platforms",
        columns=_LOGINS, version=43),
    row("local_storage", "Local Storage/", "leveldb", "session", _DOM + "local_storage_impl.cc", "chromium.web_storage",
        sessions="platforms"),
    row("session_storage", "Session Storage/", "leveldb", "session", _DOM + "session_storage_metadata.cc",
        "chromium.session_storage", sessions="platforms"),
    # an extension's own databases are its settings
    row("extensions", "IndexedDB/chrome-extension_*/", "leveldb", "kept", _EXTENSIONS, everything="kept"),
    row("indexed_db", "IndexedDB/", "leveldb", "session", "content/browser/indexed_db/docs/leveldb_coding_scheme.md",
        "chromium.origin_stores", sessions="platforms"),
    row("bucket", "WebStorage/", "sqlite", "session", "storage/browser/quota/quota_database.cc",
        "chromium.origin_stores", sessions="platforms", version=11),
    row("file_system", "File System/", "leveldb", "session", "storage/browser/file_system/sandbox_origin_database.cc",
        "chromium.origin_stores", sessions="platforms"),
    row("web_sql", "databases/Databases.db", "sqlite", "visit", "storage/browser/database/databases_table.cc",
        "chromium.mentions"),
    row("web_sql", "databases/", "sqlite", "session", "storage/common/database/database_identifier.cc",
        "chromium.origin_stores", sessions="platforms"),
    # a browser profile again for each app with storage of its own: `Storage/ext/<id>/<partition>/Cookies`
    row("partition", "Storage/", "folder", "session", "content/browser/storage_partition_impl_map.cc",
        "chromium.profile", sessions="platforms"),
    row("cache_storage", "Service Worker/CacheStorage/", "simple_cache", "session",
        "content/browser/cache_storage/cache_storage_manager.cc", "chromium.origin_stores", sessions="platforms"),
    row("service_worker", "Service Worker/Database/", "leveldb", "session",
        "components/services/storage/service_worker/service_worker_database.cc", "chromium.push", sessions="platforms"),
    # resources by number: the database says whose they are
    row("service_worker", "Service Worker/ScriptCache/", "simple_cache", "visit",
        "components/services/storage/service_worker/service_worker_storage.cc"),
    row("notifications", "Platform Notifications/", "leveldb", "identity",
        "content/browser/notifications/notification_database.cc", "chromium.mentions", sessions="platforms"),
    # a registration goes on receiving what the site sends to the account: "wp:https://x.com/#<id>" in its key
    row("push", "GCM Store/", "leveldb", "session", "google_apis/gcm/engine/gcm_store_impl.cc", "chromium.push",
        sessions="platforms"),
)  # fmt: skip

# The browser's own account, what was typed into forms, and tabs to restore.
_OWN = (
    # every version says that older readers do not understand it: columns are asked for by name
    row("web_data", "Web Data", "sqlite", "session", "components/webdata/common/web_database.cc", "chromium.web_data"),
    row("web_data", "Account Web Data", "sqlite", "session", "components/webdata/common/web_database.cc",
        "chromium.web_data"),
    row("preferences", "Preferences", "json", "session", "chrome/common/pref_names.h", "chromium.preferences",
        everything="allowed_keys"),
    row("preferences", "Secure Preferences", "json", "identity",
        "services/preferences/tracked/segregated_pref_store.h", "chromium.preferences", everything="allowed_keys"),
    row("preferences", "AccountPreferences", "json", "identity", "chrome/common/chrome_constants.cc",
        "chromium.preferences"),
    row("local_state", "Local State", "json", "identity", "chrome/common/pref_names.h", "chromium.preferences",
        everything="allowed_keys", top=True),
    row("session_restore", "Sessions/", "snss", "visit", "components/sessions/core/command_storage_backend.cc",
        "chromium.session_restore"),
    row("session_restore", "Sessions_Encrypted/", "snss", "visit",
        "components/sessions/core/command_storage_backend.cc", "chromium.session_restore"),
    row("session_restore", "toolkit-aside/", "snss", "session", "toolkit/browser/restore.py",
        "chromium.session_restore"),
    *(row("session_restore", name, "snss", "visit", "components/sessions/core/command_storage_backend.cc",
          "chromium.session_restore") for name in ("Current Session", "Current Tabs", "Last Session", "Last Tabs")),
    row("browser_account", "Sync Data/", "leveldb", "identity",
        "components/sync/model/data_type_store_service.h", "chromium.mentions"),
    row("browser_account", "Google Profile Picture.png", "binary", "identity",
        "chrome/browser/profiles/profile_avatar_icon_util.cc"),
    row("browser_account", "Accounts/", "folder", "identity",
        "components/signin/internal/identity_manager/account_tracker_service.cc"),
    row("browser_account", "trusted_vault.pb", "binary", "session",
        "components/trusted_vault/standalone_trusted_vault_storage.cc"),
    row("browser_account", "passkey_enclave_state", "binary", "session",
        "chrome/browser/webauthn/enclave_manager.cc"),
    row("downloads", "Download Service/", "leveldb", "visit",
        "components/download/internal/background_service/download_store.cc", "chromium.mentions"),
    row("unfinished", "toolkit-scrubbing", "text", "session", "toolkit/browser/scrub/unfinished.py",
        "chromium.profile", top=True),
    row("unfinished", "toolkit-scrubbing.new", "text", None, "toolkit/browser/scrub/unfinished.py", top=True),
)  # fmt: skip

# What the person keeps: named by the rebuild (toolkit/browser/rebuild.py), listed, and no reason for a verdict.
_KEPT = (
    row("bookmarks", "Bookmarks", "json", "kept", _BOOKMARKS, "chromium.visits", everything="kept"),
    *(row("bookmarks", name, "json", "kept", _BOOKMARKS, "chromium.visits")
      for name in ("Bookmarks.bak", "AccountBookmarks", "AccountBookmarks.bak")),
    *(row("extensions", f"{name}/", "leveldb", "kept", _EXTENSIONS, "chromium.mentions", everything="kept")
      for name in ("Extension State", "Extension Rules", "Extension Scripts", "Local Extension Settings",
                   "Sync Extension Settings", "Managed Extension Settings")),
    *(row("extensions", f"{name}/", "folder", "kept", _EXTENSIONS, everything="kept")
      for name in ("Extensions", "DNR Extension Rules")),
    row("native_host", "NativeMessagingHosts/", "json", None, "chrome/common/chrome_paths.cc", everything="kept",
        top=True),
)  # fmt: skip

STORES: tuple[Store, ...] = (*_SIGN_INS, *_OWN, *_KEPT, *VISITS, *REST)
"""First match counts."""


@dataclass(frozen=True, slots=True)
class UrlTable:
    """A column of `STORES` with the file that it is in."""

    store: str
    file: str
    table: str
    column: str
    kind: Kind
    counts_as_site: bool
    top: bool


URL_TABLES = tuple(
    UrlTable(each.store or store.name, store.path, each.table, each.column, each.kind, each.counts_as_site, store.top)
    for store in STORES
    for each in store.columns
)
COOKIES = tuple(store.path for store in STORES if store.reader == "chromium.cookies")
# name of a database -> the row that knows its schema
SCHEMAS = {store.path.rstrip("/").rpartition("/")[2]: store for store in STORES if store.version is not None}
SCHEMAS["QuotaManager"] = SCHEMAS["WebStorage"]  # the database in that folder

# A fresh profile names these by itself (Chromium 156).
BASELINE = frozenset({("top_sites", "https://chrome.google.com/webstore?hl=en")})

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
