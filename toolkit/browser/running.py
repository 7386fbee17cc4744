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
from toolkit.traces.running import LOCK, user_of

# Measured: SIGINT and SIGHUP flush (`exit_type: Normal`), SIGTERM loses the last cookies, SIGKILL brings sessions back.
_FLUSHING = signal.SIGINT


def running_pid(profile: Path) -> int | None:
    """The process id of the browser that runs on `profile` (0 where the system does not tell), or None.

    Raises Undecided `profile_in_use` for a lock of another machine (shared home): nobody here can tell.
    """
    lock = profile / LOCK
    if lock.is_symlink():
        host, _, pid = os.readlink(lock).rpartition("-")
        if pid.isdigit() and host != socket.gethostname():
            raise Undecided("profile_in_use", profile=profile.name, pid=host, command="browser", since="?")
    return user_of(profile)


async def close_running(profile: Path, timeout: float = 20.0) -> bool:
    """Close the browser on `profile` so that it writes everything, and wait. False when none was running.

    Raises Undecided `profile_in_use` when it does not end in time, or where no flushing close has been measured
    (Windows, macOS): there the person closes the window.
    """
    pid = running_pid(profile)
    if pid is None:
        return False
    if not sys.platform.startswith("linux"):
        raise Undecided("profile_in_use", profile=profile.name, pid=pid, command="browser", since="?")
    os.kill(pid, _FLUSHING)
    if not await wait_gone(pid, timeout):
        raise Undecided("profile_in_use", profile=profile.name, pid=pid, command="browser", since="?")
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
