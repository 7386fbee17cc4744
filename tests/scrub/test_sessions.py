"""Through the main job: a profile kept under `clean: sessions` and a run for one platform alone end clean on disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import browsers
from toolkit.browser.scrub import unfinished
from toolkit.demo.tour import Tour, stage
from toolkit.errors import Undecided
from toolkit.sessions.clean_profile import Options
from toolkit.sessions.results import ProfileResult
from toolkit.sessions.run import run_profiles
from toolkit.sessions.verify import verify
from toolkit.traces import PlatformRules, Reading, read_profile

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SITES = [PlatformRules(name, (f"{name}.com",)) for name in ("instagram", "x")]


@pytest.fixture
def tour(tmp_path: Path) -> Iterator[Tour]:
    with stage(folder=tmp_path / "home", executable=browsers.chromium()) as tour:
        config = tour.bench.home.config_file
        text = config.read_text(encoding="utf-8")
        assert "  surf:\n" in text
        config.write_text(text.replace("  surf:\n", "  surf:\n    clean: sessions\n"), encoding="utf-8")
        yield tour


async def log_out(tour: Tour, profile: str, *platforms: str) -> ProfileResult:
    options = Options(platforms=platforms, consent=frozenset({profile}))
    report = await run_profiles(tour.bench, [profile], options, lambda _: None)
    return report.profiles[0]


def reading(tour: Tour, profile: str) -> Reading:
    return read_profile(tour.bench.folder(profile), SITES)


@pytest.mark.anyio
async def test_a_profile_that_is_kept_ends_clean(tour: Tour) -> None:
    await tour.sign_in(lambda _: None, "surf")
    assert reading(tour, "surf").disk("instagram") == "dirty"
    result = await log_out(tour, "surf")
    verdicts = {unit.platform: unit.verdict for unit in result.units}
    assert verdicts == dict.fromkeys(("instagram", "x", "mastodon"), "clean")
    assert {unit.disk for unit in result.units} <= {"clean", "residue"}
    assert {trace.kind for trace in result.traces} <= {"visit", "identity", "kept"}
    assert tour.live() == 0
    left = {trace.store for trace in reading(tour, "surf").traces["instagram"]}
    assert "history" in left and not left & {"cookies", "local_storage", "session_storage", "indexed_db", "logins"}


@pytest.mark.anyio
async def test_one_platform_goes_and_the_others_stay_signed_in(tour: Tour) -> None:
    await tour.sign_in(lambda _: None, "bufete")
    before = [trace for trace in reading(tour, "bufete").traces["x"] if trace.store == "cookies"]
    result = await log_out(tour, "bufete", "instagram")
    assert [(unit.platform, unit.verdict) for unit in result.units] == [("instagram", "clean")]
    assert result.units[0].disk in ("clean", "residue")
    assert [trace for trace in reading(tour, "bufete").traces["x"] if trace.store == "cookies"] == before
    rest = await log_out(tour, "bufete")
    assert {unit.platform: unit.server for unit in rest.units if unit.platform != "instagram"} == {
        "x": "revoked",
        "mastodon": "revoked",
    }


class Killed(BaseException):
    """Ends the run where it stands."""


@pytest.mark.anyio
async def test_a_run_killed_while_it_cleaned_is_finished_by_the_next(
    tour: Tour, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(directory: Path, choose: object) -> None:
        raise Killed

    await tour.sign_in(lambda _: None, "surf", ("instagram", "x"))
    with monkeypatch.context() as patch:
        patch.setattr("toolkit.browser.scrub.storage.rewrite", stop)
        with pytest.raises(Killed):
            await log_out(tour, "surf")
    assert unfinished(tour.bench.folder("surf")) >= {"instagram", "x"}
    assert verify(tour.bench, ["surf"])[0].verdict == "dirty"
    await log_out(tour, "surf", "instagram")  # the other one is still noted
    assert "x" in unfinished(tour.bench.folder("surf"))
    assert verify(tour.bench, ["surf"])[0].verdict == "dirty"
    last = await log_out(tour, "surf")
    assert unfinished(tour.bench.folder("surf")) == set()
    result = verify(tour.bench, ["surf"])[0]
    assert result.verdict == "clean" and result.disk in ("clean", "residue"), (last, result)


@pytest.mark.anyio
async def test_a_scrub_that_fails_is_never_clean(tour: Tour, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(folder: Path, rules: object) -> None:
        raise Undecided("clear_failed", profile=folder.name, path="Default/Cookies", platform="instagram")

    await tour.sign_in(lambda _: None, "surf", ("instagram",))
    with monkeypatch.context() as patch:
        patch.setattr("toolkit.sessions.clean_profile.scrub_platforms", fail)
        result = await log_out(tour, "surf")
    assert result.verdict != "clean" and result.reason is not None and result.reason.code == "clear_failed"
    await log_out(tour, "surf")
    again = verify(tour.bench, ["surf"])[0]
    assert again.verdict == "clean" and again.disk in ("clean", "residue")
