"""Something else in a path's place: a link out of the profile, a directory for a file, a file for a directory.

For every path that a cleaning keeps, rewrites or removes: nothing outside is read into the profile, changed or deleted,
and what else is kept is intact.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.people import snapshot
from tests.cleaning.conftest import Fox
from tests.scrub.plant import GOES, MARK, RULES, STAYS, holding
from toolkit.browser import rebuild as chromium
from toolkit.browser.firefox import rebuild as firefox
from toolkit.browser.rebuild import rebuild
from toolkit.browser.rebuilt import strangers
from toolkit.browser.scrub import scrub_platforms
from toolkit.errors import Undecided
from toolkit.traces import read_profile

pytestmark = [pytest.mark.browser, pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")]

OUTSIDE = "b3V0c2lkZS1vZi10aGUtcHJvZmlsZQ"
SWAPS = ("link to a file", "link to a directory", "link to nothing", "file", "directory")
ID = "abcdefghijklmnopabcdefghijklmnop"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    (folder / "deep" / "leveldb").mkdir(parents=True)
    for name in ("file", "deep/file", "deep/leveldb/CURRENT", "data.sqlite", "extension.xpi", "000003.log"):
        (folder / name).write_text(OUTSIDE)
    return folder


@pytest.fixture
def small(fox: Fox, tmp_path: Path) -> Path:
    """The planted profile without caches that no test here looks at: it is copied many times."""
    left_out = shutil.ignore_patterns("startupCache", "favicons.sqlite*", "security_state", "datareporting")
    return Path(shutil.copytree(fox.path, tmp_path / "profiles" / "acme", symlinks=True, ignore=left_out))


def swap(path: Path, how: str, outside: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    if how == "file":
        path.write_text("swapped")
    elif how == "directory":
        path.mkdir()
        (path / "inner").write_text("swapped")
    else:
        path.symlink_to(outside / {"link to a file": "file", "link to a directory": "deep"}.get(how, "nothing"))


def code_of(call: Callable[[], None]) -> str | None:
    """The reason that `call` gives for not having done its work."""
    try:
        call()
    except Undecided as failure:
        return failure.reason.code
    return None


def kept_firefox(fox: Fox) -> list[str]:
    names = [name for name, _ in firefox.KEPT] + ["prefs.js", "places.sqlite", "storage.sqlite", "storage"]
    names += ["storage/default", "places.sqlite-wal", "extensions/counter@example.org.xpi"]
    return names + [f"storage/default/{path.name}" for path in (fox.path / "storage/default").glob("moz-extension+++*")]


@pytest.mark.parametrize("how", SWAPS)
def test_kept_by_a_rebuild_of_firefox(fox: Fox, small: Path, outside: Path, tmp_path: Path, how: str) -> None:
    before = snapshot(outside)
    for name in kept_firefox(fox):
        profile = Path(shutil.copytree(small, tmp_path / "one" / "acme", symlinks=True))
        swap(profile / name, how, outside)
        _rebuilt(profile, outside, before, name)
        if not name.startswith("places") and (profile / "places.sqlite").is_file():
            assert b"https://acme.example/kept" in (profile / "places.sqlite").read_bytes(), name
        shutil.rmtree(tmp_path / "one")


def _rebuilt(profile: Path, outside: Path, before: object, name: str) -> None:
    """Rebuilt and proven, or told and left as it was."""
    was = snapshot(profile)
    told = code_of(lambda: rebuild(profile, lambda *_: None))
    if told is not None:
        assert told == "unreadable", name
        assert snapshot(profile) == was, name
    else:
        assert strangers(profile) == [], name
        assert not [path for path in profile.rglob("*") if path.is_symlink()], name
        assert holding(profile, MARK[GOES]) == set() and holding(profile, OUTSIDE) == set(), name
    assert snapshot(outside) == before, name
    assert [path.name for path in profile.parent.iterdir()] == [profile.name], name


def draw_chromium(profile: Path) -> Path:
    default = profile / "Default"
    for name, shape in chromium.KEPT:
        path = default / name / ID / "kept" if shape == "folder" else default / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}")
    (default / "IndexedDB" / f"chrome-extension_{ID}_0.indexeddb.leveldb").mkdir(parents=True)
    for name in ("Preferences", "Secure Preferences", "Cookies", "History"):
        (default / name).write_text("{}")
    (profile / "Local State").write_text("{}")
    (profile / "NativeMessagingHosts").mkdir()
    return profile


@pytest.mark.parametrize("how", SWAPS)
def test_kept_by_a_rebuild_of_chromium(outside: Path, tmp_path: Path, how: str) -> None:
    before = snapshot(outside)
    names = [f"Default/{name}" for name, _ in chromium.KEPT] + [
        "Default", "Default/Preferences", "Default/Secure Preferences", "Local State", "NativeMessagingHosts",
        "Default/IndexedDB", f"Default/IndexedDB/chrome-extension_{ID}_0.indexeddb.leveldb",
        f"Default/Local Extension Settings/{ID}", "Default/Cookies", "Default/History",
    ]  # fmt: skip
    for name in names:
        profile = draw_chromium(tmp_path / "one" / "acme")
        swap(profile / name, how, outside)
        _rebuilt(profile, outside, before, name)
        if name != "Default" and not name.startswith("Default/Extensions"):
            assert (profile / "Default" / "Extensions" / ID / "kept").read_text() == "{}", name
        shutil.rmtree(tmp_path / "one")


def test_a_profile_that_is_a_link_is_not_rebuilt(small: Path, tmp_path: Path) -> None:
    link = tmp_path / "elsewhere" / "acme"
    link.parent.mkdir()
    link.symlink_to(small)
    before = snapshot(small)
    with pytest.raises(Undecided) as caught:
        rebuild(link, lambda *_: None)
    assert caught.value.reason.code == "unreadable" and link.is_symlink() and snapshot(small) == before


SCRUBBED = [
    "cookies.sqlite", "cookies.sqlite-wal", "cookies.sqlite-shm", "logins.json", "logins-backup.json", "logins.db",
    "sessionstore.jsonlz4", "sessionstore-backups", "sessionstore-backups/previous.jsonlz4", "storage",
    "storage/default", f"storage/default/https+++{GOES}", f"storage/default/https+++{GOES}^userContextId=2",
    f"storage/default/https+++{GOES}/ls", f"storage/default/https+++{GOES}/ls/data.sqlite", "storage/to-be-removed",
    "storage/to-be-removed/x", "storage/permanent", "storage/permanent/chrome/idb", "storage.sqlite",
    "storage/ls-archive.sqlite", "webappsstore.sqlite", "serviceworker.txt", "notificationstore.json", "cache2",
    "cache2/entries", "cache2/doomed", "toolkit-aside", "toolkit-scrubbing",
]  # fmt: skip


@pytest.mark.parametrize("how", SWAPS)
def test_removed_by_a_scrub_of_firefox(small: Path, outside: Path, tmp_path: Path, how: str) -> None:
    before = snapshot(outside)
    for name in SCRUBBED:
        profile = Path(shutil.copytree(small, tmp_path / "one", symlinks=True))
        swap(profile / name, how, outside)
        told = code_of(lambda: scrub_platforms(profile, RULES))  # noqa: B023 - called at once
        if told is not None:
            assert told == "clear_failed", name
            assert read_profile(profile, RULES).disk("alpha") not in ("clean", "residue"), name
        else:
            assert holding(profile, MARK[GOES]) == set(), name
        assert snapshot(outside) == before, name
        if not name.startswith("storage") or GOES in name:
            assert (profile / f"storage/default/https+++{STAYS}/ls/data.sqlite").is_file(), name
        shutil.rmtree(tmp_path / "one")


def test_an_entry_of_an_origin_that_is_a_link_goes_alone(small: Path, outside: Path) -> None:
    folder, before = small / f"storage/default/https+++{GOES}", snapshot(outside)
    (folder / "link").symlink_to(outside / "deep")
    (folder / "file").symlink_to(outside / "file")
    os.link(outside / "data.sqlite", folder / "other-name")
    scrub_platforms(small, RULES)
    assert not folder.exists() and snapshot(outside) == before
