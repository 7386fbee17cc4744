"""Is a Firefox running on a profile, and how does it end?

Measured (ESR 153, Linux): SIGINT, SIGTERM and SIGHUP all end it at once, nothing is flushed and the session counts as
crashed. So a person's Firefox is closed by the person; only a robot's, left behind by a killed run, is ended by us.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

import psutil

from toolkit.traces.running import FIREFOX_LOCK, FIREFOX_WINDOWS_LOCK, lock_of

_ROBOT = "--remote-debugging-port"


def firefox_pid(profile: Path) -> int | None:
    """The process id of the Firefox that has `profile` open (0 where the system does not tell), or None."""
    lock = lock_of(profile)
    return lock[0] if lock and lock[1] in (FIREFOX_LOCK, FIREFOX_WINDOWS_LOCK) else None


def is_robot(pid: int) -> bool:
    """Whether that Firefox was started by a run of ours (under remote control), which must have been killed."""
    try:
        return any(word.startswith(_ROBOT) for word in psutil.Process(pid).cmdline())
    except psutil.Error:
        return False


def end_robot(pid: int) -> None:
    """End a robot's Firefox that its run left behind. It counts as crashed; cookies are in their database by then."""
    os.kill(pid, signal.SIGTERM)
