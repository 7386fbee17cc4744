"""Killed at any change of the disk, or out of space: never falsely clean, no other site loses, the next run ends it."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.cleaning.conftest import Fox
from tests.scrub.killing import dies_at
from tests.scrub.plant import GOES, MARK, RULES, STAYS, holding
from toolkit.browser.rebuild import Phase, finish, leftovers, rebuild
from toolkit.browser.rebuilt import strangers
from toolkit.browser.scrub import scrub_platforms, unfinished
from toolkit.errors import Undecided
from toolkit.traces import read_profile

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork (POSIX)"),
]
_LEFT_OUT = shutil.ignore_patterns(
    "startupCache", "favicons.sqlite*", "security_state", "datareporting", "3870112724*", "safebrowsing", "key4.db",
    "cert9.db", "e*.sqlite*", "domain_to*", "content-prefs*", "permissions*", "bounce*", "protections*",
)  # fmt: skip


@pytest.fixture(scope="session")
def small(fox: Fox, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The stores that are cleaned, without the rest: it is copied hundreds of times. Read only."""
    target = tmp_path_factory.mktemp("small") / "acme"
    shutil.copytree(fox.path, target, symlinks=True, ignore=_LEFT_OUT)
    with closing(sqlite3.connect(target / "places.sqlite")) as database:  # Firefox makes it far larger than it is
        database.execute("VACUUM")
    return target


def neighbour(profile: Path) -> dict[str, object]:
    """What Firefox would find of gamma; a damaged database raises."""
    found: dict[str, object] = {}
    for name, query in (
        ("cookies.sqlite", "SELECT host, name, value FROM moz_cookies WHERE host LIKE '%gamma%' ORDER BY 1, 2"),
        ("logins.db", "SELECT origin FROM loginsL WHERE origin LIKE '%gamma%'"),
        ("webappsstore.sqlite", "SELECT key, value FROM webappsstore2 WHERE originKey LIKE '%ammag%'"),
    ):
        copy = profile.parent / "copy.sqlite"
        for ending in ("", "-wal", "-journal"):
            Path(f"{copy}{ending}").unlink(missing_ok=True)
            if Path(f"{profile / name}{ending}").exists():
                shutil.copy(f"{profile / name}{ending}", f"{copy}{ending}")
        with closing(sqlite3.connect(copy)) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",), name
            found[name] = database.execute(query).fetchall()
    found["files"] = {
        path.relative_to(profile).as_posix(): path.read_bytes()
        for path in (profile / "storage/default").rglob("*")
        if path.is_file() and STAYS in path.as_posix() and GOES not in path.as_posix()
    }
    for name in ("serviceworker.txt", "logins.json"):
        assert STAYS in (profile / name).read_text(), name
    return found


def test_a_scrub_killed_at_any_change(small: Path, tmp_path: Path) -> None:
    expected, changes = neighbour(small), 1
    while True:
        counted = Path(shutil.copytree(small, tmp_path / "count", symlinks=True))
        if not dies_at(changes, lambda: scrub_platforms(counted, RULES)):  # noqa: B023 - called at once
            break
        shutil.rmtree(counted)
        changes += 40
    told = []
    for step in sorted({1, 2, 3, *random.Random(3).sample(range(4, changes), 50)}):
        profile = Path(shutil.copytree(small, tmp_path / "acme", symlinks=True))
        dies_at(step, lambda: scrub_platforms(profile, RULES))  # noqa: B023 - called at once
        assert neighbour(profile) == expected, step
        disk = read_profile(profile, RULES).disk("alpha")
        assert disk in ("dirty", "unknown") or holding(profile, MARK[GOES]) == set(), step
        told.append(disk)
        scrub_platforms(profile, RULES)
        assert holding(profile, MARK[GOES]) == set() and unfinished(profile) == frozenset(), step
        assert read_profile(profile, RULES).disk("alpha") == "residue", step
        assert neighbour(profile) == expected, step
        assert not list(profile.rglob("*.toolkit")), step
        shutil.rmtree(profile)
    assert told[0] == "dirty"


def kept(profile: Path) -> bool:
    """Whether the person's own is all there, in the old form or the new."""
    with closing(sqlite3.connect(f"{(profile / 'places.sqlite').as_uri()}?immutable=1", uri=True)) as database:
        marked = database.execute("SELECT title FROM moz_bookmarks WHERE guid = 'acmeacmeacme'").fetchone()
    return marked == ("Acme",) and (profile / "extensions/counter@example.org.xpi").is_file()


def test_a_rebuild_killed_at_any_change(small: Path, tmp_path: Path) -> None:
    journal, changes = tmp_path / "journal", 1

    def note(phase: Phase | None, new: str, old: str) -> None:
        journal.write_text(f"{phase} {new} {old}")

    profile = tmp_path / "profiles" / "acme"
    while True:
        shutil.copytree(small, profile, symlinks=True)
        if not dies_at(changes, lambda: rebuild(profile, note)):
            break
        shutil.rmtree(profile.parent)
        changes += 25
    shutil.rmtree(profile.parent)
    for step in sorted({1, 2, *random.Random(4).sample(range(3, changes), 40)}):
        journal.unlink(missing_ok=True)
        shutil.copytree(small, profile, symlinks=True)
        dies_at(step, lambda: rebuild(profile, note))
        assert any(kept(path) for path in profile.parent.iterdir() if (path / "places.sqlite").exists()), step
        phase, new, old = journal.read_text().split(" ") if journal.exists() else ("None", "", "")
        if phase != "None":
            finish(profile, phase, new, old, note)  # type: ignore[arg-type]
        assert kept(profile) and leftovers(profile) == [], step
        if holding(profile, MARK[GOES]):
            assert phase in ("building", "None"), step
            rebuild(profile, note)
        assert strangers(profile) == [] and kept(profile), step
        assert read_profile(profile, RULES).disk("alpha") == "clean", step
        assert list(profile.parent.iterdir()) == [profile], step
        shutil.rmtree(profile.parent)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, of 24 megabytes."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("mounting a small file system needs root on Linux")
    path = tmp_path / "disk"
    path.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", path], capture_output=True, check=False)
    if made.returncode:
        pytest.skip(f"cannot mount here: {made.stderr.decode().strip()}")
    yield path
    subprocess.run(["umount", str(path)], check=True)


@pytest.mark.parametrize("room", [0, 12, 40, 100, 300, 800])
def test_a_full_disk(small: Path, disk: Path, room: int) -> None:
    """With `room` kilobytes left, a scrub and then a rebuild; both are done when there is room again."""
    expected = neighbour(small)
    profile, ballast = disk / "profiles" / "acme", disk / "ballast"
    shutil.copytree(small, profile, symlinks=True)
    left = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    ballast.write_bytes(b"x" * (left - room * 1024))
    codes = set()
    for clean in (lambda: scrub_platforms(profile, RULES), lambda: rebuild(profile, lambda *_: None)):
        try:
            clean()
        except Undecided as failure:
            codes.add(failure.reason.code)
            assert read_profile(profile, RULES).disk("alpha") in ("dirty", "unknown", "residue")
            assert kept(profile) and leftovers(profile) == []
    # SQLite calls it an error of reading and writing where it is its shared memory that finds no room
    assert codes <= {"disk_full", "clear_failed"} and (codes or room >= 800)
    ballast.unlink()
    scrub_platforms(profile, RULES)
    assert holding(profile, MARK[GOES]) == set()
    if (profile / "logins.db").exists():  # not rebuilt yet
        assert neighbour(profile) == expected
    rebuild(profile, lambda *_: None)
    assert strangers(profile) == [] and kept(profile)
