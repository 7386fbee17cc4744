"""What a robot start puts aside and back, without a browser: also when it was killed at any point of it."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from toolkit.browser.firefox import aside as asides
from toolkit.browser.firefox.aside import BACKUPS, SESSION, aside, put_back, session_cookies
from toolkit.browser.firefox.mozlz4 import mozlz4, read_mozlz4
from toolkit.browser.firefox.prefs import PREFS, ROBOT, USER
from toolkit.traces.stores.chromium import RESTORE_ASIDE


def cookie(host: str, name: str, value: str = "v", container: int = 0) -> dict[str, Any]:
    return {"host": host, "name": name, "path": "/", "value": value, "originAttributes": {"userContextId": container}}


def state(*cookies: dict[str, Any], tab: str = "https://a.example/") -> dict[str, Any]:
    windows = [{"tabs": [{"entries": [{"url": tab}], "index": 1}], "selected": 1}]
    return {"version": ["sessionrestore", 1], "windows": windows, "cookies": list(cookies), "other": "kept"}


A, B, OLD = cookie("a.example", "sid"), cookie("b.example", "sid"), cookie("old.example", "sid")
FILES = {PREFS: 'user_pref("a", 1);\n', USER: 'user_pref("own", true);\n', "serviceworker.txt": "12\n"}


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    folder = tmp_path / "profile"
    (folder / BACKUPS).mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(text)
    (folder / SESSION).write_bytes(mozlz4(state(A, B)))
    (folder / BACKUPS / "previous.jsonlz4").write_bytes(mozlz4(state(OLD, cookie("a.example", "sid", "stale"))))
    return folder


def content(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def robot_runs(profile: Path, *cookies: dict[str, Any]) -> None:
    """What Firefox does to these files in a robot start that ends cleanly."""
    (profile / PREFS).write_text("of the robot")
    (profile / "serviceworker.txt").write_text("12\n\n")
    (profile / BACKUPS).mkdir()
    (profile / BACKUPS / "upgrade.jsonlz4-1").write_bytes(mozlz4(state(*cookies, tab="https://robot.example/")))
    (profile / SESSION).write_bytes(mozlz4(state(*cookies, tab="https://robot.example/")))


def test_the_robot_gets_the_session_cookies_and_no_tab(profile: Path) -> None:
    with aside(profile, ROBOT):
        robot = read_mozlz4(profile / SESSION)
        assert robot is not None
        assert robot["windows"] == []
        assert [(c["host"], c["value"]) for c in robot["cookies"]] == [
            ("a.example", "v"), ("b.example", "v"), ("old.example", "v"),
        ]  # fmt: skip
        assert not (profile / BACKUPS).exists()
        text = (profile / USER).read_text()
        assert text.index('"own"') < text.index("browser.sessionstore.resume_session_once")


def test_a_start_that_came_to_nothing_changes_nothing_but_the_order_of_cookies(profile: Path) -> None:
    before = content(profile)
    with aside(profile, ROBOT):
        pass
    after = content(profile)
    assert after.keys() == before.keys()
    assert {name: after[name] for name in FILES} == {name: before[name] for name in FILES}
    assert (read_mozlz4(profile / SESSION) or {})["windows"] == state()["windows"]


def test_what_was_logged_out_is_gone_from_every_list_and_the_tabs_are_back(profile: Path) -> None:
    before = content(profile)
    with aside(profile, ROBOT):
        robot_runs(profile, B)
    assert {name: content(profile)[name] for name in FILES} == {name: before[name] for name in FILES}
    assert not (profile / RESTORE_ASIDE).exists()
    assert read_mozlz4(profile / SESSION) == state(B)
    assert read_mozlz4(profile / BACKUPS / "previous.jsonlz4") == state()
    assert [path.name for path in (profile / BACKUPS).iterdir()] == ["previous.jsonlz4"]


def test_after_a_killed_robot_all_is_as_before(profile: Path) -> None:
    before = content(profile)
    with aside(profile, ROBOT):
        robot_runs(profile)
        (profile / SESSION).unlink()  # written at a clean end alone
    assert content(profile) == before


def test_a_crashed_session_of_the_person_gets_the_cookies_as_they_are_now(profile: Path) -> None:
    (profile / SESSION).unlink()
    (profile / BACKUPS / "recovery.jsonlz4").write_bytes(mozlz4(state(A, B)))
    with aside(profile, ROBOT):
        robot_runs(profile, B, cookie("new.example", "sid"))
    assert not (profile / SESSION).exists()
    assert read_mozlz4(profile / BACKUPS / "recovery.jsonlz4") == state(B, cookie("new.example", "sid"))


def test_session_cookies_of_a_sign_in_in_a_new_profile_are_kept_without_the_robots_pages(tmp_path: Path) -> None:
    (tmp_path / PREFS).write_text("")
    with aside(tmp_path, ROBOT):
        (tmp_path / SESSION).write_bytes(mozlz4(state(A, tab="https://robot.example/")))
    kept = read_mozlz4(tmp_path / SESSION) or {}
    assert kept["cookies"] == [A]
    assert kept["windows"] == []
    assert sorted(path.name for path in tmp_path.iterdir()) == [PREFS, SESSION]


def test_the_same_cookie_in_another_container_is_another_cookie(profile: Path) -> None:
    (profile / SESSION).write_bytes(mozlz4(state(A, cookie("a.example", "sid", container=2))))
    assert len([c for c in session_cookies(profile) if c["host"] == "a.example"]) == 2


class Killed(BaseException):
    pass


@pytest.mark.parametrize("after", range(12))
def test_killed_while_putting_back_the_next_start_ends_it(
    profile: Path, after: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(asides, "put_back", lambda _profile: None)
        with aside(profile, ROBOT):
            robot_runs(profile, B)
    whole = tmp_path / "whole"
    shutil.copytree(profile, whole)
    put_back(whole)

    steps = iter(range(100))

    def counted(real: Any) -> Any:
        def step(*args: Any, **more: Any) -> Any:
            if next(steps) >= after:
                raise Killed
            return real(*args, **more)

        return step

    with monkeypatch.context() as patch:
        patch.setattr(asides, "write_bytes", counted(asides.write_bytes))
        patch.setattr(shutil, "rmtree", counted(shutil.rmtree))
        patch.setattr(shutil, "copytree", counted(shutil.copytree))
        with contextlib.suppress(Killed):
            put_back(profile)
    put_back(profile)
    assert content(profile) == content(whole)


def test_what_is_no_list_of_tabs_stays_as_it_is(profile: Path) -> None:
    for broken in (b"", b"mozLz40\0", b"mozLz40\0\xff\xff\xff\x7fx", mozlz4({})[:-1], json.dumps({}).encode()):
        (profile / SESSION).write_bytes(broken)
        with aside(profile, ROBOT):
            robot_runs(profile, B)
        assert (profile / SESSION).read_bytes() == broken


def test_a_link_out_of_the_profile_is_not_followed(profile: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "file").write_text("theirs")
    (profile / "serviceworker.txt").unlink()
    (profile / "serviceworker.txt").symlink_to(outside / "file")
    shutil.rmtree(profile / BACKUPS)
    (profile / BACKUPS).symlink_to(outside)
    with aside(profile, ROBOT):
        pass
    assert content(outside) == {"file": b"theirs"}


def test_a_killed_robots_containers_go_and_the_persons_stay(profile: Path) -> None:
    identities = [
        {"userContextId": 2, "name": "Work"},
        {"userContextId": 12, "name": "remote work"},
        {"userContextId": 7, "name": "webdriver-0567665a-6b3a-4b89-8a79-887394c4cf1b"},
    ]
    (profile / "containers.json").write_text(json.dumps({"version": 6, "identities": identities}))
    kinds = ["", "^userContextId=2", "^userContextId=7", "^userContextId=7&partitionKey=%28https%2Cx%29",
             "^userContextId=71", "^firstPartyDomain=a&userContextId=7"]  # fmt: skip
    with closing(sqlite3.connect(profile / "cookies.sqlite")) as database:
        database.execute("CREATE TABLE moz_cookies (name, originAttributes)")
        database.executemany("INSERT INTO moz_cookies VALUES ('sid', ?)", [(kind,) for kind in kinds])
        database.commit()
    for kind in kinds:
        (profile / "storage/default" / f"https+++a.example{kind}" / "ls").mkdir(parents=True)
    put_back(profile)
    kept = ["", "^userContextId=2", "^userContextId=71"]
    with closing(sqlite3.connect(profile / "cookies.sqlite")) as database:
        assert [row[0] for row in database.execute("SELECT originAttributes FROM moz_cookies")] == kept
    folders = {path.name.removeprefix("https+++a.example") for path in (profile / "storage/default").iterdir()}
    assert folders == set(kept)
    assert json.loads((profile / "containers.json").read_text())["identities"] == identities[:2]
