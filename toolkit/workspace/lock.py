"""One lock per profile: who holds it may start its browser, clear it and rebuild it."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from toolkit.errors import Undecided
from toolkit.workspace.home import Home, write_error


@dataclass(frozen=True)
class Holder:
    """Who holds a lock: process id, command, since when (ISO 8601, UTC)."""

    pid: int
    command: str
    since: str


@contextmanager
def profile_lock(home: Home, profile: str, command: str) -> Iterator[None]:
    """Hold the lock of `profile` for `command` (`logout-all`). The kernel lets it go when the process is killed.

    Raises Undecided (profile_in_use) at once when another process, or another task of this one, holds it; UsageError
    (home_unwritable, and what `Home.profile` raises).
    """
    from filelock import FileLock, Timeout

    home.profile(profile)
    # beside the profile, because its directory is swapped by a rebuild
    lock = FileLock(home.profiles / f".{profile}.lock", timeout=0, mode=0o600, thread_local=False)
    try:
        if not home.profiles.is_dir():  # filelock would make it, and its parents, open to others
            home.profiles.mkdir(mode=0o700)
        lock.acquire()
    except Timeout:
        found = holder(home, profile)
        known = asdict(found) if found else {"pid": "?", "command": "?", "since": "?"}
        raise Undecided("profile_in_use", profile=profile, **known) from None
    except OSError as error:
        raise write_error(home.profiles, error) from error
    note = home.profiles / f".{profile}.holder"
    try:
        now = dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        # a file of its own: a locked file cannot be read on Windows
        _write(note, Holder(os.getpid(), command, now))
        yield
    finally:
        note.unlink(missing_ok=True)
        lock.release()


def holder(home: Home, profile: str) -> Holder | None:
    """Who noted to hold the lock last; says nothing about whether it is held. None where nobody did."""
    try:
        found = json.loads((home.profiles / f".{profile}.holder").read_text(encoding="utf-8"))
        return Holder(int(found["pid"]), str(found["command"]), str(found["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(note: Path, holder: Holder) -> None:
    try:
        note.write_text(json.dumps(asdict(holder)), encoding="utf-8")
    except OSError as error:
        raise write_error(note.parent, error) from error
