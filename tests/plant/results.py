"""What was measured, in a form that is the same at every run: no random name, no number of a file, no version."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.plant.kinds import CLIENT, NEIGHBOUR, Kind, Marks, of_family
from tests.plant.search import by_kind

FILE = Path(__file__).with_name("results.json")

# Where something may stay under `sessions`: it tells of visits, or names somebody, and opens nothing.
VISITS = {
    "chromium": {
        "Favicons", "History", "Preferences", "Reporting and NEL", "Sessions", "Top Sites",
        "Web Data", "segmentation_platform", "shared_proto_db",
    },
    "firefox": {"favicons.sqlite", "formhistory.sqlite", "permissions.sqlite", "places.sqlite"},
}  # fmt: skip
KEPT = {"chromium": {"Bookmarks"}, "firefox": {"places.sqlite", "bookmarkbackups"}}
_TWO = ("Service Worker",)
_ORIGIN = re.compile(r"^storage/\w+/[^/]+/(\w+)")
_BESIDE = re.compile(r"(-wal|-shm|-journal|\.jsonlz4.*|\.json(\.lz4)?|\.js)$")


def place(path: str) -> str:
    """The store that a file belongs to, as a person would name it."""
    path = path.removeprefix("Default/")
    if match := _ORIGIN.match(path):
        return f"storage/*/{match[1]}"
    first, _, rest = path.partition("/")
    if first == "sessionstore-backups":  # which of its copies are there depends on the second
        return "sessionstore"
    if first in _TWO and rest:
        return f"{first}/{rest.partition('/')[0]}"
    return first if rest else _BESIDE.sub("", first)


def places(paths: Iterable[str]) -> list[str]:
    return sorted({place(path) for path in paths})


@dataclass
class Cell:
    """What a cleaning left of one kind. `client`: gone, kept, visit, or LEFT; `places`: where its marker still is;
    `page`: the site's own page or a restored tab finds it. `neighbour`: kept or gone."""

    client: str
    places: list[str]
    page: bool
    neighbour: str


@dataclass
class Row:
    """One kind in one browser: where its marker was, which of these places the reader did not report, and a cell for
    each way of cleaning."""

    before: list[str]
    unread: list[str]
    after: dict[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """A profile at one moment: marker -> files; owner -> kind -> whether its pages find it."""

    family: str
    bytes: Mapping[str, set[str]]
    pages: Mapping[str, Mapping[str, bool]]

    def has(self, kind: Kind, owner: str, marks: Marks) -> bool:
        if self.family in kind.by_page:
            return self.pages[owner].get(kind.name, False)
        return bool(self.bytes.get(marks.of[owner, kind.name]))


def before(marks: Marks, planted: Found, read: Iterable[str]) -> dict[str, Row]:
    """`read`: the paths of all traces of the client that the product's reader reported."""
    seen = set(places(read))
    rows = {}
    for kind in of_family(planted.family):
        where = places(by_kind(planted.bytes, marks.owned(CLIENT))[kind.name])
        rows[kind.name] = Row(where, [each for each in where if each not in seen])
    return rows


def cell(kind: Kind, marks: Marks, cleaned: Found) -> Cell:
    """Judge one kind after a cleaning."""
    family = cleaned.family
    where = places(by_kind(cleaned.bytes, marks.owned(CLIENT))[kind.name])
    page = cleaned.pages[CLIENT].get(kind.name, False)
    if not where and not page:
        state = "gone"
    elif kind.kept and set(where) <= KEPT[family]:
        state = "kept"
    elif set(where) <= VISITS[family] | (KEPT[family] if kind.kept else set()) and (not page or _harmless(kind)):
        state = "visit"
    else:
        state = "LEFT"
    return Cell(state, where, page, "kept" if cleaned.has(kind, NEIGHBOUR, marks) else "gone")


def _harmless(kind: Kind) -> bool:
    """A page finds what tells of visits only."""
    return kind.name in ("http_cache", "http_cache_gzip", "permission", "open_tab")


def load() -> dict[str, dict[str, Any]]:
    """Family -> kind -> row, as last recorded."""
    found: dict[str, dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    return found


def save(family: str, rows: Mapping[str, Row]) -> None:
    every = {**load(), family: {name: asdict(row) for name, row in rows.items()}}
    FILE.write_text(json.dumps(every, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def differences(family: str, rows: Mapping[str, Row]) -> list[str]:
    """What was measured and is not in the record. Where a marker was before, or that it was not found somewhere this
    time, is no difference: the browser writes some of its files when it likes."""
    recorded = load().get(family, {})
    found = [] if set(recorded) == set(rows) else [f"kinds: {sorted(set(recorded) ^ set(rows))}"]
    for name in sorted(set(recorded) & set(rows)):
        old, new = recorded[name], asdict(rows[name])
        found += [f"{name}: not read: {more}" for more in [_more(old, new, "unread")] if more]
        for mode, now in new["after"].items():
            was = old["after"].get(mode, {"places": []})
            found += [f"{name}, {mode}: new in places: {more}" for more in [_more(was, now, "places")] if more]
            words = [(was.get(key), now[key]) for key in ("client", "page", "neighbour")]
            found += [f"{name}, {mode}: {one} -> {two}" for one, two in words if one != two]
    return found


def _more(old: Mapping[str, Any], new: Mapping[str, Any], key: str) -> list[str]:
    return sorted(set(new[key]) - set(old[key]))
