"""Chromium's table of stores, last part: what tells nothing of any site, or only what the whole world is sent.

Component folders hold lists that the browser downloads for everybody: they name many sites, and none because somebody
went there.
"""

from __future__ import annotations

from toolkit.traces.stores.chromium_rows import row
from toolkit.traces.stores.model import Store

_COMPONENTS_CODE = "chrome/browser/component_updater/registration.cc"
# Folders of components, beside the browser profiles.
_COMPONENTS = (
    "ActorSafetyLists", "AmountExtractionHeuristicRegexes", "AutofillStates", "CaptchaProviders",
    "CertificateRevocation", "CommerceHeuristics", "CookieReadinessList", "Crowd Deny", "FileTypePolicies",
    "FirstPartySetsPreloaded", "Floc", "HistorySearch", "IndexedRules", "MEIPreload", "MaskedDomainListPreloaded",
    "MediaFoundationWidevineCdm", "OnDeviceHeadSuggestModel", "OpenCookieDatabase", "OptGuideOnDeviceClassifierModel",
    "OptGuideOnDeviceModel", "OptimizationGuideModelsManifest", "OptimizationHints", "OriginTrials", "PKIMetadata",
    "PlusAddressBlocklist", "PrivacySandboxAttestationsPreloaded", "ProbabilisticRevealTokenRegistry",
    "RecoveryImproved", "SODA", "SODALanguagePacks", "SSLErrorAssistant", "SafetyTips", "Subresource Filter",
    "SwReporter", "ThirdPartyModuleList32", "ThirdPartyModuleList64", "TpcdMetadata", "TrustTokenKeyCommitments",
    "Url Param Classifications", "UrlParamClassifications", "WasmTtsEngine", "WidevineCdm", "ZxcvbnData",
    "component_crx_cache", "extensions_crx_cache", "hyphen-data", "optimization_guide_model_store", "pnacl",
    "screen_ai",
)  # fmt: skip

_GPU = "gpu/ipc/host/gpu_disk_cache.cc"
_GPU_CACHES = ("GPUCache", "DawnCache", "DawnGraphiteCache", "DawnWebGPUCache", "GrShaderCache", "GraphiteDawnCache",
               "ShaderCache")  # fmt: skip

# Beside the browser profiles.
_TOP = (
    *(row("components", f"{name}/", "folder", None, _COMPONENTS_CODE, top=True) for name in _COMPONENTS),
    *(row("gpu_cache", f"{name}/", "block_cache", None, _GPU, top=True) for name in _GPU_CACHES),
    row("gpu_cache", "GPUPersistentCache/", "sqlite", None, "components/persistent_cache/persistent_cache.h", top=True),
    row("safe_browsing", "Safe Browsing/", "binary", None, "components/safe_browsing/core/browser/db/v4_store.cc",
        top=True),
    *(row("spelling", name, "binary", None, "chrome/browser/spellchecker/spellcheck_hunspell_dictionary.cc", top=True)
      for name in ("Dictionaries/", "*.bdic")),
    row("versions", "Last Version", "text", None, "chrome/browser/downgrade/user_data_downgrade.cc", top=True),
    row("versions", "Last Browser", "text", None, "chrome/browser/chrome_browser_main_win.cc", top=True),
    row("versions", "First Run", "text", None, "chrome/common/chrome_constants.cc", top=True),
    row("versions", "Variations", "json", None, "components/metrics/clean_exit_beacon.cc", top=True),
    *(row("versions", name, "binary", None, "components/variations/variations_seed_store.cc", top=True)
      for name in ("VariationsSeedV*", "VariationsStableSeedV*", "VariationsSafeSeedV*")),
    row("metrics", "BrowserMetrics/", "binary", None, "components/metrics/file_metrics_provider.cc", top=True),
    row("metrics", "DeferredBrowserMetrics/", "binary", None, "components/metrics/file_metrics_provider.cc", top=True),
    row("metrics", "CrashpadMetrics*", "binary", None, "components/metrics/file_metrics_provider.cc", top=True),
    row("metrics", "Stability/", "binary", None, "components/stability_report/user_stream_data_source.h", top=True),
    row("metrics", "segmentation_platform/", "sqlite", None,
        "components/segmentation_platform/internal/database/ukm_database_backend.cc", top=True),
    row("lock", "SingletonLock", "text", None, "chrome/browser/process_singleton_posix.cc", top=True),
    row("lock", "SingletonCookie", "text", None, "chrome/browser/process_singleton_posix.cc", top=True),
    row("lock", "SingletonSocket", "text", None, "chrome/browser/process_singleton_posix.cc", top=True),
    row("lock", "lockfile", "binary", None, "chrome/browser/process_singleton_win.cc", top=True),
    row("lock", "DevToolsActivePort", "text", None, "content/browser/devtools/devtools_http_handler.cc", top=True),
    row("lock", "chrome_shutdown_ms.txt", "text", None, "chrome/browser/lifetime/browser_shutdown.cc", top=True),
    row("fonts", "FontLookupTableCache/", "binary", None,
        "content/browser/font_unique_name_lookup/font_unique_name_lookup.cc", top=True),
    row("icons", "*.ico", "binary", None, "chrome/browser/profiles/profile_shortcut_manager_win.cc", top=True),
)  # fmt: skip

