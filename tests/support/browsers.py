"""The browser that tests drive. Found without the product's own finder, which is itself under test."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tests.support import needs

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge", "chrome")
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)


def chromium() -> Path:
    """The configured browser (TOOLKIT_BROWSER), else an installed one of Chromium's family; else the test ends."""
    candidates = [os.environ.get("TOOLKIT_BROWSER"), *(shutil.which(name) for name in _NAMES), *_PLACES]
    for candidate in candidates:
        if candidate and Path(candidate).is_file():
            return Path(candidate)
    needs.missing("no Chromium, Chrome or Edge is installed (python dev.py setup gets one)")


def firefox() -> Path:
    """An installed Firefox, stock; else the test ends."""
    for name in ("firefox-esr", "firefox"):
        if found := shutil.which(name):
            return Path(found)
    needs.missing("no Firefox is installed (Debian: apt-get install firefox-esr)")


def of(family: str) -> Path:
    """The browser of a family: `chromium` or `firefox`."""
    return firefox() if family == "firefox" else chromium()


def launch_args() -> list[str]:
    """Switches that a plain start needs here: Chromium's sandbox refuses root on Linux."""
    return ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
