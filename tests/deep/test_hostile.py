"""Files that mean harm or change under the reader's hands: an answer soon, in little memory, and never `clean`."""

from __future__ import annotations

import gzip
import io
import json
import os
import pickle
import socket
import subprocess
import sys
import threading
import time
import traceback
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.benchmarks.deep_profile import cache_entry
from tests.deep.containers import CONTAINERS, batch, database, log, mozlz4
from toolkit.traces import PlatformRules, Problem
from toolkit.traces.deep import scan
from toolkit.traces.deep.needles import Needles

ROOT = Path(__file__).parents[2]
RULES = [PlatformRules("x", ("x.com",))]
SECRET = b"s3cr3t-9f8a7b6c5d4e3f2a"


@pytest.fixture(scope="module")
def deflated() -> bytes:
    """10 GB of zeros as bare deflate: one gigabyte's worth ten times, at a boundary where deflate can be joined."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    block = bytes(1 << 24)
    one = b"".join(packer.compress(block) for _ in range(64)) + packer.flush(zlib.Z_FULL_FLUSH)
    return one * 10 + packer.flush()


def _zip(deflated: bytes) -> bytes:
    name = b"zeros"
    head = b"PK\x03\x04" + (20).to_bytes(2, "little") + bytes(2) + (8).to_bytes(2, "little") + bytes(16)
    return head + len(name).to_bytes(2, "little") + bytes(2) + name + deflated


def _brotli_zeros() -> bytes:
    packer = brotli.Compressor(quality=1, lgwin=22)
    block = bytes(1 << 24)
    return b"".join(packer.process(block) for _ in range(24)) + packer.finish()


BOMBS: dict[str, Callable[[bytes], bytes]] = {
    "bomb.gz": lambda zeros: b"\x1f\x8b\x08" + bytes(6) + b"\xff" + zeros,
    "bomb.zip": _zip,
    "inside": lambda zeros: os.urandom(1000) + b"\x1f\x8b\x08" + bytes(6) + b"\xff" + zeros,
    "Default/Cache/Cache_Data/aa_0": lambda _: cache_entry("https://a.example/", _brotli_zeros(), "br"),
    "bomb.zst": lambda _: zstandard.compress(bytes(1 << 28)),
}

_MEASURED = r"""
import json, re, sys, time
from pathlib import Path
from toolkit.traces import PlatformRules
from toolkit.traces.deep import scan
started = time.monotonic()
reading = scan(Path(sys.argv[1]), [PlatformRules("x", ("x.com",))])
seconds = time.monotonic() - started
# Not getrusage: its peak is that of the process which started this one.
peak = int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1])
print(json.dumps([seconds, peak // 1024, [[p.path, p.code, p.detail] for p in reading.problems]]))
"""


def measured(profile: Path) -> tuple[float, int, list[list[str]]]:
    """Seconds, the peak of memory in MB, and the problems of a scan in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, str(profile)], capture_output=True, check=True, timeout=60, cwd=ROOT
    )
    seconds, megabytes, problems = json.loads(done.stdout)
    return seconds, megabytes, problems


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is in /proc")
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_a_problem_soon_and_in_little_memory(tmp_path: Path, name: str, deflated: bytes) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(BOMBS[name](deflated))
    seconds, megabytes, problems = measured(tmp_path)
    assert problems == [[name, "unreadable", "unpacks to far more than it is"]]
    assert seconds < 20
    assert megabytes < 200


LARGE: dict[str, Callable[[], bytes]] = {
    "plain": lambda: os.urandom(400 << 20),
    "dense": lambda: b"https://x.com " * 2_000_000,
    "leveldb/000003.log": lambda: log([batch(b"key", os.urandom(15 << 20)) for _ in range(3)]),
    "leveldb/000004.log": lambda: log([batch(b"key", bytes(60 << 20))]),
    "sessionstore.jsonlz4": lambda: mozlz4(os.urandom(10 << 20).hex().encode()),
    "storage/default/https+++a.example/ls/data.sqlite": lambda: database([("key", os.urandom(15 << 20))]),
    "Default/long": lambda: database([("key", os.urandom(100 << 20))]),
}


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is in /proc")
@pytest.mark.parametrize("name", LARGE)
def test_a_large_file_takes_little_memory(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(LARGE[name]())
    seconds, megabytes, problems = measured(tmp_path)
    too_large = [[name, "unreadable", "cannot be unpacked (record size)"]]
    assert problems == (too_large if name == "leveldb/000004.log" else [])
    assert seconds < 30
    assert megabytes < 200


def test_archives_in_archives_come_to_an_end(tmp_path: Path) -> None:
    content = b"https://x.com/"
    for _ in range(12):
        content = gzip.compress(content)
    (tmp_path / "doll.gz").write_bytes(content)
    assert scan(tmp_path, RULES).problems == (Problem("doll.gz", "unreadable", "archives in archives"),)


def test_content_that_cannot_be_unpacked_is_a_problem(tmp_path: Path) -> None:
    for name, method in (("lzma.zip", zipfile.ZIP_LZMA), ("bzip2.zip", zipfile.ZIP_BZIP2)):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", method) as archive:
            archive.writestr("a", b"https://x.com/" * 100)
        (tmp_path / name).write_bytes(out.getvalue())
    (tmp_path / "broken.gz").write_bytes(b"\x1f\x8b\x08" + bytes(7) + b"\x07" * 300)
    cache = tmp_path / "Default/Cache/Cache_Data"
    cache.mkdir(parents=True)
    (cache / "aa_0").write_bytes(cache_entry("https://a.example/", b"\xff" * 100, "br"))
    (cache / "ab_0").write_bytes(cache_entry("https://a.example/", b"\xff" * 100, "dcb"))
    (tmp_path / "sessionstore.jsonlz4").write_bytes(b"mozLz40\0" + (1000).to_bytes(4, "little") + b"\xff" * 20)
    (tmp_path / "leveldb").mkdir()
    (tmp_path / "leveldb/000005.ldb").write_bytes(b"no table" * 100)
    problems = {problem.path: problem for problem in scan(tmp_path, RULES).problems}
    assert set(problems) == {
        "lzma.zip", "bzip2.zip", "broken.gz", "Default/Cache/Cache_Data/aa_0", "Default/Cache/Cache_Data/ab_0",
        "sessionstore.jsonlz4", "leveldb/000005.ldb",
    }  # fmt: skip
    assert {problem.code for problem in problems.values()} == {"unreadable"}


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX files")
def test_pipes_sockets_and_links_are_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    profile, outside = tmp_path / "profile", tmp_path / "outside"
    profile.mkdir()
    outside.mkdir()
    (outside / "page").write_text("https://x.com/")
    os.mkfifo(profile / "pipe")
    (profile / "to a folder").symlink_to(outside)
    (profile / "to a file").symlink_to(outside / "page")
    (profile / "SingletonLock").symlink_to("host-1")
    (profile / "loop").symlink_to(profile)
    with socket.socket(socket.AF_UNIX) as server:
        monkeypatch.chdir(profile)  # a socket's path is short
        server.bind("socket")
        reading = scan(profile, RULES)
    assert reading.traces == {"x": ()}
    assert {(problem.path, problem.detail) for problem in reading.problems} == {
        ("to a folder", "a link"), ("to a file", "a link"), ("loop", "a link"),
    }  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="root makes a file that nobody can read")
def test_what_may_not_be_read_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "file").write_text("https://x.com/")
    (tmp_path / "file").chmod(0)
    (tmp_path / "closed").chmod(0)
    for parent in (tmp_path, *tmp_path.parents[:-2]):
        parent.chmod(parent.stat().st_mode | 0o055)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:  # root may read everything
        os.setgid(65534)
        os.setuid(65534)
        os.write(writing, pickle.dumps(scan(tmp_path, RULES)))
        os._exit(0)
    os.waitpid(child, 0)
    found = pickle.loads(os.read(reading, 1 << 16))
    assert found.problems == tuple(Problem(name, "unreadable", "Permission denied") for name in ("file", "closed"))


