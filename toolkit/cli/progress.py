"""Shows a run while it goes on, on standard error: live on a terminal, plain lines elsewhere, nothing when quiet."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from toolkit.cli.output import COLOURS, console, note, safe
from toolkit.texts import t

if TYPE_CHECKING:
    from rich.table import Table

    from toolkit.sessions.events import Event

# What a stage's text is: the verdict of a profile, the server layer of a platform, the answer to a sign-in.
_GOOD = {"clean", "revoked", "signed_out", "was_out", "in"}
_BAD = {"dirty", "still_valid"}


def words(event: Event) -> str:
    """An event as words: its stage, and what it adds (a flow's step is no news to the person)."""
    if event.stage == "done":
        return t(f"word.done.{event.text}")
    stage = t(f"word.stage.{event.stage}")
    return f"{stage}: {safe(event.text)}" if event.stage in ("person", "note", "scanning") and event.text else stage


class Progress:
    """`emit` takes the events of a run; use it in `with`."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._live: Any = None
        self._spinner: Any = None
        self._rows: dict[tuple[str, str | None], tuple[str, str]] = {}
        self._started = time.monotonic()
        self._people = set[tuple[str, str | None, str]]()

    def __enter__(self) -> Self:
        if not self._quiet and sys.stderr.isatty():
            from rich.live import Live
            from rich.spinner import Spinner

            self._spinner = Spinner("dots")
            self._live = Live(
                get_renderable=self._table, console=console(error=True), refresh_per_second=8, transient=True
            )
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, where: TracebackType | None
    ) -> None:
        if self._live is not None:
            self._live.stop()

    def emit(self, event: Event) -> None:
        """What a person has to do is said even when quiet: nothing goes on without them."""
        if event.stage == "person":
            self._call(event)
        if self._quiet or event.stage in ("step", "note"):
            return
        before = self._rows.get((event.profile, event.platform))
        now = (words(event), _colour(event))
        self._rows[event.profile, event.platform] = now
        if self._live is None and now != before and event.stage != "person":
            note(f"{_name(event.profile, event.platform)}: {now[0]}")

    def _call(self, event: Event) -> None:
        key = (event.profile, event.platform, event.text)
        if key in self._people:
            return
        self._people.add(key)
        line = f"{_name(event.profile, event.platform)}: {words(event)}"
        if self._live is not None:
            self._live.console.print(line)
        else:
            note(line)

    def _table(self) -> Table:
        from rich.table import Table
        from rich.text import Text

        grid = Table.grid(padding=(0, 1))
        for (profile, platform), (text, colour) in self._rows.items():
            mark: Any = (
                Text({"green": "✓", "red": "✗", "yellow": "?"}[colour], style=colour) if colour else self._spinner
            )
            name = Text(f"  {safe(platform)}" if platform else safe(profile), style="" if platform else "bold")
            grid.add_row(mark, name, Text(text, style=colour))
        grid.add_row("", "", Text(t("cli.seconds", seconds=int(time.monotonic() - self._started)), style="dim"))
        return grid


def _name(profile: str, platform: str | None) -> str:
    return f"{profile} {platform}" if platform else profile


def _colour(event: Event) -> str:
    if event.stage != "done":
        return ""
    return COLOURS["clean"] if event.text in _GOOD else COLOURS["dirty"] if event.text in _BAD else COLOURS["unknown"]
