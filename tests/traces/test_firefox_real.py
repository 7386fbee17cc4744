"""What a real Firefox leaves behind is found, store by store, and named without its values."""

from __future__ import annotations

import asyncio
import json
import shutil
from pathlib import Path

import pytest

from tests.support.web import serving
from tests.traces import firefox, fresh
from tests.traces.firefox_rules import rules
from tests.traces.sites import SECRET
from toolkit.traces import PlatformRules, Reading, counts, read_profile
from toolkit.traces.stores.lookup import firefox_store

pytestmark = pytest.mark.browser
HOST, FRAME = "www.alpha.test", "widget.beta.test"
PARTITION = "^partitionKey=%28https%2Calpha.test%29"


def found(reading: Reading, platform: str, store: str) -> dict[tuple[str, str], tuple[str, int]]:
    return {(t.host, t.name): (t.kind, t.count) for t in reading.traces[platform] if t.store == store}


@pytest.fixture(scope="module")
def profile(firefox_planted: tuple[Path, int]) -> Path:
    return firefox_planted[0]


@pytest.fixture(scope="module")
def asked(firefox_planted: tuple[Path, int]) -> list[PlatformRules]:
    return rules(firefox_planted[1])


@pytest.fixture(scope="module")
def reading(profile: Path, asked: list[PlatformRules]) -> Reading:
    return read_profile(profile, asked)


def test_a_clean_close_leaves_no_problem(reading: Reading) -> None:
    assert reading.problems == ()
    assert reading.exit_type == "Normal"
    assert reading.key_versions == {"plain"}


def test_cookies_of_every_sort(reading: Reading) -> None:
    cookies = found(reading, "alpha", "cookies")
    hashed = next(name for _, name in cookies if name.startswith("seen_#"))
    assert cookies == {
        (".alpha.test", "sessionid"): ("session", 1),
        (HOST, "__Host-sid"): ("visit", 1),
        (HOST, "twice"): ("visit", 2),
        (HOST, "until_close"): ("session", 1),
        (HOST, "device_id"): ("identity", 1),
        (HOST, hashed): ("identity", 1),
    }
    where = {trace.name: trace.path for trace in reading.traces["alpha"] if trace.store == "cookies"}
    assert (where["sessionid"], where["until_close"]) == ("cookies.sqlite", "sessionstore.jsonlz4")


def test_web_storage_by_name(reading: Reading) -> None:
    names = {name: kind for (_, name), (kind, _) in found(reading, "alpha", "local_storage").items()}
    mail = next(name for name in names if name.startswith("mail:"))
    assert names == {"token": "session", "ünïcode": "visit", "тема": "visit", mail: "visit"}
    assert found(reading, "alpha", "indexed_db") == {(HOST, "accounts-db"): ("identity", 1)}


def test_other_stores(reading: Reading) -> None:
    stores = {trace.store for trace in reading.traces["alpha"]}
    assert {"cache_storage", "file_system", "service_worker", "storage_index"} <= stores
    assert {"history", "partition"} <= stores  # Alt-Svc is written when the browser finds the time


def test_the_cache_still_sets_the_session_cookie(reading: Reading, profile: Path) -> None:
    cached = found(reading, "alpha", "http_cache")
    assert cached[HOST, "sessionid"] == ("session", 1)
    place = next(t.path for t in reading.traces["alpha"] if t.store == "http_cache" and t.name == "sessionid")
    assert SECRET.encode() in (profile / place).read_bytes()


def test_partitions_carry_what_clearing_needs(reading: Reading) -> None:
    parts = reading.partitioned["beta"]
    assert {part.store for part in parts} >= {"cookies", "local_storage", "indexed_db", "cache_storage", "file_system"}
    assert {(part.top_site, part.cross_site, part.attributes) for part in parts} == {
        ("https://alpha.test", True, PARTITION)
    }
    assert {part.storage_key for part in parts} == {""}
    assert {(part.name, part.path) for part in parts if part.store == "cookies"} == {("part", "/"), ("third", "/")}
    assert reading.origins["beta"] == (f"https://{FRAME}",)
    assert found(reading, "beta", "local_storage")[FRAME, "token"] == ("session", 1)


