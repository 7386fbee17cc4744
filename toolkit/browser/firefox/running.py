"""Is a Firefox running on a profile, and how does it end?

Firefox holds a lock of the system on a file of the profile, so a crash leaves none behind:
https://searchfox.org/mozilla-central/source/toolkit/profile/nsProfileLock.cpp
Measured (ESR 153, Linux): SIGINT, SIGTERM and SIGHUP all end it at once, nothing is flushed and the session counts as
crashed. So a person's Firefox is closed by the person; only a robot's, left behind by a killed run, is ended by us.
"""

from __future__ import annotations

import os
import signal
import struct
import sys
from pathlib import Path

import psutil

LOCK, WINDOWS_LOCK = ".parentlock", "parent.lock"
_ROBOT = "--remote-debugging-port"
# struct flock: <bits/fcntl.h> of Linux (64 bits) and <sys/fcntl.h> of macOS; where the process id stands in it
_FLOCK = {"linux": ("hhqqi4x", 4), "darwin": ("qqihh", 2)}


def firefox_pid(profile: Path) -> int | None:
    """The process id of the Firefox that has `profile` open (0 where the system does not tell), or None."""
    if sys.platform == "win32":
        return _windows_lock(profile / WINDOWS_LOCK)
    try:
        with (profile / LOCK).open("rb") as file:
            return _holder(file.fileno())
    except OSError:
        return None


def _holder(descriptor: int) -> int | None:
    import fcntl

    kind = "darwin" if sys.platform == "darwin" else "linux"
    layout, place = _FLOCK[kind]
    ask = (fcntl.F_RDLCK, 0, 0, 0, 0) if kind == "linux" else (0, 0, 0, fcntl.F_RDLCK, 0)
    answer = struct.unpack(layout, fcntl.fcntl(descriptor, fcntl.F_GETLK, struct.pack(layout, *ask)))
    free = answer[0 if kind == "linux" else 3] == fcntl.F_UNLCK
    return None if free else int(answer[place])


def _windows_lock(path: Path) -> int | None:
    # Opened for itself alone and deleted on close: it is there, and cannot be opened, as long as Firefox runs.
    try:
        path.open("rb").close()
    except FileNotFoundError:
        return None
    except OSError:
        return 0
    return None


def is_robot(pid: int) -> bool:
    """Whether that Firefox was started by a run of ours (under remote control), which must have been killed."""
    try:
        return any(word.startswith(_ROBOT) for word in psutil.Process(pid).cmdline())
    except psutil.Error:
        return False


def end_robot(pid: int) -> None:
    """End a robot's Firefox that its run left behind. It counts as crashed; cookies are in their database by then."""
    os.kill(pid, signal.SIGTERM)
