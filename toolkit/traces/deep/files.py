"""Walks a profile to its last file, follows no link, opens no pipe, and reads a file as one moment's state."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from toolkit.traces.files import FileSource, Unreadable, open_file

Shape = Literal["file", "folder", "link", "other", "closed"]
# Links that browsers make themselves; what they point to is outside, and no content (a host, a number, a socket).
# https://chromium.googlesource.com/chromium/src/+/main/chrome/browser/process_singleton_posix.cc and
# https://searchfox.org/mozilla-central/source/toolkit/profile/nsProfileLock.cpp
LOCKS = frozenset({"SingletonLock", "SingletonCookie", "SingletonSocket", "RunningChromeVersion", "lock"})


HEAD = 100
"""Bytes at the beginning that tell what a file is; SQLite's header is the longest."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something with a name in the profile. `path` is relative; `target` is where a link points to; `why` a folder or
    file is closed to us."""

    path: str
    name: bytes
    shape: Shape
    size: int = 0
    identity: tuple[int, int] = (0, 0)
    target: bytes = b""
    why: str = ""


def walk(profile: Path) -> Iterator[Entry]:
    """Everything below `profile`, folder by folder, in order of the names. A missing profile has nothing."""
    waiting: list[Entry | None] = [None]
    while waiting:
        folder = waiting.pop()
        relative = f"{folder.path}/" if folder else ""
        try:
            entries = _listing(profile / relative, folder.identity if folder else None)
        except OSError as error:
            if folder or not isinstance(error, FileNotFoundError):
                yield Entry(folder.path if folder else "", b"", "closed", why=error.strerror or "cannot be listed")
            continue
        for name, about, target in entries:
            entry = _entry(relative, name, about, target)
            yield entry
            if entry.shape == "folder":
                waiting.append(entry)


_Named = tuple[str, os.stat_result | str, bytes]


def _listing(folder: Path, identity: tuple[int, int] | None) -> list[_Named]:
    """Name, what it is (or why nobody knows), and for a link where it points to."""
    if os.scandir not in os.supports_fd:  # Windows
        with os.scandir(folder) as found:
            return sorted((_look(one, None) for one in found), key=lambda named: named[0])
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | (os.O_NOFOLLOW if identity else 0))
    try:
        about = os.fstat(descriptor)
        if identity not in (None, (about.st_dev, about.st_ino)):
            raise OSError(errno.ESTALE, "changed while it was read")
        with os.scandir(descriptor) as found:
            return sorted((_look(one, descriptor) for one in found), key=lambda named: named[0])
    finally:
        os.close(descriptor)


def _look(one: os.DirEntry[str], folder: int | None) -> _Named:
    try:
        about = one.stat(follow_symlinks=False)
        place = one.path if folder is None else one.name
        target = os.fsencode(os.readlink(place, dir_fd=folder)) if _is_link(about) else b""
    except OSError as error:
        return one.name, error.strerror or "cannot be looked at", b""
    return one.name, about, target


def _is_link(about: os.stat_result) -> bool:
    junction = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)
    return stat.S_ISLNK(about.st_mode) or (junction is not None and getattr(about, "st_reparse_tag", 0) == junction)


def _entry(relative: str, name: str, about: os.stat_result | str, target: bytes) -> Entry:
    path, raw = relative + name, os.fsencode(name)
    if isinstance(about, str):
        return Entry(path, raw, "closed", why=about)
    identity = (about.st_dev, about.st_ino)
    if _is_link(about):
        return Entry(path, raw, "link", target=target)
    if stat.S_ISDIR(about.st_mode):
        return Entry(path, raw, "folder", identity=identity)
    return Entry(path, raw, "file" if stat.S_ISREG(about.st_mode) else "other", about.st_size, identity)


class Snapshot(FileSource):
    """An open file of which only the bytes that it had at the beginning count."""

    def __init__(self, descriptor: int) -> None:
        super().__init__(descriptor)
        self.descriptor = descriptor
        self._about = os.fstat(descriptor)
        self.head = self.at(0, HEAD)

    def at(self, start: int, count: int) -> bytes:
        """As any Source; raises Unreadable."""
        try:
            return super().at(start, count)
        except OSError as error:
            raise Unreadable(error.strerror or "cannot be read") from None

    def unchanged(self) -> bool:
        now = os.fstat(self.descriptor)
        return (now.st_size, now.st_mtime_ns) == (self._about.st_size, self._about.st_mtime_ns)

    def read_into(self, space: memoryview, start: int) -> int:
        """Fill `space` from `start` on; 0 at the end. Raises Unreadable."""
        space = space[: max(0, self.size - start)]
        if hasattr(os, "preadv"):
            try:
                return os.preadv(self.descriptor, [space], start) if space else 0
            except OSError as error:
                raise Unreadable(error.strerror or "cannot be read") from None
        data = self.at(start, len(space))
        space[: len(data)] = data
        return len(data)

    def data_from(self, start: int) -> int:
        """The next place at or after `start` that somebody wrote: the holes of a sparse file are zeros."""
        if not hasattr(os, "SEEK_DATA"):
            return start
        try:
            return min(self.size, os.lseek(self.descriptor, start, os.SEEK_DATA))
        except OSError as error:  # ENXIO: a hole up to the end; else a file system that cannot tell
            return self.size if error.errno == errno.ENXIO else start


@contextmanager
def opened(profile: Path, entry: Entry) -> Iterator[Snapshot]:
    """The file, open for reading. Raises Unreadable, also where another file has its name by now."""
    descriptor = open_file(profile / entry.path)
    try:
        file = Snapshot(descriptor)
        about = os.fstat(descriptor)
        if os.name != "nt" and (about.st_dev, about.st_ino) != entry.identity:
            raise Unreadable("changed while it was read")
        yield file
        if not file.unchanged():
            raise Unreadable("changed while it was read")
    finally:
        os.close(descriptor)
