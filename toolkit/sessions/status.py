"""Whose sessions are there? From disk and journal alone: no browser starts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from toolkit.browser.running import running_pid
from toolkit.catalog.conditions import Stored
from toolkit.errors import Reason, ToolkitError
from toolkit.sessions.units import Unit, rules_for
from toolkit.sessions.verify import disk_problem, forgotten
from toolkit.sessions.workbench import Workbench
from toolkit.traces import Reading, Trace
from toolkit.traces.many import read_profiles
from toolkit.workspace.journal import Fact, OpenRow

SignedIn = Literal["yes", "no", "maybe"]


def status(bench: Workbench, names: Sequence[str]) -> dict[str, Any]:
    """The `status` object of the contract (DESIGN section 5), with a `reason` per profile whose disk is unclear."""
    rows, facts = bench.journal.open_rows(), bench.journal.facts()
    shown = bench.profiles(names)
    units = {name: _units(bench, name) for name in shown}
    jobs = [
        (bench.folder(name), rules_for(found, keep_device=bench.profile(name).keep_device))
        for name, found in units.items()
        if not isinstance(found, Reason)
    ]
    readings = iter(read_profiles(jobs, quick=True))
    profiles = [
        _unreadable(bench, name, found, rows)
        if isinstance(found, Reason)
        else _profile(bench, name, found, next(readings), rows, facts)
        for name, found in units.items()
    ]
    if not names:
        gone = sorted({row.profile for row in rows} - set(bench.config.profiles))
        profiles += [
            {
                "profile": name,
                "client": name,
                "browser_running": False,
                "reason": None,
                "platforms": [_forgotten(row) for row in rows if row.profile == name],
            }
            for name in gone
        ]
    return {"version": 1, "profiles": profiles}


def _units(bench: Workbench, name: str) -> list[Unit] | Reason:
    """The units of a profile, or why there are none: a listed platform whose file is broken."""
    try:
        return bench.units(name)
    except ToolkitError as failure:
        return failure.reason


def _unreadable(bench: Workbench, name: str, reason: Reason, rows: Sequence[OpenRow]) -> dict[str, Any]:
    return {
        "profile": name,
        "client": bench.config.client(name),
        "browser_running": False,
        "reason": reason.as_json(),
        "platforms": [_forgotten(row) for row in rows if row.profile == name],
    }


def _profile(
    bench: Workbench, name: str, units: Sequence[Unit], reading: Reading, rows: Sequence[OpenRow], facts: Sequence[Fact]
) -> dict[str, Any]:
    profile, folder = bench.profile(name), bench.folder(name)
    mine = [row for row in rows if row.profile == name]
    reason: Reason | None = None
    try:
        running = running_pid(folder) is not None
    except ToolkitError as failure:
        running, reason = True, failure.reason
    certain = not [p for p in reading.problems if p.code != "profile_in_use"] and not running
    platforms = [
        _platform(
            unit,
            account,
            reading,
            [r for r in mine if r.platform == unit.key],
            next((f for f in facts if (f.profile, f.platform) == (name, unit.key)), None),
            certain=certain,
        )
        for unit in units
        for account in unit.accounts
        or ((None,) if reading.traces.get(unit.key) or any(r.platform == unit.key for r in mine) else ())
    ]
    platforms += [_forgotten(row) for row in mine if forgotten(row, units)]
    if reason is None and not running:
        reason = disk_problem(name, reading)
    return {
        "profile": name,
        "client": profile.client or name,
        "browser_running": running,
        "reason": reason.as_json() if reason else None,
        "platforms": platforms,
    }


def _platform(
    unit: Unit, account: str | None, reading: Reading, rows: Sequence[OpenRow], fact: Fact | None, *, certain: bool
) -> dict[str, Any]:
    return {
        "platform": unit.platform,
        "account": account,
        "signed_in": signed_in(unit, reading.traces.get(unit.key, ()), certain=certain),
        "account_id": fact.account_id if fact else None,
        "as_of": fact.as_of if fact else None,
        "open_on_server": any(account is None or row.account in (account, None) for row in rows),
    }


def signed_in(unit: Unit, traces: Sequence[Trace], *, certain: bool) -> SignedIn:
    """What the names on disk say: `maybe` where a value would decide, or where the disk cannot be trusted."""
    session = unit.site.platform.session
    there = [trace for trace in traces if trace.kind == "session"]
    all_of = all(_found(rule, there) for rule in session.all_of)
    any_of = not session.any_of or any(_found(rule, there) for rule in session.any_of)
    if not (session.all_of or session.any_of):
        return "maybe" if there or not certain else "no"
    if not (all_of and any_of):
        # Something of a session without the rest of it: cookies of a browser that still runs may be under way.
        return "no" if certain and not _some(unit, there) else "maybe"
    values = any(rule.value or rule.empty for rule in (*session.all_of, *session.any_of))
    return "yes" if session.conclusive and certain and not values else "maybe"


def _some(unit: Unit, there: Sequence[Trace]) -> bool:
    return any(_found(rule, there) for rule in unit.site.platform.session.also)


_STORES = {
    "cookie": "cookies",
    "local_storage": "local_storage",
    "session_storage": "session_storage",
    "indexed_db": "indexed_db",
}


def _found(rule: Stored, traces: Sequence[Trace]) -> bool:
    return any(
        trace.store == _STORES[rule.store]
        and (trace.name.startswith(rule.name) if rule.prefix else trace.name == rule.name)
        for trace in traces
    )


def _forgotten(row: OpenRow) -> dict[str, Any]:
    return {
        "platform": row.platform.partition("@")[0],
        "account": row.account,
        "signed_in": "no",
        "account_id": None,
        "as_of": row.since,
        "open_on_server": True,
    }


def acknowledge(bench: Workbench, profile: str, platform: str) -> int:
    """Settle all open sessions of a platform in a profile because a person says so. Answers how many there were.

    The profile may be gone from the file; its rows stay until then.
    """
    rows = [r for r in bench.journal.open_rows(profile) if r.platform.partition("@")[0] == platform]
    return sum(bench.journal.open_settle(row.profile, row.platform, row.account, "acknowledged") for row in rows)
