"""Databases of Firefox that are kept in part: a new one of the same schema, with named rows and columns of the old one.

Bookmarks share `places.sqlite` with history. Deleting the history would leave what this version of Firefox has and we
do not know; so the schema is written anew and only what is a bookmark goes in: an allow-list, as for settings.
Tables: https://searchfox.org/mozilla-central/source/toolkit/components/places/nsPlacesTables.h and
https://searchfox.org/mozilla-central/source/dom/quota/ActorsParent.cpp (storage.sqlite)
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from toolkit.browser.carry import carry
from toolkit.browser.scrub.wipe import wipe_tree

_DRAFT = "toolkit-draft"


@dataclass(frozen=True)
class Part:
    """Rows of a table that go over. `columns`: as they are; `values`: column -> SQL expression over the old row."""

    table: str
    columns: tuple[str, ...]
    where: str = "1"
    values: tuple[tuple[str, str], ...] = ()
    needed: bool = True


_BOOKMARKED = "id IN (SELECT fk FROM main.moz_bookmarks UNION SELECT place_id FROM main.moz_keywords)"
PLACES = "places.sqlite"
_USES = (
    "(SELECT COUNT(*) FROM main.moz_bookmarks WHERE fk = row.id)"
    " + (SELECT COUNT(*) FROM main.moz_keywords WHERE place_id = row.id)"
)
PLACES_PARTS = (
    Part("moz_bookmarks", ("id", "type", "fk", "parent", "position", "title", "dateAdded", "lastModified", "guid",
                           "syncStatus", "syncChangeCounter")),
    # Without the page's own title, description and picture, the numbers of visits and their time.
    Part("moz_places", ("id", "url", "rev_host", "guid", "url_hash", "origin_id"), _BOOKMARKED,
         (("foreign_count", _USES), ("recalc_frecency", "1"))),
    Part("moz_origins", ("id", "prefix", "host"),
         f"id IN (SELECT origin_id FROM main.moz_places WHERE {_BOOKMARKED})",  # noqa: S608 - our own
         (("frecency", "0"), ("recalc_frecency", "1"))),
    Part("moz_keywords", ("id", "keyword", "place_id", "post_data")),
)  # fmt: skip
# Says which version the directory `storage` is of; without it Firefox takes it for one of before 2016. Its list of
# origins is a cache, and 0 makes Firefox look for itself.
STORAGE = "storage.sqlite"
STORAGE_PARTS = (
    Part("database", ("cache_version",), needed=False),
    Part("repository", ("id", "name"), needed=False),
    Part("cache", ("build_id",), values=(("valid", "0"),), needed=False),
)


def carry_parts(old: Path, new: Path, name: str, parts: tuple[Part, ...]) -> None:
    """Write `new/name` with `parts` of `old/name`; no such database (or a link in its place): nothing done.

    Raises ValueError for what is no whole database with these tables, OSError.
    """
    draft = new / _DRAFT
    draft.mkdir(mode=0o700)
    for ending in ("", "-wal", "-journal"):
        carry(old, draft, name + ending, "file")
    try:
        if (draft / name).exists():
            with closing(sqlite3.connect(draft / name, isolation_level=None)) as database:
                _fill(database, new / name, parts)
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorname", "").startswith("SQLITE_FULL"):
            raise OSError(28, "No space left on device") from None
        raise ValueError(f"{name}: {getattr(error, 'sqlite_errorname', type(error).__name__)}") from None
    wipe_tree(draft)


def _fill(old: sqlite3.Connection, target: Path, parts: tuple[Part, ...]) -> None:
    old.execute("PRAGMA temp_store = MEMORY")
    if old.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise ValueError(f"{target.name}: damaged")
    target.touch(mode=0o600, exist_ok=False)
    with closing(sqlite3.connect(target, isolation_level=None)) as new:
        new.execute(f"PRAGMA page_size = {int(old.execute('PRAGMA page_size').fetchone()[0])}")
        new.execute("BEGIN")
        for kind in ("table", "index"):
            for (sql,) in old.execute(
                "SELECT sql FROM sqlite_master WHERE type = ? AND name NOT LIKE 'sqlite_%' AND sql IS NOT NULL", (kind,)
            ):
                new.execute(sql)
        new.execute(f"PRAGMA user_version = {int(old.execute('PRAGMA user_version').fetchone()[0])}")
        new.execute("COMMIT")
    old.execute("ATTACH ? AS new", (str(target),))
    old.execute("BEGIN")
    for part in parts:
        _copy(old, part, target.name)
    old.execute("COMMIT")
    old.execute("DETACH new")


def _copy(database: sqlite3.Connection, part: Part, name: str) -> None:
    has = {str(row[1]) for row in database.execute(f'PRAGMA main.table_info("{part.table}")')}
    wanted = {*part.columns, *(column for column, _ in part.values)}
    if not wanted <= has:
        if part.needed:
            raise ValueError(f"{name}: {part.table} has another form")
        return
    into = ", ".join([*part.columns, *(column for column, _ in part.values)])
    values = ", ".join([*part.columns, *(value for _, value in part.values)])
    database.execute(
        f"INSERT INTO new.{part.table} ({into}) "  # noqa: S608 - all of it is our own
        f"SELECT {values} FROM main.{part.table} AS row WHERE {part.where}"
    )
