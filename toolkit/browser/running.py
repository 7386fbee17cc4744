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

from toolkit.browser.firefox.running import end_robot, firefox_pid, is_robot
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
        host, _, pid = str(lock.readlink()).rpartition("-")
        if pid.isdigit() and host != socket.gethostname():
            raise _in_use(profile, host)
    return user_of(profile)


async def close_running(profile: Path, timeout: float = 20.0) -> bool:
    """Close the browser on `profile` so that it writes everything, and wait. False when none was running.

    Raises Undecided `profile_in_use` when it does not end in time (a page with a draft asks the person first), or where
    no flushing close has been measured (Windows, macOS, Firefox): there the person closes the window. It is never
    killed, but for a Firefox of a run of ours that was killed itself.
    """
    pid = running_pid(profile)
    if pid is None:
        return False
    if firefox_pid(profile) is not None:
        return await _close_firefox(profile, pid, timeout)
    if not sys.platform.startswith("linux"):
        raise _in_use(profile, pid)
    ends, told = time.monotonic() + timeout, False
    while time.monotonic() < ends:
        if not told and _listens(pid):  # a browser that has just been started does so a moment later
            os.kill(pid, _FLUSHING)
            told = True
        if await wait_gone(pid, 0.1):
            return True
    raise _in_use(profile, pid)


async def _close_firefox(profile: Path, pid: int, timeout: float) -> bool:
    if not is_robot(pid):
        raise _in_use(profile, pid)
    end_robot(pid)
    if not await wait_gone(pid, timeout):
        raise _in_use(profile, pid)
    return True


def _listens(pid: int) -> bool:
    """Whether the browser still catches the signal that closes it.

    It does so once; while it then asks the person about a draft, a second signal would kill it unflushed (measured:
    `exit_type: Crashed`, cookies lost). The mask of caught signals: proc_pid_status(5); the one shot:
    https://chromium.googlesource.com/chromium/src/+/main/chrome/app/shutdown_signal_handlers_posix.cc
    """
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    caught = next((line.split()[1] for line in status.splitlines() if line.startswith("SigCgt:")), "0")
    return bool(int(caught, 16) >> (_FLUSHING - 1) & 1)


async def wait_written(profile: Path, timeout: float = 10.0) -> None:
    """Wait until no browser writes to `profile` any more: the last files come after its lock is gone (measured).

    Raises Undecided `profile_in_use` when that takes longer than `timeout` seconds.
    """
    switch = f"--user-data-dir={profile}"
    for process in psutil.process_iter(["cmdline"]):
        words = process.info["cmdline"] or ()
        main = any(switch in word for word in words) and not any("--type=" in word for word in words)
        if main and not await wait_gone(process.pid, timeout):
            raise _in_use(profile, process.pid)


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


def _in_use(profile: Path, by: int | str) -> Undecided:
    return Undecided("profile_in_use", profile=profile.name, pid=by, command="browser", since="?")
