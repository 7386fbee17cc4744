"""The only way this room touches the disk: regular files inside the profile, opened for reading.

A link is never followed (it could lead out of the profile), a pipe or device never opened (it could hang). Each look at
a path looks at the folder above it too, so walking down folder by folder meets every link.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

# Preferences, bookmarks and session files are far smaller; what is larger than this is not what it says it is.
LARGEST = 256 * 1024 * 1024
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Unreadable(Exception):
    """A file cannot be read or is not what it should be. The text says why, and holds nothing of its content."""


class NewerSchema(Exception):
    """A database is of a newer version than we know. The text says which version."""


def is_file(path: Path) -> bool:
    """Whether there is a file to read. Raises Unreadable if something else (link, directory, pipe) has its name."""
    mode = _mode(path)
    if mode is None:
        return False
    if not stat.S_ISREG(mode):
        raise Unreadable("a link" if stat.S_ISLNK(mode) else "not a regular file")
    return True


def is_directory(path: Path) -> bool:
    """Whether there is a directory to list. Raises Unreadable if something else has its name."""
    mode = _mode(path)
    if mode is None:
        return False
    if not stat.S_ISDIR(mode):
        raise Unreadable("a link" if stat.S_ISLNK(mode) else "not a directory")
    return True


def _mode(path: Path) -> int | None:
    try:
        if stat.S_ISLNK(os.lstat(path.parent).st_mode):
            raise Unreadable("below a link")
        return os.lstat(path).st_mode
    except FileNotFoundError:
        return None
    except NotADirectoryError:  # a store's own folder is a file: whatever is in that, nobody reads it as a store
        raise Unreadable("below a file") from None
    except OSError as error:
        raise Unreadable(error.strerror or "cannot be looked at") from None


def size(path: Path) -> int:
    """Bytes in the file, 0 if there is none. Raises Unreadable."""
    return os.lstat(path).st_size if is_file(path) else 0


def open_file(path: Path) -> int:
    """A file descriptor for reading; the caller closes it. Raises Unreadable."""
    try:
        descriptor = os.open(path, _FLAGS)
    except OSError as error:
        raise Unreadable(error.strerror or "cannot be opened") from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise Unreadable("not a regular file")
    return descriptor


class Source(Protocol):
    """Bytes that are read here and there."""

    size: int

    def at(self, start: int, count: int) -> bytes:
        """`count` bytes from `start`, fewer at the end."""


def _read_at(descriptor: int, start: int, count: int) -> bytes:
    if hasattr(os, "pread"):
        return os.pread(descriptor, count, start)
    os.lseek(descriptor, start, os.SEEK_SET)
    return os.read(descriptor, count)


class FileSource:
    """An open file as a Source: one system call a read where the system can."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.size = os.fstat(descriptor).st_size

    def at(self, start: int, count: int) -> bytes:
        return _read_at(self._descriptor, start, count)


@contextmanager
def source(path: Path) -> Iterator[FileSource]:
    """The file at `path`, open while the block runs. Raises Unreadable."""
    descriptor = open_file(path)
    try:
        yield FileSource(descriptor)
    finally:
        os.close(descriptor)


def read_file(path: Path, limit: int | None = None) -> bytes:
    """The file's bytes, or its first `limit`. Raises Unreadable, also for a file too large to be true."""
    descriptor = open_file(path)
    try:
        with os.fdopen(descriptor, "rb", buffering=0) as file:
            if limit is None and os.fstat(file.fileno()).st_size > LARGEST:
                raise Unreadable("too large")
            return (file.readall() if limit is None else file.read(limit)) or b""
    except OSError as error:
        raise Unreadable(error.strerror or "cannot be read") from None


def listing(path: Path) -> list[str]:
    """The names in a directory, sorted; empty if there is none. Raises Unreadable."""
    if not is_directory(path):
        return []
    try:
        return sorted(os.listdir(path))  # noqa: PTH208 - ten times faster than iterdir
    except OSError as error:
        raise Unreadable(error.strerror or "cannot be listed") from None


def heads(
    folder: Path, names: list[str], count: int, guard: Callable[[Path], AbstractContextManager[None]]
) -> Iterator[tuple[str, bytes]]:
    """(name, first `count` bytes) of many files of one folder, quicker than one by one; `guard` gets what is wrong with
    each. The folder has been looked at."""
    with os.scandir(folder) as entries:
        regular = {entry.name for entry in entries if entry.is_file(follow_symlinks=False)}
    start = f"{folder}{os.sep}"
    for name in names:
        head = None
        try:
            if name in regular:
                descriptor = os.open(start + name, _FLAGS)
                try:
                    head = os.read(descriptor, count)
                finally:
                    os.close(descriptor)
        except OSError:
            head = None
        if head is not None:
            yield name, head
        else:
            with guard(folder / name):
                raise Unreadable("cannot be read")


class TailSource:
    """A file of which only the end has been read. Asked for what lies before, it raises LookupError."""

    def __init__(self, size: int, tail: bytes) -> None:
        self.size = size
        self._tail = tail
        self._first = size - len(tail)

    def at(self, start: int, count: int) -> bytes:
        if start < self._first:
            raise LookupError
        return self._tail[start - self._first : start - self._first + count]


def tail(folder: str, name: str, count: int) -> TailSource | None:
    """The last `count` bytes of a file in a folder that has been looked at; None for what is no plain file there."""
    try:
        descriptor = os.open(f"{folder}{os.sep}{name}", _FLAGS)
    except OSError:
        return None
    try:
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode):
            return None
        start = max(0, state.st_size - count)
        return TailSource(state.st_size, _read_at(descriptor, start, count))
    except OSError:
        return None
    finally:
        os.close(descriptor)
