"""Rebuilding a profile: what is kept, what goes, and that a kill at any moment never loses both."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.people import files_with, preferences, run_python, snapshot
from toolkit.browser import carry
from toolkit.browser.rebuild import Phase, finish, leftovers, rebuild
from toolkit.errors import Undecided

MARKER = b"NEVER-LEFT-BEHIND"
ID = "abcdefghijklmnopabcdefghijklmnop"
BOOKMARKS = {"roots": {"bookmark_bar": {"children": [{"name": "Acme", "type": "url", "url": "https://acme.example/"}]}}}


class Notes:
    """The journal: what was recorded last, and everything that was."""

    def __init__(self) -> None:
        self.all: list[tuple[Phase | None, str, str]] = []

    def __call__(self, phase: Phase | None, new: str, old: str) -> None:
        self.all.append((phase, new, old))


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """A profile as Chromium leaves it, drawn: a marker in all that must go, the kept things without it."""
    path = tmp_path / "profiles" / "acme"
    gone = [
        "Default/History", "Default/Cookies", "Default/Network/Cookies", "Default/Login Data", "Default/Web Data",
        "Default/Local Storage/leveldb/000003.log", "Default/Session Storage/000003.log", "Default/Sessions/Session_1",
        "Default/IndexedDB/https_www.site.test_0.indexeddb.leveldb/000003.log", "Default/Service Worker/Database/1",
        "Default/Cache/Cache_Data/data_1", "Default/toolkit-aside/Sessions/Tabs_1", "Default/Something New/x",
        "Profile 1/Cookies", "Snapshots/150/Default/Cookies", "Default/Bookmarks.bak",
    ]  # fmt: skip
    for name in gone:
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(b"x" + MARKER + b"x")
    keep = {
        f"Default/Extensions/{ID}/1.0_0/manifest.json": b"{}",
        f"Default/Local Extension Settings/{ID}/000003.log": b"storage.local",
        f"Default/Sync Extension Settings/{ID}/000003.log": b"storage.sync",
        f"Default/IndexedDB/chrome-extension_{ID}_0.indexeddb.leveldb/000003.log": b"database",
        "Default/Bookmarks": json.dumps(BOOKMARKS).encode(),
        "NativeMessagingHosts/org.example.json": b"{}",
    }
    for name, content in keep.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)
    settings = {
        "bookmark_bar": {"show_on_all_tabs": True},
        "extensions": {"settings": {ID: {"state": 1}}, "last": MARKER.decode()},
        "profile": {"exit_type": "Normal", "content_settings": MARKER.decode()},
        "account_info": [MARKER.decode()],
    }
    (path / "Default" / "Preferences").write_text(json.dumps(settings))
    (path / "Local State").write_text(json.dumps({"profile": {"info_cache": MARKER.decode()}}))
    return path


def kept(path: Path) -> bool:
    """Whether what the person chose to keep is there."""
    default = path / "Default"
    return (
        json.loads((default / "Bookmarks").read_bytes()) == BOOKMARKS
        and (default / "Local Extension Settings" / ID / "000003.log").read_bytes() == b"storage.local"
        and (default / "Extensions" / ID / "1.0_0" / "manifest.json").exists()
    )


def test_what_stays_and_what_goes(profile: Path) -> None:
    notes = Notes()
    rebuild(profile, notes)
    assert files_with(profile.parent, MARKER) == []
    assert kept(profile)
    assert sorted(str(p.relative_to(profile)) for p in profile.rglob("*") if p.is_file()) == [
        "Default/Bookmarks",
        f"Default/Extensions/{ID}/1.0_0/manifest.json",
        f"Default/IndexedDB/chrome-extension_{ID}_0.indexeddb.leveldb/000003.log",
        f"Default/Local Extension Settings/{ID}/000003.log",
        "Default/Preferences",
        f"Default/Sync Extension Settings/{ID}/000003.log",
        "Local State",
        "NativeMessagingHosts/org.example.json",
    ]
    written = preferences(profile)
    assert written["extensions"] == {"settings": {ID: {"state": 1}}}
    assert written["bookmark_bar"] == {"show_on_all_tabs": True}
    assert written["credentials_enable_service"] is False
    assert "exit_type" not in written["profile"]
    assert "account_info" not in written
    assert [note[0] for note in notes.all] == ["building", "swapping", "removing", None]
    assert list(profile.parent.iterdir()) == [profile]
    if os.name == "posix":
        assert profile.stat().st_mode & 0o077 == 0


def test_links_are_neither_followed_nor_deleted_through(profile: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (outside / "deep").mkdir(parents=True)
    (outside / "deep" / "precious").write_bytes(MARKER)
    default = profile / "Default"
    (default / "Extensions" / "link").symlink_to(outside)
    (default / "Extensions" / ID / "file").symlink_to(outside / "deep" / "precious")
    (default / "Cache" / "link").symlink_to(outside)
    shutil.rmtree(default / "Sync Extension Settings")
    (default / "Sync Extension Settings").symlink_to(outside)
    shutil.rmtree(profile / "NativeMessagingHosts")
    (profile / "NativeMessagingHosts").symlink_to(outside)
    rebuild(profile, Notes())
    assert (outside / "deep" / "precious").read_bytes() == MARKER
    assert files_with(profile, MARKER) == []
    assert [p for p in profile.rglob("*") if p.is_symlink()] == []


@pytest.mark.parametrize("content", [b"\xff\xfe not json", b"[]", b'{"a": '])
def test_preferences_that_are_no_json(profile: Path, content: bytes) -> None:
    (profile / "Default" / "Preferences").write_bytes(content)
    before, notes = snapshot(profile), Notes()
    with pytest.raises(Undecided) as caught:
        rebuild(profile, notes)
    assert caught.value.reason.code == "unreadable"
    assert snapshot(profile) == before
    assert notes.all[-1][0] is None
    assert leftovers(profile) == []


# --- killed at any moment ---

KILLED = """
import os, sys
from pathlib import Path
from toolkit.browser import carry
from toolkit.browser import rebuild as rebuilding
profile, fault, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
calls = 0
def note(phase, new, old):
    with open(sys.argv[4], "a") as journal:
        print(phase, new, old, file=journal, flush=True)
    if fault == f"note {phase}":
        os._exit(9)
