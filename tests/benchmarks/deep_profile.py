"""Builds the large profile that the deep scan is measured on: the kinds of bytes a used profile has, in their formats.

Of a gigabyte: half pictures, films and fonts (bytes that do not compress), the rest cached scripts and pages (as they
are, Brotli, gzip), LevelDB written by a real Chromium, and SQLite.
"""

from __future__ import annotations

import gzip
import os
import random
import shutil
import sqlite3
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import brotli

from tests.benchmarks.status_profiles import make_profile

MEGA = 1_000_000
# Share of the profile, in percent.
MIX = {"pictures": 52, "plain": 14, "brotli": 5, "gzip": 3, "leveldb": 14, "sqlite": 12}
_MAGIC = (0xFCFB6D1BA7725C30).to_bytes(8, "little")
_END = (0xF4FA6F45970D41D8).to_bytes(8, "little")


def cache_entry(url: str, body: bytes, encoding: str = "") -> bytes:
    """An entry of Chromium's simple cache: header, key, body, its end, response headers, their end."""
    key = f"1/0/{url}".encode()
    headers = b"HTTP/1.1 200\0content-type: text/javascript\0"
    headers += f"content-encoding: {encoding}\0".encode() if encoding else b""
    head = _MAGIC + (5).to_bytes(4, "little") + len(key).to_bytes(4, "little") + bytes(8)
    ends = [_END + bytes(8) + size.to_bytes(4, "little") + bytes(4) for size in (len(body), len(headers))]
    return head + key + body + ends[0] + headers + ends[1]


def _texts(seed: int) -> Iterator[bytes]:
    """Program text without end: Python's own library, in another order each time."""
    files = sorted(Path(sysconfig.get_path("stdlib")).glob("*.py"))
    order = random.Random(seed)
    while True:
        order.shuffle(files)
        yield from (file.read_bytes() for file in files)


def _cache(folder: Path, name: str, most: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    order = random.Random(name)
    texts = _texts(len(name))
    size = number = 0
    while size < most:
        url = f"https://cdn{number % 50}.site{number % 400}.example/{name}/{number}"
        if name == "pictures":
            entry = cache_entry(url, os.urandom(int(order.lognormvariate(11.5, 1.2))))
        else:
            body = b"".join(next(texts) for _ in range(3))
            packed = {"plain": lambda b: b, "brotli": lambda b: brotli.compress(b, quality=5), "gzip": gzip.compress}
            entry = cache_entry(url, packed[name](body), {"brotli": "br", "gzip": "gzip"}.get(name, ""))
        (folder / f"{name}{number:08x}_0").write_bytes(entry)
        size += len(entry)
        number += 1


def _history(file: Path, most: int) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE urls (id INTEGER PRIMARY KEY, url TEXT, title TEXT, visits INTEGER, icon BLOB)")
        database.execute("CREATE INDEX by_url ON urls (url)")
        rows = (
            (
                f"https://www.site{i % 5000}.example/articles/{i}?from=search&page={i % 9}",
                f"Article {i} of the day",
                i % 7,
                os.urandom(6000) if i % 40 == 0 else None,
            )
            for i in range(most // 360)
        )
        database.executemany("INSERT INTO urls (url, title, visits, icon) VALUES (?, ?, ?, ?)", rows)
    database.close()


async def build(profile: Path, size: int) -> None:
    """A profile of about `size` bytes at `profile`."""
    share = {name: size * percent // 100 for name, percent in MIX.items()}
    await make_profile(profile)
    for name in ("pictures", "plain", "brotli", "gzip"):
        _cache(profile / "Default/Cache/Cache_Data", name, share[name])
    written = profile / "Default/Local Storage/leveldb"
    one = sum(file.stat().st_size for file in written.iterdir())
    for number in range(share["leveldb"] // one):
        shutil.copytree(written, profile / f"Default/IndexedDB/https_site{number}.example_0.indexeddb.leveldb")
    _history(profile / "Default/Visits of an extension", share["sqlite"])
