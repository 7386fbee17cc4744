"""Keeps session cookies over a robot start, and the person's open tabs out of it.

A start drops cookies without Max-Age unless it restores the last session (measured), so the robot asks for that; but
restoring would also open the person's tabs. So the tabs' files are moved aside first, and back when the run ends; what
tabs kept in sessionStorage goes with them, or the start would throw it away as nobody's (measured).
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from toolkit.traces.running import user_of
from toolkit.traces.stores.chromium import RESTORE_ASIDE as _ASIDE


@contextlib.contextmanager
def sessions_aside(profile: Path) -> Iterator[None]:
    """Within this context the folders of the profile's tabs are moved aside; afterwards they are put back.

    Not so when a browser still runs (the run was aborted): then the next start puts them back.
    """
    put_back(profile)
    home = profile / "Default"
    aside = home / _ASIDE
    moved = [p for p in (*home.glob("Sessions*"), home / "Session Storage") if p.is_dir() and not p.is_symlink()]
    if moved:
        if aside.is_symlink() or aside.is_file():  # nothing of ours; through a link they would leave the profile
            aside.unlink()
        aside.mkdir(mode=0o700, exist_ok=True)
        for folder in moved:
            folder.rename(aside / folder.name)
    try:
        yield
    finally:
        if user_of(profile) is None:
            put_back(profile)


def put_back(profile: Path) -> None:
    """Put folders back that a run moved aside, also one that was killed; what the robot's own start wrote goes."""
    home = profile / "Default"
    aside = home / _ASIDE
    if aside.is_symlink() or not aside.is_dir():
        return
    for folder in aside.iterdir():
        own = home / folder.name
        if own.is_dir() and not own.is_symlink():
            shutil.rmtree(own)
        folder.rename(own)
    aside.rmdir()
