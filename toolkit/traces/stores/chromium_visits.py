"""Chromium's table of stores, second part: what tells where the person went, and opens nothing."""

from __future__ import annotations

from toolkit.traces.stores.chromium_rows import both, row
from toolkit.traces.stores.model import Column, Store

_HISTORY = "components/history/core/browser/"
_NETWORK = "chrome/browser/net/profile_network_context_service.cc"
_PROTO = "components/leveldb_proto/public/shared_proto_database_client_list.h"

_HISTORIES = (
    row("history", "History", "sqlite", "visit", _HISTORY + "history_database.cc", "chromium.visits", version=70,
        columns=(
            Column("urls", "url", "visit", counts_as_site=True),
            Column("downloads", "tab_url", "visit", "downloads", counts_as_site=True),
            Column("downloads", "referrer", "visit", "downloads"),
            Column("downloads_url_chains", "url", "visit", "downloads"),
            Column("visited_links", "top_level_url", "visit"),
        )),
    row("history", "Archived History", "sqlite", "visit", _HISTORY + "history_database.cc", "chromium.visits",
        columns=(Column("urls", "url", "visit", counts_as_site=True),)),
    row("top_sites", "Top Sites", "sqlite", "visit", _HISTORY + "top_sites_database.cc", "chromium.visits", version=5,
        columns=(Column("top_sites", "url", "visit"),)),
    row("favicons", "Favicons", "sqlite", "visit", "components/favicon/core/favicon_database.cc", "chromium.visits",
        version=9, columns=(Column("icon_mapping", "page_url", "visit"), Column("favicons", "url", "visit"))),
    row("shortcuts", "Shortcuts", "sqlite", "visit", "components/omnibox/browser/shortcuts_database.cc",
        "chromium.visits", version=2, columns=(Column("omni_box_shortcuts", "url", "visit"),)),
    # a table of fingerprints of addresses, salted: names nothing
    row("visited_links", "Visited Links", "binary", "visit",
        "components/visitedlink/browser/visitedlink_writer.cc"),
    row("predictor", "Network Action Predictor", "sqlite", "visit",
        "chrome/browser/predictors/predictor_database.cc", "chromium.mentions"),
    row("predictor", "History Provider Cache", "binary", "visit",
        "components/omnibox/browser/in_memory_url_index.cc", "chromium.mentions"),
    row("ukm", "segmentation_platform/ukm_db", "sqlite", "visit",
        "components/segmentation_platform/internal/database/ukm_database_backend.cc", "chromium.visits", top=True,
        columns=(Column("urls", "url", "visit"),)),
)  # fmt: skip

_CACHES = (
    row("http_cache", "Cache/Cache_Data/", "simple_cache", "session", "net/disk_cache/simple/simple_entry_format.h",
        "chromium.caches", sessions="platforms"),
    row("http_cache", "Cache/No_Vary_Search/", "binary", "visit", "net/http/no_vary_search_cache_storage.cc",
        "chromium.mentions"),
    # before the cache had a folder of its own
    row("http_cache", "Cache/", "simple_cache", "session", "net/disk_cache/simple/simple_entry_format.h",
        "chromium.caches"),
    row("http_cache", "Media Cache/", "simple_cache", "session", "chrome/common/chrome_constants.cc",
        "chromium.caches", sessions="platforms"),
    row("http_cache", "Application Cache/", "block_cache", "session", "net/disk_cache/blockfile/disk_format.h",
        "chromium.caches"),
    row("code_cache", "Code Cache/js/", "simple_cache", "visit",
        "content/browser/code_cache/generated_code_cache.cc", "chromium.caches", sessions="platforms"),
    row("code_cache", "Code Cache/wasm/", "simple_cache", "visit",
        "content/browser/code_cache/generated_code_cache.cc", "chromium.caches", sessions="platforms"),
    row("code_cache", "Code Cache/webui_js/", "simple_cache", None,
        "content/browser/code_cache/generated_code_cache.cc"),
    # the code cache to come: a database for each site, keys as above
    row("code_cache", "Code Cache/", "sqlite", "visit", "components/persistent_cache/persistent_cache.h",
        "chromium.mentions"),
    row("shared_dictionary", "Shared Dictionary/cache/", "simple_cache", "visit",
        "net/extras/sqlite/sqlite_persistent_shared_dictionary_store.cc", "chromium.caches", sessions="platforms"),
    row("shared_dictionary", "Shared Dictionary/db", "sqlite", "visit",
        "net/extras/sqlite/sqlite_persistent_shared_dictionary_store.cc", "chromium.mentions"),
)  # fmt: skip

_NETWORKS = tuple(
    place
    for plain in (
        # names of hosts as SHA-256: those of the platforms are looked up
        row("transport_security", "TransportSecurity", "json", "visit", "net/http/transport_security_persister.cc",
            "chromium.hashed"),
        row("network_state", "Network Persistent State", "json", "visit",
            "net/http/http_server_properties_manager.cc", "chromium.mentions"),
        row("reporting", "Reporting and NEL", "sqlite", "visit",
            "net/extras/sqlite/sqlite_persistent_reporting_and_nel_store.cc", "chromium.mentions"),
        row("trust_tokens", "Trust Tokens", "sqlite", "visit",
            "services/network/trust_tokens/trust_token_database_owner.cc", "chromium.mentions"),
        row("sct_auditing", "SCT Auditing Pending Reports", "json", "visit",
            "services/network/sct_auditing/sct_auditing_handler.cc", "chromium.mentions"),
    )
    for place in both(plain)
)  # fmt: skip

