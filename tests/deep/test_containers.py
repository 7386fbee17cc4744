"""A host and a value are found in whatever they are packed in, and nothing is found where there is nothing."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from tests.deep.containers import CONTAINERS, FILLER, database, noise, table
from toolkit.traces import PlatformRules
from toolkit.traces.deep import DeepReading, scan

RULES = [PlatformRules("x", ("x.com", "twitter.com")), PlatformRules("social", ("social.example",))]
TOKEN = b"9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c"
VALUES = {"x": [TOKEN]}


def put(profile: Path, name: str, data: bytes) -> Path:
    path = profile / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def found(reading: DeepReading, platform: str = "x") -> set[tuple[str, str, str]]:
    """(path, host, kind) of a platform's traces."""
    return {(trace.path, trace.host, trace.kind) for trace in reading.traces[platform]}


@pytest.mark.parametrize("name", CONTAINERS)
def test_a_host_is_found_in_every_packing(tmp_path: Path, name: str) -> None:
    put(tmp_path, name, CONTAINERS[name](b"https://www.x.com/home"))
    reading = scan(tmp_path, RULES)
    assert (name, "www.x.com", "visit") in found(reading)
    assert reading.problems == ()
    assert reading.traces["social"] == ()


@pytest.mark.parametrize("name", CONTAINERS)
def test_a_value_is_found_in_every_packing(tmp_path: Path, name: str) -> None:
    put(tmp_path, name, CONTAINERS[name](TOKEN))
    reading = scan(tmp_path, RULES, VALUES)
    assert found(reading) == {(name, "", "session")}
    assert reading.problems == ()
    assert TOKEN.decode() not in repr(reading)


@pytest.mark.parametrize("name", CONTAINERS)
def test_another_text_in_the_same_packing_is_nothing(tmp_path: Path, name: str) -> None:
    put(tmp_path, name, CONTAINERS[name](b"https://www.netflix.com/x.community " + TOKEN[:-1]))
    reading = scan(tmp_path, RULES, VALUES)
    assert reading.traces == {"x": (), "social": ()}
    assert reading.problems == ()


def test_columns_that_stand_side_by_side_are_told_apart(tmp_path: Path) -> None:
    put(tmp_path, "Default/cookies", database([(".x.com", b"auth_token"), ("mx.company", b"x.common")]))
    assert found(scan(tmp_path, RULES)) == {("Default/cookies", "x.com", "visit")}


def test_a_deleted_row_of_a_free_page_and_of_a_page_in_use_is_found(tmp_path: Path) -> None:
    rows = [(".x.com" if i in (3, 900) else ".a.example", b"auth_token %d" % i) for i in range(2000)]
    deleted = "PRAGMA secure_delete=OFF; DELETE FROM object_data WHERE rowid < {}"
    put(tmp_path, "free page", database(rows, setup=deleted.format(1990)))
    put(tmp_path, "free block", database(rows, setup=deleted.format(8)))
    assert found(scan(tmp_path, RULES)) == {("free page", "x.com", "visit"), ("free block", "x.com", "visit")}


def test_a_key_that_shares_half_the_host_with_the_one_before_is_found(tmp_path: Path) -> None:
    entries = [(b"_https://x.abc\0\1a", b"1"), (b"_https://x.com\0\1a", b"2")]
    put(tmp_path, "Default/Local Storage/leveldb/000005.ldb", table(entries))
    assert {host for _, host, _ in found(scan(tmp_path, RULES))} == {"x.com"}


def test_a_write_ahead_log_is_read_with_its_database(tmp_path: Path) -> None:
    path = tmp_path / "Default" / "Notes"
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0; CREATE TABLE t (a, b, c)")
    connection.execute("INSERT INTO t VALUES (?, '.x.com', 'auth_token')", (FILLER * 1000,))
    connection.execute("INSERT INTO t VALUES (?, '', '')", (FILLER * 200 + TOKEN + FILLER * 500,))
    connection.commit()
    log = (tmp_path / "Default" / "Notes-wal").read_bytes()
    connection.close()
    (tmp_path / "Default" / "Notes-wal").write_bytes(log)
    reading = scan(tmp_path, RULES, VALUES)
    assert ("Default/Notes-wal", "x.com", "visit") in found(reading)
    assert ("Default/Notes-wal", "", "session") in found(reading)


