"""Every store of the tables, swapped for something else or corrupted: never followed, never deleted through, and never
called clean. Browser and sites are played."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.checks import holding
from tests.faults.damage import CORRUPTIONS, SWAPS, files, place, put
from tests.faults.played import Played
from tests.faults.points import chance
from tests.faults.stage import HOST, MARK, Stage
from toolkit.sessions.judge import worst
from toolkit.sessions.verify import verify
from toolkit.sessions.workbench import Workbench
from toolkit.traces.stores.model import Store
from toolkit.workspace.home import find_home

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork (POSIX)"),
]
FAMILIES = pytest.mark.parametrize("staged", ["chromium", "firefox"], indirect=True)
AT_A_TIME = 40
_BOOKMARKS = ("Bookmarks", "Bookmarks.bak", "places.sqlite", "favicons.sqlite")


@pytest.fixture
def cleaned(staged: Stage, tmp_path: Path) -> Played:
    """The workspace after a clean run."""
    (tmp_path / "server").mkdir()
    toolkit = Played(staged.scene(tmp_path / "cleaned").home, tmp_path / "server")
    assert toolkit("logout-all", "--yes", "--json").json["verdict"] == "clean"
    return toolkit


def tree(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file below with its time and bytes."""
    found = [folder, *folder.rglob("*")]
    return {p.relative_to(folder).as_posix(): (p.stat().st_mtime_ns, p.read_bytes()) for p in found if p.is_file()}


def telling(store: Store) -> bool:
    """Whether `verify` reads the place for what it holds: then it cannot do without it."""
    return bool(store.reader) and store.holds in ("session", "identity", "visit")


def traced(home: Path) -> set[str]:
    """Files of the profile that hold the client's mark, or its site where it is not a bookmark's."""
    profile = home / "profiles"
    named = {path for path in holding(profile, HOST) if Path(path).name not in _BOOKMARKS}
    return holding(profile) | named


def check_answer(answer: Any, at: object) -> None:
    assert answer.code in (0, 1, 4) and "Traceback" not in answer.err, (at, answer)


@FAMILIES
@pytest.mark.parametrize("swap", list(SWAPS))
def test_verify_of_a_swapped_store(staged: Stage, cleaned: Played, tmp_path: Path, swap: str) -> None:
    """In a profile that is clean but for the one place."""
    wrong = []
    for store, path in each(staged, cleaned):
        outside = tmp_path / "outside"
        SWAPS[swap](path, outside)
        before = tree(tmp_path / "outside")
        verdict = verdict_of(cleaned)
        assert tree(outside) == before, (store, "what a link leads to was touched")
        if telling(store) and verdict == "clean" and not fits(store, swap):
            wrong.append(store.path)
        remove(outside)
    assert not wrong, f"{swap} in place of {wrong} is called clean"


def each(staged: Stage, cleaned: Played) -> Iterator[tuple[Store, Path]]:
    """Every store of the table in its place, alone in the clean profile; the profile is as it was afterwards."""
    signed_in, home = staged.source / "profiles/acme", cleaned.home
    whole = home.with_name("whole")
    shutil.copytree(home / "profiles", whole, symlinks=True)
    for store in staged.family.stores:
        path = home / "profiles/acme" / place(staged.family, store)
        put(path, signed_in / place(staged.family, store))
        yield store, path
        shutil.rmtree(home / "profiles")
        shutil.copytree(whole, home / "profiles", symlinks=True)


def remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def verdict_of(toolkit: Played) -> str:
    """What `verify` says; in this process, as it is asked hundreds of times. Never raises."""
    bench = Workbench(find_home(toolkit.home))
    try:
        return worst(result.verdict for result in verify(bench, ["acme"]))
    finally:
        bench.close()


def fits(store: Store, swap: str) -> bool:
    """A directory where a directory belongs is no swap."""
    return (swap == "directory") == store.path.endswith("/") and swap != "link"


@FAMILIES
@pytest.mark.parametrize("mode", ["everything", "sessions"])
@pytest.mark.parametrize("swap", list(SWAPS))
def test_logout_with_swapped_stores(staged: Stage, tmp_path: Path, swap: str, mode: str) -> None:
    """In a profile with the client signed in; some stores at a time."""
    # what tells nothing of any site stays under `sessions`, whatever is in it
    every = [store for store in staged.family.stores if telling(store) or mode == "everything"]
    for number in range(0, len(every), AT_A_TIME):
        stores = every[number : number + AT_A_TIME]
        folder = tmp_path / str(number)
        (folder / "server").mkdir(parents=True)
        toolkit = Played(staged.scene(folder / "home", mode).home, folder / "server")
        outside = folder / "outside"
        names = [place(staged.family, store) for store in stores]
        for count, name in enumerate(names):
            SWAPS[swap](toolkit.home / "profiles/acme" / name, outside / str(count))
        before = tree(outside)
        answer = toolkit("logout-all", "--yes", "--json")
        check_answer(answer, names)
        after = tree(outside)
        touched = {names[int(key.partition("/")[0])] for key in {*before, *after} if before.get(key) != after.get(key)}
        assert not touched, f"what a link leads to was changed: {sorted(touched)}"
        assert answer.json["verdict"] != "clean" or not holding(toolkit.home / "profiles"), (names, answer)
        shutil.rmtree(folder)


@FAMILIES
@pytest.mark.parametrize("how", list(CORRUPTIONS))
def test_verify_of_a_corrupted_store(staged: Stage, cleaned: Played, how: str) -> None:
    """One store as the client's sign-in left it, corrupted: unknown, unless the client really is not in it."""
    wrong, source, done = [], chance(f"{staged.family.name} {how}"), set[Path]()
    for store, path in each(staged, cleaned):
        if telling(store) and path.exists() and path not in done:
            done.add(path)
            for file in files(path):
                CORRUPTIONS[how](file, random.Random(source.random()))
            if verdict_of(cleaned) == "clean" and (left := traced(cleaned.home)):
                wrong.append((store.path, left))
    assert len(done) > 10
    assert not wrong, f"{how}: called clean with the client in it: {wrong}"


@FAMILIES
@pytest.mark.parametrize("mode", ["everything", "sessions"])
@pytest.mark.parametrize("how", list(CORRUPTIONS))
def test_logout_with_corrupted_stores(staged: Stage, tmp_path: Path, how: str, mode: str) -> None:
    """A rebuild ends really clean; a cleaning of the platforms alone says what it could not read."""
    source = chance(f"{staged.family.name} {how} {mode}")
    (tmp_path / "server").mkdir()
    toolkit = Played(staged.scene(tmp_path / "home", mode).home, tmp_path / "server")
    done = set[Path]()
    for store in staged.family.stores:
        path = toolkit.home / "profiles/acme" / place(staged.family, store)
        if store.everything == "removed" and path.exists() and path not in done:
            done.add(path)
            for file in files(path):
                CORRUPTIONS[how](file, random.Random(source.random()))
    answer = toolkit("logout-all", "--yes", "--json")
    check_answer(answer, how)
    if mode == "everything":
        assert {result["disk"] for result in answer.json["results"]} == {"clean"}, answer
        assert not traced(toolkit.home), (how, "a rebuild ends really clean")
    again = toolkit("verify", "--json")
    check_answer(again, how)
    if "clean" in (answer.json["verdict"], again.json["verdict"]):
        assert not holding(toolkit.home / "profiles", MARK), (how, answer)
