"""Profiles made by a real Chromium, each once for all tests; a test that changes one takes a copy."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.web import serving
from tests.traces import firefox, sites
from tests.traces.chromium import opened
from tests.traces.roaming import roam
from toolkit.traces import NameRule, PlatformRules


@dataclass(frozen=True)
class Planted:
    """A closed profile, and the port of the server that filled it."""

    path: Path
    http: int


def rules(http: int) -> list[PlatformRules]:
    return [
        PlatformRules(
            "alpha",
            ("alpha.test",),
            (
                NameRule("cookie", "sessionid", "exact", "session"),
                NameRule("cookie", "device_id", "exact", "device"),
                NameRule("cookie", "seen_", "prefix", "identity", host="www.alpha.test"),
                NameRule("local_storage", "tok", "prefix", "session"),
                NameRule("session_storage", "tab-token", "exact", "session"),
                NameRule("indexed_db", "accounts-db", "exact", "identity"),
            ),
        ),
        PlatformRules("beta", ("beta.test",), (NameRule("local_storage", "token", "exact", "session"),)),
        PlatformRules("address", (f"127.0.0.1:{http}",)),
        PlatformRules("name", (f"localhost:{http}",)),
        PlatformRules("other_port", ("localhost:9",)),
        PlatformRules("never", ("never.test",)),
    ]


async def _plant(profile: Path, http: int) -> None:
    async with opened(profile, http) as context:
        page = context.pages[0]
        await page.goto("https://www.alpha.test/")
        await page.evaluate(sites.PLANT, False)
        frame = next(frame for frame in page.frames if "beta" in frame.url)
        await frame.evaluate(sites.PLANT, True)
        for url in ("https://www.gamma.test/", f"http://127.0.0.1:{http}/", f"http://localhost:{http}/"):
            await page.goto(url)
            await page.evaluate(sites.PLANT, False)


async def _compact(profile: Path, https: int) -> None:
    """Write more than a log holds, so that all before it goes into tables; then clear alpha as the toolkit would."""
    fill = "() => { for (let i = 0; i < 45; i++) localStorage.setItem('f' + i, 'x'.repeat(100000)) }"
    async with opened(profile, https) as context:
        page = context.pages[0]
        for host in ("www.gamma.test", "fill.gamma.test"):
            await page.goto(f"https://{host}/")
            await page.evaluate(fill)
        # The browser writes when it finds the time; on a busy machine that may be later than its close.
        for _ in range(200):
            if list((profile / "Default/Local Storage/leveldb").glob("*.ldb")):
                break
            await asyncio.sleep(0.1)
    async with opened(profile, https) as context:
        session = await context.new_cdp_session(context.pages[0])
        await session.send(
            "Storage.clearDataForOrigin", {"origin": "https://www.alpha.test", "storageTypes": "local_storage"}
        )
        await context.clear_cookies()


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    """Every store filled, first-party, partitioned and on loopback."""
    folder = tmp_path_factory.mktemp("planted")
    with sites.serve(folder) as http:
        asyncio.run(_plant(folder / "profile", http))
    return Planted(folder / "profile", http)


@pytest.fixture(scope="session")
def compacted(planted: Planted, tmp_path_factory: pytest.TempPathFactory) -> Planted:
    """The same profile later: compacted into tables, alpha's Local Storage and all cookies cleared."""
    folder = tmp_path_factory.mktemp("compacted")
    shutil.copytree(planted.path, folder / "profile", symlinks=True)
    with sites.serve(folder) as https:
        asyncio.run(_compact(folder / "profile", https))
    return Planted(folder / "profile", planted.http)


@pytest.fixture(scope="session")
def roamed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile that `roaming` sent about."""
    folder = tmp_path_factory.mktemp("roamed")
    with serving(folder) as web:
        asyncio.run(roam(folder / "profile", web))
    return folder / "profile"


@pytest.fixture(scope="session")
def firefox_planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """A closed Firefox profile with every store filled that a page can fill, and the port of the sites."""
    folder = tmp_path_factory.mktemp("firefox")
    with serving(folder) as web:
        asyncio.run(firefox.plant(folder / "profile", web))
        return folder / "profile", web.port


@pytest.fixture
def firefox_copy(firefox_planted: tuple[Path, int], tmp_path: Path) -> Path:
    """A copy of it to do harm to."""
    return Path(shutil.copytree(firefox_planted[0], tmp_path / "profile", symlinks=True))


@pytest.fixture
def copy(planted: Planted, tmp_path: Path) -> Path:
    """A copy of the planted profile to do harm to."""
    return Path(shutil.copytree(planted.path, tmp_path / "profile", symlinks=True))


@pytest.fixture
def alpha() -> Callable[..., list[PlatformRules]]:
    """Alpha's rules alone, with `keep_device` as asked."""

    def make(keep_device: bool = False) -> list[PlatformRules]:
        first = rules(1)[0]
        return [PlatformRules(first.platform, first.domains, first.names, keep_device)]

    return make
