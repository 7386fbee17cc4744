"""CRC-32C as LevelDB stores it: masked, so that a sum over bytes that hold sums stays a good one.

https://github.com/google/leveldb/blob/main/util/crc32c.h
"""

from __future__ import annotations

import google_crc32c

_MASK_DELTA = 0xA282EAD8
_ALL = 0xFFFFFFFF


def masked(data: bytes) -> bytes:
    """The 4 bytes that LevelDB stores as the sum of `data`."""
    total: int = google_crc32c.value(data)
    return ((((total >> 15) | (total << 17)) + _MASK_DELTA) & _ALL).to_bytes(4, "little")


def holds(stored: bytes, data: bytes) -> bool:
    """Whether `stored` is the sum of `data`."""
    return masked(data) == stored
