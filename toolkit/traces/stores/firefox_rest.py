"""Firefox's table, third part: what tells nothing of any site: the browser's own lists, states and caches."""

from __future__ import annotations

from toolkit.traces.stores.firefox_rows import row

_SUPPORT = "https://support.mozilla.org/kb/profiles-where-firefox-stores-user-data"
_STARTUP = "toolkit/xre/nsAppRunner.cpp"
_TELEMETRY = "toolkit/components/telemetry/app/TelemetryStorage.sys.mjs"

REST = (
    row("lock", "lock", "binary", None, "toolkit/profile/nsProfileLock.cpp"),
    row("lock", ".parentlock", "binary", None, "toolkit/profile/nsProfileLock.cpp"),
    row("lock", "parent.lock", "binary", None, "toolkit/profile/nsProfileLock.cpp"),
    row("state", ".startup-incomplete", "binary", None, "toolkit/components/startup/nsAppStartup.cpp"),
    row("state", "sessionCheckpoints.json*", "json", None, "toolkit/components/crashmonitor/CrashMonitor.sys.mjs",
        "firefox.profile"),
    row("state", "compatibility.ini", "text", None, _STARTUP),
    row("state", "times.json*", "json", None, "toolkit/modules/ProfileAge.sys.mjs"),
    row("state", "pkcs11.txt", "text", None, "security/nss/lib/util/utilmod.c"),
    row("state", "secmod.db", "binary", None, "security/nss/lib/softoken/legacydb/pk11db.c"),
    row("state", "shield-preference-experiments.json*", "json", None,
        "toolkit/components/normandy/lib/PreferenceExperiments.sys.mjs"),
    row("state", "ExperimentStoreData.json*", "json", None, "toolkit/components/nimbus/lib/ExperimentStore.sys.mjs"),
    row("state", "broadcast-listeners.json*", "json", None, "dom/push/PushBroadcastService.sys.mjs"),
    row("state", "domain_to_categories.sqlite", "sqlite", None,
        "browser/components/search/SearchSERPTelemetry.sys.mjs"),
    row("state", "Telemetry.*", "binary", None, "toolkit/components/telemetry/core/Telemetry.cpp"),
    row("state", "invalidprefs.js", "text", None, "modules/libpref/Preferences.cpp"),
    row("state", "kinto.sqlite", "sqlite", None, "services/settings/remote-settings.sys.mjs"),
    row("state", "blocklist.xml", "text", None, "toolkit/mozapps/extensions/Blocklist.sys.mjs"),
    row("state", "revocations.txt", "text", None, "security/manager/ssl/cert_storage/src/lib.rs"),
    row("state", "security_state/", "binary", None, "security/manager/ssl/cert_storage/src/lib.rs"),
    row("state", "settings/", "folder", None, "services/settings/remote-settings.sys.mjs"),
    row("state", "safebrowsing/", "folder", None, "toolkit/components/url-classifier/Classifier.cpp"),
    row("state", "safebrowsing-backup/", "folder", None, "toolkit/components/url-classifier/Classifier.cpp"),
    row("state", "safebrowsing-updating/", "folder", None, "toolkit/components/url-classifier/Classifier.cpp"),
    row("state", "safebrowsing-to_delete/", "folder", None, "toolkit/components/url-classifier/Classifier.cpp"),
    row("state", "startupCache/", "binary", None, "startupcache/StartupCache.cpp"),
    row("state", "shader-cache/", "binary", None, "gfx/webrender_bindings/src/program_cache.rs"),
    row("state", "gmp*/", "folder", None, "toolkit/modules/GMPInstallManager.sys.mjs"),
    row("state", "datareporting/", "folder", None, _TELEMETRY),
    row("state", "saved-telemetry-pings/", "folder", None, _TELEMETRY),
    row("state", "features/", "folder", None, "toolkit/mozapps/extensions/internal/XPIProvider.sys.mjs"),
    row("state", "system-extensions/", "folder", None, "toolkit/mozapps/extensions/internal/XPIProvider.sys.mjs"),
    row("state", "staged/", "folder", None, "toolkit/mozapps/extensions/internal/XPIInstall.sys.mjs"),
    row("state", "addons.json*", "json", None, "toolkit/mozapps/extensions/internal/AddonRepository.sys.mjs"),
    row("state", "ls-archive-tmp.sqlite", "sqlite", None, "dom/quota/ActorsParent.cpp"),
    # the list of profiles that the person can switch between; its name is eight random hexadecimal digits (`?`)
    row("state", "????????.sqlite", "sqlite", None, "browser/components/profiles/SelectableProfileService.sys.mjs"),
    row("state", "customKeys.json*", "json", None, "browser/components/customkeys/CustomKeys.sys.mjs"),
    row("state", "wallpaper/", "folder", None, "browser/extensions/newtab/lib/Wallpapers/WallpaperFeed.sys.mjs"),
    row("state", "mediacapabilities/", "folder", None, "dom/media/mediacapabilities/MediaCapabilities.cpp"),
    row("state", "adb/", "folder", None, "devtools/client/shared/remote-debugging/adb/adb-binary.js"),
    row("state", "chrome/", "folder", None, _SUPPORT),
    row("state", "profiler/", "folder", None, "toolkit/components/backgroundtasks/BackgroundTasksUtils.sys.mjs"),
    row("state", "trash*/", "folder", None, "netwerk/cache2/CacheFileIOManager.cpp"),
    # pages of the browser itself, files opened from the disk, extensions outside storage/default, developer tools
    row("state", "storage/*/about+++*/", "folder", None, "dom/quota/ActorsParent.cpp"),
    row("state", "storage/*/file+++*/", "folder", None, "dom/quota/ActorsParent.cpp"),
    row("state", "storage/*/indexeddb+++fx-devtools*/", "folder", None, "dom/quota/ActorsParent.cpp"),
    row("state", "storage/*/resource+++*/", "folder", None, "dom/quota/ActorsParent.cpp"),
    row("extensions", "storage/*/moz-extension+++*/", "folder", None, "dom/quota/ActorsParent.cpp"),
    # the folders themselves
    row("state", "storage/*", "folder", None, "dom/quota/ActorsParent.cpp"),
    row("state", "storage", "folder", None, "dom/quota/ActorsParent.cpp"),
)  # fmt: skip
