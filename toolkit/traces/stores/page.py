"""Writes docs/stores.md from the tables of stores: `python -m toolkit.traces.stores.page > docs/stores.md`."""

from __future__ import annotations

import html
import sys
from collections.abc import Iterable, Iterator

from toolkit.traces.stores import chromium, firefox
from toolkit.traces.stores.model import Store

_INTRO = """\
# Stores

Generated from the tables of stores by `python -m toolkit.traces.stores.page`; do not edit.

Every place of a browser profile that can hold something, what it can hold at worst, and what becomes of it.

- **Holds**: `session` can restore or represent a sign-in, `identity` names the client or the account, `visit` tells
  that a site was used, `kept` is what the person chose to keep, `-` tells nothing of any site.
- **Read**: by `verify`, always; `deep` where only `verify --deep` looks inside.
- **everything** and **sessions** are the two ways of cleaning (`clean:` in `toolkit.yaml`): *removed*, *platforms*
  (what belongs to the platforms goes, the rest stays), *kept*, *allowed keys* (settings of an allow-list stay, the rest
  goes).
"""
_COLUMNS = ("place", "store", "format", "holds", "read", "everything", "sessions", "source")
_FAMILIES = (
    (
        "Chromium, Chrome, Edge and their kin",
        "In a browser profile (`Default`, `Profile 1`, ...); *above* marks what lies in the directory around it.",
        chromium.STORES,
    ),
    ("Firefox", "In the profile.", firefox.STORES),
)


def document() -> str:
    """The whole page."""
    return "\n".join([_INTRO, *(line for family in _FAMILIES for line in _section(*family))])


def _section(title: str, where: str, stores: Iterable[Store]) -> Iterator[str]:
    yield from (f"## {title}", "", where, "", f"| {' | '.join(_COLUMNS)} |", "| --- " * len(_COLUMNS) + "|")
    for store in stores:
        place = f"`{store.path}`" + (" *above*" if store.top else "")
        source = store.source if store.source.startswith("https://") else f"../{store.source}"
        cells = (
            place.replace("|", "\\|"),
            store.name.replace("_", " "),
            store.format.replace("_", " "),
            store.holds or "-",
            "yes" if store.reader else "deep" if store.holds else "-",
            store.everything.replace("_", " "),
            store.sessions.replace("_", " "),
            f"[{html.escape(source.rstrip('/').rpartition('/')[2])}]({source})",
        )
        yield f"| {' | '.join(cells)} |"
    yield ""


if __name__ == "__main__":
    sys.stdout.write(document().rstrip("\n") + "\n")