def dying(function):
    def wrapped(*a, **k):
        global calls
        calls += 1
        if calls == count:
            os._exit(9)
        return function(*a, **k)
    return wrapped
module, _, name = fault.partition(":")
if module == "os":
    setattr(os, name, dying(getattr(os, name)))
elif module == "path":
    setattr(Path, name, dying(getattr(Path, name)))
elif name:
    inside = {"rebuild": rebuilding, "carry": carry}[module]
    setattr(inside, name, dying(getattr(inside, name)))
rebuilding.rebuild(profile, note)
"""
FAULTS = [
    *(f"note {phase}" for phase in ("building", "swapping", "removing", "None")),
    *(f"carry:copy {n}" for n in (1, 3, 6)), "rebuild:write_json 1", "rebuild:write_json 2",
    "path:rename 1", "path:rename 2", *(f"os:fsync {n}" for n in (1, 5, 9)),
    *(f"os:unlink {n}" for n in (1, 4, 8)), "os:rmdir 1", "os:rmdir 5",
]  # fmt: skip


@pytest.mark.skipif(os.name != "posix", reason="names of what is called inside")
@pytest.mark.parametrize("fault", FAULTS)
def test_killed_and_finished(profile: Path, tmp_path: Path, fault: str) -> None:
    what, _, count = fault.rpartition(" ") if not fault.startswith("note") else (fault, "", "0")
    journal = tmp_path / "journal"
    process = run_python(KILLED, str(profile), what, count, str(journal))
    _, problem = process.communicate(timeout=60)
    assert process.returncode == 9, problem
    both = [profile, *profile.parent.glob(".acme.*")]
    assert any(path.is_dir() and kept(path) for path in both), "both are lost"
    phase, new, old = journal.read_text().splitlines()[-1].split(" ")
    notes = Notes()
    if phase != "None":
        finish(profile, phase, new, old, notes)  # type: ignore[arg-type]
        assert notes.all == [(None, new, old)]
    assert kept(profile)
    assert leftovers(profile) == []
    assert list(profile.parent.iterdir()) == [profile]
    # undone while it was being built, complete afterwards: nothing in between
    assert bool(files_with(profile, MARKER)) == (phase == "building")
    if phase == "building":
        assert (profile / "Default" / "Cookies").exists()


@pytest.mark.parametrize("phase", ["swapping", "removing"])
def test_the_new_one_was_lost(profile: Path, phase: Phase) -> None:
    """Somebody tidied up between our two renames: the old profile is still all there is."""
    old = profile.with_name(".acme.old-1")
    profile.rename(old)
    finish(profile, phase, ".acme.new-1", old.name, Notes())
    assert kept(profile)
    assert (profile / "Default" / "Cookies").exists()


def test_a_lost_journal_does_not_lose_the_profile(profile: Path) -> None:
    shutil.copytree(profile, profile.with_name(".acme.new-1"))
    profile.rename(profile.with_name(".acme.old-1"))
    assert [path.name for path in leftovers(profile)] == [".acme.new-1"]
    assert kept(profile)


@pytest.mark.parametrize("code", ["ENOSPC", "EDQUOT", "EACCES"])
def test_an_error_of_the_disk(profile: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    import errno

    number, before = getattr(errno, code), snapshot(profile)

    def failing(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(carry.shutil, "copyfileobj", failing)
    with pytest.raises(Undecided) as caught:
        rebuild(profile, Notes())
    assert caught.value.reason.code == ("unreadable" if code == "EACCES" else "disk_full")
    assert caught.value.reason.text
    assert snapshot(profile) == before
    assert list(profile.parent.iterdir()) == [profile]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("mounting a small file system needs root on Linux")
    path = tmp_path / "small"
    path.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(path)]
    made = subprocess.run(command, capture_output=True, check=False)
    if made.returncode:
        pytest.skip(f"cannot mount here: {made.stderr.decode().strip()}")
    yield path
    subprocess.run(["umount", str(path)], check=True)


def test_a_full_disk(profile: Path, small_disk: Path) -> None:
    (profile / "Default" / "Extensions" / ID / "big").write_bytes(b"x" * 600_000)
    moved = small_disk / "acme"
    shutil.copytree(profile, moved)
    before = snapshot(moved)
    with pytest.raises(Undecided) as caught:
        rebuild(moved, Notes())
    assert caught.value.reason.code == "disk_full"
    assert snapshot(moved) == before
    assert list(small_disk.iterdir()) == [moved]
