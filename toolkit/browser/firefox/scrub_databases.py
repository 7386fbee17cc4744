"""Takes the rows of platforms out of Firefox's SQLite databases.

Every function takes the profile and says whose a row is by `Owners`; all raise Unreadable, NewerSchema, sqlite3.Error,
OSError.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from toolkit.browser.firefox.owners import Owners
from toolkit.browser.scrub.edit import Edit, delete_rows, edit_database
from toolkit.traces.files import NewerSchema, Unreadable, is_directory, listing
from toolkit.traces.sqlite import columns
from toolkit.traces.stores.firefox import STORES

_VERSIONS = {store.path: store.version for store in STORES if store.strict}
_PUSH = "storage/permanent/chrome/idb"
# The name has the letters of "pushapi" from both ends, behind a hash:
# https://searchfox.org/mozilla-central/source/dom/indexedDB/ActorsParent.cpp (GetDatabaseFilename)
_PUSH_FILE = "piupsah.sqlite"
# An array that begins with a string, in an encoded key: https://searchfox.org/mozilla-central/source/dom/indexedDB/Key.cpp
_STRINGS = 0x50 + 0x30


def _edit(profile: Path, place: str, edit: Edit) -> None:
    """Edit a database in the profile, if it and every folder above it is there; none of a newer schema."""

    def checked(database: sqlite3.Connection) -> None:
        version, known = int(database.execute("PRAGMA user_version").fetchone()[0]), _VERSIONS.get(place)
        if known is not None and version > known:
            raise NewerSchema(f"version {version}, known {known}")
        edit(database)

    if exists(profile, place):
        edit_database(profile / place, checked)


def exists(profile: Path, place: str) -> bool:
    """Whether every folder above `place` is there, and none of them a link. Raises Unreadable."""
    folders = place.split("/")[:-1]
    return all(is_directory(profile.joinpath(*folders[: count + 1])) for count in range(len(folders)))


def _need(database: sqlite3.Connection, table: str, wanted: set[str]) -> None:
    if not wanted <= columns(database, table):
        raise Unreadable(f"{table} has another form")


def scrub_cookies(profile: Path, owners: Owners) -> None:
    """Cookies of every container and partition."""

    def edit(database: sqlite3.Connection) -> None:
        _need(database, "moz_cookies", {"host", "name", "originAttributes"})
        rows = database.execute("SELECT rowid, host, name, originAttributes FROM moz_cookies").fetchall()
        mine = [row for row, host, name, suffix in rows if owners.cookie(str(host), str(name), str(suffix))]
        delete_rows(database, "moz_cookies", mine)

    _edit(profile, "cookies.sqlite", edit)


def scrub_logins(profile: Path, owners: Owners) -> None:
    """Saved passwords in the newer of their two places: local rows, and those that mirror a server's.
    https://github.com/mozilla/application-services/blob/main/components/logins/src/schema.rs"""

    def edit(database: sqlite3.Connection) -> None:
        for table in ("loginsL", "loginsM"):
            _need(database, table, {"origin"})
            _delete_urls(database, table, ("origin", "formActionOrigin", "httpRealm"), owners)

    _edit(profile, "logins.db", edit)


def scrub_credentials(profile: Path, owners: Owners) -> None:
    """Sign-ins through an identity provider (FedCM), which a site can renew without asking.
    https://searchfox.org/mozilla-central/source/toolkit/components/credentialmanagement/IdentityCredentialStorageService.cpp"""

    def edit(database: sqlite3.Connection) -> None:
        for table in ("identity", "lightweight_identity"):
            _delete_urls(database, table, ("rpOrigin", "idpOrigin", "origin"), owners)

    _edit(profile, "credentialstate.sqlite", edit)


def _delete_urls(database: sqlite3.Connection, table: str, wanted: Sequence[str], owners: Owners) -> None:
    has = columns(database, table)
    names = [name for name in wanted if name in has]
    if names:
        listed = ", ".join(f'"{name}"' for name in names)
        rows = database.execute(f'SELECT rowid, {listed} FROM "{table}"').fetchall()  # noqa: S608 - our own names
        mine = [row for row, *urls in rows if any(owners.url(str(url)) for url in urls if url)]
        delete_rows(database, table, mine)


