"""Firefox's compressed JSON, read and written: a magic word, the size, and one LZ4 block."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cramjam

from toolkit.traces.files import Unreadable
from toolkit.traces.firefox.mozlz4 import MAGIC, unpack


def read_mozlz4(path: Path) -> dict[str, Any] | None:
    """The JSON object in a file; None when there is no such file or it is not one."""
    try:
        found = json.loads(unpack(path.read_bytes()))
    except (OSError, ValueError, Unreadable):
        return None
    return found if isinstance(found, dict) else None


def mozlz4(data: dict[str, Any]) -> bytes:
    """A JSON object as Firefox writes it."""
    raw = json.dumps(data, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")
    return MAGIC + bytes(cramjam.lz4.compress_block(raw, store_size=True))