# Small databases, read cell by cell: no reader of ours depends on their schema.
_CELLS = tuple(
    row(name, path, "sqlite", "visit", source, "chromium.mentions")
    for name, path, source in (
        ("dips", "DIPS", "content/browser/btm/btm_database.cc"),
        ("shared_storage", "SharedStorage", "components/services/storage/shared_storage/shared_storage_database.cc"),
        ("interest_groups", "InterestGroups", "content/browser/interest_group/interest_group_storage.cc"),
        ("attribution", "Conversions", "content/browser/attribution_reporting/attribution_storage_sql.cc"),
        ("private_aggregation", "PrivateAggregation",
         "content/browser/private_aggregation/private_aggregation_budget_storage.cc"),
        ("topics", "BrowsingTopicsSiteData", "content/browser/browsing_topics/browsing_topics_site_data_storage.cc"),
        ("media", "Media History", "chrome/common/chrome_constants.cc"),
        ("media", "MediaDeviceSalts", "components/media_device_salt/media_device_salt_database.cc"),
        ("cdm", "MediaLicenses", "content/browser/media/media_license_database.cc"),
        ("heavy_ads", "heavy_ad_intervention_opt_out.db",
         "components/blocklist/opt_out_blocklist/sql/opt_out_store_sql.cc"),
        ("heavy_ads", "previews_opt_out.db", "components/blocklist/opt_out_blocklist/sql/opt_out_store_sql.cc"),
        ("performance", "declarative_performance_observer.db", "content/browser/storage_partition_impl.cc"),
        # Edge: how pages loaded, and what was collected
        ("load_statistics", "load_statistics.db",
         "https://github.com/log2timeline/plaso/blob/main/plaso/parsers/sqlite_plugins/edge_load_statistics.py"),
        ("collections", "Collections/collectionsSQLite",
         "https://cyberengage.org/post/forensic-analysis-of-microsoft-edge-collections-and-ie-mode"),
        ("affiliations", "Affiliation Database",
         "components/affiliations/core/browser/affiliation_database.cc"),
        ("extension_activity", "Extension Activity", "chrome/browser/extensions/activity_log/activity_database.cc"),
        ("extension_cookies", "Extension Cookies", "chrome/common/chrome_constants.cc"),
        ("offline_pages", "Offline Pages/", "components/offline_pages/core/offline_page_metadata_store.cc"),
    )
)  # fmt: skip

# Small LevelDBs, read record by record.
_RECORDS = tuple(
    row(name, path, "leveldb", "visit", source, "chromium.mentions")
    for name, path, source in (
        ("budget", "BudgetDatabase/", "chrome/browser/push_messaging/budget_database.cc"),
        ("origin_trials", "PersistentOriginTrials/",
         "components/origin_trials/browser/leveldb_persistence_provider.cc"),
        ("shared_proto_db", "shared_proto_db/", _PROTO),
        ("segmentation", "Segmentation Platform/", _PROTO),
        ("engagement", "Feature Engagement Tracker/", _PROTO),
        ("optimization", "optimization_guide_hint_cache_store/", _PROTO),
        ("autofill", "AutofillStrikeDatabase/", "components/strike_database/strike_database.cc"),
        ("autofill", "AutofillAiModelCache/", _PROTO),
        ("commerce", "chrome_cart_db/", _PROTO),
        ("commerce", "commerce_subscription_db/", _PROTO),
        ("commerce", "coupon_db/", _PROTO),
        ("commerce", "discounts_db/", _PROTO),
        ("commerce", "discount_infos_db/", _PROTO),
        ("commerce", "parcel_tracking_db/", _PROTO),
        ("commerce", "merchant_signal_db/", _PROTO),
        ("notifications", "Notification Scheduler/", _PROTO),
        ("query_tiles", "Query Tiles/", _PROTO),
        ("usage", "VideoDecodeStats/", "media/capabilities/video_decode_stats_db_impl.cc"),
        ("usage", "WebrtcVideoStats/", "media/capabilities/webrtc_video_stats_db_impl.cc"),
    )
)  # fmt: skip

_OTHERS = (
    # names of hosts as MD5: those of the platforms are looked up
    row("site_characteristics", "Site Characteristics Database/", "leveldb", "visit",
        "components/performance_manager/persistence/site_data/leveldb_site_data_store.cc", "chromium.hashed"),
    row("topics", "BrowsingTopicsState", "json", "visit", "components/browsing_topics/browsing_topics_state.cc",
        "chromium.mentions"),
    row("web_apps", "Web Applications/", "folder", "visit", "chrome/browser/web_applications/web_app_utils.cc"),
    row("web_apps", "PreferredApps", "json", "visit",
        "components/services/app_service/public/cpp/preferred_apps_impl.cc", "chromium.mentions"),
    row("blobs", "blob_storage/", "folder", "visit", "storage/browser/blob/blob_storage_context.cc"),
    row("webrtc", "WebRTC Logs/", "text", "visit", "components/webrtc_logging/browser/text_log_list.cc"),
    row("jump_list", "JumpListIcons*/", "folder", "visit", "chrome/browser/win/jumplist.cc"),
    row("metrics", "BrowserMetrics*", "binary", None, "components/metrics/file_metrics_provider.cc", top=True),
    row("crashes", "Crash Reports/", "binary", "visit", "components/crash/core/app/crashpad.cc", top=True),
    row("crashes", "Crashpad/", "binary", "visit", "components/crash/core/app/crashpad.cc", top=True),
    row("net_log", "chrome_debug.log", "text", "visit", "chrome/common/logging_chrome.cc", top=True),
    row("net_log", "chrome_net_export_log.json", "json", "visit", "components/net_log/net_export_file_writer.cc",
        top=True),
)  # fmt: skip

VISITS: tuple[Store, ...] = (*_HISTORIES, *_CACHES, *_NETWORKS, *_CELLS, *_RECORDS, *_OTHERS)
