"""How long it takes to read many well-used profiles, without starting a browser.

    python -m tests.benchmarks.status_profiles [--profiles 100] [--folder DIR]

One profile is made by a real Chromium: 2,000 cookies of 200 hosts and 20 MB of Local Storage in 40 origins, some of
them platforms'. The others are copies by hard links, which for a reader is the same.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from playwright.async_api import Page, Route

from tests.traces.chromium import opened
from toolkit.traces import NameRule, PlatformRules, Reading, read_profile

COOKIES = 2000
COOKIE_HOSTS = 200
ORIGINS = 40
MEGABYTES = 25  # some 20 on disk: LevelDB compresses
PLATFORMS = ("instagram.com", "x.com", "mastodon.social", "bsky.app", "facebook.com", "linkedin.com")

# Entries of many sizes, half of them random: 20 MB that Snappy cannot make small.
_FILL = """(bytes) => {
  let left = bytes;
  for (let i = 0; left > 0; i++) {
    const size = Math.min(left, [40, 400, 4000, 40000][i % 4]);
    let value = '';
    while (value.length < size) value += Math.random().toString(36).slice(2) + '"key":null,';
    localStorage.setItem(`entry-${i}`, value.slice(0, size));
    left -= size;
  }
  localStorage.setItem('token', 'value');
}"""


def rules() -> list[PlatformRules]:
    """Platforms as the reader gets them: one session name each, in cookies and in storage."""
    names = (
        NameRule("cookie", "sessionid", "exact", "session"),
        NameRule("local_storage", "token", "exact", "session"),
    )
    return [PlatformRules(domain.replace(".", "_"), (domain,), names) for domain in PLATFORMS]


def hosts(count: int) -> list[str]:
    return [f"www.{domain}" for domain in PLATFORMS] + [f"www.site{i}.test" for i in range(count - len(PLATFORMS))]


async def _answer(route: Route) -> None:
    await route.fulfill(body="<!doctype html>", content_type="text/html")


async def _fill(page: Page, origins: list[str]) -> None:
    await page.route("**/*", _answer)
    for origin in origins:
        await page.goto(f"https://{origin}/")
        await page.evaluate(_FILL, MEGABYTES * 1_000_000 // len(origins))


async def make_profile(path: Path) -> None:
    """A profile of the size named above, written and closed by Chromium."""
    async with opened(path, 1) as context:
        expires = time.time() + 86400
        await context.add_cookies(
            [
                {
                    "name": "sessionid" if i < COOKIE_HOSTS else f"name{i}",
                    "value": "v" * 100,
                    "domain": hosts(COOKIE_HOSTS)[i % COOKIE_HOSTS],
                    "path": "/",
                    "expires": expires,
                }
                for i in range(COOKIES)
            ]
        )
        await _fill(context.pages[0], hosts(ORIGINS))


def make_profiles(base: Path, count: int) -> list[Path]:
    """`count` profiles in `base`: one made by the browser, the others hard-linked to it."""
    base.mkdir(parents=True, exist_ok=True)
    paths = [base / f"profile{i:03}" for i in range(count)]
    if not paths[0].exists():
        asyncio.run(make_profile(paths[0]))
    for path in paths[1:]:
        if not path.exists():
            shutil.copytree(paths[0], path, copy_function=os.link, symlinks=True)
    return paths


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--profiles", type=int, default=100)
    parser.add_argument("--folder", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="toolkit-bench-") as folder:
        paths = make_profiles(arguments.folder or Path(folder), arguments.profiles)
        storage = sum(file.stat().st_size for file in (paths[0] / "Default/Local Storage/leveldb").iterdir())
        print(f"{len(paths)} profiles, Local Storage {storage / 1e6:.1f} MB each")
        for quick in (True, False):
            times: list[float] = []
            used: list[float] = []
            readings: list[Reading] = []
            for _ in range(5):
                start, cpu = time.perf_counter(), time.process_time()
                readings = [read_profile(path, rules(), quick=quick) for path in paths]
                times.append(time.perf_counter() - start)
                used.append(time.process_time() - cpu)
            assert all(not reading.problems and reading.disk("x_com") == "dirty" for reading in readings)
            kind = "quick" if quick else "full"
            print(
                f"{kind}: {min(times):.3f} s best, {statistics.median(times):.3f} s median of {len(times)};"
                f" {min(used):.3f} s of CPU"
            )


if __name__ == "__main__":
    main()
