"""Removes files of a profile for good: overwritten with zeros, then unlinked. A link is never followed.

Overwriting is all a program can do; a file system that copies on write, or a drive that levels its wear, may keep the
old bytes out of everybody's reach but a laboratory's.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

_PIECE = bytes(1 << 20)
_FLAGS = os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def wipe_file(path: Path) -> None:
    """Zero and unlink a file; of a link or a file that has another name elsewhere only this name goes."""
    info = path.lstat()
    if stat.S_ISREG(info.st_mode) and info.st_nlink == 1 and info.st_size:
        descriptor = os.open(path, _FLAGS)
        try:
            _zero(descriptor)
        finally:
            os.close(descriptor)
    path.unlink()


def _zero(descriptor: int) -> None:
    left = os.fstat(descriptor).st_size
    while left > 0:
        left -= os.write(descriptor, _PIECE[: min(left, len(_PIECE))])
    os.fsync(descriptor)


def wipe_tree(folder: Path) -> None:
    """Remove a directory with all in it; links in it are removed and not followed. Nothing there: nothing done."""
    if folder.is_symlink():
        folder.unlink()
    elif folder.is_dir():
        for inner in sorted(folder.iterdir()):
            if inner.is_dir() and not inner.is_symlink():
                wipe_tree(inner)
            else:
                wipe_file(inner)
        folder.rmdir()
    elif folder.exists():
        wipe_file(folder)


def flush_directory(folder: Path) -> None:
    """Have renames and removals in `folder` written, where the system can (not on Windows)."""
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
