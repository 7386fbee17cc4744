"""Rebuilds a profile: a new directory with what the person keeps takes the old one's place, and the old one goes.

Only a rebuild is complete: values that a clear removed stay readable in LevelDB files, History and Preferences. How the
one takes the other's place is swap.py's; this says what is carried over. A directory may hold profiles of both browser
families (the person changed `browser:`), and each is rebuilt.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from toolkit.browser import swap
from toolkit.browser.carry import Shape, carry, found, names
from toolkit.browser.firefox.rebuild import build_firefox
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
from toolkit.browser.rebuilt import strangers
from toolkit.browser.swap import Note, Phase, finish, leftovers
from toolkit.errors import Undecided
from toolkit.traces.firefox.profile import is_firefox

__all__ = ["KEPT", "KEPT_GLOB", "Note", "Phase", "families", "finish", "leftovers", "rebuild"]

# Bookmarks, and extensions with their settings (measured: enough for an extension's files and `storage.local`; its
# localStorage is lost).
KEPT: tuple[tuple[str, Shape], ...] = (
    ("Bookmarks", "file"), ("Extensions", "folder"), ("Extension State", "folder"), ("Extension Rules", "folder"),
    ("Extension Scripts", "folder"), ("DNR Extension Rules", "folder"), ("Local Extension Settings", "folder"),
    ("Sync Extension Settings", "folder"), ("Managed Extension Settings", "folder"),
)  # fmt: skip
KEPT_GLOB = ("IndexedDB", "chrome-extension_")
"""A folder, and how the names in it begin that are kept."""


def rebuild(profile: Path, note: Note) -> None:
    """Replace the profile (closed, locked by us) by a new one with only what is kept, and prove that it is that.

    Raises Undecided `disk_full` or `unreadable`; the old profile is then still in place. `left_after_rebuild`: the new
    one is in place, holds a path that it should not, and the job stays noted as unfinished.
    """
    swap.replace(profile, _build, note, _prove)


def _prove(profile: Path) -> None:
    if left := strangers(profile):
        raise Undecided("left_after_rebuild", profile=profile.name, path=left[0])


def families(profile: Path) -> tuple[Literal["chromium", "firefox"], ...]:
    """Whose profiles are in the directory; Chromium's where nothing tells. Raises OSError."""
    if not is_firefox([path.name for path in profile.iterdir()]):
        return ("chromium",)
    return ("chromium", "firefox") if found(profile, "Default", "folder") else ("firefox",)


def _build(profile: Path, new: Path) -> None:
    for family in families(profile):
        if family == "firefox":
            build_firefox(profile, new)
        else:
            _build_chromium(profile, new)


def _build_chromium(profile: Path, new: Path) -> None:
    fresh = new / "Default"
    fresh.mkdir(mode=0o700)
    for relative, shape in KEPT:
        carry(profile, new, f"Default/{relative}", shape)
    folder, start = KEPT_GLOB
    for name in names(profile, f"Default/{folder}"):
        if name.startswith(start):
            carry(profile, new, f"Default/{folder}/{name}", "folder")
    settings = kept(_read(profile, "Default/Preferences"), KEPT_PREFS)
    write_json(fresh / "Preferences", merged(settings, MANAGED))
    secure = kept(_read(profile, "Default/Secure Preferences"), KEPT_SECURE_PREFS)
    if secure:
        write_json(fresh / "Secure Preferences", secure)
    write_json(new / "Local State", LOCAL_STATE)
    carry(profile, new, "NativeMessagingHosts", "folder")


def _read(profile: Path, relative: str) -> dict[str, Any]:
    path = found(profile, relative, "file")
    return read_json(path) if path else {}
