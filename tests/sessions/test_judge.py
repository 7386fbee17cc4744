"""Three layers, one verdict: the whole table."""

from __future__ import annotations

import itertools
from typing import get_args

import pytest

from toolkit.errors import Exit, Reason
from toolkit.sessions.judge import judge, worst
from toolkit.sessions.results import Browser, Disk, ProfileResult, Report, Server, UnitResult, Verdict

_SERVERS: list[Server | None] = [*get_args(Server), None]
_BROWSERS: list[Browser | None] = [*get_args(Browser), None]
_DISKS: list[Disk] = [*get_args(Disk)]


@pytest.mark.parametrize("everything", [True, False])
@pytest.mark.parametrize("open_on_server", [True, False])
def test_every_combination(everything: bool, open_on_server: bool) -> None:
    for server, browser, disk in itertools.product(_SERVERS, _BROWSERS, _DISKS):
        verdict = judge(server, browser, disk, everything=everything, open_on_server=open_on_server)
        if server == "still_valid" or browser == "not_cleared" or disk == "dirty" or (disk == "residue" and everything):
            expected = "dirty"
        elif "unknown" in (server, browser, disk) or open_on_server:
            expected = "unknown"
        else:
            expected = "clean"
        assert verdict == expected, (server, browser, disk)


def test_the_worst_counts() -> None:
    assert worst([]) == "clean"
    assert worst(["clean", "unknown"]) == "unknown"
    assert worst(["unknown", "dirty", "clean"]) == "dirty"


@pytest.mark.parametrize(
    ("verdict", "code", "interrupted", "exit_code"),
    [
        ("clean", None, False, Exit.CLEAN),
        ("dirty", "still_valid", False, Exit.DIRTY),
        ("unknown", "challenge", False, Exit.UNKNOWN),
        ("unknown", "no_browser", False, Exit.USAGE),
        ("dirty", "still_valid", True, Exit.INTERRUPTED),
    ],
)
def test_exit_codes(verdict: Verdict, code: str | None, interrupted: bool, exit_code: Exit) -> None:
    reason = Reason(code, {"platform": "x"}) if code else None
    unit = UnitResult("acme", "x", None, verdict, "unknown", None, "clean", reason=reason)
    profile = ProfileResult("acme", verdict, "clean", units=(unit,))
    report = Report("logout-all", "live", verdict, "2026-11-22T09:00:00Z", 1, (profile,), interrupted=interrupted)
    assert report.exit_code() == exit_code
