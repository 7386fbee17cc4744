"""Databases of any content: what is written reads back the same, and nothing of what was deleted is in the bytes."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from toolkit.browser.scrub.leveldb import rewrite
from toolkit.browser.scrub.live import Records, read_live
from toolkit.browser.scrub.table import log_record, manifest, number, tables
from toolkit.traces.chromium.crc32c import holds, masked
from toolkit.traces.chromium.leveldb_log import Damaged, records
from toolkit.traces.files import Unreadable

Model = dict[bytes, bytes]


def crc32c(data: bytes) -> int:
    """Bit by bit, from the definition (RFC 3720, section 12.1)."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


@pytest.mark.parametrize("size", [1, 9, 32767, 65535, 65536, 65537, 131_072, 200_003])
def test_checksums(size: int) -> None:
    data = random.Random(size).randbytes(size)
    crc = crc32c(data)
    # The mask, from https://github.com/google/leveldb/blob/main/util/crc32c.h
    assert masked(data) == (((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF).to_bytes(4, "little")


def test_the_checksum_of_the_standard() -> None:
    assert crc32c(b"123456789") == 0xE3069283
    assert holds(masked(b"123456789"), b"123456789")
    assert not holds(masked(b"123456789"), b"123456780")


def batch(sequence: int, writes: list[tuple[bytes, bytes | None]]) -> bytes:
    """One write as it lies in a log."""
    out = sequence.to_bytes(8, "little") + len(writes).to_bytes(4, "little")
    for key, value in writes:
        out += bytes([value is not None]) + number(len(key)) + key
        out += b"" if value is None else number(len(value)) + value
    return out


def frames(payloads: list[bytes]) -> bytes:
    """A log of several records, one block or more each: what is left of a block is zeros."""
    out = b""
    for payload in payloads:
        out += b"\0" * (-len(out) % 32768) + log_record(payload)
    return out


def build(folder: Path, chance: random.Random, rounds: int) -> Model:
    """A database with two tables, where the second overrides the first, and two logs after them."""
    folder.mkdir()
    model: Model = {}
    sequence = 1
    files = []
    for file_number in (5, 6):
        writes = change(model, chance, rounds)
        entries = {key: (key, (sequence + at) << 8 | (value is not None), value or b"")
                   for at, (key, value) in enumerate(writes)}  # fmt: skip
        sequence += len(writes)
        (table,) = tables(entries[key] for key in sorted(entries)) if entries else (None,)
        if table:
            (folder / f"{file_number:06}.ldb").write_bytes(table.content)
            files.append((file_number, table))
    (folder / "MANIFEST-000002").write_bytes(manifest(files, 7, sequence))
    (folder / "CURRENT").write_bytes(b"MANIFEST-000002\n")
    for log in (3, 7, 8):  # the first is older than the tables: no longer replayed
        payloads = []
        for _ in range(chance.randint(0, 4)):
            before = dict(model)
            writes = change(model, chance, chance.randint(1, rounds))
            payloads.append(batch(sequence, writes))
            sequence += len(writes)
            if log == 3:
                model.clear()
                model.update(before)
        (folder / f"{log:06}.log").write_bytes(frames(payloads))
    return model


def change(model: Model, chance: random.Random, count: int) -> list[tuple[bytes, bytes | None]]:
    writes: list[tuple[bytes, bytes | None]] = []
    for _ in range(count):
        key = chance.choice([b"a", b"b", b"\xff", b""]) + chance.randbytes(chance.choice([0, 1, 1, 2, 40]))
        size = chance.choice([0, 1, 20, 4096, 33_000, 66_000])
        value = None if chance.random() < 0.3 else chance.randbytes(size)
        writes.append((key, value))
        if value is None:
            model.pop(key, None)
        else:
            model[key] = value
    return writes


def values(found: Records) -> Model:
    return {key: value for key, (_, value) in found.items()}


@pytest.mark.parametrize("seed", range(40))
def test_any_database_is_read_and_rewritten(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    folder = tmp_path / "leveldb"
    model = build(folder, chance, chance.choice([1, 5, 60]))
    live = read_live(folder)
    assert values(live.records) == model
    rewrite(folder, lambda found: {key: found[key] for key in found if not key.startswith(b"a")})
    kept = {key: value for key, value in model.items() if not key.startswith(b"a")}
    again = read_live(folder)
    assert values(again.records) == kept
    assert again.last_sequence == live.last_sequence and again.next_number > live.next_number
    assert {key: again.records[key][0] for key in kept} == {key: live.records[key][0] for key in kept}
    held = b"".join(path.read_bytes() for path in folder.iterdir())
    assert [key for key, value in model.items() if key not in kept and len(value) > 16 and value[:16] in held] == []
    assert {path.suffix for path in folder.iterdir()} <= {".ldb", ""}


def test_many_tables_do_not_overlap(tmp_path: Path) -> None:
    folder = tmp_path / "leveldb"
    folder.mkdir()
    chance = random.Random(1)
    writes: list[tuple[bytes, bytes | None]] = [(b"key%06d" % at, chance.randbytes(50_000)) for at in range(200)]
    (folder / "000003.log").write_bytes(frames([batch(1, writes)]))
    (folder / "MANIFEST-000001").write_bytes(manifest([], 2, 0))
    (folder / "CURRENT").write_bytes(b"MANIFEST-000001\n")
    rewrite(folder, lambda found: found)
    assert len(list(folder.glob("*.ldb"))) > 3
    assert values(read_live(folder).records) == dict(writes)


def test_an_empty_database_stays_one(tmp_path: Path) -> None:
    folder = tmp_path / "leveldb"
    build(folder, random.Random(3), 20)
    rewrite(folder, lambda _: {})
    assert read_live(folder).records == {}
    assert not list(folder.glob("*.ldb"))


@pytest.mark.parametrize("name", ["000005.ldb", "000007.log", "MANIFEST-000002", "CURRENT"])
def test_what_is_damaged_is_not_rewritten(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "leveldb"
    build(folder, random.Random(11), 60)
    path = folder / name
    data = path.read_bytes() or b"12345"
    for broken in (data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1 :], data[:-1]):
        path.write_bytes(broken)
        before = {file.name: file.read_bytes() for file in folder.iterdir()}
        with pytest.raises((Damaged, Unreadable, IndexError)):
            rewrite(folder, lambda found: found)
        assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_a_full_disk_leaves_the_old_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "leveldb"
    model = build(folder, random.Random(4), 60)

    def full(_: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        rewrite(folder, lambda _: {})
    assert values(read_live(folder).records) == model


def test_records_of_any_length_are_framed() -> None:
    for size in (0, 1, 32760, 32761, 32762, 65522, 65523, 200_000):
        payload = random.Random(size).randbytes(size)
        assert records(log_record(payload)) == ([payload], True)
