"""How the rows of Firefox's table are written: sources relative to the browser's code."""

from __future__ import annotations

from toolkit.traces.model import Kind
from toolkit.traces.stores.model import Column, Fate, Format, Store

_CODE = "https://searchfox.org/mozilla-central/source/"


def row(
    name: str,
    path: str,
    form: Format,
    holds: Kind | None,
    source: str,
    reader: str = "",
    *,
    everything: Fate = "removed",
    sessions: Fate = "kept",
    columns: tuple[Column, ...] = (),
    version: int | None = None,
    strict: bool = False,
) -> Store:
    """A row: without more, `everything` removes the place and `sessions` leaves it. All lie in the profile itself."""
    source = source if source.startswith(("https://", "toolkit/browser/")) else _CODE + source
    return Store(
        name, path, form, holds, everything, sessions, source, reader, True, columns=columns, version=version,
        strict=strict,
    )  # fmt: skip
