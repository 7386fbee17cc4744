"""Overwrites a whole profile that is about to be deleted, as far as it can hold a session or name an account.

One file after another would wait for the disk each time; so all are zeroed first and written in one go. What tells of
visits alone, and what a person keeps, is deleted without it.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import stat
import sys
from pathlib import Path

from toolkit.browser.scrub.wipe import zero_file
from toolkit.traces.stores.lookup import chromium_store, firefox_store

_TOLD = ("session", "identity")


def overwrite(profile: Path) -> None:
    """Zero the files of a directory that nobody needs any more. Links and what has another name elsewhere are left
    alone; so is what cannot be written: it is deleted all the same."""
    together = sys.platform == "linux"
    for folder, _, files in os.walk(profile):
        for name in files:
            path = Path(folder, name)
            with contextlib.suppress(OSError):
                if stat.S_ISREG(path.lstat().st_mode) and _tells(path.relative_to(profile).as_posix()):
                    zero_file(path, flush=not together)
    if together:
        _write_all(profile)


def _tells(path: str) -> bool:
    rows = [row for row in (chromium_store(path), firefox_store(path)) if row is not None]
    return not rows or any(row.holds in _TOLD for row in rows)


def _write_all(folder: Path) -> None:
    """Have everything written that waits for this file system: https://man7.org/linux/man-pages/man2/syncfs.2.html"""
    with contextlib.suppress(OSError, AttributeError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            ctypes.CDLL(None).syncfs(descriptor)
        finally:
            os.close(descriptor)
