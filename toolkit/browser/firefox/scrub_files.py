"""Takes platforms out of the files of Firefox that are no databases.

Every function takes the profile and says whose something is by `Owners`; all raise Unreadable, OSError, ValueError. A
file that names none of them is left untouched; one that does is written anew and the old bytes overwritten.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cramjam

from toolkit.browser.firefox.owners import Owners
from toolkit.browser.firefox.scrub_databases import exists
from toolkit.browser.firefox.scrub_tabs import without_platforms
from toolkit.browser.scrub.wipe import flush_directory, replace_file, wipe_file, wipe_tree
from toolkit.traces.files import NewerSchema, Unreadable, is_directory, is_file, listing, read_file, size, source
from toolkit.traces.firefox.cache2 import entry
from toolkit.traces.firefox.mozlz4 import MAGIC, unpack
from toolkit.traces.firefox.session_store import session_files
from toolkit.traces.stores.chromium import RESTORE_ASIDE
from toolkit.traces.stores.firefox import REPOSITORIES

_PLACES = ("", f"{RESTORE_ASIDE}/")
"""The profile, and where a robot start keeps the person's files: a killed one leaves them there."""


def _rewrite(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Nothing there: nothing done. A file that we began to write when we were killed goes."""
    begun = path.with_name(f"{path.name}.toolkit")
    if is_file(begun):
        wipe_file(begun)
    if is_file(path):
        before = read_file(path)
        after = change(before)
        if after != before:
            replace_file(path, after)


def scrub_storage(profile: Path, owners: Owners) -> None:
    """Directories of origins: localStorage, IndexedDB, caches with service workers' scripts, files. What Firefox itself
    had set aside to delete goes whole."""
    for repository in REPOSITORIES:
        if exists(profile, f"storage/{repository}/x"):
            for name in listing(profile / "storage" / repository):
                folder = profile / "storage" / repository / name
                if owners.directory(name) and is_directory(folder):
                    wipe_tree(folder)
            flush_directory(profile / "storage" / repository)
    if exists(profile, "storage/to-be-removed/x"):
        for name in listing(profile / "storage" / "to-be-removed"):
            wipe_tree(profile / "storage" / "to-be-removed" / name)


def scrub_service_workers(profile: Path, owners: Owners) -> None:
    """`serviceworker.txt`: a version, then records that begin with a line of attributes and the scope; `#` ends one.
    https://searchfox.org/mozilla-central/source/dom/serviceworkers/ServiceWorkerRegistrar.cpp"""

    def change(data: bytes) -> bytes:
        version, newline, rest = data.partition(b"\n")
        if data and not version.isdigit():
            raise Unreadable("another form")
        records = rest.split(b"\n#\n")
        return version + newline + b"\n#\n".join(record for record in records if not mine(record))

    def mine(record: bytes) -> bool:
        suffix, _, after = record.decode("utf-8", "replace").partition("\n")
        return owners.url(after.partition("\n")[0]) or owners.suffix(suffix)

    for place in _PLACES:
        if exists(profile, f"{place}x"):
            _rewrite(profile / f"{place}serviceworker.txt", change)


def scrub_saved_passwords(profile: Path, owners: Owners) -> None:
    """`logins.json` and its copy. "Never save here" holds no password and stays.
    https://searchfox.org/mozilla-central/source/toolkit/components/passwordmgr/LoginStore.sys.mjs"""

    def change(data: bytes) -> bytes:
        content = _object(data)
        logins = content.get("logins", [])
        kept = [login for login in logins if not any(owners.url(str(login.get(key) or "")) for key in _LOGIN_URLS)]
        if len(kept) == len(logins):
            return data
        gone = {login.get("guid") for login in logins} - {login.get("guid") for login in kept}
        content["logins"] = kept
        notes = content.get("dismissedBreachAlertsByLoginGUID")
        if isinstance(notes, dict):
            content["dismissedBreachAlertsByLoginGUID"] = {k: note for k, note in notes.items() if k not in gone}
        return json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode()

    for name in listing(profile):
        if name.startswith(("logins.json", "logins-backup.json")) and not name.endswith(".toolkit"):
            _rewrite(profile / name, change)


_LOGIN_URLS = ("hostname", "formSubmitURL", "origin", "formActionOrigin")


def scrub_notifications(profile: Path, owners: Owners) -> None:
    """`{origin: {id: notification}}`.
    https://searchfox.org/mozilla-central/source/dom/notification/NotificationDB.sys.mjs"""

    def change(data: bytes) -> bytes:
        content = _object(data)
        kept = {origin: notes for origin, notes in content.items() if not owners.url(origin)}
        return data if len(kept) == len(content) else json.dumps(kept, separators=(",", ":")).encode()

    _rewrite(profile / "notificationstore.json", change)


def scrub_tabs(profile: Path, owners: Owners) -> None:
    """Lists of tabs, with the session cookies and the sessionStorage of each."""

    def change(data: bytes) -> bytes:
        if not data:
            return data
        packed = data.startswith(MAGIC)
        before = _object(unpack(data) if packed else data)
        after = without_platforms(before, owners)
        if after == before:
            return data
        text = json.dumps(after, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")
        return MAGIC + bytes(cramjam.lz4.compress_block(text, store_size=True)) if packed else text

    for path in session_files(profile):
        if path.name.endswith(".toolkit"):
            wipe_tree(path)
        else:
            _rewrite(path, change)


def scrub_cache(profile: Path, owners: Owners) -> None:
    """Answers in the cache, with their Set-Cookie lines in clear. An entry that nobody can read goes, whosesoever it
    is; so does what Firefox itself had doomed. Its index holds hashes alone, and what is missing is fetched anew."""
    if exists(profile, "cache2/entries/x"):
        for name in listing(profile / "cache2" / "entries"):
            path = profile / "cache2" / "entries" / name
            if size(path) and _cached(path, owners):
                wipe_file(path)
    if exists(profile, "cache2/doomed/x"):
        for name in listing(profile / "cache2" / "doomed"):
            wipe_tree(profile / "cache2" / "doomed" / name)


def _cached(path: Path, owners: Owners) -> bool:
    with source(path) as file:
        try:
            found = entry(file)
        except (Unreadable, NewerSchema):
            return True
    return owners.origin(found.origin) or owners.suffix(found.attributes.suffix)


def _object(data: bytes) -> dict[str, Any]:
    content = json.loads(data)
    if not isinstance(content, dict):
        raise Unreadable("not an object")
    return content
