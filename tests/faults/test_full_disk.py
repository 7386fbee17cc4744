"""The disk is full from any change of the run on: it says so, nothing is lost, and with room again the job is done."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.checks import never_false, never_forgotten
from tests.faults.played import Played
from tests.faults.points import drawn
from tests.faults.stage import Stage, kept
from tests.faults.test_killed_at_every_change import check_the_next_run, platforms, scene
from toolkit.errors import Exit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork (POSIX)"),
]
POINTS = 25


@pytest.mark.parametrize("mode", ["everything", "sessions"])
def test_full_from_a_change_on(signed_in: Stage, tmp_path: Path, mode: str) -> None:
    expected = kept(signed_in.source / "profiles/acme")
    total = scene(signed_in, tmp_path / "counted", mode).changes("logout-all", "--yes", "--json")
    for change in drawn(f"full {mode}", total, POINTS):
        at, folder = f"full from change {change} of {total} on, {mode}", tmp_path / str(change)
        toolkit = scene(signed_in, folder, mode)
        full = toolkit("logout-all", "--yes", "--json", full_at=change)
        check_full(toolkit, full.code, full.out, at)
        assert kept(toolkit.home / "profiles/acme") == expected, at
        check_the_next_run(toolkit, at)
        assert kept(toolkit.home / "profiles/acme") == expected, at
        shutil.rmtree(folder)


def check_full(toolkit: Played, code: int, out: str, at: str) -> None:
    alive = platforms(toolkit.alive())
    assert code in (Exit.DIRTY, Exit.UNKNOWN), (at, code, out)
    assert '"disk_full"' in out, (at, out)
    verify = toolkit("verify", "--json")
    assert verify.code in (Exit.CLEAN, Exit.DIRTY, Exit.UNKNOWN), (at, verify)
    never_false(verify.json, alive, toolkit.home, at)
    never_forgotten(toolkit("status", "--json").json, alive, at)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 8 MB."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root of Linux mounts a small disk")
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "none", folder], check=False)
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount")
    yield folder
    subprocess.run(["umount", folder], check=True)


@pytest.mark.parametrize("mode", ["everything", "sessions"])
@pytest.mark.parametrize("room", [0, 4, 16, 48, 96, 160, 256])
def test_a_disk_that_is_really_full(signed_in: Stage, tmp_path: Path, small_disk: Path, room: int, mode: str) -> None:
    """`room` is in kilobytes: it ends before the run, in the journal, in the cleaning, or in the receipt."""
    server = tmp_path / "server"
    made = scene(signed_in, small_disk / "x", mode)
    shutil.move(made.server, server)
    toolkit = Played(made.home, server, tmp_path / "output")
    expected = kept(toolkit.home / "profiles/acme")
    ballast = small_disk / "ballast"
    free = shutil.disk_usage(small_disk).free
    ballast.write_bytes(bytes(free - room * 1024))
    full = toolkit("logout-all", "--yes", "--json")
    assert full.code in (Exit.CLEAN, Exit.DIRTY, Exit.UNKNOWN), full
    if full.code:
        assert '"disk_full"' in full.out, full
    for command in ("verify", "status"):
        answer = toolkit(command, "--json")
        assert answer.code in (Exit.CLEAN, Exit.DIRTY, Exit.UNKNOWN), answer
        assert "results" not in answer.json or toolkit.alive() == set() or answer.json["verdict"] != "clean", answer
    assert kept(toolkit.home / "profiles/acme") == expected
    ballast.unlink()
    check_the_next_run(toolkit, f"{room} KB, {mode}")
    assert kept(toolkit.home / "profiles/acme") == expected
