"""Rewrites a closed LevelDB with only the living records that may stay, and removes every file it had before.

The database's own way of changing its mind is used: new tables and a new manifest are written beside the old files,
`CURRENT` is replaced by one rename, and only then the old files go. Killed before the rename, it is the old database
with files that LevelDB itself removes as obsolete; killed after it, it is the new one, and what is left of the old
files is removed by the next run, or by LevelDB. At no point does Chromium find half a database, which it
would throw away with every site's data. https://github.com/google/leveldb/blob/main/doc/impl.md
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from toolkit.browser.scrub.live import Records, read_live
from toolkit.browser.scrub.table import TableFile, manifest, tables
from toolkit.browser.scrub.wipe import flush_directory, wipe_file
from toolkit.traces.files import is_directory, is_file, listing

Choose = Callable[[Records], Records]
"""Of the living records those that stay. Each is user key -> (sequence number * 256 + kind, value)."""
_KEPT = frozenset({"CURRENT", "LOCK"})


def rewrite(directory: Path, choose: Choose, inner: frozenset[str] = frozenset()) -> None:
    """Leave in the database at `directory` what `choose` says, and not a byte of what was deleted before. `inner` are
    directories in it that are databases of their own.

    No database there: nothing done. Raises Unreadable or Damaged (nothing was changed then), OSError (disk full: the
    old database is still in force).
    """
    if not is_directory(directory) or not is_file(directory / "CURRENT"):
        return
    live = read_live(directory)
    number, names = live.next_number, set(_KEPT | inner)
    chosen = choose(live.records)
    written: list[tuple[int, TableFile]] = []
    for file in tables((key, *chosen[key]) for key in sorted(chosen)):
        name = f"{number:06}.ldb"
        _write(directory, name, file.content)
        written.append((number, replace(file, content=b"")))
        names.add(name)
        number += 1
    name = f"MANIFEST-{number:06}"
    _write(directory, name, manifest(written, number + 1, live.last_sequence))
    names.add(name)
    flush_directory(directory)
    _write(directory, "CURRENT", f"{name}\n".encode())
    flush_directory(directory)
    for old in listing(directory):
        if old not in names:
            wipe_file(directory / old)
    flush_directory(directory)


def _write(directory: Path, name: str, content: bytes) -> None:
    """Write a file under a name that LevelDB takes for a temporary file (and removes when it finds it), and rename it
    when its bytes are on the disk."""
    temporary = directory / "000000.dbtmp"
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(directory / name)
