"""The whole run on replicas with a real browser: SIGKILL to the run, to all of it, or to the browser, at any moment."""

from __future__ import annotations

import contextlib
import random
import shutil
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.faults.checks import never_false, never_forgotten, nothing_left_over
from tests.faults.points import chance
from tests.faults.stage import PLATFORM, Scene, Stage, kept
from toolkit.workspace.journal import Journal, Run

pytestmark = [pytest.mark.browser, pytest.mark.slow]

POINTS = 2  # for each of the six tests: half a minute each on two cores
LINES = 14  # of progress in an undisturbed run
SECONDS = 3.0  # from the browser's start to the end of an undisturbed run


@pytest.mark.parametrize("mode", ["everything", "sessions"])
@pytest.mark.parametrize("who", ["run", "all", "browser"])
def test_killed_at_any_moment(signed_in: Stage, tmp_path: Path, mode: str, who: str) -> None:
    source = chance(f"kill {who} {mode}")
    expected = kept(signed_in.source / "profiles/acme")
    for number in range(POINTS):
        line, after = _moment(source, number)
        at = f"{who} killed {after:.2f} s after line {line}, {mode}"
        scene = signed_in.scene(tmp_path / str(number), mode)
        killed = kill_at(scene, who, line, after)
        if who == "browser":
            assert "Traceback" not in killed.err and "unexpected" not in killed.out, (at, killed)
            if killed.report:  # not so when the run was over before the browser was found
                never_false(killed.report, scene.alive(), scene.home, at)
        else:
            assert [run.command for run in interrupted(scene)] == ["logout-all"] or killed.over, at
        verify = scene.toolkit.json("verify", expect=None)
        never_false(verify, scene.alive(), scene.home, at)
        never_forgotten(scene.toolkit.json("status", expect=None), scene.alive(), at)
        finish(scene, at)
        assert kept(scene.profile) == expected, at
        shutil.rmtree(scene.home)


def _moment(source: random.Random, number: int) -> tuple[int, float]:
    """After how many lines of progress, and how many seconds later: at the lines themselves, and between them."""
    if number % 2:
        return source.randint(2, LINES - 1), 0.0
    return 3, source.uniform(0.0, SECONDS)


class Killed:
    """A run that was disturbed; `over` where it had ended by itself before."""

    def __init__(self, process: subprocess.Popen[str], over: bool, out: str, err: str) -> None:
        import json

        self.code, self.over, self.out, self.err = process.returncode, over, out, err
        self.report: dict[str, Any] = json.loads(out) if out.strip().endswith("}") else {}

    def __repr__(self) -> str:
        return f"{self.code}\n{self.out}\n{self.err}"


def kill_at(scene: Scene, who: str, line: int, after: float) -> Killed:
    """Start `logout-all` and kill; answers when the run and its browser are gone."""
    process = scene.toolkit.start("logout-all", "--yes", "--json")
    assert process.stderr is not None and process.stdout is not None
    seen = [text for _, text in zip(range(line), process.stderr, strict=False)]
    rest: list[str] = []
    reader = threading.Thread(target=lambda: rest.extend(process.stderr or ()))
    reader.start()
    time.sleep(after)
    over = process.poll() is not None
    victims: list[psutil.Process] = []
    with contextlib.suppress(psutil.NoSuchProcess):
        run = psutil.Process(process.pid)
        below = run.children(recursive=True)
        browsers = [child for child in below if _of(scene.profile)(child)]
        victims = {"run": [run], "all": [run, *below], "browser": browsers}[who]
    for victim in victims:
        with contextlib.suppress(psutil.NoSuchProcess):
            victim.kill()
    out = process.stdout.read()
    process.wait(90)
    reader.join(10)
    process.stdout.close()
    process.stderr.close()
    left = [p for p in psutil.process_iter() if _of(scene.profile)(p)]
    _, alive = psutil.wait_procs(left, timeout=30)
    assert not alive, f"a browser whose run is gone ends by itself: {alive}"
    return Killed(process, over, out, "".join([*seen, *rest]))


def _of(profile: Path) -> Callable[[psutil.Process], bool]:
    def uses(process: psutil.Process) -> bool:
        with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            return any(f"--user-data-dir={profile}" in word for word in process.cmdline())
        return False

    return uses


def interrupted(scene: Scene) -> list[Run]:
    if not (scene.home / "journal.sqlite").exists():
        return []
    with closing(Journal(scene.home / "journal.sqlite")) as journal:
        return journal.interrupted_runs()


def finish(scene: Scene, at: str) -> None:
    """The next run does the job; what it cannot prove it says, and a person's word settles that."""
    again = scene.toolkit.json("logout-all", "--yes", expect=None)
    never_false(again, scene.alive(), scene.home, at)
    assert scene.alive() == set(), (at, "the next run logs out", again)
    for result in again["results"]:
        assert result["disk"] in ("clean", "residue"), (at, result)
        assert result["verdict"] == "clean" or result["open_on_server"], (at, result)
        if result["open_on_server"]:
            scene.toolkit("acknowledge", "acme", PLATFORM)
    nothing_left_over(scene.home, at)
    assert scene.toolkit.json("verify")["verdict"] == "clean", at
    assert interrupted(scene) == [], at
