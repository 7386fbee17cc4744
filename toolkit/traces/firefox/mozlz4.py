"""mozLz4: eight bytes of magic, the length of the content (little endian), one LZ4 block.

https://searchfox.org/mozilla-central/source/toolkit/components/lz4/lz4.js and
https://searchfox.org/mozilla-central/source/dom/system/IOUtils.cpp (MozLZ4)
"""

from __future__ import annotations

import cramjam

from toolkit.traces.files import LARGEST, Unreadable

MAGIC = b"mozLz40\0"
_HEADER = len(MAGIC) + 4
# A byte of a match's length stands for 255 at most: https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
_RATIO = 255


def unpack(data: bytes) -> bytes:
    """The content of a whole mozLz4 file. Raises Unreadable for any other bytes."""
    if data[: len(MAGIC)] != MAGIC or len(data) < _HEADER:
        raise Unreadable("not mozLz4")
    length = int.from_bytes(data[len(MAGIC) : _HEADER], "little")
    if length > min(LARGEST, _RATIO * len(data)):
        raise Unreadable("too large")
    content = bytearray(length)
    try:
        written = cramjam.lz4.decompress_block_into(data[_HEADER:], content, output_len=length)
    except cramjam.DecompressionError:
        raise Unreadable("torn") from None
    if written != length:
        raise Unreadable("torn")
    return bytes(content)
