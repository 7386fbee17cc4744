"""Ten thousand broken LevelDB files and more: the reader never raises, and never overlooks that something is broken."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest

from tests.traces.conftest import Planted, rules
from toolkit.traces import read_profile
from toolkit.traces.chromium import leveldb_log
from toolkit.traces.chromium.leveldb_log import Damaged, batch, manifest_keys, records
from toolkit.traces.chromium.leveldb_sparse import entries
from toolkit.traces.chromium.leveldb_table import Table
from toolkit.traces.chromium.session_restore import commands
from toolkit.traces.files import Unreadable

pytestmark = pytest.mark.browser


def mutate(data: bytes, dice: random.Random) -> bytes:
    """One to three changes: bits, bytes, runs, cuts, insertions."""
    out = bytearray(data)
    for _ in range(dice.randint(1, 3)):
        at = dice.randrange(len(out) or 1)
        match dice.randrange(5):
            case 0:
                out[at : at + 1] = bytes([(out[at] if at < len(out) else 0) ^ (1 << dice.randrange(8))])
            case 1:
                out[at : at + 1] = dice.randbytes(1)
            case 2:
                out[at : at + 8] = dice.randbytes(8)
            case 3:
                del out[at : at + dice.randint(1, 50)]
            case _:
                out[at:at] = dice.randbytes(dice.randint(1, 50))
    return bytes(out)


class Bytes:
    """Bytes in memory as the readers want a file."""

    def __init__(self, data: bytes) -> None:
        self.data, self.size = data, len(data)

    def at(self, start: int, count: int) -> bytes:
        return self.data[start : start + count]


def read_log(data: bytes) -> object:
    found, whole = records(data)
    pairs = [pair for record in found for pair in batch(record)]
    if not whole:
        raise Damaged("log")
    return pairs


def read_framed(data: bytes) -> object:
    """As `read_log`, whatever the checksums say."""
    with mock.patch.object(leveldb_log, "holds", return_value=True):
        return read_log(data)


def read_sparse(data: bytes) -> object:
    return list(entries(Bytes(data)))


def read_manifest(data: bytes) -> object:
    found, whole = records(data)
    keys = list(manifest_keys(found))
    if not whole:
        raise Damaged("log")
    return keys


def read_table(data: bytes) -> object:
    table = Table(Bytes(data))
    table.walk(lambda key, _: key + b"\0")
    table.first(b"_https://www.alpha.test\0")
    return list(table.all())


def files(planted: Planted, pattern: str) -> list[bytes]:
    found = [path.read_bytes() for path in (planted.path / "Default").glob(pattern)]
    assert found
    return sorted(found, key=len)


@pytest.mark.parametrize(
    ("pattern", "read", "rounds"),
    [
        ("Local Storage/leveldb/*.log", read_log, 5000),
        ("Local Storage/leveldb/MANIFEST-*", read_manifest, 3000),
        ("Local Storage/leveldb/*.ldb", read_table, 3000),
    ],
)
def test_mutated_leveldb_files(
    planted: Planted, compacted: Planted, pattern: str, read: Callable[[bytes], object], rounds: int
) -> None:
    data = files(compacted if "ldb" in pattern[-4:] else planted, pattern)[0]
    whole, dice, noticed = read(data), random.Random(11), 0
    for _ in range(rounds):
        changed = mutate(data, dice)
        try:
            answer = read(changed)
        except Damaged:
            noticed += 1
        else:
            # What the checksums leave out (a footer's padding, a whole record gone, nothing changed) adds no key.
            assert set(answer) <= set(whole)  # type: ignore[call-overload]
    assert noticed > rounds * 0.9


def test_the_sparse_reader_reads_the_same(planted: Planted, compacted: Planted) -> None:
    logs = files(planted, "*/leveldb/*.log") + files(compacted, "*/leveldb/*.log")
    dice = random.Random(14)
    for data in logs:
        for tried in [data, *(mutate(data[:70_000], dice) for _ in range(300))]:
            answers = []
            for read in (read_framed, read_sparse):
                try:
                    answers.append(read(tried))
                except Damaged as error:
                    answers.append(str(error))
            assert answers[0] == answers[1]


def test_mutated_session_files(planted: Planted) -> None:
    data, dice = files(planted, "Sessions/Session_*")[0], random.Random(12)
    for _ in range(1000):
        try:
            list(commands(mutate(data, dice)))
        except Unreadable:
            continue


@pytest.mark.parametrize(
    "pattern",
    [
        "Cookies",
        "Preferences",
        "History",
        "Login Data",
        "WebStorage/QuotaManager",
        "Local Storage/leveldb/*.log",
        "Session Storage/*.log",
        "IndexedDB/https_*/*.log",
        "Service Worker/Database/*.log",
        "Service Worker/CacheStorage/*/index.txt",
        "Sessions/Session_*",
    ],
)
def test_whole_profiles_with_mutated_files(copy: Path, pattern: str) -> None:
    path = next((copy / "Default").glob(pattern))
    data, dice = path.read_bytes(), random.Random(13)
    for i in range(60):
        path.write_bytes(mutate(data, dice))
        reading = read_profile(copy, rules(1), quick=bool(i % 2))
        assert set(reading.traces) == {rule.platform for rule in rules(1)}


def test_hostile_databases(copy: Path) -> None:
    """A view that never ends, and columns of other types."""
    path = copy / "Default" / "Cookies"
    with sqlite3.connect(path) as database:
        database.execute("DROP TABLE cookies")
        database.execute(
            "CREATE VIEW cookies AS WITH RECURSIVE n(host_key, name, path, encrypted_value) AS"
            " (SELECT 1, 2, 3, 4 UNION ALL SELECT host_key + 1, 2, 3, 4 FROM n) SELECT * FROM n"
        )
    database.close()
    assert read_profile(copy, rules(1)).disk("never") == "unknown"
    with sqlite3.connect(path) as database:
        database.execute("DROP VIEW cookies")
        database.execute("CREATE TABLE cookies (host_key, name, path, encrypted_value)")
        database.executemany(
            "INSERT INTO cookies VALUES (?, ?, ?, ?)",
            [
                (1, 2, 3, 4),
                (None, None, None, None),
                (b"\xff", b"\xfe", 1.5, "v10"),
                ("www.alpha.test", b"\xff", 0, b"v10"),
            ],
        )
    database.close()
    reading = read_profile(copy, rules(1))
    assert [trace.name for trace in reading.traces["alpha"] if trace.store == "cookies"]


def test_deeply_nested_preferences(copy: Path) -> None:
    (copy / "Default" / "Preferences").write_text("[" * 100_000 + "]" * 100_000)
    (copy / "Default" / "Bookmarks").write_text('{"a":' * 100_000 + "1" + "}" * 100_000)
    paths = {problem.path for problem in read_profile(copy, rules(1)).problems}
    assert paths == {"Default/Preferences", "Default/Bookmarks"}
