"""Finds a browser: the configured one, else an installed one of the profile's product, else Playwright's own."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from toolkit.errors import UsageError

Product = Literal["chromium", "chrome", "msedge", "firefox"]

# Names on PATH, as Debian, Ubuntu, Fedora, Arch and the vendors' own packages install them.
_LINUX: dict[Product, tuple[str, ...]] = {
    "chromium": ("chromium", "chromium-browser"),
    "chrome": ("google-chrome-stable", "google-chrome"),
    "msedge": ("microsoft-edge-stable", "microsoft-edge"),
    "firefox": ("firefox-esr", "firefox"),
}
_MACOS: dict[Product, tuple[str, ...]] = {
    "chromium": ("Chromium.app/Contents/MacOS/Chromium",),
    "chrome": ("Google Chrome.app/Contents/MacOS/Google Chrome",),
    "msedge": ("Microsoft Edge.app/Contents/MacOS/Microsoft Edge",),
    "firefox": ("Firefox.app/Contents/MacOS/firefox",),
}
# Below %ProgramFiles%, %ProgramFiles(x86)% and %LocalAppData%, the three places the installers use.
_WINDOWS: dict[Product, tuple[str, ...]] = {
    "chromium": (r"Chromium\Application\chrome.exe",),
    "chrome": (r"Google\Chrome\Application\chrome.exe",),
    "msedge": (r"Microsoft\Edge\Application\msedge.exe",),
    "firefox": (r"Mozilla Firefox\firefox.exe",),
}
# What serves a profile of a product when that product itself is not installed: the same engine and the same files.
_STAND_INS: dict[Product, tuple[Product, ...]] = {
    "chromium": ("chromium", "chrome", "msedge"),
    "chrome": ("chrome",),
    "msedge": ("msedge",),
    "firefox": ("firefox",),
}


@dataclass(frozen=True)
class Browser:
    """An executable that can serve a profile, and where it was found."""

    product: Product
    executable: Path
    source: Literal["configured", "installed", "playwright"]


def find_browser(product: Product = "chromium", configured: Path | None = None) -> Browser:
    """The browser for a profile of `product`. Raises UsageError `no_browser`."""
    if configured is not None and (product == "firefox") == is_firefox_program(configured):
        if not (configured.is_file() and os.access(configured, os.X_OK)):
            raise UsageError("no_browser", browser=str(configured), command=install_command())
        return Browser(product, configured, "configured")
    for candidate in _STAND_INS[product]:
        if found := installed(candidate):
            return Browser(candidate, found, "installed")
    # Playwright's own Firefox is a patched one without updates: nothing for a client's profile.
    if product == "chromium" and (found := playwrights_own()):
        return Browser("chromium", found, "playwright")
    raise UsageError("no_browser", browser=product, command=install_command(product))


def installed(product: Product, platform: str = sys.platform) -> Path | None:
    """The executable of an installed browser, or None."""
    if platform == "darwin":
        bases = [Path("/Applications"), Path.home() / "Applications"]
        places = [base / app for base in bases for app in _MACOS[product]]
    elif platform == "win32":
        roots = [os.environ.get(name) for name in ("ProgramFiles", "ProgramFiles(x86)", "LocalAppData")]
        places = [Path(root, *program.split("\\")) for root in roots if root for program in _WINDOWS[product]]
    else:
        named = (shutil.which(name) for name in _LINUX[product])
        places = [Path(found) for found in named if found]
    return next((place for place in places if place.is_file()), None)


def playwrights_own() -> Path | None:
    """Chromium as `playwright install chromium` leaves it, without starting Playwright's driver; the newest one.

    Folder layout: https://playwright.dev/python/docs/browsers#managing-browser-binaries
    """
    default = {"darwin": "~/Library/Caches/ms-playwright", "win32": "~/AppData/Local/ms-playwright"}
    base = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or default.get(sys.platform, "~/.cache/ms-playwright"))
    found = [
        program
        for pattern in ("chrome-linux*/chrome", "chrome-mac*/*.app/Contents/MacOS/*", "chrome-win*/chrome.exe")
        for program in base.expanduser().glob(f"chromium-*/{pattern}")
        if program.is_file()
    ]
    return max(found, key=lambda program: program.stat().st_mtime, default=None)


def is_firefox_program(executable: Path) -> bool:
    """Whether an executable is a Firefox, by its name: `browser.executable` is for one family alone."""
    return "firefox" in executable.name.lower()


def install_command(product: Product = "chromium") -> str:
    """The command to type when there is no browser, or where to get it."""
    if product == "firefox":
        return "sudo apt-get install -y firefox-esr" if _debian() else "https://www.mozilla.org/firefox/"
    if sys.platform.startswith("linux") and shutil.which("apt-get"):
        return "sudo apt-get install -y chromium"
    return f"{Path(sys.executable).name} -m playwright install chromium"


def _debian() -> bool:
    # Ubuntu has apt-get, too, but no package firefox-esr: its Firefox is a snap.
    try:
        return "\nID=debian" in "\n" + Path("/etc/os-release").read_text(encoding="utf-8")
    except OSError:
        return False
