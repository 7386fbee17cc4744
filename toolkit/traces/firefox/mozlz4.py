"""mozLz4: eight bytes of magic, the length of the content (little endian), one LZ4 block.

https://searchfox.org/mozilla-central/source/toolkit/components/lz4/lz4.js and
https://searchfox.org/mozilla-central/source/dom/system/IOUtils.cpp (MozLZ4)
"""

from __future__ import annotations

import cramjam

from toolkit.traces.files import LARGEST, Unreadable

MAGIC = b"mozLz40\0"
_HEADER = len(MAGIC) + 4


def unpack(data: bytes) -> bytes:
    """The content of a whole mozLz4 file. Raises Unreadable for any other bytes."""
    if data[: len(MAGIC)] != MAGIC or len(data) < _HEADER:
        raise Unreadable("not mozLz4")
    length = int.from_bytes(data[len(MAGIC) : _HEADER], "little")
    if length > LARGEST:
        raise Unreadable("too large")
    try:
        content = bytes(cramjam.lz4.decompress_block(data[_HEADER:], output_len=length))
    except cramjam.DecompressionError:
        raise Unreadable("torn") from None
    if len(content) != length:
        raise Unreadable("torn")
    return content
