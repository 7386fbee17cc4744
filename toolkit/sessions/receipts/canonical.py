"""Canonical JSON: one value, one row of bytes, so that a hash or a signature over it means something.

RFC 8785 (https://www.rfc-editor.org/rfc/rfc8785): keys sorted, no white space, UTF-8, the escapes of ECMAScript. Our
receipts stay inside the part of it where Python's `json` writes the very same bytes: keys are ASCII (sorting by UTF-16
units and by code points is then the same), and numbers are integers that every JSON reader keeps exactly. There are no
fractions: how they are written differs between languages, and durations are milliseconds here.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

# Number.MAX_SAFE_INTEGER, the bound of RFC 8785 section 3.2.2.3 and of RFC 7493 section 2.2
_LARGEST = 2**53 - 1


def canonical(value: Any) -> bytes:
    """The bytes of `value`. Raises ValueError for what has no such form: fractions, huge integers, half characters."""
    _check(value)
    return encode(value)


def encode(value: Any) -> bytes:
    """`canonical` for what was read as JSON: does not look for fractions. Raises ValueError."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()  # a lone surrogate is an UnicodeEncodeError, which is a ValueError


def digest(data: bytes) -> str:
    """SHA-256 as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def _check(value: Any) -> None:
    match value:
        case None | bool() | str():
            return
        case int() if abs(value) <= _LARGEST:
            return
        case list() | tuple():
            for item in value:
                _check(item)
        case dict():
            for key, item in value.items():
                if not isinstance(key, str) or not key.isascii():
                    raise ValueError(f"a key is no ASCII text: {type(key).__name__}")
                _check(item)
        case _:
            raise ValueError(f"no canonical form: {type(value).__name__}")
