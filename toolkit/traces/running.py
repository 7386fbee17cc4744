"""Is a browser using this profile right now? Then its files say nothing for certain."""

from __future__ import annotations

import os
import socket
import struct
import sys
from pathlib import Path

# A symbolic link to "<host>-<pid>", left behind by a crash:
# https://chromium.googlesource.com/chromium/src/+/main/chrome/browser/process_singleton_posix.cc
LOCK = "SingletonLock"
# On Windows a file that vanishes with the process that holds it:
# https://chromium.googlesource.com/chromium/src/+/main/chrome/browser/process_singleton_win.cc
WINDOWS_LOCK = "lockfile"
_SWITCH = "--user-data-dir="
# Firefox holds a lock of the system on this file, which ends with the process; the file stays. So does the link `lock`
# to "<address>:+<pid>", also after a clean close (measured), where the plus says that the lock of the system was had:
# https://searchfox.org/mozilla-central/source/toolkit/profile/nsProfileLock.cpp
FIREFOX_LOCK = ".parentlock"
_FIREFOX_LINK = "lock"
# On Windows a file that Firefox opens for itself alone
FIREFOX_WINDOWS_LOCK = "parent.lock"
# struct flock: <bits/fcntl.h> of Linux (64 bits), <sys/fcntl.h> of macOS; and where type and process id stand in it
_FLOCK = {"linux": ("hhqqi4x", 0, 4), "darwin": ("qqihh", 3, 2)}


def user_of(profile: Path) -> int | None:
    """The process id of the browser that has `profile` open on this host; None if none has (a stale lock is none).

    Where the id is not known (Windows, a Firefox in another container): 0.
    """
    held = lock_of(profile)
    return held[0] if held else None


def lock_of(profile: Path) -> tuple[int, str] | None:
    """The process id as `user_of` tells it, and the name of the lock."""
    pid = _chromium(profile)
    if pid is not None:
        return pid, WINDOWS_LOCK if os.name == "nt" else LOCK
    pid = _firefox(profile)
    return None if pid is None else (pid, FIREFOX_WINDOWS_LOCK if os.name == "nt" else FIREFOX_LOCK)


def _firefox(profile: Path) -> int | None:
    if os.name == "nt":
        try:
            (profile / FIREFOX_WINDOWS_LOCK).open("rb").close()
        except FileNotFoundError:
            return None
        except OSError:
            return 0  # a sharing violation
        return None
    try:
        descriptor = os.open(profile / FIREFOX_LOCK, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return _linked(profile)
    try:
        return _holder(descriptor)
    except OSError:  # no locks on this file system: then Firefox has only the link
        return _linked(profile)
    finally:
        os.close(descriptor)


def _holder(descriptor: int) -> int | None:
    """Who holds a lock on the file: asked, not taken (F_GETLK)."""
    import fcntl

    layout, kind, pid = _FLOCK["darwin" if sys.platform == "darwin" else "linux"]
    ask = [0] * 5
    ask[kind] = fcntl.F_RDLCK
    answer = struct.unpack(layout, fcntl.fcntl(descriptor, fcntl.F_GETLK, struct.pack(layout, *ask)))
    return None if answer[kind] == fcntl.F_UNLCK else max(0, int(answer[pid]))


def _linked(profile: Path) -> int | None:
    """The process that the link names, if it is a Firefox on this profile."""
    try:
        _, _, number = str((profile / _FIREFOX_LINK).readlink()).rpartition(":")
    except OSError:
        return None
    number = number.removeprefix("+")
    return int(number) if number.isdecimal() and _names(int(number), profile) else None


def _names(pid: int, profile: Path) -> bool:
    import psutil

    try:
        process = psutil.Process(pid)
        words, folder = process.cmdline(), process.cwd()
    except (psutil.NoSuchProcess, psutil.ZombieProcess, OverflowError, ValueError):
        return False
    except psutil.AccessDenied:
        return True  # another person's process: it may be that browser
    return any(_same(Path(folder, word), profile) for word in words)


def _chromium(profile: Path) -> int | None:
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
