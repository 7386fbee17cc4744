"""How Firefox last ended, as it notes itself; and a note of ours before each start.

https://searchfox.org/mozilla-central/source/toolkit/components/crashmonitor/CrashMonitor.sys.mjs
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from toolkit.browser.prefs import write_bytes

CHECKPOINTS = "sessionCheckpoints.json"
# What Firefox itself writes first. It does so only a moment after its start: killed before that, the profile would look
# cleanly closed.
_STARTED = b'{"profile-after-change":true}'


def mark_started(profile: Path) -> Callable[[], None]:
    """Note that Firefox runs. What is returned takes the note back, for a start that came to nothing."""
    path = profile / CHECKPOINTS
    before = path.read_bytes() if path.is_file() and not path.is_symlink() else None
    write_bytes(path, _STARTED)

    def unmark() -> None:
        if before is None:
            path.unlink(missing_ok=True)
        else:
            write_bytes(path, before)

    return unmark