def scrub_old_local_storage(profile: Path, owners: Owners) -> None:
    """Local Storage of before 2019, and its copy: `originKey` is the host backwards, `tset.ahpla.www.:https:443`.
    https://searchfox.org/mozilla-central/source/dom/storage/StorageUtils.cpp (CreateOriginKey)"""

    def edit(database: sqlite3.Connection) -> None:
        _need(database, "webappsstore2", {"originAttributes", "originKey"})
        rows = database.execute("SELECT rowid, originAttributes, originKey FROM webappsstore2").fetchall()
        mine = [row for row, suffix, key in rows if owners.url(_turned(str(key))) or owners.suffix(str(suffix))]
        delete_rows(database, "webappsstore2", mine)

    for place in ("webappsstore.sqlite", "storage/ls-archive.sqlite"):
        _edit(profile, place, edit)


def _turned(key: str) -> str:
    """`tset.ahpla.www.:https:443` as `https://www.alpha.test:443`."""
    host, _, rest = key.partition(":")
    scheme, _, port = rest.partition(":")
    return f"{scheme}://{host[::-1].lstrip('.')}" + (f":{port}" if port.isdigit() else "")


def scrub_quota(profile: Path, owners: Owners) -> None:
    """The list of origins that hold storage. It is a cache: with 0 in it Firefox looks for itself at the next start.
    https://searchfox.org/mozilla-central/source/dom/quota/ActorsParent.cpp (LoadQuota)"""

    def edit(database: sqlite3.Connection) -> None:
        if {"repository_id", "origin"} <= columns(database, "origin"):
            rows = database.execute("SELECT repository_id, origin FROM origin").fetchall()
            mine = [(number, origin) for number, origin in rows if owners.url(str(origin))]
            database.executemany("DELETE FROM origin WHERE repository_id = ? AND origin = ?", mine)
        if "valid" in columns(database, "cache"):
            database.execute("UPDATE cache SET valid = 0")

    _edit(profile, "storage.sqlite", edit)


def scrub_push(profile: Path, owners: Owners) -> None:
    """Push subscriptions: an IndexedDB of the browser's own, whose index "identifiers" begins with the scope.
    https://searchfox.org/mozilla-central/source/dom/push/PushDB.sys.mjs"""

    def edit(database: sqlite3.Connection) -> None:
        database.create_function("update_refcount", 2, lambda *_: None)  # its triggers; subscriptions hold no files
        _need(database, "object_data", {"key"})
        mine: set[bytes] = set()
        for table in ("index_data", "unique_index_data"):
            rows = database.execute(
                f"SELECT object_data_key, value FROM {table} JOIN object_store_index AS place ON place.id = index_id "  # noqa: S608
                "WHERE place.name = 'identifiers'"
            )
            mine.update(key for key, value in rows if owners.url(_first_text(value)))
        for table, column in (("index_data", "object_data_key"), ("unique_index_data", "object_data_key"),
                              ("object_data", "key")):  # fmt: skip
            query = f"DELETE FROM {table} WHERE {column} = ?"  # noqa: S608 - our own names
            database.executemany(query, [(key,) for key in mine])

    if exists(profile, f"{_PUSH}/x"):
        for name in listing(profile / _PUSH):
            if name.endswith(_PUSH_FILE):
                _edit(profile, f"{_PUSH}/{name}", edit)


def _first_text(value: bytes) -> str:
    """The first string of an encoded array. Characters below 0x7f, and scopes have no others, are one byte each, by one
    more than they are; a zero ends it."""
    if value[:1] != bytes([_STRINGS]):
        raise Unreadable("a key of another form")
    return bytes(byte - 1 for byte in value[1:].partition(b"\0")[0]).decode("latin-1")
