"""Stores that no page of ours makes a headless browser fill: written here as the browser writes them."""

from __future__ import annotations

import base64
import json
import shutil
import sqlite3
import struct
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from tests.traces.leveldbs import leveldb
from toolkit.browser.scrub import scrub_platforms
from toolkit.browser.scrub.live import read_live
from toolkit.traces import PlatformRules, Reading, read_profile
from toolkit.traces.chromium.hashed import site_hash, transport_hash

RULES = [
    PlatformRules("alpha", ("alpha.test",)),
    PlatformRules("google", ("google.com",)),
    PlatformRules("never", ("never.test",)),
]
ORIGIN = b"https://www.alpha.test"


@pytest.fixture
def inner(tmp_path: Path) -> Path:
    """A browser profile with nothing in it."""
    folder = tmp_path / "profile" / "Default"
    folder.mkdir(parents=True)
    (folder / "Preferences").write_text("{}")
    return folder


def read(inner: Path) -> Reading:
    return read_profile(inner.parent, RULES)


def found(reading: Reading, platform: str = "alpha") -> dict[tuple[str, str, str], str]:
    assert reading.traces["never"] == ()
    return {(trace.store, trace.host, trace.name): trace.kind for trace in reading.traces[platform]}


def problems(reading: Reading) -> set[tuple[str, str]]:
    return {(problem.path, problem.code) for problem in reading.problems}


