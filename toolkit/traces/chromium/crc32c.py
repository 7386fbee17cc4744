"""CRC-32C at native speed, without a dependency of its own.

LevelDB masks its sums exactly as the Snappy framing format does (rotate right by 15, add 0xa282ead8), so a frame of
uncompressed chunks makes the Snappy decoder compare them for us:
https://github.com/google/snappy/blob/main/framing_format.txt (section 3) and
https://github.com/google/leveldb/blob/main/util/crc32c.h
"""

from __future__ import annotations

import cramjam

_STREAM = b"\xff\x06\x00\x00sNaPpY"
LARGEST = 65536  # the framing format's largest chunk


class Sums:
    """Collects pieces of data with the sums they should have; `hold` says whether all do."""

    def __init__(self) -> None:
        self._parts = [_STREAM]

    def add(self, masked: bytes, data: bytes) -> None:
        """`masked` is the 4 bytes of the stored sum; pieces over 64 KiB are beyond the format and not compared."""
        if len(data) <= LARGEST:
            self._parts += (b"\x01", (len(data) + 4).to_bytes(3, "little"), masked, data)

    def hold(self) -> bool:
        if len(self._parts) == 1:
            return True
        try:
            cramjam.snappy.decompress(b"".join(self._parts))
        except cramjam.DecompressionError:
            return False
        return True
