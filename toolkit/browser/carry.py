"""Carries what is kept from an old profile into a new one. Links are never followed, not even on the way to a path.

What is a link, or a directory where a file should be (or the other way round), is no setting that a browser wrote: it
is left behind, and what a link points to stays as it is.
"""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path
from typing import Literal

Shape = Literal["file", "folder"]
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def found(root: Path, relative: str, shape: Shape) -> Path | None:
    """The path `relative` to `root` if it is of that shape and no link leads to it. Raises OSError."""
    path = root
    for part in relative.split("/"):
        if not _is_a(path, "folder"):
            return None
        path = path / part
    return path if _is_a(path, shape) else None


def _is_a(path: Path, shape: Shape) -> bool:
    try:
        mode = path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return False
    return stat.S_ISREG(mode) if shape == "file" else stat.S_ISDIR(mode)


def names(root: Path, relative: str) -> list[str]:
    """What is in the directory `relative` to `root`, sorted; nothing where there is none. Raises OSError."""
    folder = found(root, relative, "folder")
    return sorted(path.name for path in folder.iterdir()) if folder else []


def carry(old: Path, new: Path, relative: str, shape: Shape) -> None:
    """Copy `relative` from `old` to `new`, if it is there, and have it written. Raises OSError."""
    source = found(old, relative, shape)
    if source is not None:
        target = new / relative
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        copy(source, target)


def copy(source: Path, target: Path) -> None:
    """Copy a file or a directory and have it written; of what is neither, nothing."""
    if _is_a(source, "folder"):
        target.mkdir(mode=0o700)
        for inner in source.iterdir():
            copy(inner, target / inner.name)
    elif _is_a(source, "file"):
        with os.fdopen(os.open(source, _FLAGS), "rb") as old, target.open("xb") as new:
            shutil.copyfileobj(old, new)
            new.flush()
            os.fsync(new.fileno())
        shutil.copystat(source, target, follow_symlinks=False)


def write(path: Path, data: bytes) -> None:
    """Write a new file that only this user can read, and have it on the disk. Raises OSError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