def test_ports_tell_storage_apart_but_not_cookies(reading: Reading, firefox_planted: tuple[Path, int]) -> None:
    port = firefox_planted[1]
    assert reading.origins["address"] == (f"http://127.0.0.1:{port}",)
    assert reading.origins["name"] == (f"http://localhost:{port}",)
    assert found(reading, "address", "cookies") == {("127.0.0.1", "local"): ("visit", 1)}
    assert reading.traces["other_port"] == ()


def test_verdicts(reading: Reading) -> None:
    assert {platform: reading.disk(platform) for platform in reading.traces} == {
        "alpha": "dirty",
        "beta": "dirty",
        "address": "dirty",
        "name": "residue",
        "other_port": "clean",
        "mozilla": "clean",
        "google": "clean",
        "never": "clean",
    }


def test_quick_tells_the_same_verdicts(reading: Reading, profile: Path, asked: list[PlatformRules]) -> None:
    quick = read_profile(profile, asked, quick=True)
    for platform in reading.traces:
        assert quick.disk(platform) == reading.disk(platform)
        for store in ("cookies", "local_storage", "session_storage", "indexed_db"):
            assert found(quick, platform, store) == found(reading, platform, store)


def test_values_never_leave(reading: Reading) -> None:
    shown = repr(reading) + json.dumps([t.as_json() for traces in reading.traces.values() for t in traces])
    assert SECRET not in shown
    assert "person@acme.example" not in shown
    assert "8f14e45fceea167a5a36dedd4bea2543" not in shown


def test_other_hosts_and_numbers_before_a_rebuild(reading: Reading, profile: Path) -> None:
    assert reading.other_hosts == 1
    assert read_profile(profile, ()).other_hosts == 5
    numbers = counts(profile)
    assert (numbers.passwords, numbers.history_urls, numbers.cookies) == (0, 4, 11)


def test_reading_changes_nothing(profile: Path, asked: list[PlatformRules]) -> None:
    def state() -> dict[str, tuple[int, int]]:
        seen = {path: path.lstat() for path in [profile, *profile.rglob("*")]}
        return {str(path): (stat.st_mtime_ns, stat.st_size) for path, stat in seen.items()}

    before = state()
    read_profile(profile, asked)
    counts(profile)
    assert state() == before


def test_the_table_knows_every_file(profile: Path) -> None:
    assert {path for path in fresh.paths(profile) if firefox_store(path) is None} == set()


@pytest.mark.parametrize("window", [False, True])
def test_a_profile_that_went_nowhere_is_clean(tmp_path: Path, window: bool, request: pytest.FixtureRequest) -> None:
    display = request.getfixturevalue("display") if window else ""
    asyncio.run(firefox.go_nowhere(tmp_path / "profile", display=display, seconds=5))
    reading = read_profile(tmp_path / "profile", rules(1))
    assert reading.problems == () and reading.other_hosts == 0
    assert {trace for traces in reading.traces.values() for trace in traces if trace.kind != "kept"} == set()
    assert {path for path in fresh.paths(tmp_path / "profile") if firefox_store(path) is None} == set()


def test_a_session_cookie_outlives_the_session_in_a_backup(profile: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(profile, tmp_path / "profile", symlinks=True))
    with serving(tmp_path) as web:
        asyncio.run(firefox.go_nowhere(copy, seconds=1))
        asked = rules(web.port)
    reading = read_profile(copy, asked)
    places = {
        trace.path for trace in reading.traces["alpha"] if trace.name == "until_close" and trace.store == "cookies"
    }
    assert "sessionstore.jsonlz4" not in places
    assert "sessionstore-backups/previous.jsonlz4" in places
    assert reading.disk("alpha") == "dirty"
