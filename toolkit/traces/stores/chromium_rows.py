"""How the rows of Chromium's table are written: sources relative to the browser's code (or our own, for what we
put there), and what is the same in most."""

from __future__ import annotations

from toolkit.traces.model import Kind
from toolkit.traces.stores.model import Column, Fate, Format, Store

_CODE = "https://chromium.googlesource.com/chromium/src/+/main/"


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
    top: bool = False,
    columns: tuple[Column, ...] = (),
    version: int | None = None,
    strict: bool = False,
) -> Store:
    """A row: without more, `everything` removes the place and `sessions` leaves it."""
    source = source if source.startswith(("https://", "toolkit/browser/")) else _CODE + source
    return Store(
        name, path, form, holds, everything, sessions, source, reader, top,
        columns=columns, version=version, strict=strict,
    )  # fmt: skip


def both(plain: Store) -> tuple[Store, Store]:
    """The two places of what the network service writes: beside the others, or in `Network/` where that service is in a
    sandbox (Windows): https://chromium.googlesource.com/chromium/src/+/main/chrome/browser/net/profile_network_context_service.cc
    """
    moved = Store(
        plain.name, f"Network/{plain.path}", plain.format, plain.holds, plain.everything, plain.sessions, plain.source,
        plain.reader, plain.top, columns=plain.columns, version=plain.version, strict=plain.strict,
    )  # fmt: skip
    return plain, moved
