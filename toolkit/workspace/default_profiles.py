"""Where browsers keep a person's own profiles: never ours to open, clear or rebuild."""

from __future__ import annotations

import ntpath
import os
import posixpath
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

# Chromium's family: https://chromium.googlesource.com/chromium/src/+/main/docs/user_data_dir.md, Edge:
# https://learn.microsoft.com/deployedge/microsoft-edge-policies#userdatadir, Brave:
# https://support.brave.app/hc/articles/360021408352, Firefox:
# https://support.mozilla.org/kb/profiles-where-firefox-stores-user-data and, since Firefox 147 on Linux, XDG folders:
# https://bugzilla.mozilla.org/show_bug.cgi?id=259356
_LINUX = (
    "{config}/google-chrome", "{config}/google-chrome-beta", "{config}/google-chrome-unstable",
    "{config}/google-chrome-canary", "{config}/google-chrome-for-testing", "{config}/chromium",
    "{config}/microsoft-edge", "{config}/microsoft-edge-beta", "{config}/microsoft-edge-dev",
    "{config}/BraveSoftware", "{home}/.mozilla", "{config}/mozilla",
    "{home}/snap/chromium", "{home}/snap/firefox", "{home}/snap/brave",
    "{home}/.var/app/org.chromium.Chromium", "{home}/.var/app/com.google.Chrome",
    "{home}/.var/app/com.microsoft.Edge", "{home}/.var/app/com.brave.Browser",
    "{home}/.var/app/org.mozilla.firefox",
)  # fmt: skip
_MACOS = tuple(
    "{home}/Library/Application Support/" + name
    for name in (
        "Google/Chrome", "Google/Chrome Beta", "Google/Chrome Dev", "Google/Chrome Canary",
        "Google/Chrome for Testing", "Chromium", "Microsoft Edge", "Microsoft Edge Beta", "Microsoft Edge Dev",
        "Microsoft Edge Canary", "BraveSoftware", "Firefox",
    )
)  # fmt: skip
_WINDOWS = (
    r"{local}\Google\Chrome", r"{local}\Google\Chrome Beta", r"{local}\Google\Chrome Dev", r"{local}\Google\Chrome SxS",
    r"{local}\Google\Chrome for Testing", r"{local}\Chromium", r"{local}\Microsoft\Edge",
    r"{local}\Microsoft\Edge Beta",
    r"{local}\Microsoft\Edge Dev", r"{local}\Microsoft\Edge SxS", r"{local}\BraveSoftware",
    r"{roaming}\Mozilla", r"{local}\Mozilla",
    # Firefox from Microsoft's store: https://support.mozilla.org/kb/install-firefox-from-microsoft-store
    r"{local}\Packages",
)  # fmt: skip


def default_folders(platform: str = sys.platform, environ: Mapping[str, str] | None = None) -> list[str]:
    """The folders of browsers' own profiles on `platform` (`linux`, `darwin`, `win32`), for the user of `environ`."""
    environ = os.environ if environ is None else environ
    if platform == "win32":
        user = environ.get("USERPROFILE", r"C:\Users\Default")
        local = environ.get("LOCALAPPDATA", ntpath.join(user, "AppData", "Local"))
        roaming = environ.get("APPDATA", ntpath.join(user, "AppData", "Roaming"))
        return [folder.format(local=local, roaming=roaming) for folder in _WINDOWS]
    home = environ.get("HOME") or str(Path.home())
    if platform == "darwin":
        return [folder.format(home=home) for folder in _MACOS]
    configs = [environ.get("XDG_CONFIG_HOME"), environ.get("CHROME_CONFIG_HOME"), posixpath.join(home, ".config")]
    filled = [folder.format(config=config, home=home) for config in configs if config for folder in _LINUX]
    return list(dict.fromkeys([*filled, *_named(environ)]))


def _named(environ: Mapping[str, str]) -> list[str]:
    # CHROME_USER_DATA_DIR moves the whole folder on Linux (user_data_dir.md, "Environment Variables")
    return [folder for folder in (environ.get("CHROME_USER_DATA_DIR"),) if folder]


def within(path: str, folder: str, platform: str = sys.platform) -> bool:
    """Whether `path` is `folder` or below it, both absolute; Windows and macOS take capitals for small letters."""
    module = ntpath if platform == "win32" else posixpath
    parts, above = (_parts(text, module.normpath, platform) for text in (path, folder))
    return parts[: len(above)] == above


def _parts(text: str, normpath: Callable[[str], str], platform: str) -> list[str]:
    normal = normpath(text)
    if platform in {"win32", "darwin"}:
        normal = normal.casefold()
    separator = "\\" if platform == "win32" else "/"
    return [part for part in normal.split(separator) if part]
