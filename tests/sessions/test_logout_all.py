"""`logout-all` on replicas: what it proves, and what it says when it cannot."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.sessions.conftest import PASSWORD, USERS, Desk
from toolkit.errors import Exit
from toolkit.sessions.events import Event
from toolkit.sessions.results import Report
from toolkit.sessions.run import verify_profiles
from toolkit.sessions.status import acknowledge, status

pytestmark = [pytest.mark.browser, pytest.mark.anyio, pytest.mark.slow]


def layers(report: Report) -> dict[str, tuple[str | None, str | None, str, str]]:
    return {u.platform: (u.server, u.browser, u.disk, u.verdict) for u in report.units}


PROVEN = ("revoked", "cleared", "clean", "clean")


async def test_proven_and_nothing_visits_the_site_after_the_clear(desk: Desk) -> None:
    await desk.sign_in()
    assert desk.alive() == set(USERS)
    seen: list[int] = []
    events: list[Event] = []

    class Watch(list[Event]):
        def append(self, event: Event) -> None:
            if event.stage == "clearing" and not seen:
                seen.append(len(desk.replicas.requests))
            events.append(event)

    report = await desk.log_out_all(Watch())
    assert layers(report) == dict.fromkeys(USERS, PROVEN)
    assert report.exit_code() == Exit.CLEAN
    assert desk.alive() == set()
    hosts = ("instagram.com", "x.com", "mastodon.social")
    later = [r for r in desk.replicas.requests[seen[0] :] if r[0].endswith(hosts)]
    assert later == [], "the sites heard nothing between the clear and the close"
    assert [e.stage for e in events if e.platform is None][-3:] == ["rebuilding", "verifying", "done"]
    receipt = (desk.bench.home.path / (report.receipt or "")).read_text()
    assert PASSWORD not in receipt
    assert json.loads(receipt)["report"]["environment"] == "replica"
    # and again: nothing is left, so no browser starts
    events.clear()
    second = await desk.again().log_out_all(events)
    assert second.verdict == "clean"
    assert not [e for e in events if e.stage == "starting"]


async def test_a_lie_is_caught_and_not_forgotten(desk: Desk) -> None:
    await desk.sign_in()
    desk.replicas.set_fault("mastodon", "lying_logout")
    report = await desk.log_out_all()
    assert layers(report)["mastodon"] == ("still_valid", "cleared", "clean", "dirty")
    assert layers(report)["x"] == PROVEN, "the others are logged out all the same"
    assert report.exit_code() == Exit.DIRTY
    assert desk.alive() == {"mastodon"}
    for _ in range(2):
        later = await desk.again().log_out_all()
        unit = next(u for u in later.units if u.platform == "mastodon")
        assert (unit.verdict, unit.open_on_server, unit.server) == ("unknown", True, None)
    assert verify_profiles(desk.bench, []).verdict == "unknown"
    shown = {p["platform"]: p["open_on_server"] for p in status(desk.bench, [])["profiles"][0]["platforms"]}
    assert shown == {"mastodon": True, "x": False, "instagram": False}
    assert acknowledge(desk.bench, "acme", "mastodon") == 1
    assert verify_profiles(desk.bench, []).verdict == "clean"


async def test_a_session_of_another_profile_in_the_directory_stays_on_record(desk: Desk) -> None:
    """The robot works in `Default`: a session in `Profile 1` is cleaned from the disk, and stays open on record."""
    await desk.sign_in("x")
    folder = desk.bench.folder("acme")
    shutil.copytree(folder / "Default", folder / "Profile 1")
    shutil.rmtree(folder / "Default")
    await desk.sign_in("x")
    report = await desk.log_out_all()
    unit = next(unit for unit in report.units if unit.platform == "x")
    assert (unit.server, unit.verdict, unit.open_on_server, unit.disk) == ("unknown", "unknown", True, "clean")
    assert unit.reason and unit.reason.code == "open_on_server"
    assert len([s for s in desk.replicas.live_sessions() if s.platform == "x"]) == 1
    later = await desk.again().log_out_all()
    assert next(unit for unit in later.units if unit.platform == "x").verdict == "unknown"


@pytest.mark.parametrize(
    ("fault", "code"),
    [("logout_500", {"server_error", "not_flipped"}), ("dead", {"network_down"}), ("challenge", {"challenge"})],
)
async def test_what_cannot_be_confirmed_is_journalled_before_it_is_cleared(
    desk: Desk, fault: str, code: set[str]
) -> None:
    await desk.sign_in("instagram", "mastodon")
    desk.replicas.set_fault("instagram", fault)
    report = await desk.log_out_all(timeout=60.0)
    unit = next(u for u in report.units if u.platform == "instagram")
    assert (unit.server, unit.browser, unit.verdict, unit.open_on_server) == ("unknown", "cleared", "unknown", True)
    assert unit.reason is not None
    assert unit.reason.code in code
    assert layers(report)["mastodon"] == PROVEN
    assert report.exit_code() == Exit.UNKNOWN
    assert desk.alive() == {"instagram"}
    assert [(r.platform, r.account) for r in desk.bench.journal.open_rows()] == [("instagram", "acme_legal")]


async def test_a_platform_without_a_control_is_signed_out_at_best(desk: Desk) -> None:
    await desk.sign_in("mastodon")
    own = desk.bench.home.platforms / "mastodon.yaml"
    shipped = next(s for s in desk.bench.catalog.files("mastodon") if s.name == "platforms/mastodon.yaml")
    own.write_bytes(shipped.raw + b"replay: never\n")
    desk.again()
    desk.bench.catalog.trust("mastodon")
    report = await desk.log_out_all()
    assert layers(report)["mastodon"] == ("signed_out", "cleared", "clean", "clean")


async def test_everywhere_ends_the_other_devices_too(desk: Desk) -> None:
    await desk.sign_in("mastodon")
    folder = desk.bench.folder("acme")
    folder.rename(folder.with_name("lost-laptop"))
    desk.again()
    await desk.sign_in("mastodon")
    assert len(desk.replicas.live_sessions("mastodon")) == 2
    report = await desk.log_out_all(command="everywhere", everywhere=True, platforms=("mastodon",))
    assert desk.replicas.live_sessions("mastodon") == []
    assert next(u for u in report.units).server == "revoked"


async def test_a_torn_cookie_file_never_becomes_clean(desk: Desk) -> None:
    """The browser throws a torn database away, and then the site says "signed out": that proves nothing."""
    await desk.sign_in("x")
    cookies = desk.bench.folder("acme") / "Default/Cookies"
    cookies.write_bytes(cookies.read_bytes()[: cookies.stat().st_size // 2 + 100])
    report = await desk.again().log_out_all()
    assert desk.alive() == {"x"}
    unit = next(u for u in report.units if u.platform == "x")
    assert (unit.verdict, unit.open_on_server) == ("unknown", True)
    assert report.exit_code() == Exit.UNKNOWN
    assert (await desk.again().log_out_all()).verdict == "unknown", "nor at the next run"


async def test_a_broken_own_platform_stops_only_its_profile(desk: Desk) -> None:
    await desk.sign_in("x")
    (desk.bench.home.platforms / "mine.yaml").write_text("titel: Mine\n")
    assert (await desk.again().log_out_all()).verdict == "clean", "nobody listed it"
    await desk.again().sign_in("x")
    (desk.bench.home.platforms / "x.yaml").write_text("titel: X\n")
    report = await desk.again().log_out_all()
    assert report.exit_code() == Exit.USAGE
    assert report.profiles[0].reason is not None
    assert report.profiles[0].reason.code == "bad_file"
    assert desk.alive() == {"x"}
    assert (desk.bench.folder("acme") / "Default/Cookies").exists(), "nothing was cleared"
