"""Session restore: the tabs of the last sessions, with their addresses and what was typed into them.

A file is "SNSS", a version, and commands of two bytes length (id included), one byte id and a payload:
https://chromium.googlesource.com/chromium/src/+/main/components/sessions/core/command_storage_backend.cc
"""

from __future__ import annotations

import re
import struct
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from toolkit.traces.chromium.leveldb import names_in
from toolkit.traces.collector import Collector
from toolkit.traces.files import Unreadable, is_file, read_file
from toolkit.traces.hosts import Origin, origin_of_url
from toolkit.traces.stores.chromium import RESTORE_ASIDE, RESTORE_DIRECTORY, RESTORE_ENCRYPTED, RESTORE_FILES

_HEADER = struct.Struct("<4sI")
_ENCRYPTED_VERSIONS = (2, 4, 5)
_URL = re.compile(rb"https?://(?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?")
# https://chromium.googlesource.com/chromium/src/+/main/components/sessions/core/session_service_commands.cc
_SET_TAB_WINDOW, _TAB_CLOSED = 0, 16


def commands(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(id, payload) of a plain session file. Raises Unreadable where the framing breaks."""
    if len(data) < _HEADER.size or data[:4] != b"SNSS":
        raise Unreadable("not a session file")
    at = _HEADER.size
    while at < len(data):
        size = int.from_bytes(data[at : at + 2], "little")
        at += 2
        if size == 0 or at + size > len(data):
            raise Unreadable("torn")
        yield data[at], data[at + 1 : at + size]
        at += size


def read_session_restore(collector: Collector, profile: Path) -> None:
    """Hosts in plain session files. Encrypted ones do not say whose they are: they count for each platform that left
    anything else, and where no plain file of the same time stands beside them, they could be anybody's."""
    for home in (profile, profile / RESTORE_ASIDE):
        folder = home / RESTORE_DIRECTORY
        paths = [folder / name for name in names_in(collector, folder) if name.startswith(("Session_", "Tabs_"))]
        encrypted = 0
        for path in [*paths, *(home / name for name in RESTORE_FILES)]:
            with collector.guard(path):
                if is_file(path):
                    encrypted += _read(collector, path)
        encrypted_folder = home / RESTORE_ENCRYPTED
        names = names_in(collector, encrypted_folder)
        for start in ("Session_", "Tabs_"):
            if sum(name.startswith(start) for name in names) > sum(path.name.startswith(start) for path in paths):
                collector.problem(encrypted_folder, "unreadable", "encrypted, without the plain file")
        encrypted += len(names)
        if encrypted:
            where = encrypted_folder if names else folder
            collector.anyone("session_restore", where, "encrypted", "visit", encrypted)


def _read(collector: Collector, path: Path) -> bool:
    """Whether the file is encrypted."""
    data = read_file(path)
    if not data:
        return False
    hosts: Counter[Origin] = Counter()
    try:
        for _, payload in commands(data):
            if int.from_bytes(data[4:8], "little") in _ENCRYPTED_VERSIONS:
                return True
            # Addresses are one byte a character, the page's state two.
            for text in (payload, payload.replace(b"\0", b"")):
                hosts.update(filter(None, (origin_of_url(url.decode()) for url in set(_URL.findall(text)))))
    finally:
        for origin in hosts:
            collector.visit("session_restore", path, origin)
    return False


def open_tabs(data: bytes) -> int:
    """How many tabs a plain session file ends with. Raises Unreadable."""
    tabs: set[bytes] = set()
    for command, payload in commands(data):
        if command == _SET_TAB_WINDOW:
            tabs.add(payload[4:8])
        elif command == _TAB_CLOSED:
            tabs.discard(payload[:4])
    return len(tabs)