# In a browser profile.
_INNER = (
    *(row("gpu_cache", f"{name}/", "block_cache", None, _GPU) for name in _GPU_CACHES),
    # LevelDB's own notes name files by number, and the folder that they are in
    *(row("lock", name, "text", None, "third_party/leveldatabase/env_chromium.cc")
      for name in ("LOCK", "LOG", "LOG.old")),
    row("lock", "Network/NetworkDataMigrated", "binary", None, "content/browser/network_sandbox.cc"),
    row("lock", "README", "text", None, "chrome/common/chrome_constants.cc"),
    row("certificates", "ClientCertificates/", "leveldb", None,
        "components/enterprise/client_certificates/core/leveldb_certificate_store.cc"),
    row("certificates", "ServerCertificate", "sqlite", None,
        "components/server_certificate_database/server_certificate_database.cc"),
    row("bookmarks", "BookmarkMergedSurfaceOrdering", "json", None,
        "chrome/browser/bookmarks/bookmark_merged_surface_service.cc"),
    row("theme", "Cached Theme.pak", "binary", None, "chrome/common/chrome_constants.cc"),
    # what the person taught the spelling: it may name the client, but no site
    row("spelling", "Custom Dictionary.txt", "text", "identity", "chrome/common/chrome_constants.cc"),
    row("icons", "*.ico", "binary", None, "chrome/browser/profiles/profile_shortcut_manager_win.cc"),
    # cookies of the browser's own requests for lists
    row("safe_browsing", "Safe Browsing Network/", "sqlite", None,
        "components/safe_browsing/core/common/safebrowsing_constants.h"),
    row("safe_browsing", "Safe Browsing Cookies", "sqlite", None,
        "components/safe_browsing/core/common/safebrowsing_constants.h"),
    row("optimization", "optimization_guide_prediction_model_downloads/", "binary", None,
        "components/optimization_guide/core/optimization_guide_constants.cc"),
    row("apps", "Local App Settings/", "leveldb", "identity",
        "extensions/browser/api/storage/local_value_store_cache.cc"),
    row("apps", "Sync App Settings/", "leveldb", "identity",
        "chrome/browser/extensions/api/storage/sync_value_store_cache.cc"),
    row("search_engines", "engine_allowlist.bf", "binary", None,
        "chrome/browser/search_integrity/search_integrity_constants.h"),
    row("translate", "Translate Ranker Model", "binary", None,
        "components/translate/core/browser/translate_ranker_impl.cc"),
)  # fmt: skip

REST: tuple[Store, ...] = (*_TOP, *_INNER)
