"""Caches as Chromium writes them, entry by entry: simple ones, and the block files that Windows has."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from toolkit.traces import NameRule, PlatformRules, Reading, read_profile

RULES = [
    PlatformRules("alpha", ("alpha.test",), (NameRule("cookie", "lang", "exact", "identity"),)),
    PlatformRules("never", ("never.test",)),
]
KEY = b"1/0/_dk_https://top.test https://top.test https://www.alpha.test/private?token=abc"
OTHER = b"1/0/_dk_https://gamma.test https://gamma.test https://cdn.gamma.test/alpha.test"
HEADERS = b"HTTP/1.1 200 OK\0Set-Cookie: sid=NEVER-SHOW; Path=/\0set-cookie: lang=es\0X: y\0\0"
MAGIC, END = 0xFCFB6D1BA7725C30, struct.pack("<Q", 0xF4FA6F45970D41D8)


def simple_entry(folder: Path, key: bytes, headers: bytes = b"HTTP/1.1 200 OK\0\0", body: bytes = b"body") -> Path:
    """An entry's file: header, key, body (stream 1), its record, headers (stream 0), their record."""
    folder.mkdir(parents=True, exist_ok=True)
    end = END + struct.pack("<III4x", 1, 0, len(headers))
    content = struct.pack("<QIII4x", MAGIC, 5, len(key), 0) + key + body + end + headers + end
    path = folder / f"{int.from_bytes(hashlib.sha1(key).digest()[:8], 'little'):016x}_0"
    path.write_bytes(content)
    return path


def block_cache(folder: Path, *entries: tuple[bytes, bytes], number: int = 1) -> None:
    """`index`, `data_0` to `data_3`; keys in data_1, long ones and headers in data_3."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index").write_bytes(struct.pack("<II", 0xC103CAC3, 0x30000).ljust(368 + 4 * 0x10000, b"\0"))
    blocks, big = b"", b""

    def put(content: bytes) -> int:
        nonlocal big
        at = len(big) // 4096
        big += content.ljust(-(-len(content) // 4096) * 4096, b"\0")
        return 1 << 31 | 4 << 28 | 3 << 16 | at

    for key, headers in entries:
        long_key = put(key) if len(key) > 927 else 0
        inline = b"" if long_key else key
        fixed = struct.pack("<IIIiiiQiI4i4I", 1, 0, 0, 0, 0, 0, 99, len(key), long_key,
                            len(headers), 0, 0, 0, put(headers), 0, 0, 0)  # fmt: skip
        entry = fixed.ljust(96, b"\0") + inline + b"\0"
        blocks += b"\0" * 256 + entry.ljust(-(-len(entry) // 256) * 256, b"\0")
    for name, content in (("data_0", b""), (f"data_{number}", blocks), ("data_2", b""), ("data_3", big)):
        own = int(name.removeprefix("data_"))
        header = struct.pack("<IIhh", 0xC104CAC3, 0x30000, own, 0).ljust(8192, b"\0")
        (folder / name).write_bytes(header + content)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "profile" / "Default" / "Cache" / "Cache_Data"


def read(cache: Path) -> Reading:
    (cache.parents[1] / "Preferences").write_text("{}")
    return read_profile(cache.parents[2], RULES)


def found(reading: Reading) -> dict[tuple[str, str], tuple[str, int]]:
    assert reading.problems == ()
    return {(t.host, t.name): (t.kind, t.count) for t in reading.traces["alpha"] if t.store == "http_cache"}


def write_simple(cache: Path, headers: bytes = b"") -> None:
    simple_entry(cache, KEY, headers)
    simple_entry(cache, KEY + b"/" + b"x" * 3000, headers)
    simple_entry(cache, OTHER, headers)


def write_blocks(cache: Path, headers: bytes = b"") -> None:
    block_cache(cache, (KEY, headers), (KEY + b"/" + b"x" * 3000, headers), (OTHER, headers))


@pytest.mark.parametrize("write", [write_simple, write_blocks])
def test_entries_name_their_hosts(cache: Path, write: Callable[..., None]) -> None:
    write(cache)
    reading = read(cache)
    assert found(reading) == {("www.alpha.test", ""): ("visit", 2)}
    assert reading.disk("alpha") == "residue" and reading.disk("never") == "clean"
    assert "token" not in repr(reading)


@pytest.mark.parametrize("write", [write_simple, write_blocks])
def test_a_cookie_that_was_stored_with_an_answer(cache: Path, write: Callable[..., None]) -> None:
    write(cache, HEADERS)
    reading = read(cache)
    assert found(reading)["www.alpha.test", "sid"] == ("session", 2)
    assert found(reading)["www.alpha.test", "lang"] == ("identity", 2)
    assert reading.disk("alpha") == "dirty" and "NEVER-SHOW" not in repr(reading)


def test_a_cookie_in_the_body_of_a_page_is_none(cache: Path) -> None:
    simple_entry(cache, KEY, body=b"\nSet-Cookie: sid=1")
    assert set(found(read(cache))) == {("www.alpha.test", "")}


def test_a_site_that_something_was_fetched_for(cache: Path) -> None:
    simple_entry(cache, b"1/0/_dk_https://alpha.test https://alpha.test https://cdn.gamma.test/x.js")
    assert found(read(cache)) == {("alpha.test", ""): ("visit", 1)}


@pytest.mark.parametrize(
    "harm",
    [
        lambda data: data[:10],
        lambda data: data[:0],
        lambda data: data[:40],
        lambda data: b"\0" + data[1:],
        lambda data: data.replace(b"alpha", b"aleph"),  # a garbled key would hide whose it is
        lambda data: data[:12] + b"\xff\xff\xff\x7f" + data[16:],
    ],
)
def test_a_broken_entry(cache: Path, harm: Callable[[bytes], bytes]) -> None:
    path = simple_entry(cache, KEY)
    path.write_bytes(harm(path.read_bytes()))
    reading = read(cache)
    assert [(problem.path, problem.code) for problem in reading.problems] == [
        (path.relative_to(cache.parents[2]).as_posix(), "unreadable")
    ]


def test_newer_formats(cache: Path) -> None:
    path = simple_entry(cache, KEY)
    path.write_bytes(path.read_bytes().replace(b"\x05\0\0\0", b"\x0a\0\0\0", 1))
    assert [problem.code for problem in read(cache).problems] == ["newer_schema"]
    path.unlink()
    block_cache(cache, (KEY, b""))
    index = (cache / "index").read_bytes()
    (cache / "index").write_bytes(index[:4] + struct.pack("<I", 0x40000) + index[8:])
    assert [problem.code for problem in read(cache).problems] == ["newer_schema"]


@pytest.mark.parametrize("name", ["index", "data_1", "data_3"])
@pytest.mark.parametrize("content", [b"", b"garbage" * 3000], ids=["empty", "garbage"])
def test_broken_block_files(cache: Path, name: str, content: bytes) -> None:
    write_blocks(cache, HEADERS)
    (cache / name).write_bytes(content)
    reading = read(cache)
    assert [problem.code for problem in reading.problems] == ["unreadable"]


def test_links_among_the_entries_are_not_followed(cache: Path, tmp_path: Path) -> None:
    elsewhere = simple_entry(tmp_path / "elsewhere", KEY)
    cache.mkdir(parents=True)
    (cache / elsewhere.name).symlink_to(elsewhere)
    reading = read(cache)
    assert [problem.code for problem in reading.problems] == ["unreadable"]
    assert reading.traces["alpha"] == ()
