"""What a Firefox profile that went nowhere holds. `python -m tests.traces.firefox_fresh` records the baseline.

Recorded without a network: with one, the browser fetches lists (safe browsing, settings, codecs), which have rows of
their own in `firefox_rest`.
"""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.support import browsers, screens
from tests.traces import firefox
from tests.traces.fresh import paths
from toolkit.traces.firefox.mentions import sites_in
from toolkit.traces.firefox.mozlz4 import MAGIC, unpack
from toolkit.traces.sqlite import opened

# Parts of names that are made up anew each time.
_MADE_UP = (
    (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "*"),
    (re.compile(r"^[0-9a-f]{8}(?=\.sqlite)"), "????????"),
    (re.compile(r"[0-9A-F]{40}"), "*"),
    (re.compile(r"(?<=archived/)\d{4}-\d\d(?=/|$)"), "*"),
    (re.compile(r"(?<=/)\d{10,}"), "*"),
    (re.compile(r"(?<=startupCache\.)\d+"), "*"),
    (re.compile(r"(?<=cache2/)ce_[A-Za-z0-9+=_-]+"), "ce_*"),
)


def pattern(path: str) -> str:
    """`path` with `*` for the parts that are made up anew each time."""
    for made_up, star in _MADE_UP:
        path = made_up.sub(star, path)
    return path


def hosts(profile: Path) -> dict[str, set[str]]:
    """The hosts that each file names in addresses, by its pattern."""
    found: dict[str, set[str]] = {}
    for path in sorted(profile.rglob("*")):
        if not path.is_file() or path.is_symlink():
            continue
        data = path.read_bytes()
        if data.startswith(b"SQLite format 3\0"):
            data = b"\n".join(_cells(path))
        elif data.startswith(MAGIC):
            data = unpack(data)
        named = {host for host, _ in sites_in(data) if re.fullmatch(r"[a-z0-9.-]+\.[a-z]{2,}", host)}
        if named:
            found.setdefault(pattern(path.relative_to(profile).as_posix()), set()).update(named)
    return found


def _cells(path: Path) -> list[bytes]:
    texts: list[bytes] = []
    with opened(path, grows=True) as database:
        for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for row in database.execute(f'SELECT * FROM "{table}"'):
                texts += [cell if isinstance(cell, bytes) else str(cell).encode() for cell in row]
    return texts


def _record() -> str:
    version = subprocess.run([browsers.firefox(), "--version"], capture_output=True, text=True, check=True).stdout
    files: set[str] = set()
    named: dict[str, set[str]] = {}
    with tempfile.TemporaryDirectory() as folder, screens.xvfb() as display:
        for window in ("", display):
            profile = Path(folder) / f"window-{bool(window)}"
            asyncio.run(firefox.go_nowhere(profile, display=window, seconds=45))
            files |= {pattern(path) for path in paths(profile)}
            for path, each in hosts(profile).items():
                named[path] = named.get(path, set()) | each
    lines = [f"# {version.strip()}, {time.strftime('%Y-%m-%d')}", "FILES: frozenset[str] = frozenset({"]
    lines += [f'    "{path}",' for path in sorted(files)]
    lines += ["})", "HOSTS: dict[str, frozenset[str]] = {"]
    for path in sorted(named):
        lines += [f'    "{path}": frozenset({{', *(f'        "{host}",' for host in sorted(named[path])), "    }),"]
    return "\n".join([*lines, "}"])


if __name__ == "__main__":
    sys.stdout.write(_record() + "\n")
