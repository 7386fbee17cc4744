"""Settings of a new managed profile: nothing leaves it through the browser's own account, and it stores no passwords.

Key names: https://chromium.googlesource.com/chromium/src/+/main/chrome/common/pref_names.h and
https://chromium.googlesource.com/chromium/src/+/main/components/signin/public/base/signin_pref_names.h
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any

MANAGED: dict[str, Any] = {
    "signin": {"allowed": False, "allowed_on_next_startup": False},
    "sync": {"requested": False},
    "credentials_enable_service": False,
    "credentials_enable_autosignin": False,
    "profile": {"password_manager_enabled": False, "password_manager_leak_detection": False},
    "autofill": {"profile_enabled": False, "credit_card_enabled": False},
}
# Background mode keeps the browser alive without a window, and with it every session.
LOCAL_STATE: dict[str, Any] = {"background_mode": {"enabled": False}}

# The exit type that is neither a clean close nor a crash that the person would be asked about:
# https://chromium.googlesource.com/chromium/src/+/main/chrome/browser/sessions/exit_type_service.cc
UNFLUSHED = "SessionEnded"

# What a rebuild carries over. An allow-list: everything that is not named here goes.
KEPT_PREFS: tuple[str, ...] = (
    "accessibility", "bookmark_bar", "browser.show_home_button", "browser.theme", "download.prompt_for_download",
    "extensions.pinned_extensions", "extensions.settings", "extensions.theme", "extensions.ui",
    "homepage_is_newtabpage", "intl.accept_languages", "intl.selected_languages", "spellcheck.dictionaries",
    "translate.enabled", "webkit.webprefs.default_fixed_font_size", "webkit.webprefs.default_font_size",
    "webkit.webprefs.minimum_font_size",
)
# The browser signs these settings on Windows and macOS; the signatures of what is kept stay valid beside it.
KEPT_SECURE_PREFS: tuple[str, ...] = ("extensions.settings", "protection.macs.extensions.settings")


def prepare_profile(profile: Path) -> None:
    """Write the settings of a new managed profile into an empty directory; an existing profile is left as it is."""
    default = profile / "Default"
    if (default / "Preferences").exists():
        return
    default.mkdir(parents=True, mode=0o700, exist_ok=True)
    write_json(profile / "Local State", LOCAL_STATE)
    write_json(default / "Preferences", MANAGED)  # last: as long as it is missing, the profile is new


def mark_exit(profile: Path, exit_type: str | None = UNFLUSHED) -> str | None:
    """Write how the browser last ended (None: never started); what stood there before is returned.

    Done before every start: Chromium itself notes only after ten seconds that it runs (measured), and killed before
    that it would leave a profile that looks cleanly closed, while a fresh sign-in never reached the disk. A clean close
    writes `Normal`. Preferences that are no JSON stay as they are: the disk reader says so.
    """
    path = profile / "Default" / "Preferences"
    try:
        settings = read_json(path)
    except ValueError:
        return None
    section = settings.setdefault("profile", {})
    if not isinstance(section, dict):
        return None
    before = section.pop("exit_type", None)
    if exit_type is not None:
        section["exit_type"] = exit_type
    write_json(path, settings)
    return before if isinstance(before, str) else None


def kept(old: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    """The part of `old` (nested objects) that dotted `keys` name."""
    result: dict[str, Any] = {}
    for key in keys:
        *parents, last = key.split(".")
        source: Any = old
        for part in parents:
            source = source.get(part) if isinstance(source, dict) else None
        if isinstance(source, dict) and last in source:
            target = result
            for part in parents:
                target = target.setdefault(part, {})
            target[last] = source[last]
    return result


def merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """`base` with `over` on top, object by object."""
    result = dict(base)
    for key, value in over.items():
        both = isinstance(value, dict) and isinstance(result.get(key), dict)
        result[key] = merged(result[key], value) if both else value
    return result


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object from a file; empty when there is none. Raises ValueError for anything else."""
    try:
        data = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    if not isinstance(data, dict):
        raise ValueError(f"{path.name} is no JSON object")
    return data


def write_json(path: Path, data: dict[str, Any]) -> None:
    """Write a JSON object as `write_text` does."""
    write_text(path, json.dumps(data, separators=(",", ":")))


def write_text(path: Path, text: str) -> None:
    """Write a text that only this user can read: wholly or, if we are killed or the disk is full, not at all."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """Like `write_text`, for bytes."""
    fresh = path.with_name(f"{path.name}.toolkit")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise
