"""The checksum that an entry of Firefox's cache has of what it says of itself: Bob Jenkins' lookup2.

https://searchfox.org/mozilla-central/source/netwerk/cache2/CacheHashUtils.cpp (CacheHash::Hash)
"""

from __future__ import annotations

_MASK = 0xFFFFFFFF
_GOLDEN = 0x9E3779B9


def hash32(data: bytes) -> int:
    """The checksum of `data`, as an unsigned number."""
    a = b = _GOLDEN
    c, whole = 0, len(data) - len(data) % 12
    for at in range(0, whole, 12):
        a, b, c = _mix(
            a + int.from_bytes(data[at : at + 4], "little"),
            b + int.from_bytes(data[at + 4 : at + 8], "little"),
            c + int.from_bytes(data[at + 8 : at + 12], "little"),
        )
    rest = data[whole:]
    # the lowest byte of the third number is that of the length
    return _mix(
        a + int.from_bytes(rest[:4], "little"),
        b + int.from_bytes(rest[4:8], "little"),
        c + len(data) + (int.from_bytes(rest[8:], "little") << 8),
    )[2]


def _mix(a: int, b: int, c: int) -> tuple[int, int, int]:
    b, c = b & _MASK, c & _MASK
    for first, second, third in ((13, 8, 13), (12, 16, 5), (3, 10, 15)):
        a = (a - b - c) & _MASK ^ (c >> first)
        b = (b - c - a) & _MASK ^ ((a << second) & _MASK)
        c = (c - a - b) & _MASK ^ (b >> third)
    return a, b, c
