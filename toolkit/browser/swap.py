"""A profile directory is replaced by a new one: built beside it, swapped in by renames, the old one removed.

Made of named phases in the journal, so that a kill at any point leaves either the old profile or the new one, and
`finish` ends the job at the next run. What goes into the new one is the business of whoever calls (rebuild.py).
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from toolkit.browser.scrub.overwrite import overwrite
from toolkit.browser.scrub.wipe import flush_directory
from toolkit.errors import Undecided

Phase = Literal["building", "swapping", "removing"]
Note = Callable[[Phase | None, str, str], None]
"""Records durably: the phase (None: finished), the new directory's name, the old one's."""
Build = Callable[[Path, Path], None]
"""Fills the second directory (there, empty) with what is kept of the first, which it only reads. May raise OSError, or
ValueError where a file is not what it should be."""

_FULL = (errno.ENOSPC, errno.EDQUOT)


def replace(profile: Path, build: Build, note: Note, prove: Callable[[Path], None]) -> None:
    """Replace `profile` (closed, locked by us) by what `build` makes of it, and `prove` that it is that.

    Raises Undecided `disk_full` or `unreadable`; the old profile is then still in place. What `prove` raises leaves the
    new one in place, and the note that the job is not finished.
    """
    if profile.is_symlink():  # a rebuild would leave what it points to as it was
        raise Undecided("unreadable", profile=profile.name, path=profile.name, why="a link")
    token = secrets.token_hex(4)
    new, old = profile.parent / f".{profile.name}.new-{token}", profile.parent / f".{profile.name}.old-{token}"
    note("building", new.name, old.name)
    try:
        new.mkdir(mode=0o700)
        build(profile, new)
        for folder in (new, *(path for path in new.rglob("*") if path.is_dir())):
            flush_directory(folder)
    except (OSError, ValueError) as error:
        remove(new)
        note(None, new.name, old.name)
        raise _undecided(profile, error) from None
    note("swapping", new.name, old.name)
    _swap(profile, new, old)
    note("removing", new.name, old.name)
    remove(old)
    prove(profile)
    note(None, new.name, old.name)


def _undecided(profile: Path, error: OSError | ValueError) -> Undecided:
    if isinstance(error, OSError):
        code = "disk_full" if error.errno in _FULL else "unreadable"
        return Undecided(code, profile=profile.name, path=profile.name, why=error.strerror or type(error).__name__)
    return Undecided("unreadable", profile=profile.name, path=profile.name, why=str(error) or type(error).__name__)


def finish(profile: Path, phase: Phase, new_name: str, old_name: str, note: Note) -> None:
    """End a rebuild that was interrupted in `phase`: undo what was being built, complete what was being swapped."""
    new, old = profile.parent / new_name, profile.parent / old_name
    if phase == "building":
        remove(new)
    else:
        if phase == "swapping":
            _swap(profile, new, old)
        if not profile.exists() and old.exists():
            old.rename(profile)  # the new one was lost: not the old one as well
        remove(old)
    note(None, new_name, old_name)


def leftovers(profile: Path) -> list[Path]:
    """Directories beside the profile that a rebuild left behind; none of them is needed any more.

    Without its journal a rebuild may have been left between its two renames: the old profile is put back first.
    """
    if not os.path.lexists(profile):
        old = [p for p in sorted(profile.parent.glob(f".{profile.name}.old-*")) if p.is_dir() and not p.is_symlink()]
        if old:
            old[-1].rename(profile)
    return sorted(p for kind in ("new", "old") for p in profile.parent.glob(f".{profile.name}.{kind}-*"))


def _swap(profile: Path, new: Path, old: Path) -> None:
    if profile.exists() and not old.exists() and new.exists():
        profile.rename(old)
    if new.exists() and not profile.exists():
        new.rename(profile)
    flush_directory(profile.parent)


def remove(folder: Path) -> None:
    """Delete a directory tree of ours, overwritten; a link in it, or in its place, is removed, never followed."""
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    elif folder.exists():
        overwrite(folder)
        shutil.rmtree(folder)
