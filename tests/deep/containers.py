"""Every packing that a profile's bytes come in: text in, the file that holds it out."""

from __future__ import annotations

import gzip
import io
import json
import os
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import cramjam
import zstandard

from tests.benchmarks.deep_profile import cache_entry
from toolkit.traces.chromium.leveldb_log import BLOCK, HEADER

FILLER = b"the quick brown fox jumps over the lazy dog; "


def noise(size: int) -> bytes:
    return os.urandom(size)


def around(text: bytes) -> bytes:
    """`text` among so much other text that packing it hides it."""
    return FILLER * 40 + b"'" + text + b"' " + FILLER * 40


def zipped(text: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("first.txt", FILLER * 50)
        archive.writestr("inner/second.txt", around(text))
    return out.getvalue()


def mozlz4(text: bytes) -> bytes:
    content = json.dumps({"windows": [{"filler": FILLER.decode() * 20, "x": text.decode("latin-1")}]}).encode()
    block = bytes(cramjam.lz4.compress_block(content, store_size=False))
    return b"mozLz40\0" + len(content).to_bytes(4, "little") + block


def entry(body: bytes, encoding: str) -> bytes:
    return cache_entry("https://a.example/", body, encoding)


def cache2(body: bytes, encoding: str) -> bytes:
    """An entry of Firefox's cache: body, then metadata with the response's headers, then where they begin."""
    headers = f"response-head\0HTTP/2 200 \r\ncontent-encoding: {encoding}\r\n\0".encode()
    return body + noise(8) + headers + len(body).to_bytes(4, "big")


def wide(text: bytes) -> bytes:
    return text.decode("latin-1").encode("utf-16-le")


def wrapped(value: bytes) -> bytes:
    """An IndexedDB value as Blink compresses it."""
    return b"\x01\xff\x11\x02" + bytes(cramjam.snappy.compress_raw(value))


def database(rows: list[tuple[str, bytes]], *, setup: str = "") -> bytes:
    """A SQLite file with these rows; `setup` is what to run at the end."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "db")
        connection = sqlite3.connect(path)
        connection.execute("CREATE TABLE object_data (name TEXT, value BLOB, tail TEXT)")
        connection.executemany("INSERT INTO object_data VALUES (?, ?, 'end')", rows)
        connection.commit()
        connection.executescript(setup)
        connection.close()
        return path.read_bytes()


def _varint(number: int) -> bytes:
    out = b""
    while number > 127:
        out += bytes([number & 127 | 128])
        number >>= 7
    return out + bytes([number])


def batch(key: bytes, value: bytes) -> bytes:
    return bytes(8) + (1).to_bytes(4, "little") + b"\1" + _varint(len(key)) + key + _varint(len(value)) + value


def log(records: list[bytes]) -> bytes:
    """A LevelDB log, records cut at the blocks' ends as LevelDB cuts them (checksums are not looked at)."""
    out = bytearray()
    for record in records:
        at, first = 0, True
        while at < len(record) or first:
            left = BLOCK - len(out) % BLOCK
            if left < HEADER.size:
                out += bytes(left)
                left = BLOCK
            piece = record[at : at + left - HEADER.size]
            at += len(piece)
            last = at >= len(record)
            kind = (1 if last else 2) if first else (4 if last else 3)
            out += HEADER.pack(bytes(4), len(piece), kind) + piece
            first = False
    return bytes(out)


def log_with_cut(text: bytes) -> bytes:
    """The first block ends in the middle of `text`."""
    before = BLOCK - HEADER.size - len(batch(b"k", bytes(2000))) + 2000 - len(text) // 2 - 2
    return log([batch(b"k", b"-" * before + b" " + text + b" " + FILLER * 30)])


def _masked(data: bytes) -> bytes:
    """LevelDB's checksum of a block: the Snappy framing format's, taken from a frame."""
    return bytes(cramjam.snappy.compress(data))[14:18]


def _handle(start: int, size: int) -> bytes:
    return _varint(start) + _varint(size)


def table(entries: list[tuple[bytes, bytes]]) -> bytes:
    """A LevelDB table: one compressed block, keys sharing their beginnings, an index and a footer."""
    raw, before = b"", b""
    for name, value in entries:
        key = name + b"\1" + bytes(7)
        shared = next((i for i, pair in enumerate(zip(key, before, strict=False)) if pair[0] != pair[1]), 0)
        raw += _varint(shared) + _varint(len(key) - shared) + _varint(len(value)) + key[shared:] + value
        before = key
    data = raw + bytes(4) + (1).to_bytes(4, "little")
    packed = bytes(cramjam.snappy.compress_raw(data))
    out = packed + b"\1" + _sum(packed + b"\1")
    handle = _handle(0, len(packed))
    index = b"\0" + _varint(len(before)) + _varint(len(handle)) + before + handle + bytes(4) + (1).to_bytes(4, "little")
    start = len(out)
    out += index + b"\0" + _sum(index + b"\0")
    footer = _handle(0, 0) + _handle(start, len(index))
    return out + footer.ljust(40, b"\0") + (0xDB4775248B80FB57).to_bytes(8, "little")


def _sum(data: bytes) -> bytes:
    return _masked(data)


# Name of the file in the profile -> what holds the text.
CONTAINERS: dict[str, Callable[[bytes], bytes]] = {
    "unknown place/plain": around,
    "Default/wide": lambda text: wide(around(text)),
    "Default/odd wide": lambda text: b"\x01" + wide(around(text)),
    "Default/page.gz": lambda text: gzip.compress(around(text)),
    "Default/two members.gz": lambda text: gzip.compress(FILLER) + gzip.compress(around(text)),
    "Default/embedded gzip": lambda text: noise(5000) + gzip.compress(around(text)) + noise(5000),
    "Default/embedded zstd": lambda text: noise(777) + zstandard.compress(around(text)) + noise(99),
    "Default/torn.gz": lambda text: gzip.compress(around(text) + noise(5000))[:-3000],
    "addon.xpi": zipped,
    "addon.crx": lambda text: b"Cr24\3\0\0\0" + noise(600) + zipped(text),
    "archive of archive.zip": lambda text: zipped(gzip.compress(around(text))),
    "Default/Cache/Cache_Data/aa_0": lambda text: entry(brotli.compress(around(text)), "br"),
    "Default/Cache/Cache_Data/ab_0": lambda text: entry(gzip.compress(around(text)), "gzip"),
    "Default/Cache/Cache_Data/ac_0": lambda text: entry(zlib.compress(around(text)), "deflate"),
    "Default/Cache/Cache_Data/ad_0": lambda text: entry(zlib.compress(around(text))[2:-4], "deflate"),
    "Default/Cache/Cache_Data/ae_0": lambda text: entry(zstandard.compress(around(text)), "zstd"),
    "Default/Cache/Cache_Data/f_00000a": lambda text: brotli.compress(around(text)),
    "Default/Cache/Cache_Data/data_3": lambda text: bytes(8192 + 4096) + brotli.compress(around(text)) + bytes(4096),
    "cache2/entries/0123456789ABCDEF0123456789ABCDEF01234567": lambda text: cache2(brotli.compress(around(text)), "br"),
    "storage/default/https+++a.example/cache/morgue/1/{a}.final": lambda text: bytes(
        cramjam.snappy.compress(around(text))
    ),
    "sessionstore.jsonlz4": mozlz4,
    "Default/Local Storage/leveldb/000005.ldb": lambda text: table([(b"_https://a.example\0", around(text))]),
    "Default/Local Storage/leveldb/000006.ldb": lambda text: table([(b"_https://a.example\0", b"\0" + wide(text))]),
    "Default/IndexedDB/i.leveldb/000003.log": log_with_cut,
    "Default/IndexedDB/i.leveldb/000007.log": lambda text: log([batch(b"key", wrapped(around(text)))]),
    "Default/IndexedDB/i.leveldb/000008.ldb": lambda text: table([(b"key", wrapped(around(text)))]),
    "Default/database": lambda text: database([("plain", around(text))]),
    "Default/overflow": lambda text: database([("long", FILLER * 2000 + text + b" " + FILLER * 500)]),
    "storage/default/https+++a.example/ls/data.sqlite": lambda text: database(
        [("key", bytes(cramjam.snappy.compress_raw(around(text))))]
    ),
    "storage/default/https+++a.example/idb/1abc.sqlite": lambda text: database(
        [("key", bytes(cramjam.snappy.compress_raw(noise(9000) + around(text))))]
    ),
}