@pytest.mark.skipif(sys.platform != "linux", reason="a descriptor's file is in /proc")
def test_a_file_that_grows_shrinks_vanishes_or_is_swapped_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from toolkit.traces.deep import files

    for name in ("grows", "shrinks", "vanishes", "swapped", "still"):
        (tmp_path / name).write_bytes(b"nothing " * 100_000)
    plain = files.Snapshot.read_into

    def read_into(self: files.Snapshot, space: memoryview, start: int) -> int:
        here = Path(f"/proc/self/fd/{self.descriptor}").readlink().name
        if start == 0 and here == "grows":
            with (tmp_path / here).open("ab") as file:
                file.write(b"https://x.com/")
        if start == 0 and here == "shrinks":
            os.truncate(tmp_path / here, 10)
        return plain(self, space, start)

    monkeypatch.setattr(files.Snapshot, "read_into", read_into)
    entries = list(files.walk(tmp_path))
    (tmp_path / "vanishes").unlink()
    (tmp_path / "new").write_bytes(b"other")
    (tmp_path / "new").replace(tmp_path / "swapped")
    monkeypatch.setattr("toolkit.traces.deep.search.walk", lambda _profile: iter(entries))
    problems = {problem.path for problem in scan(tmp_path, RULES).problems}
    assert problems == {"grows", "shrinks", "vanishes", "swapped"}


