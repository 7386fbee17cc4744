"""Writes docs/cleaning.md from what plant-and-scan last recorded: `python -m tests.plant.page > docs/cleaning.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any

from tests.plant.kinds import BOTH, Kind, of_family
from tests.plant.results import load
from tests.plant.scene import MODES

_INTRO = """\
# What cleaning leaves

Generated from `tests/plant/results.json` by `python -m tests.plant.page`; do not edit.

How this was measured: in a real browser with a window, two sites, the client's and a neighbour's, fill every kind of
store, by their own pages and by keys that are typed. Each kind of each site gets a random marker of its own. Then the
toolkit runs, and afterwards every byte of the profile is searched for the markers (also as UTF-16, in gzip and in
mozLz4), by code that shares nothing with the toolkit's readers; and the browser starts once more on a copy, where the
sites' own pages and the restored tabs look for what is theirs. The tests fail when what they measure differs from this
table.

- *before*: the stores whose bytes held the marker, so that finding nothing afterwards means something. A store in
  brackets is one in which the toolkit's own reader does not look for sites.
- `everything`, `sessions`: `toolkit logout-all` with this `clean:` of the profile. *one platform*: `toolkit logout
  PROFILE PLATFORM` for the client's platform, while the neighbour's is a platform too.
- *gone*: no byte of it, and no page finds it. *stays in ...*: it tells that the site was used, and opens nothing.
  *in use*: the site's page or a restored tab can still use it. *kept*: on purpose.
- *neighbour*: whether the neighbour's own page still finds what is its own. `everything` rebuilds the whole profile:
  there the neighbour goes as well, and only bookmarks stay.
"""
_LIMITS = """\
## What this does not show

- A push subscription needs the browser's push service, which no test reaches. The reader of registrations has tests of
  its own.
- Neither browser has Web SQL any more. A file system of `webkitRequestFileSystem` is the same store as OPFS.
- Values of Chromium's cookies and saved passwords are encrypted on disk: there the marker is the cookie's name, the
  user name.
- What a person types into a form is remembered without the site's name (`Web Data`, `formhistory.sqlite`): only
  `everything` can take it away. The same goes for what the file system, the drive or a backup keeps of deleted bytes.
- A downloaded file itself lies outside the profile and is the person's.
"""
_TITLES = {"chromium": "Chromium", "firefox": "Firefox"}


def document() -> str:
    recorded = load()
    parts = [_INTRO]
    parts += ["\n".join(_family(name, recorded[name])) for name in BOTH if name in recorded]
    return "\n".join([*parts, _LIMITS])


def _family(name: str, rows: Mapping[str, Any]) -> Iterator[str]:
    yield f"## {_TITLES[name]}"
    yield ""
    partial = [mode for mode in MODES.values() if not mode.rebuilds]
    heads = ["planted", "before", "`everything`"]
    heads += [text for mode in partial for text in (_head(mode.name), "neighbour")]
    yield f"| {' | '.join(heads)} |"
    yield f"|{' --- |' * len(heads)}"
    for kind in of_family(name):
        row = rows[kind.name]
        cells = [kind.about, _before(name, kind, row), _client(row["after"]["everything"])]
        for mode in partial:
            cell = row["after"][mode.name]
            cells += [_client(cell), _neighbour(name, kind, cell)]
        yield f"| {' | '.join(cells)} |"
    yield ""


def _head(mode: str) -> str:
    return f"`{mode}`" if " " not in mode else mode


def _before(family: str, kind: Kind, row: Mapping[str, Any]) -> str:
    if family in kind.unmarked:
        return "(no marker: encrypted)" if kind.name == "saved_password" else "(no marker: a setting)"
    return ", ".join(f"({_code(each)})" if each in row["unread"] else _code(each) for each in row["before"])


def _code(place: str) -> str:
    return f"`{place}`"


def _client(cell: Mapping[str, Any]) -> str:
    where = ", ".join(map(_code, cell["places"]))
    if cell["client"] == "gone":
        return "gone"
    said = {"kept": f"kept in {where}", "visit": f"stays in {where}", "LEFT": f"**left in {where}**"}[cell["client"]]
    if not where:
        return "in use"
    return f"{said}; in use" if cell["page"] else said


def _neighbour(family: str, kind: Kind, cell: Mapping[str, Any]) -> str:
    if cell["neighbour"] == "gone" and kind.fleeting:
        return "gone (as at every start of the browser)"
    if cell["neighbour"] == "gone" and family in kind.inside:
        return "gone (it lay inside the client's pages)"
    return str(cell["neighbour"])


if __name__ == "__main__":
    sys.stdout.write(document().rstrip("\n") + "\n")
