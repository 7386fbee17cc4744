"""Takes the rows of platforms out of Chromium's SQLite databases."""

from __future__ import annotations

import sqlite3
from itertools import groupby
from pathlib import Path

from toolkit.browser.scrub.edit import Edit, delete_rows, edit_database
from toolkit.browser.scrub.wipe import wipe_tree
from toolkit.traces.files import is_directory
from toolkit.traces.hosts import Matcher, origin_of_url, parse_storage_key
from toolkit.traces.sqlite import columns, opened
from toolkit.traces.stores.chromium import COOKIES, URL_TABLES

_SIGN_INS = ("logins", "device_bound_sessions")
"""Stores of `URL_TABLES` that can represent or renew a sign-in; the others tell of visits and stay."""


def scrub_cookies(profile: Path, matcher: Matcher) -> None:
    """Cookies of the platforms in both places, partitioned ones included; those that the rules keep stay.

    Raises Unreadable, NewerSchema, sqlite3.Error, OSError; so do all functions here.
    """

    def edit(database: sqlite3.Connection) -> None:
        rows = database.execute("SELECT rowid, host_key, name FROM cookies").fetchall()
        delete_rows(database, "cookies", (row for row, host, name in rows if goes(matcher, str(host), str(name))))

    for place in COOKIES:
        _edit(profile / place, edit)


def goes(matcher: Matcher, host: str, name: str) -> bool:
    """A host that several platforms share keeps a cookie only if all of them do."""
    owners = matcher.of_host(host.strip(".").lower())
    return any(matcher.kind(platform, "cookie", host, name) != "kept" for platform in owners)


def scrub_sign_ins(profile: Path, matcher: Matcher) -> None:
    """Saved passwords and device-bound sessions; a "never save here" holds no password and stays."""
    tables = [table for table in URL_TABLES if table.store in _SIGN_INS]
    for file, of_file in groupby(tables, key=lambda table: table.file):
        wanted = [(table.table, table.column) for table in of_file]

        def edit(database: sqlite3.Connection, wanted: list[tuple[str, str]] = wanted) -> None:
            for table, column in wanted:
                has = columns(database, table)
                if column in has:
                    refused = "blacklisted_by_user" if "blacklisted_by_user" in has else "0"
                    query = f'SELECT rowid, "{column}" FROM "{table}" WHERE NOT {refused}'  # noqa: S608 - our own names
                    rows = database.execute(query).fetchall()
                    delete_rows(database, table, (row for row, url in rows if _owned(matcher, str(url))))

        _edit(profile / file, edit)


def _owned(matcher: Matcher, url: str) -> bool:
    origin = origin_of_url(url)
    return origin is not None and bool(matcher.of_origin(origin))


def scrub_buckets(profile: Path, matcher: Matcher) -> None:
    """Storage buckets, which hold all partitioned storage: `WebStorage/<bucket>/` first, then what names them."""
    folder = profile / "WebStorage"

    def edit(database: sqlite3.Connection) -> None:
        if not {"id", "storage_key"} <= columns(database, "buckets"):
            return
        keys = database.execute("SELECT id, storage_key FROM buckets").fetchall()
        parsed = ((number, parse_storage_key(str(text))) for number, text in keys)
        gone = [int(number) for number, key in parsed if key and matcher.of_origin(key.origin)]
        for number in gone:
            if is_directory(folder / str(number)):
                wipe_tree(folder / str(number))
        delete_rows(database, "buckets", gone)

    _edit(folder / "QuotaManager", edit)


def _edit(path: Path, edit: Edit) -> None:
    edit_database(path, edit, _check)


def _check(path: Path) -> None:
    with opened(path):  # whole, and of a version that we know
        pass
