"""A person's hands: keys typed into the window of a browser that no program controls."""

from __future__ import annotations

import subprocess
import time

from tests.support import needs


class Hands:
    """Types into the window that has the focus of a virtual screen (DISPLAY of the environment)."""

    def __init__(self) -> None:
        self._program = needs.program("xdotool", "xdotool")

    def press(self, *keys: str) -> None:
        """Keys one after the other, with a pause in which a window takes them in."""
        for key in keys:
            self._call("key", key)
            time.sleep(0.15)

    def write(self, text: str) -> None:
        self._call("type", "--delay", "12", text)
        time.sleep(0.2)

    def click(self, x: int, y: int) -> None:
        """A left click at a place of the screen, in pixels from its upper left corner."""
        self._call("mousemove", str(x), str(y), "click", "1")
        time.sleep(0.2)

    def go(self, url: str, seconds: float = 4) -> None:
        """Open an address in the tab in use."""
        self.press("ctrl+l")
        time.sleep(0.4)
        self.write(url)
        self.press("Return")
        time.sleep(seconds)

    def close_window(self) -> None:
        self.press("ctrl+shift+w")

    def wait_for_window(self, seconds: float = 30) -> None:
        """Wait until a browser window is there and can take keys."""
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            found = subprocess.run(
                [self._program, "search", "--onlyvisible", "--class", "chromium|chrome"],
                capture_output=True,
                check=False,
            )
            if found.stdout.strip():
                time.sleep(2)
                return
            time.sleep(0.3)
        raise AssertionError("no browser window appeared")

    def _call(self, *words: str) -> None:
        subprocess.run([self._program, *words], check=True, timeout=30)
