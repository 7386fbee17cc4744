"""What a browser notes on its own of two sites is found, store by store; and a broken store is a problem."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from tests.traces.roaming import SECRET
from tests.traces.test_fuzz import mutate
from toolkit.traces import NameRule, PlatformRules, Reading, read_profile

pytestmark = pytest.mark.browser

RULES = [
    PlatformRules("alpha", ("alpha.test",), (NameRule("cookie", "sessionid", "exact", "session"),)),
    PlatformRules("beta", ("beta.test",)),
    PlatformRules("never", ("never.test",)),
    PlatformRules("ending", ("a.test",)),  # a part of alpha.test's name
]
BROKEN = [
    "DIPS",
    "Web Data",
    "Account Web Data",
    "Reporting and NEL",
    "Trust Tokens",
    "MediaDeviceSalts",
    "Network Action Predictor",
    "Affiliation Database",
    "TransportSecurity",
    "Network Persistent State",
    "Secure Preferences",
    "Cache/Cache_Data/*_0",
    "Code Cache/js/*_0",
    "Service Worker/Database/*.log",
    "Platform Notifications/*.log",
    "Site Characteristics Database/*.log",
    "shared_proto_db/*.log",
    "Extension State/*.log",
    "../segmentation_platform/ukm_db",
    "../Local State",
]


@pytest.fixture(scope="module")
def reading(roamed: Path) -> Reading:
    return read_profile(roamed, RULES)


@pytest.fixture
def wandered(roamed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(roamed, tmp_path / "profile", symlinks=True))


def stores(reading: Reading, platform: str) -> dict[str, str]:
    """The worst kind of each store."""
    order = ("session", "identity", "visit", "kept")
    found: dict[str, str] = {}
    for trace in reading.traces[platform]:
        found[trace.store] = min(trace.kind, found.get(trace.store, "kept"), key=order.index)
    return found


def test_every_store_that_names_a_site_is_found(reading: Reading) -> None:
    assert reading.problems == ()
    noted = {
        "cookies": "session",
        "history": "visit",
        "ukm": "visit",
        "dips": "visit",
        "http_cache": "visit",
        "code_cache": "visit",
        "transport_security": "visit",
        "network_state": "visit",
        "reporting": "visit",
        "preferences": "visit",
        "session_restore": "visit",
        "service_worker": "visit",
        "media": "visit",
        "notifications": "identity",
        "web_data": "identity",
    }
    assert noted.items() <= stores(reading, "alpha").items()
    only_first = {"service_worker", "media", "notifications"}
    assert noted.keys() - only_first <= stores(reading, "beta").keys()
    assert not only_first & stores(reading, "beta").keys()


def test_who_was_not_visited_has_nothing(reading: Reading) -> None:
    assert reading.traces["never"] == reading.traces["ending"] == ()
    assert reading.disk("never") == "clean"


def test_addresses_and_values_stay_inside(reading: Reading) -> None:
    shown = repr(reading)
    assert SECRET not in shown and "person@acme.example" not in shown and "acme-nick" not in shown
    assert "/s.js" not in shown and "https://www.alpha.test/in" not in shown


def test_what_says_nothing_of_its_site_counts_for_who_left_something(reading: Reading) -> None:
    hostless = {trace.name for trace in reading.traces["beta"] if not trace.host}
    assert hostless == {"autofill", "encrypted"}


@pytest.mark.parametrize("pattern", BROKEN)
@pytest.mark.parametrize("length", [1, 700])
def test_random_bytes_in_each_store(wandered: Path, pattern: str, length: int) -> None:
    found = sorted((wandered / "Default").glob(pattern)) or [(wandered / "Default" / pattern).resolve()]
    assert found[0].is_file()
    found[0].write_bytes(random.Random(length).randbytes(length))
    broken = read_profile(wandered, RULES)
    assert (found[0].resolve().relative_to(wandered.resolve()).as_posix(), "unreadable") in {
        (problem.path, problem.code) for problem in broken.problems
    }
    assert broken.disk("never") == "unknown"


@pytest.mark.parametrize("pattern", [each for each in BROKEN if "Web" in each or "Cache" in each or "State" in each])
def test_a_store_cut_short(wandered: Path, pattern: str) -> None:
    path = (sorted((wandered / "Default").glob(pattern)) or [wandered / "Default" / pattern])[0]
    whole = path.read_bytes()
    path.write_bytes(whole[: 20 if "Cache" in pattern else len(whole) - 1])
    assert read_profile(wandered, RULES).disk("never") == "unknown"


def test_no_file_makes_the_reader_raise(wandered: Path) -> None:
    dice = random.Random(15)
    files = [path for path in sorted(wandered.rglob("*")) if path.is_file() and not path.is_symlink()]
    for _ in range(60):
        for path in dice.sample(files, 5):
            path.write_bytes(mutate(path.read_bytes(), dice))
        assert set(read_profile(wandered, RULES).traces) == {rule.platform for rule in RULES}