def test_a_folder_that_becomes_a_link_while_it_is_walked_is_not_followed(tmp_path: Path) -> None:
    from toolkit.traces.deep.files import walk

    profile, outside = tmp_path / "profile", tmp_path / "outside"
    (profile / "folder").mkdir(parents=True)
    outside.mkdir()
    (outside / "page").write_text("https://x.com/")
    names = []
    for entry in walk(profile):
        names.append((entry.path, entry.shape))
        if entry.path == "folder" and entry.shape == "folder":
            (profile / "folder").rmdir()
            (profile / "folder").symlink_to(outside)
    assert names == [("folder", "folder"), ("folder", "closed")]


def test_a_value_is_shown_nowhere(tmp_path: Path) -> None:
    needles = Needles(RULES, {"x": [SECRET]})
    folder = tmp_path / f"with {SECRET.decode()}"
    folder.mkdir()
    (folder / f"{SECRET.decode()}.gz").write_bytes(gzip.compress(SECRET * 100)[:-20] + b"\xff" * 12)
    reading = scan(tmp_path, RULES, {"x": [SECRET]})
    assert {trace.kind for trace in reading.traces["x"]} == {"session"}
    assert len(reading.traces["x"]) == 3  # the folder's name, the file's, and its content
    try:
        scan(tmp_path, RULES, {"x": [SECRET]}, progress=lambda *_: 1 / 0)
    except ZeroDivisionError as error:
        text = "".join(traceback.format_exception(error))
    shown = f"{reading!r} {needles!r} {needles.patterns!r} {text} {[t.as_json() for t in reading.traces['x']]}"
    assert SECRET.decode() not in shown
    assert SECRET not in pickle.dumps(reading)


def test_nothing_in_the_profile_is_touched(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    (profile / "Default").mkdir(parents=True)
    for number in range(20):
        (profile / "Default" / f"file{number}").write_bytes(os.urandom(1000))

    def state() -> list[tuple[str, int, int, bytes]]:
        everything = [(path, path.stat()) for path in sorted(profile.rglob("*"))]
        return [
            (str(path), about.st_mtime_ns, about.st_ctime_ns, path.read_bytes() if path.is_file() else b"")
            for path, about in everything
        ]

    before = state()
    scan(profile, RULES, {"x": [SECRET]})
    assert state() == before


def test_a_missing_profile_holds_nothing(tmp_path: Path) -> None:
    reading = scan(tmp_path / "none", RULES)
    assert (reading.traces, reading.problems, reading.scanned) == ({"x": ()}, (), 0)


def test_progress_rises_to_all_and_can_stop_the_scan(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(os.urandom(100 << 20))
    seen: list[tuple[int, int]] = []
    scan(tmp_path, RULES, progress=lambda done, total: seen.append((done, total)))
    assert seen == sorted(seen) and len(seen) >= 3
    assert seen[-1] == (100 << 20, 100 << 20)
    with pytest.raises(KeyboardInterrupt):
        scan(tmp_path, RULES, progress=_stop)


def _stop(_done: int, _total: int) -> None:
    raise KeyboardInterrupt


def test_it_runs_beside_other_threads(tmp_path: Path) -> None:
    (tmp_path / "page").write_text("https://x.com/")
    readings: list[int] = []

    def count() -> None:
        readings.append(len(scan(tmp_path, RULES).traces["x"]))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 20
    for thread in threads:
        thread.join(deadline - time.monotonic())
    assert readings == [1, 1, 1, 1]


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    name=st.sampled_from(sorted(CONTAINERS)),
    cut=st.floats(0, 1),
    changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=9)), max_size=6),
)
def test_damaged_files_of_every_kind_end_in_an_answer(
    tmp_path_factory: pytest.TempPathFactory, name: str, cut: float, changes: list[tuple[float, bytes]]
) -> None:
    profile = tmp_path_factory.mktemp("profile")
    data = bytearray(CONTAINERS[name](b"https://x.com/"))
    for where, new in changes:
        at = int(where * len(data))
        data[at : at + len(new)] = new
    path = profile / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data[: int(cut * len(data)) + 1])
    reading = scan(profile, RULES)
    assert {trace.host.removeprefix("www.") for trace in reading.traces["x"]} <= {"x.com"}
    assert {problem.path for problem in reading.problems} <= {name}


def test_a_file_full_of_hosts_is_read_in_time(tmp_path: Path) -> None:
    (tmp_path / "full").write_bytes(b"https://x.com " * 1_000_000)
    started = time.monotonic()
    (trace,) = scan(tmp_path, RULES).traces["x"]
    assert trace.count >= 100_000
    assert time.monotonic() - started < 30