def test_a_host_backwards_as_firefox_keeps_it(tmp_path: Path) -> None:
    put(tmp_path, "places", database([("moc.x.www.", b""), ("moc.xilften.", b""), ("moc.x", b"")]))
    assert found(scan(tmp_path, RULES)) == {("places", "www.x.com", "visit")}


def test_names_of_files_and_folders_and_what_links_point_to(tmp_path: Path) -> None:
    (tmp_path / "Default/IndexedDB/https_www.x.com_0.indexeddb.leveldb").mkdir(parents=True)
    put(tmp_path, "storage/default/https+++social.example/.metadata-v2", b"")
    (tmp_path / "lock").symlink_to("twitter.com:123")
    reading = scan(tmp_path, RULES)
    assert found(reading) == {
        ("Default/IndexedDB/https_www.x.com_0.indexeddb.leveldb", "www.x.com", "visit"),
        ("lock", "twitter.com", "visit"),
    }
    assert found(reading, "social") == {("storage/default/https+++social.example", "social.example", "visit")}
    assert reading.problems == ()


@pytest.mark.parametrize(
    "form",
    [
        b"a token/with+signs=",
        b"a%20token%2Fwith%2Bsigns%3D",
        b"a%20token/with+signs=",
        b"a token\\/with+signs=",
        "a token/with+signs=".encode("utf-16-le"),
    ],
)
def test_a_value_is_found_in_each_of_its_forms(tmp_path: Path, form: bytes) -> None:
    put(tmp_path, "file", FILLER + form + FILLER)
    assert found(scan(tmp_path, RULES, {"x": [b"a token/with+signs="]})) == {("file", "", "session")}


def test_a_value_inside_json(tmp_path: Path) -> None:
    put(tmp_path, "file", rb'{"s":"{\"token\":\"s\u00e9same-ouvre-toi\"}"}')
    assert found(scan(tmp_path, RULES, {"x": ['{"token":"sésame-ouvre-toi"}'.encode()]})) == {("file", "", "session")}


def test_a_long_value_is_compared_whole(tmp_path: Path) -> None:
    value = noise(50_000)
    put(tmp_path, "whole", noise(100) + value + noise(100))
    put(tmp_path, "other end", value[:-1] + bytes([value[-1] ^ 1]))
    assert found(scan(tmp_path, RULES, {"x": [value]})) == {("whole", "", "session")}


def test_short_values_are_left_out(tmp_path: Path) -> None:
    put(tmp_path, "file", b"true 1 es-ES dark")
    assert found(scan(tmp_path, RULES, {"x": [b"true", b"1", b"", b"es-ES"]})) == set()


def test_a_kept_file_may_name_hosts_and_may_not_hold_a_value(tmp_path: Path) -> None:
    text = b"https://www.x.com/ " + TOKEN
    names = ("Default/Bookmarks", "Default/Extensions/abc/1.0/background.js", "Subresource Filter/Rules/1/list")
    for name in names:
        put(tmp_path, name, text)
    reading = scan(tmp_path, RULES, VALUES)
    assert {kind for _, _, kind in found(reading)} == {"session"}
    assert len(found(reading)) == 3


def test_many_subdomains_are_counted_together(tmp_path: Path) -> None:
    put(tmp_path, "file", b" ".join(b"https://u%d.social.example/" % i for i in range(1000)))
    traces = scan(tmp_path, RULES).traces["social"]
    assert len(traces) <= 65 and sum(trace.count for trace in traces) == 1000


def test_random_bytes_name_no_host(tmp_path: Path) -> None:
    put(tmp_path, "noise", os.urandom(64 << 20))
    short = [PlatformRules("short", ("x.com", "t.me", "fb.me", "t.co", "ow.ly"))]
    assert scan(tmp_path, short).traces == {"short": ()}