def database(path: Path, *tables: tuple[str, Iterable[tuple[object, ...]]]) -> None:
    """Tables as `name (columns)` with their rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as connection, connection:
        for table, rows in tables:
            connection.execute(f"CREATE TABLE {table}")
            for row in rows:
                marks = ", ".join("?" * len(row))
                connection.execute(f"INSERT INTO {table.partition(' ')[0]} VALUES ({marks})", row)


def test_push_registrations_of_a_service_worker(inner: Path) -> None:
    folder = inner / "Service Worker" / "Database"
    leveldb(folder, (b"REG:" + ORIGIN + b"/\x007", b"x"), (b"REG_USER_DATA:7\0push_registration_id", b"NEVER-SHOW"))
    reading = read(inner)
    assert found(reading) == {
        ("service_worker", "www.alpha.test", ""): "visit",
        ("push", "www.alpha.test", ""): "session",
    }
    assert reading.disk("alpha") == "dirty" and reading.problems == () and "NEVER-SHOW" not in repr(reading)


def test_a_push_registration_of_nobody_could_be_anybodys(inner: Path) -> None:
    leveldb(inner / "Service Worker" / "Database", (b"REG_USER_DATA:7\0push_registration_id", b"x"))
    assert problems(read(inner)) == {("Default/Service Worker/Database", "unreadable")}


def test_push_registrations_of_extensions_are_not_sites(inner: Path) -> None:
    key = b"REG:chrome-extension://abc/\x007"
    leveldb(inner / "Service Worker" / "Database", (key, b"x"), (b"REG_USER_DATA:7\0push_registration_id", b"x"))
    assert read(inner).problems == () and read(inner).disk("alpha") == "clean"


@pytest.mark.parametrize("folder", ["GCM Store", "GCM Store/Encryption"])
def test_the_push_service(inner: Path, folder: str) -> None:
    leveldb(inner / folder, (b"reg1-wp:" + ORIGIN + b"/#0A-B2", b"NEVER-SHOW"), (b"device_aid_key", b"1"))
    reading = read(inner)
    assert found(reading) == {("push", "www.alpha.test", ""): "session"}
    assert found(reading, "google") == {} and "NEVER-SHOW" not in repr(reading)


def test_a_push_registration_that_was_deleted_is_still_readable(inner: Path) -> None:
    key = b"reg1-wp:" + ORIGIN + b"/#0A-B2"
    leveldb(inner / "GCM Store", (key, b"x"), (key, None))
    assert read(inner).disk("alpha") == "dirty"


def test_notifications_go_with_their_platform(inner: Path) -> None:
    """Keys as measured: a notification that is still shown names its site twice, and holds what it said."""
    folder = inner / "Platform Notifications"
    places = [kind + b":https_www." + site for kind in (b"DATA", b"RESOURCES") for site in (b"alpha", b"gamma")]
    keys = [place + b".test_0\0p#https://www.alpha.test/#0" for place in places if b"alpha" in place]
    others = [place + b".test_0\0p#https://www.gamma.test/#0" for place in places if b"gamma" in place]
    leveldb(folder, *((key, b"said") for key in (*keys, *others)))
    assert found(read(inner)) == {("notifications", "www.alpha.test", ""): "identity"}
    scrub_platforms(inner.parent, RULES[:1])
    assert read(inner).traces["alpha"] == ()
    assert set(read_live(folder).records) == set(others)


def test_preferences_name_push_registrations_and_accounts(inner: Path) -> None:
    content = {
        "gcm": {"push_messaging_application_id_map": {"wp:https://www.alpha.test/#0A": "https://www.alpha.test/#1"}},
        "account_info": [{"email": "person@acme.example", "gaia": "1"}],
        "google": {"services": {"signin_scoped_device_id": "x", "last_username": "person@acme.example"}},
        "session": {"startup_urls": ["https://start.alpha.test/inbox"]},
        "extensions": {"settings": {"abc": {"active_permissions": {"explicit_host": ["https://kept.alpha.test/*"]}}}},
    }
    (inner / "Preferences").write_text(json.dumps(content))
    (inner.parent / "Local State").write_text(
        '{"profile": {"info_cache": {"Default": {"user_name": "p@acme.example"}}}}'
    )
    reading = read(inner)
    assert found(reading) == {
        ("push", "www.alpha.test", ""): "session",
        ("preferences", "start.alpha.test", ""): "visit",
        ("extensions", "kept.alpha.test", ""): "kept",
    }
    accounts = {(t.store, t.path, t.kind, t.count) for t in reading.traces["google"]}
    assert accounts == {
        ("browser_account", "Default/Preferences", "identity", 2),
        ("browser_account", "Local State", "identity", 1),
    }
    assert "acme.example" not in repr(reading)


@pytest.mark.parametrize("name", ["Web Data", "Account Web Data"])
def test_the_browsers_own_sign_in(inner: Path, name: str) -> None:
    token = ("token_service (service, encrypted_token)", [("AccountId-1", b"v10NEVER-SHOW")])
    database(inner / name, token)
    reading = read(inner)
    assert found(reading, "google") == {("browser_account", "accounts.google.com", ""): "session"}
    assert found(reading) == {} and "NEVER-SHOW" not in repr(reading)


def test_forms_and_search_engines(inner: Path) -> None:
    engines = [("https://search.alpha.test/?q={x}", "alpha", 0), ("https://www.google.com/?q={x}", "google.com", 1)]
    database(
        inner / "Web Data",
        ("autofill (name, value)", [("user", "person@acme.example"), ("site", "https://typed.alpha.test/me")]),
        ("keywords (url, keyword, prepopulate_id)", engines),
    )
    reading = read(inner)
    assert found(reading) == {
        ("web_data", "typed.alpha.test", ""): "visit",
        ("web_data", "search.alpha.test", ""): "visit",
        ("web_data", "", "autofill"): "identity",
    }
    assert found(reading, "google") == {}
    assert "acme.example" not in repr(reading)


def test_cells_of_every_kind(inner: Path) -> None:
    partition = base64.b64encode(b"\x18\0\0\0\x12\0\0\0https://alpha.test\0\0").decode()
    database(
        inner / "SharedStorage",
        ("one (a TEXT, b INTEGER)", [("site.alpha.test", 1), ("notalpha.test", 2)]),
        ('"two ""x" (a BLOB, "b""c" TEXT)', []),
        ("three (a, b)", [(b"\x0a\x17https://blob.alpha.test\x10", f'["{partition}",false]'), (None, 1.5)]),
    )
    hosts = {host for _, host, _ in found(read(inner))}
    assert hosts == {"site.alpha.test", "blob.alpha.test", "alpha.test"}


def test_hosts_that_are_only_there_as_hashes(inner: Path) -> None:
    entries = [{"host": transport_hash(host)} for host in ("www.alpha.test", "www.gamma.test")]
    (inner / "TransportSecurity").write_text(json.dumps({"sts": entries, "version": 2}))
    leveldb(inner / "Site Characteristics Database", (site_hash("alpha.test"), b"x"))
    reading = read(inner)
    assert found(reading) == {
        ("transport_security", "www.alpha.test", ""): "visit",
        ("site_characteristics", "alpha.test", ""): "visit",
    }
    (inner / "TransportSecurity").write_text('{"sts": [], "version": 3}')
    assert problems(read(inner)) == {("Default/TransportSecurity", "newer_schema")}


def session_file(version: int, payload: bytes = b"") -> bytes:
    command = struct.pack("<HB", len(payload) + 1, 6) + payload
    return struct.pack("<4sI", b"SNSS", version) + command


def test_encrypted_tabs_count_for_who_left_something(inner: Path) -> None:
    for folder, version in (("Sessions", 3), ("Sessions_Encrypted", 5)):
        (inner / folder).mkdir()
        (inner / folder / "Session_1").write_bytes(session_file(version, b"https://www.alpha.test/"))
    reading = read(inner)
    assert reading.problems == () and reading.traces["google"] == ()
    assert ("session_restore", "", "encrypted") in found(reading)


def test_encrypted_tabs_alone_could_be_anybodys(inner: Path) -> None:
    (inner / "Sessions_Encrypted").mkdir()
    (inner / "Sessions_Encrypted" / "Tabs_1").write_bytes(session_file(5))
    assert problems(read(inner)) == {("Default/Sessions_Encrypted", "unreadable")}


def test_buckets_without_a_row(inner: Path) -> None:
    caches = inner / "WebStorage" / "7" / "CacheStorage"
    caches.mkdir(parents=True)
    (caches / "index.txt").write_bytes(b"\x0a\x16https://www.alpha.test/")
    (inner / "WebStorage" / "8").mkdir()
    reading = read(inner)
    assert reading.problems == () and found(reading) == {("bucket", "www.alpha.test", ""): "visit"}
    assert reading.origins["alpha"] == ("https://www.alpha.test",)
    (inner / "WebStorage" / "8" / "FileSystem").mkdir()
    (inner / "WebStorage" / "8" / "FileSystem" / "00000000").write_bytes(b"x")
    assert problems(read(inner)) == {("Default/WebStorage/8", "unreadable")}


def test_the_storage_of_an_app_is_read_like_a_profile(inner: Path, planted_tables: dict[str, Path]) -> None:
    partition = inner / "Storage" / "ext" / "abc" / "def"
    partition.mkdir(parents=True)
    with closing(sqlite3.connect(planted_tables["Cookies"])) as connection, connection:
        connection.execute("INSERT INTO cookies VALUES ('.alpha.test', 'sid', '/', x'763130')")
    shutil.copy(planted_tables["Cookies"], partition / "Cookies")
    reading = read(inner)
    assert [(trace.path, trace.name) for trace in reading.traces["alpha"]] == [
        ("Default/Storage/ext/abc/def/Cookies", "sid")
    ]


def test_a_code_cache_in_databases(inner: Path) -> None:
    key = b"_keyhttps://www.alpha.test/s.js \nhttps://alpha.test/"
    database(inner / "Code Cache" / "abc" / "cache.db", ("entries (key BLOB, content BLOB)", [(key, b"x")]))
    (inner / "Code Cache" / "abc" / "cache.journal").write_bytes(b"")
    hosts = {host for _, host, _ in found(read(inner))}
    assert hosts == {"www.alpha.test", "alpha.test"}


@pytest.mark.parametrize(("name", "kind"), [("Cookies", "session"), ("History", "visit")])
def test_rows_that_free_pages_still_hold(inner: Path, planted_tables: dict[str, Path], name: str, kind: str) -> None:
    shutil.copy(planted_tables[name], inner / name)
    assert found(read(inner)) == {}
    with closing(sqlite3.connect(inner / name, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("CREATE TABLE gone (host TEXT)")
        connection.executemany("INSERT INTO gone VALUES (?)", [(f".alpha.test{'x' * 3000}",)] * 5)
        connection.execute("DROP TABLE gone")
    reading = read(inner)
    assert reading.problems == ()
    assert found(reading) == {("remains", "alpha.test", "free pages"): kind}


@pytest.fixture
def planted_tables(inner: Path) -> dict[str, Path]:
    """Databases of the right schema with nothing in them."""
    folder = inner.parents[1]
    database(
        folder / "Cookies",
        ("meta (key, value)", [("version", "24"), ("last_compatible_version", "24")]),
        ("cookies (host_key, name, path, encrypted_value)", []),
    )
    database(
        folder / "History",
        ("meta (key, value)", [("version", "70"), ("last_compatible_version", "16")]),
        ("urls (url)", []),
    )
    return {"Cookies": folder / "Cookies", "History": folder / "History"}


def test_what_lies_in_a_log_beside_a_database(inner: Path, planted_tables: dict[str, Path]) -> None:
    shutil.copy(planted_tables["History"], inner / "History")
    (inner / "History-journal").write_bytes(bytes(512) + b"\x30https://www.alpha.test/ and netflixalpha.test.example")
    assert found(read(inner)) == {("remains", "alpha.test", "journal"): "visit"}


def test_a_free_list_that_makes_no_sense(inner: Path) -> None:
    database(inner / "DIPS", ("bounces (site)", [("gamma.test",)]))
    data = bytearray((inner / "DIPS").read_bytes())
    data[32:40] = struct.pack(">II", 2, 1)
    (inner / "DIPS").write_bytes(data)
    assert read(inner).disk("never") == "unknown"
