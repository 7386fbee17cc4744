"""`--deep` in a run: nothing that was a session lies anywhere on the disk, and what is planted there is found."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from tests.sessions.conftest import USERS, Desk
from toolkit.errors import Exit
from toolkit.sessions.deep import added
from toolkit.sessions.events import Event
from toolkit.sessions.remember import Memory
from toolkit.sessions.run import verify_deep
from toolkit.sessions.tokens import session_values
from toolkit.sessions.units import Unit
from toolkit.traces import Problem, Reading, Trace
from toolkit.traces.deep import DeepReading


@pytest.mark.browser
@pytest.mark.anyio
@pytest.mark.slow
@pytest.mark.parametrize("desk", ["everything", "sessions"], indirect=True)
async def test_no_value_is_left_and_a_planted_one_is_found(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await desk.sign_in()
    held: dict[str, set[bytes]] = {}
    secrets = Memory.secrets

    def remembered(self: Memory, units: Sequence[Unit], **options: Any) -> dict[str, set[bytes]]:
        held.update(secrets(self, units, **options))
        return held

    monkeypatch.setattr(Memory, "secrets", remembered)
    events: list[Event] = []
    report = await desk.log_out_all(events, deep=True)
    assert {key.partition("@")[0] for key, values in held.items() if values} == set(USERS), "each had a session"
    assert {unit.verdict for unit in report.units if unit.platform in USERS} == {"clean"}
    assert not [trace for profile in report.profiles for trace in profile.traces if trace.kind == "session"]
    assert ("scanning", None) in {(event.stage, event.platform) for event in events}

    def planted(self: Memory, units: Sequence[Unit], **options: Any) -> dict[str, set[bytes]]:
        found = remembered(self, units, **options)
        secret = max(found["x"], key=len)
        (desk.bench.folder("acme") / "Default" / "Bookmarks.notes").write_bytes(b"kept: " + secret + b"\n")
        return found

    await desk.again().sign_in("x")
    monkeypatch.setattr(Memory, "secrets", planted)
    events.clear()
    report = await desk.again().log_out_all(events, deep=True)
    unit = next(unit for unit in report.units if unit.platform == "x")
    assert (unit.server, unit.disk, unit.verdict, report.exit_code()) == ("revoked", "dirty", "dirty", Exit.DIRTY)
    assert unit.reason and unit.reason.code == "traces_left"
    assert Trace("bytes", "Default/Bookmarks.notes", "", "", "session", 1) in unit.traces
    receipt = (desk.bench.home.path / (report.receipt or "")).read_text()
    shown = json.dumps(report.as_json()) + receipt + repr(events) + repr(report)
    assert not [value for values in held.values() for value in values if value.decode() in shown]


@pytest.mark.anyio
async def test_verify_deep_without_a_browser(desk: Desk) -> None:
    folder = desk.bench.folder("acme")
    (folder / "Default").mkdir(parents=True)
    (folder / "Default" / "Bookmarks").write_text('{"url": "https://x.com/"}')
    assert (await verify_deep(desk.bench, [], [].append)).verdict == "clean"
    (folder / "somewhere").write_text("https://www.instagram.com/acme_legal")
    events: list[Event] = []
    report = await verify_deep(desk.bench, ["acme"], events.append)
    unit = next(unit for unit in report.units if unit.platform == "instagram")
    assert (unit.disk, unit.verdict) == ("residue", "dirty")
    assert unit.traces == (Trace("bytes", "somewhere", "www.instagram.com", "", "visit", 1),)
    assert [(event.stage, event.text) for event in events] == [("scanning", ""), ("done", "dirty")]
    assert list(unit.as_json()["traces"][0]) == ["store", "path", "host", "name", "kind", "count"]
    (folder / "broken.gz").write_bytes(b"\x1f\x8b\x08" + bytes(7) + b"\x07" * 300)
    report = await verify_deep(desk.bench, ["acme"], [].append)
    assert report.profiles[0].reason and report.profiles[0].reason.code == "unreadable"
    assert {unit.disk for unit in report.units} == {"unknown"}


@pytest.mark.anyio
@pytest.mark.parametrize("desk", ["sessions"], indirect=True)
async def test_a_mention_is_no_fault_where_history_is_kept(desk: Desk) -> None:
    folder = desk.bench.folder("acme")
    folder.mkdir(parents=True)
    (folder / "somewhere").write_text("https://www.instagram.com/acme_legal")
    report = await verify_deep(desk.bench, ["acme"], [].append)
    found = {unit.platform: (unit.disk, unit.verdict) for unit in report.units}
    assert found["instagram"] == ("residue", "clean")


def test_what_the_readers_told_is_not_told_twice_and_what_is_kept_is_no_visit() -> None:
    known = (
        Trace("cookies", "Default/Cookies", ".x.com", "kdt", "kept"),
        Trace("history", "Default/History", "www.x.com", "", "visit", 3),
    )
    reading = Reading({"x": known}, (Problem("a", "unreadable", "a link"),), 0, {"x": ()}, {"x": ()}, None, frozenset())
    value = Trace("bytes", "Default/Cookies", "", "", "session")
    new = Trace("bytes", "Default/Favicons", "x.com", "", "visit")
    deep = DeepReading(
        {
            "x": (
                Trace("bytes", "Default/Cookies", "x.com", "", "visit"),
                Trace("bytes", "Default/Cookies-wal", "x.com", "", "visit"),
                Trace("bytes", "Default/History", "x.com", "", "visit"),
                value,
                new,
            )
        },
        (Problem("a", "unreadable", "other words"), Problem("b", "unreadable", "a link")),
        1,
        0,
    )
    both = added(reading, deep)
    assert both.traces == {"x": tuple(sorted([*known, value, new]))}
    assert both.problems == (Problem("a", "unreadable", "a link"), Problem("b", "unreadable", "a link"))


def _state(**parts: Any) -> dict[str, Any]:
    cookies = [{"name": name, "value": value, "httpOnly": hidden} for name, value, hidden in parts.get("cookies", ())]
    origin = {
        "origin": "https://x.com",
        "localStorage": [{"name": name, "value": value} for name, value in parts.get("stored", ())],
        "indexedDB": parts.get("databases", ()),
    }
    return {"cookies": cookies, "origins": [origin]}


TOKEN = "9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c9f8a7b6c"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl"


def test_which_values_are_searched_for(desk: Desk) -> None:
    unit = next(unit for unit in desk.bench.units("acme") if unit.platform == "x")
    state = _state(
        cookies=[
            ("auth_token", TOKEN, True), ("ct0", "short", False), ("lang", "es-ES-u-nu-latn-1", False),
            ("unlisted", TOKEN[::-1], True), ("visible", TOKEN + "0", False), ("twid", "u%3D1234567890", False),
        ],
        stored=[
            ("theme", "dark-mode-with-a-long-name-1"), ("refresh_token", f"Bearer {TOKEN[:20]}"),
            ("persist:root", json.dumps({"user": {"accessToken": TOKEN[5:35], "zone": "Europe/Madrid"}})), ("any", JWT),
        ],
        databases=[
            {"name": "db", "stores": [{"name": "s", "records": [{"key": "a", "value": {"sessionId": TOKEN[3:30]}}]}]}
        ],
    )  # fmt: skip
    found = {value.decode() for value in session_values(unit, state)}
    assert found >= {TOKEN, TOKEN[::-1], TOKEN[:20], TOKEN[5:35], TOKEN[3:30], JWT}
    assert not found & {"short", "es-ES-u-nu-latn-1", TOKEN + "0", "dark-mode-with-a-long-name-1", "Europe/Madrid"}


def test_a_device_cookie_that_is_kept_may_be_there(desk: Desk) -> None:
    unit = next(unit for unit in desk.bench.units("acme") if unit.platform == "x")
    device = next(rule.name for rule in unit.site.platform.device if rule.store == "cookie" and not rule.prefix)
    state = _state(cookies=[(device, TOKEN, True)])
    assert session_values(unit, state) == {TOKEN.encode()}
    assert session_values(unit, state, keep_device=True) == set()
