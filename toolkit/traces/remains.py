"""What SQLite files hold beside their rows: pages that are free, a journal or write-ahead log that was left.

Chromium's SQLite overwrites what it deletes; another program's does not. Format: https://www.sqlite.org/fileformat2.html,
sections 1.5 (free list) and 3 (journal).
"""

from __future__ import annotations

import re
from pathlib import Path

from toolkit.traces.collector import Collector
from toolkit.traces.files import Unreadable, is_file, read_file, size, source
from toolkit.traces.model import Kind, Trace

_STORE = "remains"


def free_pages(path: Path) -> bytes:
    """The bytes of all free pages of a database. Raises Unreadable where the list of them makes no sense."""
    with source(path) as file:
        header = file.at(0, 100)
        count = int.from_bytes(header[36:40], "big")
        if len(header) < 100 or not count:
            return b""
        page = int.from_bytes(header[16:18], "big")
        page = 65536 if page == 1 else page
        if count * page > file.size or page < 512:
            raise Unreadable("free list")
        found: list[bytes] = []
        trunk = int.from_bytes(header[32:36], "big")
        while trunk:
            content = file.at((trunk - 1) * page, page)
            leaves = int.from_bytes(content[4:8], "big")
            if len(content) < page or len(found) > count or 8 + 4 * leaves > page:
                raise Unreadable("free list")
            found.append(content[8 + 4 * leaves :])
            numbers = (int.from_bytes(content[at : at + 4], "big") for at in range(8, 8 + 4 * leaves, 4))
            found.extend(file.at((number - 1) * page, page) for number in numbers if number)
            trunk = int.from_bytes(content[:4], "big")
        return b"\0".join(found)


def read_remains(collector: Collector, path: Path, holds: Kind, names: frozenset[str]) -> None:
    """Platforms that a database's free pages name (a trace as bad as its rows) or what lies beside it (a visit: what is
    in force of a log was read with the rows). `names` are the files of its folder."""
    if path.name not in names:
        return
    with collector.guard(path):
        if is_file(path):
            _add(collector, path, "free pages", free_pages(path), holds)
    for ending, name in (("-journal", "journal"), ("-wal", "write-ahead log")):
        if path.name + ending not in names:
            continue
        beside = path.with_name(path.name + ending)
        with collector.guard(beside):
            if size(beside):
                _add(collector, beside, name, read_file(beside), "visit")


def _add(collector: Collector, path: Path, name: str, text: bytes, kind: Kind) -> None:
    if not text:
        return
    for domain in collector.matcher.domains:
        # no letter before it: `x.com` is no part of `netflix.com`; what follows may be the next field
        if domain.encode() in text and re.search(rb"(?<![A-Za-z0-9-])" + re.escape(domain.encode()), text):
            for platform in collector.matcher.of_host(domain):
                collector.add(platform, Trace(_STORE, collector.relative(path), domain, name, kind))
