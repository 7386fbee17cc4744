"""Rebuilds a profile: a new directory with what the person keeps takes the old one's place, and the old one goes.

Only a rebuild is complete: values that a clear removed stay readable in LevelDB files, History and Preferences. It is
made of renames between named phases in the journal, so that a kill at any point leaves either the old profile or the
new one, and `finish` ends the job at the next run.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal

from toolkit.browser.prefs import (
    KEPT_PREFS,
    KEPT_SECURE_PREFS,
    LOCAL_STATE,
    MANAGED,
    kept,
    merged,
    read_json,
    write_json,
)
from toolkit.errors import Undecided

Phase = Literal["building", "swapping", "removing"]
Note = Callable[[Phase | None, str, str], None]
"""Records durably: the phase (None: finished), the new directory's name, the old one's."""

# Bookmarks, and extensions with their settings (measured: enough for an extension's files and `storage.local`; its
# localStorage is lost).
KEPT_FILES: tuple[str, ...] = (
    "Bookmarks", "Extensions", "Extension State", "Extension Rules", "Extension Scripts", "DNR Extension Rules",
    "Local Extension Settings", "Sync Extension Settings", "Managed Extension Settings",
)
KEPT_GLOBS: tuple[str, ...] = ("IndexedDB/chrome-extension_*",)


def rebuild(profile: Path, note: Note) -> None:
    """Replace the profile (closed, locked by us) by a new one with only what is kept.

    Raises Undecided `disk_full` or `unreadable`; the old profile is then still in place.
    """
    token = secrets.token_hex(4)
    new, old = profile.parent / f".{profile.name}.new-{token}", profile.parent / f".{profile.name}.old-{token}"
    note("building", new.name, old.name)
    try:
        _build(profile, new)
    except (OSError, ValueError) as error:
        _remove(new)
        note(None, new.name, old.name)
        full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
        code = "disk_full" if full else "unreadable"
        why = (error.strerror or type(error).__name__) if isinstance(error, OSError) else "JSON"
        raise Undecided(code, profile=profile.name, path=profile.name, why=why) from None
    note("swapping", new.name, old.name)
    _swap(profile, new, old)
    note("removing", new.name, old.name)
    _remove(old)
    note(None, new.name, old.name)


def finish(profile: Path, phase: Phase, new_name: str, old_name: str, note: Note) -> None:
    """End a rebuild that was interrupted in `phase`: undo what was being built, complete what was being swapped."""
    new, old = profile.parent / new_name, profile.parent / old_name
    if phase == "building":
        _remove(new)
    else:
        if phase == "swapping":
            _swap(profile, new, old)
        if not profile.exists() and old.exists():
            old.rename(profile)  # the new one was lost: not the old one as well
        _remove(old)
    note(None, new_name, old_name)


def leftovers(profile: Path) -> list[Path]:
    """Directories beside the profile that a rebuild left behind; none of them is needed any more.

    Without its journal a rebuild may have been left between its two renames: the old profile is put back first.
    """
    if not profile.exists() and (old := sorted(profile.parent.glob(f".{profile.name}.old-*"))):
        old[-1].rename(profile)
    return sorted(p for kind in ("new", "old") for p in profile.parent.glob(f".{profile.name}.{kind}-*"))


def _build(profile: Path, new: Path) -> None:
    default, fresh = profile / "Default", new / "Default"
    new.mkdir(mode=0o700)
    fresh.mkdir(mode=0o700)
    for source in _kept_paths(default):
        target = fresh / source.relative_to(default)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _copy(source, target)
    write_json(fresh / "Preferences", merged(kept(read_json(default / "Preferences"), KEPT_PREFS), MANAGED))
    secure = kept(read_json(default / "Secure Preferences"), KEPT_SECURE_PREFS)
    if secure:
        write_json(fresh / "Secure Preferences", secure)
    write_json(new / "Local State", LOCAL_STATE)
    hosts = profile / "NativeMessagingHosts"
    if hosts.is_dir() and not hosts.is_symlink():
        _copy(hosts, new / hosts.name)
    for folder in (new, *(path for path in new.rglob("*") if path.is_dir())):
        _flush_directory(folder)


def _kept_paths(default: Path) -> Iterable[Path]:
    paths = [default / name for name in KEPT_FILES] + [p for pattern in KEPT_GLOBS for p in default.glob(pattern)]
    return (p for p in paths if p.exists() and not p.is_symlink())


def _copy(source: Path, target: Path) -> None:
    """Copy a file or a directory and have it written. Links are left out: they could lead out of the profile."""
    if source.is_symlink():
        return
    if source.is_dir():
        target.mkdir(mode=0o700)
        for inner in source.iterdir():
            _copy(inner, target / inner.name)
    elif source.is_file():
        with source.open("rb") as old, target.open("xb") as new:
            shutil.copyfileobj(old, new)
            new.flush()
            os.fsync(new.fileno())
        shutil.copystat(source, target)


def _swap(profile: Path, new: Path, old: Path) -> None:
    if profile.exists() and not old.exists() and new.exists():
        profile.rename(old)
    if new.exists() and not profile.exists():
        new.rename(profile)
    _flush_directory(profile.parent)


def _remove(folder: Path) -> None:
    """Delete a directory tree of ours; a link in it is removed, never followed."""
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)


def _flush_directory(folder: Path) -> None:
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


