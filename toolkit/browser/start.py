"""How a profile's browser is started. Apart from the launch itself, so that reading a disk need not load Playwright."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from toolkit.browser.find import Browser

CLOSE_SECONDS = 30
"""What a browser may take to write its files; one that was killed may never answer."""


@dataclass(frozen=True)
class Start:
    """How a profile's browser is started: pinned once, the same for person and robot."""

    browser: Browser
    profile: Path
    store: str | None = None
    args: Sequence[str] = field(default=())
    slow_motion: float = 0.0
    """Milliseconds between the robot's moves, for somebody who looks on."""
