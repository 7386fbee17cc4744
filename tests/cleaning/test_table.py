"""What the tables of stores say of cleaning is what the cleaning does."""

from __future__ import annotations

from toolkit.browser import rebuild as chromium_rebuild
from toolkit.browser.firefox import rebuild as firefox_rebuild
from toolkit.browser.firefox.scrub import STORES as FIREFOX_SCRUBBED
from toolkit.browser.scrub.platforms import STORES as CHROMIUM_SCRUBBED
from toolkit.traces.stores import chromium, firefox
from toolkit.traces.stores.lookup import chromium_store, firefox_store
from toolkit.traces.stores.model import Store

# Name of a store -> what cleans it, where that has another name. `aside` is the same files in another folder;
# `unfinished` is the scrub's own note, `partition` is laid out like a browser profile, and cleaned as one.
CHROMIUM = {
    "cookies": "Cookies", "logins": "Login Data", "device_bound_sessions": "Login Data", "bucket": "WebStorage",
    "local_storage": "Local Storage/leveldb", "session_storage": "Session Storage", "indexed_db": "IndexedDB",
    "web_sql": "IndexedDB", "file_system": "File System", "cache_storage": "Service Worker/CacheStorage",
    "service_worker": "Service Worker/Database", "push": "GCM Store", "notifications": "Platform Notifications",
    "http_cache": "Cache", "code_cache": "Cache", "shared_dictionary": "Cache", "partition": "",
}  # fmt: skip
FIREFOX = {
    "cookies": "cookies.sqlite", "http_cache": "cache2", "session_restore": "sessionstore.jsonlz4",
    "local_storage": "webappsstore.sqlite", "indexed_db": "storage", "cache_storage": "storage",
    "file_system": "storage", "storage": "storage", "service_worker": "serviceworker.txt",
    "push": "storage/permanent/chrome", "logins": "logins.json", "notifications": "notificationstore.json",
    "federated": "credentialstate.sqlite", "aside": "sessionstore.jsonlz4", "unfinished": "",
}  # fmt: skip


def of_platforms(stores: tuple[Store, ...]) -> set[str]:
    return {store.name for store in stores if store.sessions == "platforms"}


def test_every_store_of_platforms_has_its_scrub() -> None:
    assert of_platforms(chromium.STORES) == set(CHROMIUM)
    assert set(CHROMIUM.values()) - {""} == {place for place, _ in CHROMIUM_SCRUBBED}
    assert of_platforms(firefox.STORES) == set(FIREFOX)
    # logins.db is a copy of logins.json, and storage.sqlite lists what is in storage
    assert set(FIREFOX.values()) - {""} == {place for place, _ in FIREFOX_SCRUBBED} - {"logins.db", "storage.sqlite"}


def test_what_a_rebuild_carries_over_is_what_the_table_calls_kept() -> None:
    for name, shape in chromium_rebuild.KEPT:
        store = chromium_store(f"Default/{name}/x" if shape == "folder" else f"Default/{name}")
        assert store is not None and store.everything == "kept", name
    for name, shape in firefox_rebuild.KEPT:
        store = firefox_store(f"{name}/x" if shape == "folder" else name)
        assert store is not None and store.everything == "kept", name


def test_what_the_table_calls_kept_is_carried_over() -> None:
    carried = {f"{name}/" if shape == "folder" else name for name, shape in chromium_rebuild.KEPT}
    carried |= {"NativeMessagingHosts/", "IndexedDB/chrome-extension_*/"}
    assert {store.path for store in chromium.STORES if store.everything == "kept"} == carried
    kept = {store.path for store in firefox.STORES if store.everything == "kept"}
    names = {f"{name}/" if shape == "folder" else name for name, shape in firefox_rebuild.KEPT}
    tidy = {path.replace(".json*", ".json").replace(".lz4*", ".lz4") for path in kept}
    assert tidy - {"storage/default/moz-extension+++*/", "extension-store*/"} <= names
