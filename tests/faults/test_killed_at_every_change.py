"""The whole run, killed before a change of the disk; browser and sites are played (played.py)."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.checks import never_false, never_forgotten, nothing_left_over
from tests.faults.played import Played
from tests.faults.points import drawn
from tests.faults.stage import PLATFORM, UNIT, Stage, kept
from toolkit.workspace.journal import Journal, Run

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork (POSIX)"),
]
POINTS = 45


def scene(signed_in: Stage, folder: Path, mode: str) -> Played:
    server = folder / "server"
    server.mkdir(parents=True)
    (server / UNIT).touch()
    return Played(signed_in.scene(folder / "home", mode).home, server)


def platforms(alive: set[str]) -> set[str]:
    return {key.partition("@")[0] for key in alive}


@pytest.mark.parametrize("mode", ["everything", "sessions"])
@pytest.mark.parametrize("staged", ["chromium", "firefox"], indirect=True)
def test_killed_before_a_change(staged: Stage, tmp_path: Path, mode: str) -> None:
    expected = kept(staged.source / "profiles/acme")
    total = scene(staged, tmp_path / "counted", mode).changes("logout-all", "--yes", "--json")
    steps = set[str]()
    for change in drawn(f"kill {staged.family.name} {mode}", total, POINTS):
        at, folder = f"change {change} of {total}, {staged.family.name}, {mode}", tmp_path / str(change)
        toolkit = scene(staged, folder, mode)
        assert toolkit("logout-all", "--yes", "--json", dies_at=change).killed, at
        check_after_the_kill(toolkit, at)
        for run in interrupted(toolkit):
            steps.add(run.steps[-1][1] if run.steps else "")
        check_the_next_run(toolkit, at)
        assert kept(toolkit.home / "profiles/acme") == expected, at
        shutil.rmtree(folder)
    cleaning = "rebuilding" if mode == "everything" else f"scrubbing {UNIT}"
    assert {"starting", cleaning} <= steps, "the journal says how far a run came"


def check_after_the_kill(toolkit: Played, at: str) -> None:
    verify = toolkit("verify", "--json")
    assert "Traceback" not in verify.err and verify.code in (0, 1, 4), (at, verify)
    never_false(verify.json, platforms(toolkit.alive()), toolkit.home, at)
    never_forgotten(toolkit("status", "--json").json, platforms(toolkit.alive()), at)


def interrupted(toolkit: Played) -> list[Run]:
    with closing(Journal(toolkit.home / "journal.sqlite")) as journal:
        return journal.interrupted_runs()


def check_the_next_run(toolkit: Played, at: str) -> None:
    """It ends clean, or says which session may still be open, and then only that is missing."""
    again = toolkit("logout-all", "--yes", "--json")
    assert again.code in (0, 4), (at, again)
    report = again.json
    never_false(report, platforms(toolkit.alive()), toolkit.home, at)
    assert toolkit.alive() == set(), (at, "the next run logs out")
    for result in report["results"]:
        assert result["platform"] == PLATFORM
        assert result["disk"] in ("clean", "residue"), (at, result)
        assert result["verdict"] == "clean" or result["open_on_server"], (at, result)
        if result["open_on_server"]:
            assert result["reason"]["code"] in ("open_on_server", "unclean_exit"), (at, result)
            assert toolkit("acknowledge", "acme", PLATFORM).code == 0
    nothing_left_over(toolkit.home, at)
    assert toolkit("verify", "--json").json["verdict"] == "clean", at
    assert interrupted(toolkit) == [], (at, "the next run has taken note of the interruption")
    receipts = toolkit("receipt", "verify")
    assert receipts.code == 0, (at, receipts)
