"""A file in the profile that says which platforms are being cleaned out of it, from before the first change to the end.

Killed half-way, a store can be left with values whose owner nothing names any more (an entry of Session Storage whose
tab is gone). So while this file names a platform, that is a session trace of it for the disk reader, whatever else is
found, and the next run finishes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from toolkit.browser.scrub.wipe import flush_directory
from toolkit.traces.files import is_file, read_file
from toolkit.traces.stores.chromium import SCRUBBING


def unfinished(profile: Path) -> frozenset[str]:
    """The platforms whose cleaning was begun and not ended. Raises Unreadable."""
    path = profile / SCRUBBING
    return frozenset(read_file(path).decode("utf-8", "replace").splitlines()) if is_file(path) else frozenset()


def begin(profile: Path, platforms: Iterable[str]) -> None:
    """Raises OSError, Unreadable; so does `end`."""
    _write(profile, unfinished(profile) | set(platforms))


def end(profile: Path, platforms: Iterable[str]) -> None:
    """Those of an earlier run that this one was not asked for stay noted."""
    _write(profile, unfinished(profile) - set(platforms))


def _write(profile: Path, platforms: frozenset[str]) -> None:
    path = profile / SCRUBBING
    if platforms:
        new = path.with_suffix(".new")
        new.unlink(missing_ok=True)
        with new.open("x", encoding="utf-8") as file:
            file.write("\n".join(sorted(platforms)))
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    else:
        path.unlink(missing_ok=True)
    flush_directory(profile)
