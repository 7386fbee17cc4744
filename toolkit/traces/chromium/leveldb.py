"""A LevelDB directory, file by file: not what the database would answer, but every key that its bytes still hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from toolkit.traces.chromium.leveldb_log import Damaged, batch, manifest_keys, records
from toolkit.traces.chromium.leveldb_sparse import entries
from toolkit.traces.chromium.leveldb_table import Table
from toolkit.traces.collector import Collector
from toolkit.traces.files import Unreadable, listing, read_file, source

# https://github.com/google/leveldb/blob/main/db/filename.cc
_LOG = re.compile(r"\d+\.log$")
_MANIFEST = re.compile(r"MANIFEST-\d+$")
_TABLE = re.compile(r"\d+\.(ldb|sst)$")
_CURRENT = re.compile(rb"MANIFEST-\d+\n$")


def written(
    collector: Collector, directory: Path, names: list[str], check: bool = True
) -> Iterator[tuple[bytes, bytes | None]]:
    """(key, value) of everything in the logs and manifests; value None for deletions and bounds of tables.

    Without `check` the framing of a log is looked at, and not its checksums.
    """
    for name in names:
        path = directory / name
        if name == "CURRENT":
            with collector.guard(path):
                if not _CURRENT.match(read_file(path, 64)):
                    raise Unreadable("not a LevelDB pointer")
        elif _LOG.match(name) and not check:
            with collector.guard(path), source(path) as file:
                yield from entries(file)
        elif _LOG.match(name) or _MANIFEST.match(name):
            with collector.guard(path):
                found, whole = records(read_file(path))
                if _MANIFEST.match(name):
                    yield from ((key, None) for key in manifest_keys(found))
                else:
                    for record in found:
                        yield from batch(record)
                if not whole:
                    raise Damaged("log")


@contextmanager
def _table(path: Path) -> Iterator[Table]:
    with source(path) as file:
        yield Table(file)


def each_table(collector: Collector, directory: Path, names: list[str], read: Callable[[Table], None]) -> None:
    """Call `read` with every table of the directory, those that the database itself no longer uses included."""
    for name in names:
        if _TABLE.match(name):
            with collector.guard(directory / name), _table(directory / name) as table:
                read(table)


def names_in(collector: Collector, directory: Path) -> list[str]:
    """The files of a LevelDB directory; none if it is not there."""
    with collector.guard(directory):
        return listing(directory)
    return []


def every_key(collector: Collector, directory: Path) -> set[bytes]:
    """All keys of a small store."""
    names = names_in(collector, directory)
    keys = {key for key, _ in written(collector, directory, names)}
    each_table(collector, directory, names, lambda table: keys.update(key for key, _ in table.all()))
    return keys


def is_leveldb(names: list[str]) -> bool:
    """Whether a directory with these files has the records of a LevelDB in it."""
    return any(name == "CURRENT" or _LOG.match(name) or _MANIFEST.match(name) or _TABLE.match(name) for name in names)


def contents(collector: Collector, directory: Path, names: list[str]) -> Iterator[bytes]:
    """Everything that a small store holds, keys and values whole: the records of its logs, the blocks of its tables."""
    for name in names:
        path = directory / name
        if name == "CURRENT":
            with collector.guard(path):
                if not _CURRENT.match(read_file(path, 64)):
                    raise Unreadable("not a LevelDB pointer")
        elif _LOG.match(name) or _MANIFEST.match(name):
            with collector.guard(path):
                found, whole = records(read_file(path))
                yield from found
                if not whole:
                    raise Damaged("log")
        elif _TABLE.match(name):
            with collector.guard(path), _table(path) as table:
                for number in range(len(table)):
                    yield b"\n".join(part for entry in table.entries(number) for part in entry)
