"""A LevelDB as a browser leaves it: records in a log, nothing compacted."""

from __future__ import annotations

import struct
from pathlib import Path

from toolkit.browser.scrub.table import log_record, manifest, number


def leveldb(folder: Path, *records: tuple[bytes, bytes | None]) -> Path:
    """Write `records` (key, value; None deletes the key) one after the other; the log's path."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "CURRENT").write_bytes(b"MANIFEST-000001\n")
    (folder / "MANIFEST-000001").write_bytes(manifest((), 3, 0))
    batch = struct.pack("<QI", 1, len(records))
    for key, value in records:
        batch += bytes([value is not None]) + number(len(key)) + key
        batch += b"" if value is None else number(len(value)) + value
    log = folder / "000003.log"
    log.write_bytes(log_record(batch))
    return log
