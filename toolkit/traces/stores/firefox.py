"""Where a Firefox profile keeps what: the table of stores. A new place is a new row, here or in one of the two parts.

Here: what can restore, represent or name a sign-in, and what the person keeps. `firefox_visits`: what only tells where
the person went. `firefox_rest`: what tells nothing of any site. Paths are relative to the profile. Versions are the
`PRAGMA user_version` of a fresh profile of Firefox ESR 153; a newer one is refused where the row is strict, elsewhere
the columns decide.

The cache (`cache2`, `startupCache`, `thumbnails`, ...) of a profile that was started with `--profile DIR` lies in the
profile (measured on Linux). Only profiles below the system's own place of profiles have it elsewhere
(`~/.cache/mozilla`, `%LOCALAPPDATA%`, `~/Library/Caches`), and a managed profile is never there:
https://searchfox.org/mozilla-central/source/toolkit/xre/nsXREDirProvider.cpp (GetLocalProfile, IsDefaultProfilePath)
"""

from __future__ import annotations

from toolkit.traces.stores.firefox_rest import REST
from toolkit.traces.stores.firefox_rows import row
from toolkit.traces.stores.firefox_visits import VISITS
from toolkit.traces.stores.model import Column, Store

# Origin directories: https://searchfox.org/mozilla-central/source/dom/quota/QuotaCommon.h and ActorsParent.cpp
_QUOTA = "dom/quota/ActorsParent.cpp"
REPOSITORIES = ("default", "permanent", "temporary", "private")
_SITES = tuple(f"storage/{repository}/http*" for repository in REPOSITORIES)
_LOGIN = "toolkit/components/passwordmgr/"
_SESSION_STORE = "browser/components/sessionstore/SessionFile.sys.mjs"

# What one platform's sign-in can live in: `sessions` takes the platforms' part out of each.
_SIGN_INS = (
    # COOKIES_SCHEMA_VERSION
    row("cookies", "cookies.sqlite", "sqlite", "session", "netwerk/cookie/CookiePersistentStorage.cpp",
        "firefox.cookies", sessions="platforms", version=17, strict=True),
    # Set-Cookie lines stay in the heads of cached answers
    row("http_cache", "cache2/", "cache2", "session", "netwerk/cache2/CacheFileMetadata.h", "firefox.cache2",
        sessions="platforms"),
    # session cookies, sessionStorage, what was typed into forms
    row("session_restore", "sessionstore.jsonlz4*", "mozlz4", "session", _SESSION_STORE, "firefox.session_store",
        sessions="platforms"),
    row("session_restore", "sessionstore.js*", "json", "session", _SESSION_STORE, "firefox.session_store",
        sessions="platforms"),
    row("session_restore", "sessionstore-backups/", "mozlz4", "session", _SESSION_STORE, "firefox.session_store",
        sessions="platforms"),
    *(row("local_storage", f"{site}/ls/", "sqlite", "session", "dom/localstorage/ActorsParent.cpp", "firefox.storage",
          sessions="platforms", version=5 << 4, strict=True) for site in _SITES),
    *(row("indexed_db", f"{site}/idb/", "sqlite", "session", "dom/indexedDB/DBSchema.h", "firefox.storage",
          sessions="platforms", version=26 << 4, strict=True) for site in _SITES),
    *(row("cache_storage", f"{site}/cache/", "sqlite", "session", "dom/cache/DBSchema.cpp", "firefox.storage",
          sessions="platforms", version=31, strict=True) for site in _SITES),
    *(row("file_system", f"{site}/fs/", "sqlite", "session", "dom/fs/parent/datamodel/FileSystemDatabaseManager.cpp",
          "firefox.storage", sessions="platforms") for site in _SITES),
    *(row("storage", f"{site}/", "folder", "session", _QUOTA, "firefox.storage", sessions="platforms")
      for site in _SITES),
    row("storage", "storage/to-be-removed/", "folder", "session", _QUOTA, "firefox.storage", sessions="platforms"),
    row("storage", "storage/private/", "folder", "session", _QUOTA, "firefox.storage", sessions="platforms"),
    # localStorage of old; the archive is what was there before the move to storage/default
    row("local_storage", "webappsstore.sqlite", "sqlite", "session", "dom/storage/StorageDBThread.cpp",
        "firefox.web_storage", sessions="platforms", version=2, strict=True),
    row("local_storage", "storage/ls-archive.sqlite", "sqlite", "session", "dom/localstorage/ActorsParent.cpp",
        "firefox.web_storage", sessions="platforms", version=2, strict=True),
    row("service_worker", "serviceworker.txt", "text", "visit", "dom/serviceworkers/ServiceWorkerRegistrar.cpp",
        "firefox.mentions", sessions="platforms"),
    # subscriptions are in the database "pushapi"; the others are the browser's own
    row("push", "storage/permanent/chrome/", "sqlite", "session", "dom/push/PushDB.sys.mjs", "firefox.push",
        sessions="platforms"),
    row("logins", "logins.json*", "json", "session", _LOGIN + "storage-json.sys.mjs", "firefox.logins",
        sessions="platforms"),
    row("logins", "logins-backup.json*", "json", "session", _LOGIN + "LoginStore.sys.mjs", "firefox.logins",
        sessions="platforms"),
    # a copy of logins.json in the form of the sync component
    row("logins", "logins.db", "sqlite", "session", _LOGIN + "storage-rust.sys.mjs", "firefox.databases",
        sessions="platforms", version=5, strict=True,
        columns=(Column("loginsL", "origin", "session", counts_as_site=True),
                 Column("loginsM", "origin", "session", counts_as_site=True))),
)  # fmt: skip

