"""Who else may change a program that we start."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

# The group of administrators on macOS owns /Applications (drwxrwxr-x root:admin); its members may become root anyway:
# https://support.apple.com/guide/mac-help/mtusr001/mac
_MACOS_ADMIN = 80


def writable_by_others(program: Path) -> Path | None:
    """The first part of the path to `program` (itself, a folder above, or the same behind a link) others may write to.

    None where there is none, where the file is missing, and on Windows (access lists are not expressed in mode bits).
    """
    if sys.platform == "win32":
        return None
    for part in dict.fromkeys([*_chain(program), *_chain(Path(os.path.realpath(program)))]):
        try:
            found = part.lstat()
        except OSError:
            return None
        if not stat.S_ISLNK(found.st_mode) and _open_to_others(found):
            return part
    return None


def _chain(path: Path) -> list[Path]:
    return [path, *path.parents]


def _open_to_others(found: os.stat_result) -> bool:
    # in a sticky folder (/tmp) nobody replaces what belongs to somebody else
    if stat.S_ISDIR(found.st_mode) and found.st_mode & stat.S_ISVTX:
        return False
    if found.st_mode & stat.S_IWOTH:
        return True
    return bool(found.st_mode & stat.S_IWGRP) and group_has_others(found.st_gid)


def group_has_others(gid: int) -> bool:
    """Whether anybody but root and ourselves is in the group: Debian gives each user a private one (umask 002)."""
    import grp
    import pwd

    if gid == 0 or (sys.platform == "darwin" and gid == _MACOS_ADMIN):
        return False
    mine = os.geteuid()
    if any(user.pw_gid == gid and user.pw_uid not in (0, mine) for user in pwd.getpwall()):
        return True
    try:
        members = grp.getgrgid(gid).gr_mem
    except KeyError:
        return True
    ours = {user.pw_name for user in pwd.getpwall() if user.pw_uid in (0, mine)}
    return not set(members) <= ours
