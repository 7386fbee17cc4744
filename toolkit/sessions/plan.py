"""What has to be done for a profile, read from its disk: profiles with nothing to log out never start a browser."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from toolkit.browser.firefox.containers import in_container, robot_containers
from toolkit.sessions.units import Unit, chosen, rules_for
from toolkit.sessions.workbench import Workbench
from toolkit.traces import Counts, Reading, counts, read_profile
from toolkit.traces.stores.lookup import chromium_store, firefox_store

# Names of Chromium's profiles: https://chromium.googlesource.com/chromium/src/+/main/docs/user_data_dir.md
_CHROMIUM = re.compile(r"(Default|Profile \d+|Guest Profile|System Profile)/")
_VISITS = {"history", "favicons", "top_sites", "session_restore", "preferences", "bookmarks"}
"""Stores that tell of visits only, wherever they lie: nothing in them can be logged out."""


@dataclass(frozen=True)
class ProfilePlan:
    """`units`: every platform that is listed, left a trace or may be open on its server. `to_log_out`: those of them
    that a browser must be started for. `consent`: the person has not yet agreed to this profile's first rebuild, and
    these numbers go with it."""

    profile: str
    units: tuple[Unit, ...]
    to_log_out: tuple[Unit, ...]
    everything: bool
    consent: Counts | None
    reading: Reading = field(repr=False)

    @property
    def starts_browser(self) -> bool:
        return bool(self.to_log_out)


def plan_profile(
    bench: Workbench, name: str, platforms: Sequence[str] = (), *, everywhere: bool = False
) -> ProfilePlan:
    """Read a profile and decide. A run restricted to some platforms clears only these: the profile is not rebuilt then.

    Raises UsageError: `unknown_platform`, `untrusted`, `var_missing`, FileError.
    """
    profile = bench.profile(name)
    units = chosen(bench.units(name), platforms)
    everything = profile.clean == "everything" and not platforms
    reading = read_profile(bench.folder(name), rules_for(bench.units(name), keep_device=profile.keep_device))
    open_keys = {row.platform for row in bench.journal.open_rows(name)}
    certain = not reading.problems
    seen = [unit for unit in units if unit.accounts or reading.traces.get(unit.key) or unit.key in open_keys]
    to_log_out = [unit for unit in seen if everywhere or _may_be_in(unit, reading, certain=certain)]
    for unit in to_log_out:
        bench.catalog.check_trusted(unit.platform)
    folder = bench.folder(name)
    asks = everything and folder.exists() and not bench.journal.has_consent(name)
    return ProfilePlan(name, tuple(seen), tuple(to_log_out), everything, counts(folder) if asks else None, reading)


def _may_be_in(unit: Unit, reading: Reading, *, certain: bool) -> bool:
    """Whether somebody may be signed in: anything in its cookies or storages, or a disk that cannot be trusted."""
    return leaves_storage(unit, reading) or (not certain and bool(unit.accounts or reading.traces.get(unit.key)))


def leaves_storage(unit: Unit, reading: Reading) -> bool:
    """Whether a platform left more than visits: cookies, storage, a saved password."""
    return any(
        trace.kind == "session" or (trace.store not in _VISITS and _goes_with_platforms(trace.path))
        for trace in reading.traces.get(unit.key, ())
    )


def _goes_with_platforms(path: str) -> bool:
    """Whether `clean: sessions` takes platforms out of this place. What it leaves tells of visits, and is there at
    every later run: no browser is started for that. A place that the table does not know is looked at."""
    rows = [row for row in (chromium_store(path), firefox_store(path)) if row is not None]
    return not rows or any(row.sessions == "platforms" for row in rows)


def signed_in_elsewhere(reading: Reading, product: str, folder: Path) -> frozenset[str]:
    """Platforms with a session where the robot cannot log it out: in another browser profile of the same directory
    ("Profile 1"; the robot works in `Default`), in what the other family of browsers left, in a container of Firefox.

    What an interrupted cleaning left is a note, no session.
    """
    sessions = {
        key: [t for t in traces if t.kind == "session" and t.store != "unfinished"]
        for key, traces in reading.traces.items()
    }
    if product != "firefox":
        return frozenset(k for k, found in sessions.items() if any(not t.path.startswith("Default/") for t in found))
    robots = robot_containers(folder)
    return frozenset(
        key
        for key, found in sessions.items()
        if any(_CHROMIUM.match(t.path) for t in found) or any(in_container(p, robots) for p in reading.partitioned[key])
    )
