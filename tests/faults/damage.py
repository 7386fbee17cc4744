"""One store of a profile at a time: taken out of the signed-in profile into a clean one, swapped or corrupted there."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

from tests.faults.stage import HOST, MARK, Family
from toolkit.traces.stores.model import Store

OUTSIDE = "of somebody else"


def place(family: Family, store: Store) -> str:
    """A path that the row is about, relative to the user-data directory."""
    name = store.path.rstrip("/").replace("http*", f"https+++{HOST}")
    name = name.replace("^partitionKey*", f"^partitionKey=%28https%2C{HOST}%29").replace("*", "x").replace("?", "0")
    return name if store.top else family.inside + name


def put(path: Path, source: Path) -> bool:
    """The store as the signed-in profile has it, with what SQLite keeps beside it; False where it has none."""
    if not source.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, path, symlinks=True, dirs_exist_ok=True)
        return True
    for end in ("", "-journal", "-wal", "-shm"):
        if Path(f"{source}{end}").is_file():
            shutil.copy2(f"{source}{end}", f"{path}{end}")
    return True


def _drop(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def to_directory(path: Path, _outside: Path) -> None:
    _drop(path)
    (path / "inner").mkdir(parents=True)
    (path / "inner" / "file").write_text(MARK)


def to_file(path: Path, _outside: Path) -> None:
    _drop(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(MARK)


def to_link(path: Path, outside: Path) -> None:
    """The store itself moves out, and a link takes its place: reading or cleaning through it would work."""
    outside.parent.mkdir(parents=True, exist_ok=True)
    if path.is_symlink():
        path.unlink()
    if path.exists():
        path.rename(outside)
    elif path.name.rpartition(".")[2] in ("sqlite", "json", "txt") or not outside.exists():
        outside.mkdir()
        (outside / "file").write_text(f"{MARK} {OUTSIDE}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(outside, target_is_directory=outside.is_dir())


SWAPS: dict[str, Callable[[Path, Path], None]] = {"directory": to_directory, "file": to_file, "link": to_link}


def _truncate(path: Path, chance: random.Random) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: chance.randrange(len(data) + 1)])


def _zero(path: Path, _: random.Random) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def _randomise(path: Path, chance: random.Random) -> None:
    path.write_bytes(chance.randbytes(path.stat().st_size or 100))


def _wrong_magic(path: Path, chance: random.Random) -> None:
    data = path.read_bytes()
    path.write_bytes(chance.randbytes(16) + data[16:])


def _flip(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes() or b"x")
    for _ in range(3):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def _newer(path: Path, _: random.Random) -> None:
    """A version of the database that nobody knows yet; what is no database gets a newer-looking start."""
    if path.read_bytes()[:16] != b"SQLite format 3\0":
        data = path.read_bytes()
        path.write_bytes(data[:4] + b"\xff\x7f" + data[6:])
        return
    database = sqlite3.connect(path)
    if database.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
        database.execute("UPDATE meta SET value = '9999' WHERE key IN ('version', 'last_compatible_version')")
    database.execute("PRAGMA user_version = 9999")
    database.commit()
    database.close()


CORRUPTIONS: dict[str, Callable[[Path, random.Random], None]] = {
    "truncated": _truncate, "zeroed": _zero, "random": _randomise, "wrong magic": _wrong_magic, "flipped": _flip,
    "newer": _newer,
}  # fmt: skip


def files(path: Path) -> list[Path]:
    """The files of a store, those that only lock or log left out."""
    found = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file() and not p.is_symlink()]
    return sorted(p for p in found if p.name not in ("LOCK", "LOG", "LOG.old") and p.stat().st_size)
