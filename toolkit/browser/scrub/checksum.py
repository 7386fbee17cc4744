"""Masked CRC-32C of bytes of any length, at native speed for the bulk of them.

The Snappy framing encoder writes the sum of every chunk of 64 KiB beside it, masked as LevelDB masks its own
(https://github.com/google/snappy/blob/main/framing_format.txt, section 3); sums of chunks are then joined as zlib's
crc32_combine does it (https://github.com/madler/zlib/blob/master/crc32.c): by the matrix that appends zeros.
"""

from __future__ import annotations

from functools import cache

import cramjam

_POLYNOMIAL = 0x82F63B78  # CRC-32C, reflected: RFC 3720, section 12.1
_MASK_DELTA = 0xA282EAD8  # https://github.com/google/leveldb/blob/main/util/crc32c.h
_STREAM_ID = 10  # bytes before the first chunk
_CHUNK = 65536
_SHORT = 4
_ALL = 0xFFFFFFFF


def masked(data: bytes) -> bytes:
    """The 4 bytes that LevelDB stores as the sum of `data`, which must not be empty."""
    total, rest = 0, len(data)
    for number in _chunk_sums(data):
        length = min(rest, _CHUNK)
        total = _append_zeros(total, length) ^ number
        rest -= length
    return ((((total >> 15) | (total << 17)) + _MASK_DELTA) & _ALL).to_bytes(_SHORT, "little")


def _chunk_sums(data: bytes) -> list[int]:
    """The plain sum of each 64 KiB of `data`."""
    frames = bytes(cramjam.snappy.compress(data))
    found, at = [], _STREAM_ID
    while at < len(frames):
        length = int.from_bytes(frames[at + 1 : at + 4], "little")
        turned = (int.from_bytes(frames[at + 4 : at + 8], "little") - _MASK_DELTA) & _ALL
        found.append(((turned >> 17) | (turned << 15)) & _ALL)
        at += 4 + length
    return found


def _append_zeros(number: int, length: int) -> int:
    """The sum of what has the sum `number` and `length` zero bytes after it, before those bytes' own sum is joined."""
    power = 0
    while number and length:
        if length & 1:
            number = _times(_zeros(power), number)
        length >>= 1
        power += 1
    return number


@cache
def _zeros(power: int) -> tuple[int, ...]:
    """The matrix that appends 2**power zero bytes: 32 columns."""
    if power == 0:
        one_bit = (_POLYNOMIAL, *(1 << bit for bit in range(31)))
        matrix = one_bit
        for _ in range(3):
            matrix = _squared(matrix)
        return matrix
    return _squared(_zeros(power - 1))


def _squared(matrix: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(_times(matrix, column) for column in matrix)


def _times(matrix: tuple[int, ...], vector: int) -> int:
    product, at = 0, 0
    while vector:
        if vector & 1:
            product ^= matrix[at]
        vector >>= 1
        at += 1
    return product
