"""Three layers, one verdict (DESIGN section 3). Pure functions."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.sessions.results import Browser, Disk, Server, Verdict

_ORDER: dict[Verdict, int] = {"clean": 0, "unknown": 1, "dirty": 2}
_DISK_ORDER: dict[Disk, int] = {"clean": 0, "residue": 1, "unknown": 2, "dirty": 3}


def judge(
    server: Server | None, browser: Browser | None, disk: Disk, *, everything: bool, open_on_server: bool
) -> Verdict:
    """The verdict over one platform of one profile. `everything`: the profile is kept under `clean: everything`."""
    if server == "still_valid" or browser == "not_cleared" or disk == "dirty" or (disk == "residue" and everything):
        return "dirty"
    if server == "unknown" or browser == "unknown" or disk == "unknown" or open_on_server:
        return "unknown"
    return "clean"


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Dirty before unknown before clean; clean when there is nothing to judge."""
    return max(verdicts, key=_ORDER.__getitem__, default="clean")


def worst_disk(disks: Iterable[Disk]) -> Disk:
    return max(disks, key=_DISK_ORDER.__getitem__, default="clean")
