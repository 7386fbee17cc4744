"""What a real Chromium leaves behind is found, store by store, and named without its values."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from tests.traces.chromium import opened
from tests.traces.conftest import Planted, rules
from tests.traces.sites import SECRET
from toolkit.traces import PlatformRules, Reading, counts, read_profile

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def reading(planted: Planted) -> Reading:
    return read_profile(planted.path, rules(planted.http))


def found(reading: Reading, platform: str, store: str) -> dict[tuple[str, str], tuple[str, int]]:
    return {(t.host, t.name): (t.kind, t.count) for t in reading.traces[platform] if t.store == store}


def test_a_clean_close_leaves_no_problem(reading: Reading) -> None:
    assert reading.problems == ()
    assert reading.exit_type == "Normal"
    assert reading.key_versions <= {"v10", "v11"} and reading.key_versions


def test_cookies_of_every_sort(reading: Reading) -> None:
    cookies = found(reading, "alpha", "cookies")
    hashed = next(name for _, name in cookies if name.startswith("seen_#"))
    assert cookies == {
        (".alpha.test", "sessionid"): ("session", 1),
        ("www.alpha.test", "__Host-sid"): ("visit", 1),
        ("www.alpha.test", "twice"): ("visit", 2),
        ("www.alpha.test", "until_close"): ("visit", 1),
        ("www.alpha.test", "device_id"): ("identity", 1),
        ("www.alpha.test", hashed): ("identity", 1),
    }


def test_local_storage_names_in_both_encodings(reading: Reading) -> None:
    names = {name: kind for (_, name), (kind, _) in found(reading, "alpha", "local_storage").items()}
    mail = next(name for name in names if name.startswith("mail:"))
    assert names == {"token": "session", "ünïcode": "visit", "тема": "visit", mail: "visit"}


def test_other_storages(reading: Reading) -> None:
    host = "www.alpha.test"
    assert found(reading, "alpha", "session_storage") == {(host, "tab-token"): ("session", 1)}
    assert found(reading, "alpha", "indexed_db") == {(host, "accounts-db"): ("identity", 1)}
    stores = {trace.store for trace in reading.traces["alpha"]}
    assert {"cache_storage", "service_worker", "file_system", "bucket"} <= stores
    assert {"history", "session_restore", "preferences"} <= stores


def test_partitioned_storage_and_cookies_carry_what_clearing_needs(reading: Reading) -> None:
    key = "https://widget.beta.test/^0https://alpha.test"
    parts = reading.partitioned["beta"]
    assert {part.store for part in parts} >= {"cookies", "local_storage", "session_storage", "indexed_db"}
    assert {(part.top_site, part.cross_site) for part in parts} == {("https://alpha.test", True)}
    assert {part.storage_key for part in parts if part.store != "cookies"} == {key}
    assert [(part.host, part.name, part.path) for part in parts if part.store == "cookies"] == [
        ("widget.beta.test", "part", "/")
    ]
    assert reading.origins["beta"] == ("https://widget.beta.test",)
    assert found(reading, "beta", "local_storage")["widget.beta.test", "token"] == ("session", 1)
    assert found(reading, "beta", "indexed_db")["widget.beta.test", "accounts-db"] == ("visit", 1)


def test_a_top_level_site_is_named_by_others_partitions(reading: Reading) -> None:
    assert found(reading, "alpha", "partition")


def test_ports_tell_storage_apart_but_not_cookies(reading: Reading, planted: Planted) -> None:
    assert reading.origins["address"] == (f"http://127.0.0.1:{planted.http}",)
    assert reading.origins["name"] == (f"http://localhost:{planted.http}",)
    assert found(reading, "address", "cookies") == {("127.0.0.1", "local"): ("visit", 1)}
    assert reading.traces["other_port"] == () and reading.disk("other_port") == "clean"


def test_verdicts(reading: Reading) -> None:
    verdicts = {platform: reading.disk(platform) for platform in reading.traces}
    assert verdicts == {
        "alpha": "dirty",
        "beta": "dirty",
        "address": "dirty",
        "name": "residue",
        "other_port": "clean",
        "never": "clean",
    }


def test_other_hosts_are_counted(reading: Reading, planted: Planted) -> None:
    assert reading.other_hosts == 1
    assert read_profile(planted.path, ()).other_hosts == 5


def test_quick_tells_the_same_verdicts(reading: Reading, planted: Planted) -> None:
    quick = read_profile(planted.path, rules(planted.http), quick=True)
    for platform in reading.traces:
        assert quick.disk(platform) == reading.disk(platform)
        for store in ("cookies", "local_storage", "session_storage"):
            assert found(quick, platform, store) == found(reading, platform, store)


def test_values_never_leave(reading: Reading) -> None:
    shown = repr(reading) + json.dumps([t.as_json() for traces in reading.traces.values() for t in traces])
    assert SECRET not in shown
    assert "person@acme.example" not in shown
    assert "8f14e45fceea167a5a36dedd4bea2543" not in shown


def test_numbers_before_a_rebuild(planted: Planted) -> None:
    numbers = counts(planted.path)
    assert (numbers.passwords, numbers.history_urls, numbers.open_tabs) == (0, 4, 1)
    assert numbers.cookies == 10


def test_a_profile_that_went_nowhere_is_clean(tmp_path: Path) -> None:
    async def start() -> None:
        async with opened(tmp_path / "profile", 1):
            pass

    asyncio.run(start())
    reading = read_profile(tmp_path / "profile", [PlatformRules("google", ("google.com",))])
    assert reading.traces == {"google": ()} and reading.disk("google") == "clean"
    assert reading.other_hosts == 0


def test_deleted_storage_is_still_readable_after_compaction(compacted: Planted) -> None:
    assert list((compacted.path / "Default/Local Storage/leveldb").glob("*.ldb"))
    for quick in (False, True):
        reading = read_profile(compacted.path, rules(compacted.http), quick=quick)
        assert reading.problems == ()
        assert found(reading, "alpha", "cookies") == {}
        assert found(reading, "alpha", "local_storage")["www.alpha.test", "token"] == ("session", 1)
        assert found(reading, "beta", "local_storage")["widget.beta.test", "token"] == ("session", 1)
        assert reading.disk("alpha") == "dirty"
        assert reading.disk("never") == "clean"
