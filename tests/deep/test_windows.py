"""Where a text lies makes no difference: at every place around the edges of the windows, and at any place at random."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit.traces import PlatformRules
from toolkit.traces.deep import scan
from toolkit.traces.deep.needles import Needles
from toolkit.traces.deep.stream import Stream
from toolkit.traces.deep.unpack import Deflate

RULES = [PlatformRules("x", ("x.com", "instagram.com"))]
VALUE = b"Zm9vYmFyYmF6cXV4MTIz" * 30
HOST = b"https://www.x.com/"
WINDOW = 8192
IDS = ("host", "wide", "backwards", "value")


class Seen:
    """A sink that counts."""

    def __init__(self) -> None:
        self.hosts: list[str] = []
        self.values = 0
        self.troubles: list[str] = []

    def host(self, _domain: str, host: str) -> None:
        self.hosts.append(host)

    def value(self, _owner: str) -> None:
        self.values += 1

    def trouble(self, why: str) -> None:
        self.troubles.append(why)

    def unpacked(self, _size: int) -> None:
        """No limit here."""


NEEDLES = Needles(RULES, {"x": [VALUE]})


def search(data: bytes, size: int = WINDOW, step: int = 1 << 20) -> Seen:
    """`data` in windows of `size`, written `step` bytes at a time."""
    seen = Seen()
    stream = Stream(NEEDLES, seen, size=size)
    for start in range(0, len(data), step):
        stream.write(data[start : start + step])
    stream.close()
    return seen


def _edges() -> Iterator[int]:
    """Places around the ends of the first and the second window, whose overlap is part of the buffer."""
    length = len(Stream(NEEDLES, Seen(), size=WINDOW)._buffer)
    overlap = length - WINDOW
    for edge in (length, length + WINDOW, WINDOW, overlap // 2 + WINDOW):
        yield from range(edge - 700, edge + 60, 3)


@pytest.mark.parametrize("needle", [HOST, HOST.decode().encode("utf-16-le"), b"moc.x.", VALUE], ids=IDS)
def test_found_once_at_every_place_around_an_edge(needle: bytes) -> None:
    total = 4 * WINDOW + 20_000
    blank = bytearray(b"\n" * total)
    for place in _edges():
        data = bytes(blank[:place]) + needle + bytes(blank[place + len(needle) :])
        seen = search(data)
        assert (len(seen.hosts), seen.values) == ((0, 1) if needle is VALUE else (1, 0)), place


def test_what_stands_beyond_the_edge_still_decides() -> None:
    """`x.com` at a window's end is no host when the next window goes on with `.evil.example`."""
    for place in _edges():
        assert search(b"\n" * place + b"https://x.com.evil.example/" + b"\n" * 20_000).hosts == []
        assert search(b"\n" * place + b"https://net" + b"flix.com " + b"\n" * 20_000).hosts == []


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    places=st.lists(st.integers(0, 60_000), max_size=6, unique=True),
    step=st.integers(1, 20_000),
    level=st.none() | st.integers(1, 9),
    background=st.binary(min_size=1, max_size=64),
)
def test_as_many_as_were_planted_anywhere(places: list[int], step: int, level: int | None, background: bytes) -> None:
    kept = [place for i, place in enumerate(sorted(places)) if i == 0 or place - sorted(places)[i - 1] > 1000]
    quiet = background.replace(b".", b" ").replace(b"\x1f", b" ").replace(b"(", b" ")
    data = bytearray(quiet * (70_000 // len(quiet)))
    for number, place in enumerate(kept):
        planted = b'"' + (HOST if number % 2 else VALUE) + b'"'
        data[place : place + len(planted)] = planted
    content = bytes(data)
    if level is not None:
        packer = zlib.compressobj(level, zlib.DEFLATED, 31)
        content = b"not packed: " + packer.compress(content) + packer.flush()
    seen = search(content, step=step)
    assert (len(seen.hosts), seen.values) == (len(kept) // 2, (len(kept) + 1) // 2)


def test_a_hole_in_a_file_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "sparse"
    with path.open("wb") as file:
        file.write(b"https://x.com/ ")
        file.seek(1 << 40)
        file.write(b" https://www.instagram.com/")
    reading = scan(tmp_path, RULES)
    assert [(trace.host, trace.count) for trace in reading.traces["x"]] == [("www.instagram.com", 1), ("x.com", 1)]
    assert reading.scanned == path.stat().st_size


def test_deflate_gives_what_was_packed_whatever_the_pieces() -> None:
    content = bytes(range(256)) * 3000
    packed = zlib.compress(content)
    for step in (1, 7, 1000, len(packed)):
        decoder = Deflate(15)
        pieces = [piece for at in range(0, len(packed), step) for piece in decoder.feed(packed[at : at + step])]
        assert b"".join(pieces) == content
        assert decoder.done
