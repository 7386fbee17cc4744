"""Killed at every single change of the disk: the neighbour's data is whole, and nothing is called clean that is not."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.scrub.conftest import Planted
from tests.scrub.killing import dies_at
from tests.scrub.plant import GOES, MARK, RULES, STAYS, holding, seen
from toolkit.browser.scrub import scrub_platforms
from toolkit.browser.scrub.live import read_live
from toolkit.traces import read_profile
from toolkit.traces.chromium.leveldb_log import Damaged
from toolkit.traces.files import Unreadable

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork (POSIX)"),
]

LEVELDBS = ("Local Storage/leveldb", "Session Storage", "File System/Origins", "Service Worker/Database")
KEPT = ("Cookies", "Cookies-journal", "Preferences", "WebStorage", "IndexedDB", "File System", "Service Worker",
        "Local Storage", "Session Storage")  # fmt: skip


@pytest.fixture
def small(scrub_planted: Planted, tmp_path: Path) -> Path:
    """The stores that are scrubbed, without the rest: it is copied hundreds of times."""
    source, target = scrub_planted.path / "Default", tmp_path / "small" / "Default"
    target.mkdir(parents=True)
    for name in KEPT:
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name)
        elif (source / name).exists():
            shutil.copy2(source / name, target / name)
    return target.parent


def neighbour(profile: Path) -> dict[str, Any]:
    """What Chromium would find of everybody but alpha, in each database; a damaged one raises."""
    inner, found = profile / "Default", {}
    for name in LEVELDBS:
        records = read_live(inner / name).records
        found[name] = {key: value for key, (_, value) in records.items() if b"alpha" not in key and b"map-" not in key}
    copy = profile.parent / "cookies-copy"
    for end in ("", "-journal"):
        Path(f"{copy}{end}").unlink(missing_ok=True)
        if Path(f"{inner}/Cookies{end}").exists():
            shutil.copy(f"{inner}/Cookies{end}", f"{copy}{end}")
    database = sqlite3.connect(copy)
    found["cookies"] = database.execute(
        "SELECT * FROM cookies WHERE host_key NOT LIKE '%alpha%' ORDER BY creation_utc"
    ).fetchall()
    database.close()
    found["files"] = {
        path.relative_to(inner).as_posix(): path.read_bytes()
        for folder in (inner / "IndexedDB", inner / "File System", inner / "Service Worker" / "ScriptCache")
        for path in folder.rglob("*")
        if path.is_file() and "gamma" in path.as_posix()
    }
    return found


def check(profile: Path, expected: dict[str, Any], step: object) -> str:
    """The disk layer that is told."""
    try:
        assert neighbour(profile) == expected, step
    except (Damaged, Unreadable) as error:
        raise AssertionError(f"a damaged database after {step}") from error
    disk = read_profile(profile, RULES).disk("alpha")
    if disk in ("clean", "residue"):
        assert holding(profile, MARK[GOES]) == set(), step
    return disk


def test_killed_at_every_change(small: Path, tmp_path: Path) -> None:
    expected, profile, step = neighbour(small), tmp_path / "profile", 0
    told = []
    while True:
        step += 1
        shutil.copytree(small, profile)
        killed = dies_at(step, lambda: scrub_platforms(profile, RULES))
        told.append(check(profile, expected, step))
        scrub_platforms(profile, RULES)
        assert check(profile, expected, f"{step}, finished") == "residue"
        assert not list(profile.rglob("*.dbtmp")) and not list(profile.rglob("*.log-*"))
        shutil.rmtree(profile)
        if not killed:
            break
    assert step > 100 and told[0] == "dirty" and told[-1] == "residue"
    ended = told.index("residue")
    # a file that is half overwritten is a problem: unknown
    assert set(told[:ended]) <= {"dirty", "unknown"} and set(told[ended:]) == {"residue"}


def test_chromium_starts_wherever_it_was_killed(small: Path, tmp_path: Path, scrub_planted: Planted) -> None:
    """The browser that starts in between finds all of the neighbour, and the run after it finishes."""
    changes, counting = 1, tmp_path / "counting"
    while dies_at(changes, lambda: scrub_platforms(shutil.copytree(small, counting), RULES)):
        shutil.rmtree(counting)
        changes += 9
    for step in random.Random(5).sample(range(1, changes - 9), 8):
        profile = Path(shutil.copytree(scrub_planted.path, tmp_path / f"killed{step}", symlinks=True))
        assert dies_at(step, lambda profile=profile: scrub_platforms(profile, RULES)), step  # type: ignore[misc]
        found = asyncio.run(seen(profile, scrub_planted.https, [STAYS]))
        assert found[STAYS] == scrub_planted.neighbour, step
        scrub_platforms(profile, RULES)
        assert read_profile(profile, RULES).disk("alpha") == "residue"
        assert holding(profile, MARK[GOES]) == set()
        shutil.rmtree(profile)


_SCRIPT = """
import sys
from pathlib import Path
from tests.scrub.plant import RULES
from toolkit.browser.scrub import scrub_platforms
print("ready", flush=True)
scrub_platforms(Path(sys.argv[1]), RULES)
"""


def test_killed_by_the_system_at_any_time(small: Path, tmp_path: Path) -> None:
    """A real SIGKILL, which also meets SQLite inside its own writes."""
    expected, chance = neighbour(small), random.Random(9)
    for number in range(12):
        profile = Path(shutil.copytree(small, tmp_path / f"profile{number}"))
        child = subprocess.Popen([sys.executable, "-c", _SCRIPT, str(profile)], stdout=subprocess.PIPE)
        assert child.stdout is not None and child.stdout.readline() == b"ready\n"
        time.sleep(chance.uniform(0, 0.15))
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        check(profile, expected, number)
        scrub_platforms(profile, RULES)
        assert check(profile, expected, number) == "residue"
        shutil.rmtree(profile)
