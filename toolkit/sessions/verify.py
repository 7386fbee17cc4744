"""Reads a profile's disk and judges it, alone (`verify`) or after a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.browser.rebuild import leftovers
from toolkit.errors import Reason, ToolkitError
from toolkit.sessions.deep import added, disk_rules
from toolkit.sessions.judge import judge, worst, worst_disk
from toolkit.sessions.results import Disk, ProfileResult, UnitResult
from toolkit.sessions.units import Unit, chosen
from toolkit.sessions.workbench import Workbench
from toolkit.traces import Reading, read_profile
from toolkit.workspace.journal import OpenRow

if TYPE_CHECKING:  # they load Playwright, which reading a disk does not need
    from toolkit.browser.storage import State as Cleared
    from toolkit.sessions.logout import Outcome
    from toolkit.traces.deep import DeepReading


def judge_profile(
    bench: Workbench,
    name: str,
    *,
    units: Sequence[Unit] | None = None,
    outcomes: Mapping[str, Outcome] | None = None,
    cleared: Mapping[str, Cleared] | None = None,
    reason: Reason | None = None,
    everything: bool | None = None,
    platforms: Sequence[str] = (),
    other_hosts: int = 0,
    deep: DeepReading | None = None,
) -> ProfileResult:
    """Read the disk as it is now and say the verdict. `reason` is why the run could not go on, and makes it unknown;
    `deep` is what a scan of the same disk has found."""
    profile = bench.profile(name)
    everything = profile.clean == "everything" if everything is None else everything
    rows = bench.journal.open_rows(name)
    try:
        known = chosen(bench.units(name), platforms)
        reading = read_profile(bench.folder(name), disk_rules(bench, name))
        if deep is not None:
            reading = added(reading, deep)
    except ToolkitError as failure:  # a listed platform whose file is broken: nobody can say what to look for
        return ProfileResult(name, "unknown", "unknown", failure.reason, units=tuple(_forgotten(name, r) for r in rows))
    problem = disk_problem(name, reading)
    half_rebuilt = _half_rebuilt(bench, name)
    listed = {unit.key for unit in units or ()}
    shown = [u for u in known if u.key in listed or u.accounts or reading.traces.get(u.key) or _rows(rows, u)]
    results = [
        result
        for unit in shown
        for result in _unit_results(
            name,
            unit,
            reading,
            reason or problem or half_rebuilt,
            (outcomes or {}).get(unit.key),
            (cleared or {}).get(unit.key),
            _rows(rows, unit),
            everything=everything,
            stopped=(reason or half_rebuilt) is not None,
        )
    ]
    results += [_forgotten(name, row) for row in rows if not platforms and forgotten(row, known)]
    problem = problem or half_rebuilt
    disk: Disk = worst_disk(r.disk for r in results) if results else ("unknown" if problem else "clean")
    verdict = worst([r.verdict for r in results])
    if problem or reason:
        verdict = worst([verdict, "unknown"])
    traces = tuple(sorted({trace for r in results for trace in r.traces}))
    return ProfileResult(name, verdict, disk, reason or problem, other_hosts, traces, tuple(results))


def _unit_results(
    name: str,
    unit: Unit,
    reading: Reading,
    trouble: Reason | None,
    outcome: Outcome | None,
    cleared: Cleared | None,
    rows: Sequence[OpenRow],
    *,
    everything: bool,
    stopped: bool,
) -> list[UnitResult]:
    disk: Disk = reading.disk(unit.key, everything)
    left = tuple(reading.traces.get(unit.key, ()))
    server = outcome.server if outcome else None
    results = []
    for account in unit.accounts or (None,):
        is_open = any(row.account in (account, None) for row in rows)
        verdict = judge(server, cleared, disk, everything=everything, open_on_server=is_open)
        if stopped and verdict == "clean":
            verdict = "unknown"
        reason = (outcome.reason if outcome else None) or trouble
        if reason is None and verdict != "clean":
            reason = _reason(unit, cleared, disk, everything=everything, is_open=is_open)
        results.append(
            UnitResult(
                name,
                unit.platform,
                account,
                verdict,
                server,
                cleared,
                disk,
                is_open,
                None if verdict == "clean" else reason,
                outcome.seconds if outcome else 0.0,
                left,
            )
        )
    return results


def _reason(unit: Unit, cleared: Cleared | None, disk: Disk, *, everything: bool, is_open: bool) -> Reason:
    if cleared == "not_cleared":
        return Reason("not_cleared", {"platform": unit.platform})
    if disk == "dirty" or (disk == "residue" and everything):
        return Reason("traces_left", {"platform": unit.platform})
    if is_open:
        return Reason("open_on_server", {"platform": unit.platform})
    return Reason("clear_failed", {"platform": unit.platform})


def disk_problem(name: str, reading: Reading) -> Reason | None:
    """The first problem of a reading, as a reason."""
    if not reading.problems:
        return None
    first = reading.problems[0]
    pid = first.detail.rpartition(" ")[2]
    more = {"pid": pid, "command": "browser", "since": "?"} if first.code == "profile_in_use" else {}
    return Reason(first.code, {"profile": name, "path": first.path, "why": first.detail, **more})


def _half_rebuilt(bench: Workbench, name: str) -> Reason | None:
    """The old profile may still lie beside the new one."""
    folder = bench.folder(name)
    if bench.journal.rebuild_state(name) is not None or leftovers(folder):
        return Reason("unreadable", {"profile": name, "path": folder.name, "why": "rebuild"})
    return None


def _forgotten(name: str, row: OpenRow) -> UnitResult:
    """A session that may be open for an account that is in no file any more."""
    platform = row.platform.partition("@")[0]
    reason = Reason("open_on_server", {"platform": platform})
    return UnitResult(name, platform, row.account, "unknown", None, None, "clean", open_on_server=True, reason=reason)


def forgotten(row: OpenRow, units: Sequence[Unit]) -> bool:
    """Whether a row belongs to no platform, or to no account, of those that the file lists."""
    unit = next((unit for unit in units if unit.key == row.platform), None)
    return unit is None or bool(unit.accounts and row.account is not None and row.account not in unit.accounts)


def _rows(rows: Sequence[OpenRow], unit: Unit) -> list[OpenRow]:
    """The rows of the unit's accounts, or of nobody in particular; without listed accounts all of them."""
    mine = [row for row in rows if row.platform == unit.key and not forgotten(row, [unit])]
    return mine if unit.accounts else [replace(row, account=None) for row in mine]


def verify(
    bench: Workbench, names: Sequence[str], deep: Mapping[str, DeepReading | None] | None = None
) -> list[ProfileResult]:
    """`verify`: every profile named, from disk alone; server and browser stay None. `deep`: what byte scans found."""
    results = []
    for name in bench.profiles(names):
        try:
            results.append(judge_profile(bench, name, deep=(deep or {}).get(name)))
        except ToolkitError as failure:
            results.append(ProfileResult(name, "unknown", "unknown", failure.reason))
    return results if names else [*results, *removed_profiles(bench)]


def removed_profiles(bench: Workbench) -> list[ProfileResult]:
    """Profiles that are in the file no more, but whose sessions may still be open."""
    rows = [row for row in bench.journal.open_rows() if row.profile not in bench.config.profiles]
    return [
        ProfileResult(
            name,
            "unknown",
            "clean",
            Reason("open_on_server", {"platform": mine[0].platform.partition("@")[0]}),
            units=tuple(_forgotten(name, row) for row in mine),
        )
        for name in sorted({row.profile for row in rows})
        if (mine := [row for row in rows if row.profile == name])
    ]
