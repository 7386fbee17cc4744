"""Push registrations and cached answers of a platform go from a Chromium profile that is kept; others' stay."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.scrub.plant import GOES, RULES, STAYS, holding
from tests.scrub.test_formats import batch, frames
from tests.traces.test_caches import block_cache, simple_entry
from toolkit.browser.scrub import scrub_platforms
from toolkit.browser.scrub.live import read_live
from toolkit.browser.scrub.table import manifest
from toolkit.traces import read_profile

APP = {host: f"wp:https://{host}/#0123-{host}" for host in (GOES, STAYS)}


def leveldb(folder: Path, *writes: tuple[bytes, bytes | None]) -> None:
    folder.mkdir(parents=True)
    (folder / "MANIFEST-000002").write_bytes(manifest([], 3, 0))
    (folder / "CURRENT").write_bytes(b"MANIFEST-000002\n")
    (folder / "000003.log").write_bytes(frames([batch(number + 1, [write]) for number, write in enumerate(writes)]))


@pytest.fixture
def default(tmp_path: Path) -> Path:
    default = tmp_path / "acme" / "Default"
    apps = {host: APP[host].encode() for host in APP}
    leveldb(
        default / "GCM Store",
        *((b"reg1-" + app, b"token of " + app) for app in apps.values()),
        (b"reg1-old-" + apps[GOES], b"deleted " + apps[GOES]),
        (b"reg1-old-" + apps[GOES], None),
        (b"device_aid_key", b"12345"),
    )
    leveldb(default / "GCM Store" / "Encryption", *((b"keys", b"of " + app) for app in apps.values()))
    leveldb(
        default / "Service Worker" / "Database",
        *((f"REG:https://{host}/\0{number}".encode(), b"data") for number, host in enumerate(apps, 1)),
        *((f"REG_USER_DATA:{number}\0push_registration_id".encode(), b"secret") for number in (1, 2)),
        *((f"REG_HAS_USER_DATA:push_registration_id\0{number}".encode(), b"") for number in (1, 2)),
        (b"REG_USER_DATA:1\0other", b"its own"),
    )
    settings = {
        "gcm": {"push_messaging_application_id_map": {APP[host]: f"https://{host}/#1" for host in APP}},
        "profile": {"exit_type": "Normal"}, "bookmark_bar": {"show": [1, None]},
    }  # fmt: skip
    (default / "Preferences").write_text(json.dumps(settings))
    return default


def test_push_registrations(default: Path) -> None:
    assert {t.kind for t in read_profile(default.parent, RULES).traces["alpha"] if t.store == "push"} == {"session"}
    scrub_platforms(default.parent, RULES)
    assert holding(default / "GCM Store", GOES) == set()
    store = read_live(default / "GCM Store").records
    assert set(store) == {b"reg1-" + APP[STAYS].encode(), b"device_aid_key"}
    workers = read_live(default / "Service Worker" / "Database").records
    assert b"REG_USER_DATA:1\0push_registration_id" not in workers
    assert b"REG_HAS_USER_DATA:push_registration_id\x001" not in workers
    assert {b"REG_USER_DATA:2\0push_registration_id", b"REG_HAS_USER_DATA:push_registration_id\x002",
            b"REG_USER_DATA:1\0other", f"REG:https://{STAYS}/\x002".encode()} <= set(workers)  # fmt: skip
    settings = json.loads((default / "Preferences").read_text())
    assert settings["gcm"]["push_messaging_application_id_map"] == {APP[STAYS]: f"https://{STAYS}/#1"}
    assert settings["bookmark_bar"] == {"show": [1, None]}
    traces = read_profile(default.parent, RULES).traces["alpha"]
    assert [trace for trace in traces if trace.store == "push"] == []


def test_cached_answers(default: Path) -> None:
    folder = default / "Cache" / "Cache_Data"
    folder.mkdir(parents=True)
    mine = [
        simple_entry(folder, f"1/0/_dk_https://alpha.test https://alpha.test https://{GOES}/page".encode()),
        simple_entry(folder, b"1/0/_dk_https://alpha.test https://alpha.test https://cdn.example/of-its-page"),
        simple_entry(folder, f"1/0/_dk_https://gamma.test https://gamma.test https://{GOES}/framed".encode()),
    ]
    other = simple_entry(folder, f"1/0/_dk_https://gamma.test https://gamma.test https://{STAYS}/".encode())
    torn = folder / "0123456789abcdef_0"
    torn.write_bytes(b"torn entry of https://www.alpha.test/")
    content = other.read_bytes()
    scrub_platforms(default.parent, RULES)
    assert not any(path.exists() for path in [*mine, torn]) and other.read_bytes() == content
    assert [t for t in read_profile(default.parent, RULES).traces["alpha"] if t.store == "http_cache"] == []


def test_a_cache_in_blocks_goes_whole(default: Path) -> None:
    folder = default / "Cache" / "Cache_Data"
    folder.mkdir(parents=True)
    block_cache(folder, (f"https://{GOES}/page".encode(), b"HTTP/1.1 200 OK\0\0"))
    assert holding(folder, GOES)
    scrub_platforms(default.parent, RULES)
    assert not folder.exists()
