"""The product's own run with the browser and the sites played: all of its changes of the disk are in one process.

Everything is real but what a browser and a server do: the robot's start and clean end (as they show on the disk), the
probe, the flow, the replay. The servers' truth is a directory with a file for each session that is alive.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.dying import KILLED, changes, in_child
from toolkit.cli.main import run
from toolkit.sessions import clean_profile, logout
from toolkit.sessions import run as running

# What Firefox notes on its way to a clean end, in this order.
_ENDED = (
    "profile-after-change", "final-ui-startup", "sessionstore-windows-restored", "quit-application-granted",
    "quit-application", "sessionstore-final-state-write-complete", "profile-change-net-teardown",
    "profile-change-teardown", "profile-before-change",
)  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """What a command came to; `killed` where it was not let end."""

    code: int
    out: str
    err: str

    @property
    def killed(self) -> bool:
        return self.code == KILLED

    @property
    def json(self) -> dict[str, Any]:
        parsed: dict[str, Any] = json.loads(self.out)
        return parsed


@dataclass(frozen=True)
class Played:
    """The command line on one home, each command in a forked process."""

    home: Path
    server: Path
    output: Path | None = None
    """Where a command's output goes on its way here."""

    def __call__(self, *words: str, dies_at: int = 0, full_at: int = 0) -> Answer:
        """`dies_at`, `full_at`: the change of the disk before which the process ends, the disk is full (0: none)."""
        output = self.output or self.home.parent / "output"
        output.unlink(missing_ok=True)

        code = in_child(lambda: self._run(words), dies_at or full_at, output, full=full_at > 0)
        return Answer(code, output.read_text(encoding="utf-8"), Path(f"{output}.err").read_text(encoding="utf-8"))

    def changes(self, *words: str) -> int:
        """How many changes of the disk the command makes when it is let end."""
        return changes(lambda: self._run(words))

    def _run(self, words: tuple[str, ...]) -> int:
        _play(self.server)
        return run([*words, "--home", str(self.home)])

    def alive(self) -> set[str]:
        return {path.name for path in self.server.iterdir()}


def _play(server: Path) -> None:
    """Put the play in place of browser and sites; for the rest of this process."""
    from toolkit.browser.firefox import prefs as firefox_prefs
    from toolkit.browser.firefox.aside import aside
    from toolkit.browser.firefox.checkpoints import CHECKPOINTS, mark_started
    from toolkit.browser.prefs import mark_exit, prepare_profile, write_text
    from toolkit.browser.restore import sessions_aside
    from toolkit.runner.probe import Answer as Probed
    from toolkit.sessions.remember import Memory

    @contextlib.asynccontextmanager
    async def robot(_playwright: object, start: Any, _wall: object, **_: object) -> AsyncIterator[object]:
        if start.browser.product == "firefox":
            firefox_prefs.prepare_profile(start.profile, start.args)
            with aside(start.profile, {}):
                mark_started(start.profile)
                yield Context()
                write_text(start.profile / CHECKPOINTS, json.dumps(dict.fromkeys(_ENDED, True)))
            return
        prepare_profile(start.profile)
        with sessions_aside(start.profile):
            mark_exit(start.profile)
            yield Context()
            mark_exit(start.profile, "Normal")

    def alive() -> list[str]:
        return [path.name for path in server.iterdir()]

    async def asked(unit: Any) -> Probed:
        return Probed("in" if (server / unit.key).exists() else "out")

    async def probe(_context: object, site: Any, *_: object, **__: object) -> Probed:
        return Probed("in" if any(name.startswith(site.id) for name in alive()) else "out")

    async def flow(_job: object, unit: Any, _name: str, *_: object) -> None:
        (server / unit.key).unlink(missing_ok=True)

    async def cleared(*_: object) -> str:
        return "cleared"

    async def nothing(*_: object) -> None:
        """No browser is needed, and nothing is remembered."""

    class Context:
        """Of a browser that lives."""

        def on(self, *_: object) -> None:
            """It never closes by itself."""

    clean_profile.user_of = lambda _: 1
    clean_profile.robot = robot  # type: ignore[assignment]
    clean_profile.clear = cleared  # type: ignore[assignment]
    running.Drivers.get = nothing  # type: ignore[assignment]
    logout.probe = probe  # type: ignore[assignment]
    logout.run_flow = flow  # type: ignore[assignment]
    Memory.remember = nothing  # type: ignore[assignment]
    Memory.replay = lambda _self, _context, unit, _wall: asked(unit)  # type: ignore[method-assign, assignment]
    Memory.fingerprint = lambda _self, unit, _key: unit.key.encode()  # type: ignore[method-assign]
