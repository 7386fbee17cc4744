"""Firefox as a snap (Ubuntu's own): its sandbox does not see hidden folders of the home directory.

https://snapcraft.io/docs/home-interface
"""

from __future__ import annotations

from pathlib import Path

from toolkit.errors import UsageError
from toolkit.texts import t

_SCRIPT = 4096
"""Bytes: Ubuntu's /usr/bin/firefox is a script of this size at most, which starts the snap."""


def check_snap(executable: Path, profile: Path) -> None:
    """Refuse a profile that this Firefox could not open. Raises UsageError `not_supported`, with what to do."""
    home = Path.home()
    if profile.is_relative_to(home) and _is_snap(executable):
        hidden = next((part for part in profile.relative_to(home).parts if part.startswith(".")), None)
        if hidden is not None:
            raise UsageError("not_supported", what=t("firefox.snap", folder=home / hidden, home=home / "toolkit"))


def _is_snap(executable: Path) -> bool:
    if "firefox" not in executable.name.lower():
        return False
    if "/snap/" in str(executable) or "/snap" in str(executable.resolve()):
        return True
    try:
        with executable.open("rb") as file:
            start = file.read(_SCRIPT)
    except OSError:
        return False
    return start.startswith(b"#!") and b"/snap/bin/firefox" in start
