"""One row of the table of stores: a place of a browser profile, what it holds and what becomes of it. Data, no code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from toolkit.traces.model import Kind

Format = Literal[
    "sqlite", "leveldb", "json", "snss", "simple_cache", "block_cache", "cache2", "mozlz4", "text", "binary", "folder"
]
# What a cleaning does: gone; gone for the platforms alone; stays whole; stays as far as an allow-list of keys says.
Fate = Literal["removed", "platforms", "kept", "allowed_keys"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a SQLite table with an address in every row: what the row is, as a trace.

    `store` is the name for the trace where it is not the row's own; a host of no platform found in a column that
    `counts_as_site` is an "other host".
    """

    table: str
    column: str
    kind: Kind
    store: str = ""
    counts_as_site: bool = False


@dataclass(frozen=True, slots=True)
class Store:
    """A place of a profile.

    `path` is relative to the browser profile (Chromium: `Default`; Firefox: the profile itself), or to the user-data
    directory where `top` is true. `*` stands for any characters but a slash, `?` for a hexadecimal digit; a path that
    ends in `/` covers all below.
    `holds` is the worst that can be in it, None for what tells nothing of any site. `reader` is the module that reads
    it ("chromium.cookies"), "" where only `verify --deep` looks inside. `source` is the place in the browser's code or
    documentation that says so. `columns` are what a reader of databases looks at. `version` is the newest schema that
    we read; where a wrong reading could call a session clean it is `strict`: elsewhere the oldest reader that the
    database itself allows decides, or every second browser update would make every disk unknown.
    """

    name: str
    path: str
    format: Format
    holds: Kind | None
    everything: Fate
    sessions: Fate
    source: str
    reader: str = ""
    top: bool = False
    columns: tuple[Column, ...] = ()
    version: int | None = None
    strict: bool = False
