"""Is a browser using this profile right now? Then its files say nothing for certain."""

from __future__ import annotations

import os
import socket
from pathlib import Path

# A symbolic link to "<host>-<pid>", left behind by a crash:
# https://chromium.googlesource.com/chromium/src/+/main/chrome/browser/process_singleton_posix.cc
LOCK = "SingletonLock"
# On Windows a file that vanishes with the process that holds it:
# https://chromium.googlesource.com/chromium/src/+/main/chrome/browser/process_singleton_win.cc
WINDOWS_LOCK = "lockfile"
_SWITCH = "--user-data-dir="


def user_of(profile: Path) -> int | None:
    """The process id of the browser that has `profile` open on this host; None if none has (a stale lock is none).

    On Windows the id is not known: 0.
    """
    if os.name == "nt":
        return 0 if (profile / WINDOWS_LOCK).exists() else None
    try:
        host, _, number = str((profile / LOCK).readlink()).rpartition("-")
    except OSError:
        return None
    if host != socket.gethostname() or not number.isdecimal():
        return None
    return int(number) if _uses(int(number), profile) else None


def _uses(pid: int, profile: Path) -> bool:
    import psutil

    try:
        process = psutil.Process(pid)
        words, folder = process.cmdline(), process.cwd()
    except (psutil.NoSuchProcess, psutil.ZombieProcess, OverflowError, ValueError):
        return False
    except psutil.AccessDenied:
        return True  # another person's process: it may be that browser
    # Chromium's processes join their arguments with blanks when they rename themselves.
    named = [word.partition(_SWITCH)[2] for word in words if _SWITCH in word]
    return any(_same(Path(folder, name), profile) or _begins(name, profile) for name in named)


def _same(name: Path, profile: Path) -> bool:
    return os.path.realpath(name) == os.path.realpath(profile)


def _begins(rest: str, profile: Path) -> bool:
    return any(f"{rest} ".startswith(f"{path} ") for path in (profile, os.path.realpath(profile)))
