"""The table of stores knows every file of a real profile, and says what readers and cleaning really do."""

from __future__ import annotations

import asyncio
import importlib
import json
from pathlib import Path

import pytest

from tests.support import screens
from tests.traces import fresh
from tests.traces.conftest import Planted
from toolkit.browser.rebuild import KEPT, KEPT_GLOB
from toolkit.browser.scrub.caches import CACHES
from toolkit.browser.scrub.platforms import STORES as SCRUBBED
from toolkit.traces.stores.baseline_chromium import FILES, baseline_hosts, is_baseline_file
from toolkit.traces.stores.chromium import STORES
from toolkit.traces.stores.lookup import chromium_store

ROOT = Path(__file__).parents[2]
# Network/ beside, and what one place of a scrub covers besides what it is named after.
COVERED = {
    "Cookies": {"Cookies", "Network/Cookies"},
    "Login Data": {"Login Data", "Login Data For Account", "Device Bound Sessions", "Network/Device Bound Sessions"},
    "Local Storage/leveldb": {"Local Storage/"},
    "IndexedDB": {"IndexedDB/", "databases/"},
    "WebStorage": {"WebStorage/"},
    "Session Storage": {"Session Storage/"},
    "File System": {"File System/"},
    "Service Worker/CacheStorage": {"Service Worker/CacheStorage/"},
    "Service Worker/Database": {"Service Worker/Database/"},
    "Platform Notifications": {"Platform Notifications/"},
    "GCM Store": {"GCM Store/"},
    "Cache": {f"{place}/" for place in CACHES},
}

EDGE = ("https://github.com/log2timeline/plaso/", "https://cyberengage.org/post/forensic-analysis-of-microsoft-edge")


def unknown(profile: Path) -> set[str]:
    return {path for path in fresh.paths(profile) if chromium_store(path) is None}


def test_a_place_has_one_row() -> None:
    places = [(store.top, store.path) for store in STORES]
    assert len(places) == len(set(places))


def test_a_row_says_where_it_comes_from_and_who_reads_it() -> None:
    for store in STORES:
        linked = store.source.startswith(("https://chromium.googlesource.com/chromium/src/+/main/", *EDGE))
        assert linked or (ROOT / store.source).is_file(), store.path
        assert store.holds or not store.reader, store.path
        if store.reader:
            importlib.import_module(f"toolkit.traces.{store.reader}")


def test_what_can_sign_in_is_read() -> None:
    unread = {store.path for store in STORES if store.holds == "session" and not store.reader}
    assert unread == {"trusted_vault.pb", "passkey_enclave_state"}  # the browser's own account, in one encrypted piece


def test_what_everything_keeps_is_what_the_rebuild_carries_over() -> None:
    carried = {name if shape == "file" else f"{name}/" for name, shape in KEPT}
    carried |= {f"{KEPT_GLOB[0]}/{KEPT_GLOB[1]}*/", "NativeMessagingHosts/"}
    assert {store.path for store in STORES if store.everything == "kept"} == carried
    partly = {store.path for store in STORES if store.everything == "allowed_keys"}
    assert partly == {"Preferences", "Secure Preferences", "Local State"}


def test_what_sessions_takes_platforms_out_of_is_what_the_scrub_opens() -> None:
    scrubbed = {path for place, _ in SCRUBBED if place in COVERED for path in COVERED[place]}
    assert {store.path for store in STORES if store.sessions == "platforms"} == scrubbed | {"Storage/"}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("Default/Cookies", "cookies"),
        ("Profile 3/Network/Cookies-journal", "cookies"),
        ("Snapshots/150.0/Default/History", "history"),
        ("Default/IndexedDB/chrome-extension_abc_0.indexeddb.leveldb/000003.log", "extensions"),
        ("Default/IndexedDB/https_x.com_0.indexeddb.leveldb/000003.log", "indexed_db"),
        ("Local State", "local_state"),
        # as Chrome on Windows has them
        ("Default/Network/NetworkDataMigrated", "lock"),
        ("Default/Network/Device Bound Sessions-journal", "device_bound_sessions"),
        ("Default/Network/Trust Tokens", "trust_tokens"),
        ("Default/Safe Browsing Network/NetworkDataMigrated", "safe_browsing"),
        ("Default/Cache/Cache_Data/f_000001", "http_cache"),
        ("Default/engine_allowlist.bf", "search_engines"),
        ("Default/trusted_vault.pb", "browser_account"),
        ("Default/DIPS-wal", "dips"),
        ("Default/databases/Databases.db-journal", "web_sql"),
        ("Default/load_statistics.db-shm", "load_statistics"),
        ("GPUPersistentCache/DawnGraphiteCache/P27VQJWCZTEA4KHQSE2IQBIIQMS5IZPD/cache.journal", "gpu_cache"),
        ("CrashpadMetrics-active.pma", "metrics"),
        ("VariationsSafeSeedV2", "versions"),
        ("en-US-10-1.bdic", "spelling"),
        ("Cookies", None),
        ("Default/Cookies.old", None),
        ("Default/Never Heard Of", None),
        ("Never Heard Of/x", None),
    ],
)
def test_a_path_finds_its_row(path: str, name: str | None) -> None:
    store = chromium_store(path)
    assert (store.name if store else None) == name


def test_the_baseline_is_in_the_table() -> None:
    assert {path for path in FILES if chromium_store(path) is None} == set()
    assert baseline_hosts("Default/Top Sites") == baseline_hosts("Profile 1/Top Sites-journal") == {"chrome.google.com"}
    assert baseline_hosts("Default/History") == baseline_hosts("Local State") == frozenset()


@pytest.mark.browser
@pytest.mark.parametrize("extension", [False, True])
def test_a_fresh_profile_without_a_window(tmp_path: Path, extension: bool) -> None:
    folder = tmp_path / "extension"
    folder.mkdir()
    manifest = {"manifest_version": 3, "name": "t", "version": "1", "permissions": ["storage"],
                "background": {"service_worker": "b.js"}}  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (folder / "b.js").write_text("chrome.storage.local.set({a: 1}); indexedDB.open('own', 1);")
    asyncio.run(fresh.make(tmp_path / "profile", headless=True, seconds=2, extension=str(folder) if extension else ""))
    assert unknown(tmp_path / "profile") == set()
    if not extension:
        check_baseline(tmp_path / "profile")


@pytest.mark.browser
@pytest.mark.system
def test_a_fresh_profile_with_a_window(tmp_path: Path) -> None:
    with screens.xvfb() as display:
        asyncio.run(fresh.make(tmp_path / "profile", headless=False, display=display, seconds=2))
    assert unknown(tmp_path / "profile") == set()
    check_baseline(tmp_path / "profile")


def check_baseline(profile: Path) -> None:
    assert {
        path for path in fresh.paths(profile) if not path.startswith("Singleton") and not is_baseline_file(path)
    } == set()
    more = {path: hosts - baseline_hosts(path) for path, hosts in fresh.hosts(profile).items()}
    assert {path: hosts for path, hosts in more.items() if hosts} == {}


@pytest.mark.browser
def test_profiles_that_went_somewhere(planted: Planted, compacted: Planted, roamed: Path) -> None:
    assert unknown(planted.path) == unknown(compacted.path) == unknown(roamed) == set()
