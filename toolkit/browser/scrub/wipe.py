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
    zero_file(path)
    path.unlink()


def zero_file(path: Path, *, flush: bool = True) -> None:
    """Overwrite a file with zeros and leave it; not what a link leads to, nor a file with another name elsewhere.

    Without `flush` the caller has the file system write, before the file goes."""
    info = path.lstat()
    if stat.S_ISREG(info.st_mode) and info.st_nlink == 1 and info.st_size:
        descriptor = os.open(path, _FLAGS)
        try:
            _zero(descriptor, flush)
        finally:
            os.close(descriptor)


def replace_file(path: Path, data: bytes) -> None:
    """Put `data` in the place of a file, wholly or not at all, and overwrite what the file held before."""
    fresh = path.with_name(f"{path.name}.toolkit")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    # Held open, so that it can be overwritten when it has no name any more; Windows does not replace what is open.
    old = None if os.name == "nt" else os.open(path, _FLAGS)
    try:
        alone = old is not None and os.fstat(old).st_nlink == 1
        fresh.replace(path)
        flush_directory(path.parent)
        if old is not None and alone:
            _zero(old)
    finally:
        if old is not None:
            os.close(old)


def _zero(descriptor: int, flush: bool = True) -> None:
    left = os.fstat(descriptor).st_size
    while left > 0:
        left -= os.write(descriptor, _PIECE[: min(left, len(_PIECE))])
    if flush:
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
