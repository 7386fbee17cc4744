"""Several runs at once make one chain; a run that is killed in between breaks none."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.receipts.conftest import BOTH, Desk, a_report
from toolkit.errors import ToolkitError, Undecided
from toolkit.sessions.receipts import write
from toolkit.sessions.receipts.folder import read_all

ROOT = Path(__file__).parents[2]

RUNS = """
import sys
from pathlib import Path
from tests.receipts.conftest import a_report
from toolkit.sessions.receipts.write import write_receipt
from toolkit.workspace.home import find_home
home = find_home(Path(sys.argv[1]))
for _ in range(int(sys.argv[2])):
    write_receipt(home, home.config(), a_report())
"""


def _start(desk: Desk, count: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", RUNS, str(desk.home.path), str(count)], cwd=ROOT)


@pytest.mark.parametrize("desk", ["file"], indirect=True)
def test_processes_at_once_make_one_chain(desk: Desk) -> None:
    processes = [_start(desk, 6) for _ in range(4)]
    assert [process.wait(timeout=120) for process in processes] == [0] * 4
    assert desk.verify().outcome == "intact"
    numbers = sorted(one.receipt.sequence for one in read_all(desk.home) if one.receipt)
    assert numbers == list(range(1, 25))


@pytest.mark.slow
@pytest.mark.parametrize("desk", ["file"], indirect=True)
def test_killed_processes_leave_a_chain_in_order(desk: Desk) -> None:
    """Killed at whatever moment: at most the head is one behind, and the next run goes on from the newest."""
    for wait in range(12):
        process = _start(desk, 500)
        try:
            process.wait(timeout=1.2 + wait * 0.07)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        assert not desk.verify().findings
    desk.run(1)
    numbers = sorted(one.receipt.sequence for one in read_all(desk.home) if one.receipt)
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 12


def _fail(*_: object) -> None:
    raise Undecided("keyring_locked")


@BOTH
def test_a_head_that_stayed_behind_is_healed_by_the_next_run(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.run(2)
    with monkeypatch.context() as killed:
        killed.setattr(write.Head, "as_text", _fail)
        desk.run(1)
    desk.run(1)
    assert desk.verify().outcome == "intact"
    assert [one.receipt.sequence for one in read_all(desk.home) if one.receipt] == [1, 2, 3, 4]


@BOTH
def test_a_head_that_stayed_behind_is_healed_by_verify(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.run(2)
    with monkeypatch.context() as killed:
        killed.setattr(write.Head, "as_text", _fail)
        name = desk.run(1)[0]
    assert desk.verify().outcome == "intact"
    desk.file(name).unlink()
    assert desk.codes() == ["receipts_lost"], "verify has moved the head"


def test_a_broken_chain_does_not_move_the_head(desk: Desk) -> None:
    names = desk.run(3)
    before = dict(desk.ring.entries)
    desk.file(names[1]).unlink()
    desk.verify()
    assert desk.ring.entries == before


def test_half_a_file_of_a_killed_run_is_no_receipt(desk: Desk) -> None:
    desk.run(1)
    (desk.home.receipts / ".receipt.new").write_bytes(b'{"version": 2')
    desk.run(1)
    assert desk.verify().outcome == "intact"
    assert [path.name for path in desk.home.receipts.iterdir() if path.name.startswith(".")] == []


def test_a_lock_that_is_not_given_back_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "_LOCK_PATIENCE", 0.1)
    with write.receipts_lock(desk.home), pytest.raises(Undecided) as caught:
        desk.run(1)
    assert caught.value.reason.code == "receipts_busy"


def test_a_full_disk_leaves_no_half_receipt_and_the_head_where_it_was(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno
    import os

    desk.run(1)
    real = os.fsync

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(ToolkitError) as caught:
        desk.run(1)
    monkeypatch.setattr("os.fsync", real)
    assert caught.value.reason.code == "disk_full"
    assert len(desk.files()) == 1
    assert desk.verify().outcome == "intact"


def test_a_copy_on_a_read_only_disk_can_be_verified(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from filelock import FileLock

    desk.run(2)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Read-only file system")

    monkeypatch.setattr(FileLock, "acquire", refuse)
    assert desk.verify().outcome == "intact"


def test_a_clock_that_goes_back_does_not_confuse_the_chain(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import datetime

    class Earlier(datetime):
        @classmethod
        def now(cls, _: object = None) -> datetime:  # type: ignore[override]
            return datetime(2001, 2, 3, 4, 5, 6)  # noqa: DTZ001

    names = desk.run(2)
    monkeypatch.setattr(write, "datetime", Earlier)
    names += desk.run(2)
    assert desk.verify().outcome == "intact"
    assert [json.loads(desk.files()[name])["sequence"] for name in names] == [1, 2, 3, 4]


def test_a_report_of_a_removed_profile_has_no_client(desk: Desk) -> None:
    from tests.receipts.conftest import a_profile

    name = desk.run(1, a_report("clean", a_profile("gone")))[0]
    [profile] = json.loads(desk.files()[name])["report"]["profiles"]
    assert (profile["client"], profile["clean"]) == (None, None)
