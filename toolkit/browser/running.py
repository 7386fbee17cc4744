"""Is a browser running on a profile, and how is it closed without losing what it has not yet written?"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import time
from pathlib import Path

import psutil

from toolkit.errors import Undecided

# Measured: SIGINT and SIGHUP flush (`exit_type: Normal`), SIGTERM loses the last cookies, SIGKILL brings sessions back.
_FLUSHING = signal.SIGINT


def running_pid(profile: Path) -> int | None:
    """The process id of the browser that runs on `profile`, or None.

    Chromium's `SingletonLock` (a link to `host-pid`) names it on Linux and macOS; a stale one names a process that is
    gone or another program. On Windows the command lines of all processes are searched. A lock of another machine
    (shared home) raises Undecided `profile_in_use`: nobody here can tell.
    """
    lock = profile / "SingletonLock"
    if lock.is_symlink():
        host, _, pid = os.readlink(lock).rpartition("-")
        if pid.isdigit() and host != socket.gethostname():
            raise Undecided("profile_in_use", profile=profile.name, by=host)
        if pid.isdigit():
            return int(pid) if _serves(int(pid), profile) else None
    if sys.platform != "win32":
        return None  # Chromium makes the link before anything else
    for process in psutil.process_iter(["pid"]):
        if _serves(process.pid, profile):
            return process.pid
    return None


def _serves(pid: int, profile: Path) -> bool:
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        command = process.cmdline()
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False
    if any(part.startswith("--type=") or part == "-contentproc" for part in command):
        return False
    wanted = {f"--user-data-dir={profile}", str(profile)}
    return any(part in wanted for part in command[1:]) or any(f"--user-data-dir={profile} " in f"{part} " for part in command)


async def close_running(profile: Path, timeout: float = 20.0) -> bool:
    """Close the browser on `profile` so that it writes everything, and wait. False when none was running.

    Raises Undecided `profile_in_use` when it does not end in time, or where no flushing close has been measured
    (Windows, macOS): there the person closes the window.
    """
    pid = running_pid(profile)
    if pid is None:
        return False
    if not sys.platform.startswith("linux"):
        raise Undecided("profile_in_use", profile=profile.name, by=str(pid))
    os.kill(pid, _FLUSHING)
    if not await wait_gone(pid, timeout):
        raise Undecided("profile_in_use", profile=profile.name, by=str(pid))
    return True


async def wait_gone(pid: int, timeout: float) -> bool:
    """Wait until the process is gone; False when it outlives `timeout` seconds."""
    ends = time.monotonic() + timeout
    while time.monotonic() < ends:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        await asyncio.sleep(0.05)
    return False
