"""Takes the storage of platforms out of a closed browser profile: LevelDBs rewritten, directories of origins removed.

Where a shared store cannot be told apart from outside (a service worker's scripts, the HTTP cache), what the browser's
own clearing left alive stays, and the disk reader reports it.
"""

from __future__ import annotations

import re
from pathlib import Path

from toolkit.browser.scrub.leveldb import rewrite
from toolkit.browser.scrub.live import Records, read_live
from toolkit.browser.scrub.push import without_push
from toolkit.browser.scrub.wipe import wipe_tree
from toolkit.traces.chromium.origin_stores import origin_of_identifier, origins_in
from toolkit.traces.files import is_directory, is_file, listing, read_file
from toolkit.traces.hosts import Matcher, parse_storage_key

_LOCAL = re.compile(rb"(?:_([^\0]*)\0|META:|METAACCESS:)(.*)", re.DOTALL)
_NAMESPACE = re.compile(rb"namespace-[0-9a-zA-Z_-]{36}-(.+)", re.DOTALL)
_MAP = re.compile(rb"map-(\d+)-")
_ORIGIN_ROW = b"ORIGIN:"
_ORIGIN_FOLDER = re.compile(rb"\d+$")


def _owned(matcher: Matcher, storage_key: bytes) -> bool:
    key = parse_storage_key(storage_key.decode("utf-8", "replace"))
    return key is not None and bool(matcher.of_origin(key.origin))


def scrub_local_storage(profile: Path, matcher: Matcher) -> None:
    """Keys as `toolkit.traces.chromium.web_storage` describes them.

    Raises Unreadable, Damaged, OSError; so do all functions here.
    """

    def choose(records: Records) -> Records:
        return {key: record for key, record in records.items() if not _local_owned(matcher, key)}

    rewrite(profile / "Local Storage" / "leveldb", choose)


def _local_owned(matcher: Matcher, key: bytes) -> bool:
    match = _LOCAL.match(key)
    return match is not None and _owned(matcher, match[2] if match[1] is None else match[1])


def scrub_session_storage(profile: Path, matcher: Matcher) -> None:
    """Keys as `toolkit.traces.chromium.session_storage` describes them; entries of a map that no tab names go as well:
    nothing can reach them, and nobody knows whose they were."""

    def choose(records: Records) -> Records:
        named = {key: value for key, (_, value) in records.items() if key.startswith(b"namespace-")}
        gone = {key for key in named if (match := _NAMESPACE.match(key)) and _owned(matcher, match[1])}
        reachable = {value for key, value in named.items() if key not in gone}
        return {
            key: record
            for key, record in records.items()
            if key not in gone and ((match := _MAP.match(key)) is None or match[1] in reachable)
        }

    rewrite(profile / "Session Storage", choose)


def scrub_indexed_db(profile: Path, matcher: Matcher) -> None:
    """`IndexedDB/<identifier>.indexeddb.{leveldb,blob}` and the legacy `databases/<identifier>`: a directory each."""
    for folder in (profile / "IndexedDB", profile / "databases"):
        for name in listing(folder):
            origin = origin_of_identifier(name)
            if origin and matcher.of_origin(origin) and is_directory(folder / name):
                wipe_tree(folder / name)


def scrub_caches(profile: Path, matcher: Matcher) -> None:
    """`Service Worker/CacheStorage/<hash>/`: one of each site, whose `index.txt` says whose. The index goes last."""
    caches = profile / "Service Worker" / "CacheStorage"
    for name in listing(caches):
        folder = caches / name
        if is_directory(folder) and is_file(folder / "index.txt"):
            origins = origins_in(read_file(folder / "index.txt"))
            if origins and all(matcher.of_origin(origin) for origin in origins):
                for inner in listing(folder):
                    if inner != "index.txt":
                        wipe_tree(folder / inner)
                wipe_tree(folder)


def scrub_service_workers(profile: Path, matcher: Matcher) -> None:
    """What was deleted goes from the bytes, and what push left with a registration. Registrations that are alive stay:
    their scripts lie in a shared cache, and a database at odds with it is one that Chromium throws away with every
    site's workers."""
    rewrite(profile / "Service Worker" / "Database", lambda records: without_push(records, matcher))


def scrub_notifications(profile: Path, matcher: Matcher) -> None:
    """`DATA:<identifier>\\0<id>` and `RESOURCES:...`, the identifier as directories are named (`https_x.com_0`):
    https://chromium.googlesource.com/chromium/src/+/main/content/browser/notifications/notification_database.cc"""

    def choose(records: Records) -> Records:
        return {key: record for key, record in records.items() if not _notification_owned(matcher, key)}

    rewrite(profile / "Platform Notifications", choose)


def _notification_owned(matcher: Matcher, key: bytes) -> bool:
    kind, _, rest = key.partition(b":")
    if kind not in (b"DATA", b"RESOURCES"):
        return False
    origin = origin_of_identifier(rest.partition(b"\0")[0].decode("utf-8", "replace"))
    return origin is not None and bool(matcher.of_origin(origin))


def scrub_file_system(profile: Path, matcher: Matcher) -> None:
    """`File System/Origins` says which numbered directory is whose; the directories go first. Files of an origin:
    https://chromium.googlesource.com/chromium/src/+/main/storage/browser/file_system/sandbox_origin_database.cc"""
    home = profile / "File System"
    origins = home / "Origins"
    if not is_directory(origins) or not is_file(origins / "CURRENT"):
        return
    gone: set[bytes] = set()
    for key, (_, place) in read_live(origins).records.items():
        origin = origin_of_identifier(key.removeprefix(_ORIGIN_ROW).decode("utf-8", "replace"))
        if key.startswith(_ORIGIN_ROW) and origin and matcher.of_origin(origin):
            gone.add(key)
            if _ORIGIN_FOLDER.match(place) and is_directory(home / place.decode()):
                wipe_tree(home / place.decode())
    rewrite(origins, lambda records: {key: record for key, record in records.items() if key not in gone})