# The person's own, or what several things share: no part of one platform can be told.
_OWN = (
    # whom the person signed in with (FedCM): https://w3c-fedid.github.io/FedCM/
    row("federated", "credentialstate.sqlite", "sqlite", "session",
        "toolkit/components/credentialmanagement/IdentityCredentialStorageService.cpp", "firefox.databases",
        sessions="platforms",
        columns=(Column("identity", "rpOrigin", "session"), Column("identity", "idpOrigin", "session"),
                 Column("lightweight_identity", "idpOrigin", "identity"))),
    # tickets that resume a TLS connection
    row("tls_tokens", "ssl_tokens_cache.bin", "binary", "identity", "netwerk/base/SSLTokensCache.cpp",
        "firefox.mentions"),
    row("keys", "lockstore.keys.sqlite", "sqlite", None, "security/manager/ssl/nsILockstore.idl"),
    row("keys", "key4.db", "sqlite", None, "security/nss/lib/softoken/sdb.c"),
    row("keys", "key3.db", "binary", None, "security/nss/lib/softoken/legacydb/keydb.c"),
    row("certificates", "cert9.db", "sqlite", None, "security/nss/lib/softoken/sdb.c"),
    row("certificates", "cert8.db", "binary", None, "security/nss/lib/softoken/legacydb/pcertdb.c"),
    row("firefox_account", "signedInUser.json*", "json", "session",
        "services/fxaccounts/FxAccountsStorage.sys.mjs", "firefox.logins"),
    row("sync", "weave/", "folder", "identity", "services/sync/modules/util.sys.mjs"),
    row("autofill", "autofill-profiles.json*", "json", "identity",
        "toolkit/components/formautofill/FormAutofillStorageBase.sys.mjs"),
    row("autofill", "credit-card-*", "json", "identity",
        "toolkit/components/formautofill/FormAutofillStorageBase.sys.mjs"),
    row("aside", "toolkit-aside/", "folder", "session", "toolkit/browser/firefox/aside.py", "firefox.session_store",
        sessions="platforms"),
    row("unfinished", "toolkit-scrubbing", "text", "session", "toolkit/browser/scrub/unfinished.py", "chromium.profile",
        sessions="platforms"),
)  # fmt: skip

_EXTENSION = "toolkit/components/extensions/"
_KEPT = (
    row("extensions", "extensions/", "folder", "kept", "toolkit/mozapps/extensions/internal/XPIProvider.sys.mjs",
        everything="kept"),
    row("extensions", "extensions.json*", "json", "kept", "toolkit/mozapps/extensions/internal/XPIDatabase.sys.mjs",
        everything="kept"),
    row("extensions", "addonStartup.json.lz4*", "mozlz4", "kept",
        "toolkit/mozapps/extensions/internal/XPIProvider.sys.mjs", everything="kept"),
    row("extensions", "extension-preferences.json*", "json", "kept", _EXTENSION + "ExtensionPermissions.sys.mjs",
        everything="kept"),
    row("extensions", "extension-settings.json*", "json", "kept", _EXTENSION + "ExtensionSettingsStore.sys.mjs",
        everything="kept"),
    row("extensions", "extension-store*/", "binary", "kept", _EXTENSION + "ExtensionScripting.sys.mjs",
        everything="kept"),
    row("extensions", "browser-extension-data/", "json", "kept", _EXTENSION + "ExtensionStorage.sys.mjs",
        everything="kept"),
    row("extensions", "storage-sync-v2.sqlite", "sqlite", "kept", _EXTENSION + "storage/src/lib.rs", everything="kept"),
    row("extensions", "storage-sync.sqlite", "sqlite", "kept", _EXTENSION + "ExtensionStorageSyncKinto.sys.mjs"),
    # with a partition it was stored inside a site's page, and names that site
    row("extensions", "storage/default/moz-extension+++*^partitionKey*/", "sqlite", "visit", _QUOTA,
        "firefox.storage"),
    row("extensions", "storage/default/moz-extension+++*/", "sqlite", "kept",
        _EXTENSION + "ExtensionStorageIDB.sys.mjs", everything="kept"),
    row("preferences", "prefs.js", "text", "visit", "modules/libpref/Preferences.cpp", "firefox.mentions",
        everything="allowed_keys"),
    row("preferences", "user.js", "text", "visit", "modules/libpref/Preferences.cpp", "firefox.mentions"),
    row("preferences", "prefs-*.js", "text", "visit", "modules/libpref/Preferences.cpp", "firefox.mentions"),
)  # fmt: skip

# The first row that a path fits is its row.
STORES: tuple[Store, ...] = (*_SIGN_INS, *_OWN, *_KEPT, *VISITS, *REST)

# Names at the top of a directory that only Firefox gives: one of them, and the directory is read as Firefox's.
MARKS = frozenset(
    store.path.partition("/")[0]
    for store in STORES
    if "*" not in store.path.partition("/")[0] and not store.path.startswith("toolkit-")
) | {"logins.json", "logins-backup.json", "sessionstore.jsonlz4", "sessionstore.js"}  # fmt: skip

# sessionCheckpoints.json after a close that wrote everything has both; a start resets it (measured):
# https://searchfox.org/mozilla-central/source/toolkit/components/crashmonitor/CrashMonitor.sys.mjs
CHECKPOINTS = "sessionCheckpoints.json"
WRITTEN = ("sessionstore-final-state-write-complete", "profile-before-change")
