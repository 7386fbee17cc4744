"""Hundreds of broken files in a Firefox profile: reading never raises, and never loses a session without saying so."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.traces.firefox_rules import rules
from tests.traces.test_fuzz import mutate
from toolkit.traces import Reading, counts, read_profile
from toolkit.traces.files import source
from toolkit.traces.firefox.cache2 import entry
from toolkit.traces.firefox.cache_hash import hash32

pytestmark = pytest.mark.browser


def sessions(reading: Reading, platform: str) -> set[tuple[str, str, str]]:
    return {
        (trace.store, trace.host, trace.name)
        for trace in reading.traces[platform]
        if trace.kind == "session" or trace.store == "cookies"
    }


@pytest.mark.parametrize("seed", range(8))
def test_a_broken_file_hides_no_session(firefox_copy: Path, seed: int) -> None:
    dice, asked = random.Random(seed), rules(1)
    whole = read_profile(firefox_copy, asked)
    files = [path for path in sorted(firefox_copy.rglob("*")) if path.is_file() and not path.is_symlink()]
    holding = [path for path in files if b"alpha" in path.read_bytes() or "sessionstore" in path.name]
    for _ in range(30):
        path = dice.choice(holding if dice.random() < 0.7 else files)
        before = path.read_bytes()
        path.write_bytes(mutate(before, dice) if dice.random() < 0.8 else before[: dice.randrange(len(before) or 1)])
        for quick in (False, True):
            reading = read_profile(firefox_copy, asked, quick=quick)
            counts(firefox_copy)
            for platform in ("alpha", "beta"):
                assert reading.disk(platform) != "clean", path
                if not quick and reading.disk(platform) != "unknown":
                    assert sessions(whole, platform) <= sessions(reading, platform), path
        path.write_bytes(before)


def test_every_entry_of_the_cache_holds_its_checksum_and_its_name(firefox_planted: tuple[Path, int]) -> None:
    paths = sorted((firefox_planted[0] / "cache2" / "entries").iterdir())
    assert len(paths) > 5
    for path in paths:
        with source(path) as file:
            found = entry(file)
        assert found.is_whole and found.is_named(path.name), path
        assert not found.is_named("0" * 40)


def test_checksum_of_nothing_and_of_every_length() -> None:
    assert len({hash32(bytes(length)) for length in range(40)}) == 40
    assert hash32(b"\1" + bytes(23)) != hash32(bytes(24))


def test_an_entry_that_was_changed_is_damaged(firefox_copy: Path) -> None:
    for old, new in ((b"www.alpha.test", b"www.alpho.test"), (b"sessionid=", b"sessionit=")):
        for path in (firefox_copy / "cache2" / "entries").iterdir():
            before = path.read_bytes()
            if old in before:
                path.write_bytes(before.replace(old, new))
                problems = {(problem.path, problem.code) for problem in read_profile(firefox_copy, rules(1)).problems}
                assert problems == {(f"cache2/entries/{path.name}", "unreadable")}
                path.write_bytes(before)
