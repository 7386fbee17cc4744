"""What a profile that went nowhere holds: makes one, lists it. `python -m tests.traces.fresh` records the baseline:
what it prints belongs into toolkit/traces/stores/baseline_chromium.py.

Recorded without a network: with one, the browser fetches component lists (rows of `chromium_rest`), and nothing more.
"""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path

import psutil
from playwright.async_api import async_playwright

from tests.support import browsers, screens
from toolkit.traces.chromium.leveldb import contents, is_leveldb, names_in
from toolkit.traces.chromium.mentions import cells, mentioned
from toolkit.traces.chromium.origin_stores import origins_in
from toolkit.traces.collector import Collector
from toolkit.traces.hosts import Matcher
from toolkit.traces.sqlite import opened

_STRINGS = re.compile(rb"[\x20-\x7e]{6,}")
# Parts of names that are made up anew each time.
_MADE_UP = (
    (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "*"),
    (re.compile(r"[A-Z2-7]{32,}"), "*"),
    (re.compile(r"-[0-9A-F]{8}-[0-9A-F]+\b"), "-*"),
    (re.compile(r"\d{6,}"), "*"),
)


async def make(profile: Path, *, headless: bool, display: str = "", seconds: float = 0, extension: str = "") -> None:
    """A start and a clean close of the browser, with nothing but its own first page."""
    async with async_playwright() as playwright:
        context = await playwright.chromium.launch_persistent_context(
            profile,
            executable_path=browsers.chromium(),
            ignore_default_args=True,
            env={**os.environ, "DISPLAY": display} if display else None,
            no_viewport=True,
            args=[
                "--remote-debugging-pipe",
                f"--user-data-dir={profile}",
                "--no-first-run",
                "--no-default-browser-check",
                "--host-resolver-rules=MAP * ~NOTFOUND",
                *(["--headless"] if headless else []),
                *(["--enable-unsafe-extension-debugging"] if extension else []),
                *browsers.launch_args(),
                "about:blank",
            ],
        )
        if extension:
            assert context.browser
            session = await context.browser.new_browser_cdp_session()
            await session.send("Extensions.loadUnpacked", {"path": extension})
        await asyncio.sleep(seconds)
        process = psutil.Process(int((profile / "SingletonLock").readlink().name.rpartition("-")[2]))
        session = await context.new_cdp_session(context.pages[0])
        await session.send("Browser.close")
        await asyncio.to_thread(process.wait, 20)


def paths(profile: Path) -> set[str]:
    """Everything in a profile that is a file, a link or an empty folder."""
    return {
        path.relative_to(profile).as_posix()
        for path in profile.rglob("*")
        if path.is_symlink() or not path.is_dir() or not any(path.iterdir())
    }


def hosts(profile: Path) -> dict[str, set[str]]:
    """The hosts that each file names, by path; a LevelDB as its folder."""
    collector = Collector(profile, Matcher(()))
    found: dict[str, set[str]] = {}
    for path in sorted(profile.rglob("*")):
        texts: list[str | bytes] = []
        if path.is_dir() and is_leveldb(names := names_in(collector, path)):
            texts = list(contents(collector, path, names))
        elif path.is_file() and not path.is_symlink():
            data = path.read_bytes()
            texts = [data, *(run.decode() for run in _STRINGS.findall(data))]
            if data.startswith(b"SQLite format 3\0"):
                with opened(path) as database:
                    texts = list(cells(database))
        named = {origin.host for text in texts for origin in mentioned(text)} | {
            origin.host for text in texts if isinstance(text, bytes) for origin in origins_in(text)
        }
        named = {host for host in named if "." in host and host.rpartition(".")[2].isalpha()}
        if named:
            found[pattern(path.relative_to(profile).as_posix())] = named
    assert collector.problems == ()
    return found


def pattern(path: str) -> str:
    """`path` with `*` for the parts that are made up anew each time."""
    for made_up, star in _MADE_UP:
        path = made_up.sub(star, path)
    return path


def _record() -> str:
    version = subprocess.run([browsers.chromium(), "--version"], capture_output=True, text=True, check=True).stdout
    files: set[str] = set()
    named: dict[str, set[str]] = {}
    with tempfile.TemporaryDirectory() as folder, screens.xvfb() as display:
        for headless, seconds in ((True, 2), (False, 2), (True, 45), (False, 45)):
            profile = Path(folder) / f"{headless}-{seconds}"
            asyncio.run(make(profile, headless=headless, display="" if headless else display, seconds=seconds))
            files |= {pattern(path) for path in paths(profile)}
            for path, each in hosts(profile).items():
                named[path] = named.get(path, set()) | each
    listed = textwrap.wrap(
        " ".join(f'"{path}",'.replace(" ", "\1") for path in sorted(files)),
        116,
        break_long_words=False,
        break_on_hyphens=False,
    )
    lines = [f"# {' '.join(version.split()[:2])}, {time.strftime('%Y-%m-%d')}", "FILES: frozenset[str] = frozenset({"]
    lines += [f"    {line}".replace("\1", " ") for line in listed]
    lines += ["})  # fmt: skip", "HOSTS: dict[str, frozenset[str]] = {"]
    for path in sorted(named):
        lines += [f'    "{path}": frozenset({{', *(f'        "{host}",' for host in sorted(named[path])), "    }),"]
    return "\n".join([*lines, "}"])


if __name__ == "__main__":
    sys.stdout.write(_record() + "\n")
