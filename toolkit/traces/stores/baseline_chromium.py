"""What a fresh Chromium profile holds before anybody has gone anywhere: files, and the hosts that they name.

Recorded by `python -m tests.traces.fresh`: short and long starts, with a window and without, no network. `*`
stands for a part of a name that is made up anew each time.
"""

from __future__ import annotations

import re
from functools import cache

# Chromium 156.0.8078.79, 2026-11-22
FILES: frozenset[str] = frozenset({
    "ActorSafetyLists", "AmountExtractionHeuristicRegexes", "BrowserMetrics/BrowserMetrics-*.pma", "CaptchaProviders",
    "CertificateRevocation", "Crowd Deny", "Default/Account Web Data", "Default/Account Web Data-journal",
    "Default/Affiliation Database", "Default/Affiliation Database-journal", "Default/AutofillAiModelCache/LOCK",
    "Default/AutofillAiModelCache/LOG", "Default/AutofillStrikeDatabase/LOCK", "Default/AutofillStrikeDatabase/LOG",
    "Default/BookmarkMergedSurfaceOrdering", "Default/BudgetDatabase/LOCK", "Default/BudgetDatabase/LOG",
    "Default/Cache/Cache_Data/index", "Default/Cache/Cache_Data/index-dir/the-real-index",
    "Default/Cache/No_Vary_Search/journal.baj", "Default/Cache/No_Vary_Search/snapshot.baf",
    "Default/ClientCertificates/LOCK", "Default/ClientCertificates/LOG", "Default/Code Cache/js/index",
    "Default/Code Cache/js/index-dir/the-real-index", "Default/Code Cache/wasm/index",
    "Default/Code Cache/wasm/index-dir/the-real-index", "Default/Cookies", "Default/Cookies-journal", "Default/DIPS",
    "Default/DawnGraphiteCache/data_0", "Default/DawnGraphiteCache/data_1", "Default/DawnGraphiteCache/data_2",
    "Default/DawnGraphiteCache/data_3", "Default/DawnGraphiteCache/index", "Default/DawnWebGPUCache/data_0",
    "Default/DawnWebGPUCache/data_1", "Default/DawnWebGPUCache/data_2", "Default/DawnWebGPUCache/data_3",
    "Default/DawnWebGPUCache/index", "Default/Download Service/EntryDB/LOCK", "Default/Download Service/EntryDB/LOG",
    "Default/Download Service/Files", "Default/Extension Rules/*.log", "Default/Extension Rules/CURRENT",
    "Default/Extension Rules/LOCK", "Default/Extension Rules/LOG", "Default/Extension Rules/MANIFEST-*",
    "Default/Extension Scripts/*.log", "Default/Extension Scripts/CURRENT", "Default/Extension Scripts/LOCK",
    "Default/Extension Scripts/LOG", "Default/Extension Scripts/MANIFEST-*", "Default/Extension State/*.log",
    "Default/Extension State/CURRENT", "Default/Extension State/LOCK", "Default/Extension State/LOG",
    "Default/Extension State/MANIFEST-*", "Default/Favicons", "Default/Favicons-journal",
    "Default/Feature Engagement Tracker/AvailabilityDB/LOCK", "Default/Feature Engagement Tracker/AvailabilityDB/LOG",
    "Default/Feature Engagement Tracker/EventDB/LOCK", "Default/Feature Engagement Tracker/EventDB/LOG",
    "Default/GCM Store/Encryption/*.log", "Default/GCM Store/Encryption/CURRENT", "Default/GCM Store/Encryption/LOCK",
    "Default/GCM Store/Encryption/LOG", "Default/GCM Store/Encryption/MANIFEST-*", "Default/GPUCache/data_0",
    "Default/GPUCache/data_1", "Default/GPUCache/data_2", "Default/GPUCache/data_3", "Default/GPUCache/index",
    "Default/History", "Default/History-journal", "Default/LOCK", "Default/LOG", "Default/Local Storage/leveldb/*.log",
    "Default/Local Storage/leveldb/CURRENT", "Default/Local Storage/leveldb/LOCK", "Default/Local Storage/leveldb/LOG",
    "Default/Local Storage/leveldb/MANIFEST-*", "Default/Login Data", "Default/Login Data For Account",
    "Default/Login Data For Account-journal", "Default/Login Data-journal", "Default/Network Action Predictor",
    "Default/Network Action Predictor-journal", "Default/Network Persistent State",
    "Default/PersistentOriginTrials/LOCK", "Default/PersistentOriginTrials/LOG", "Default/Preferences",
    "Default/PreferredApps", "Default/README", "Default/Reporting and NEL", "Default/Reporting and NEL-journal",
    "Default/SCT Auditing Pending Reports", "Default/Secure Preferences",
    "Default/Segmentation Platform/SegmentInfoDB/LOCK", "Default/Segmentation Platform/SegmentInfoDB/LOG",
    "Default/Segmentation Platform/SignalDB/LOCK", "Default/Segmentation Platform/SignalDB/LOG",
    "Default/Segmentation Platform/SignalStorageConfigDB/LOCK",
    "Default/Segmentation Platform/SignalStorageConfigDB/LOG", "Default/ServerCertificate",
    "Default/ServerCertificate-journal", "Default/Session Storage/*.log", "Default/Session Storage/CURRENT",
    "Default/Session Storage/LOCK", "Default/Session Storage/LOG", "Default/Session Storage/MANIFEST-*",
    "Default/Sessions/Session_*", "Default/Sessions/Tabs_*", "Default/Sessions_Encrypted/Session_*",
    "Default/Sessions_Encrypted/Tabs_*", "Default/Shared Dictionary/cache/index",
    "Default/Shared Dictionary/cache/index-dir/the-real-index", "Default/Shared Dictionary/db",
    "Default/Shared Dictionary/db-journal", "Default/Shortcuts", "Default/Shortcuts-journal",
    "Default/Site Characteristics Database/*.log", "Default/Site Characteristics Database/CURRENT",
    "Default/Site Characteristics Database/LOCK", "Default/Site Characteristics Database/LOG",
    "Default/Site Characteristics Database/MANIFEST-*", "Default/Sync Data/LevelDB/*.log",
    "Default/Sync Data/LevelDB/CURRENT", "Default/Sync Data/LevelDB/LOCK", "Default/Sync Data/LevelDB/LOG",
    "Default/Sync Data/LevelDB/MANIFEST-*", "Default/Top Sites", "Default/Top Sites-journal", "Default/Trust Tokens",
    "Default/Trust Tokens-journal", "Default/Web Data", "Default/Web Data-journal", "Default/blob_storage/*",
    "Default/chrome_cart_db/LOCK", "Default/chrome_cart_db/LOG", "Default/commerce_subscription_db/LOCK",
    "Default/commerce_subscription_db/LOG", "Default/declarative_performance_observer.db",
    "Default/declarative_performance_observer.db-journal", "Default/discount_infos_db/LOCK",
    "Default/discount_infos_db/LOG", "Default/discounts_db/LOCK", "Default/discounts_db/LOG",
    "Default/heavy_ad_intervention_opt_out.db", "Default/heavy_ad_intervention_opt_out.db-journal",
    "Default/optimization_guide_hint_cache_store/LOCK", "Default/optimization_guide_hint_cache_store/LOG",
    "Default/parcel_tracking_db/LOCK", "Default/parcel_tracking_db/LOG", "Default/shared_proto_db/*.log",
    "Default/shared_proto_db/CURRENT", "Default/shared_proto_db/LOCK", "Default/shared_proto_db/LOG",
    "Default/shared_proto_db/MANIFEST-*", "Default/shared_proto_db/metadata/*.log",
    "Default/shared_proto_db/metadata/CURRENT", "Default/shared_proto_db/metadata/LOCK",
    "Default/shared_proto_db/metadata/LOG", "Default/shared_proto_db/metadata/MANIFEST-*", "Dictionaries",
    "FileTypePolicies", "FirstPartySetsPreloaded", "GPUPersistentCache/GPUCache/*/cache.db",
    "GPUPersistentCache/GPUCache/*/cache.db-wal", "GPUPersistentCache/GPUCache/*/cache.journal", "Last Version",
    "Local State", "MEIPreload", "NativeMessagingHosts", "OnDeviceHeadSuggestModel", "OptimizationGuideModelsManifest",
    "OptimizationHints", "OriginTrials", "PKIMetadata", "PrivacySandboxAttestationsPreloaded", "SSLErrorAssistant",
    "Safe Browsing", "SafetyTips", "Subresource Filter/Unindexed Rules", "TrustTokenKeyCommitments", "Variations",
    "WasmTtsEngine", "ZxcvbnData", "component_crx_cache", "component_crx_cache/metadata.json",
    "extensions_crx_cache/metadata.json", "hyphen-data", "segmentation_platform/ukm_db",
})  # fmt: skip
HOSTS: dict[str, frozenset[str]] = {
    "Default/Top Sites": frozenset({
        "chrome.google.com",
    }),
    "Default/Web Data": frozenset({
        "ac.ecosia.org",
        "api.qwant.com",
        "bing.com",
        "cdn.ecosia.org",
        "cdn.search.brave.com",
        "duckduckgo.com",
        "ecosia.org",
        "gemini.google.com",
        "google.com",
        "mojeek.com",
        "privacywall.org",
        "qwant.com",
        "search.brave.com",
        "search.privacywall.org",
        "search.yahoo.com",
        "start.duckduckgo.com",
        "startpage.com",
        "www.bing.com",
        "www.ecosia.org",
        "www.google.com",
        "www.mojeek.com",
        "www.privacywall.org",
        "www.qwant.com",
        "www.startpage.com",
        "yahoo.com",
    }),
}


@cache
def _files() -> re.Pattern[str]:
    return re.compile("|".join("[^/]*".join(re.escape(part) for part in path.split("*")) for path in FILES))


def is_baseline_file(path: str) -> bool:
    """Whether a fresh profile has a file (or empty folder) at `path`, relative to the user-data directory."""
    return _files().fullmatch(path) is not None


def baseline_hosts(path: str) -> frozenset[str]:
    """The hosts that the file at `path`, relative to the user-data directory, names in a fresh profile: search engines
    that are offered, the first tile of a new tab. The same in every browser profile, and beside a database."""
    profile, _, inner = path.partition("/")
    for ending in ("-journal", "-wal"):
        inner = inner.removesuffix(ending)
    return HOSTS.get(f"Default/{inner}" if inner else profile, frozenset())
