"""How a Firefox ends decides what its files say; and is it running?"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support import browsers
from tests.support.web import Web, serving, wait
from tests.traces import firefox
from tests.traces.firefox_rules import rules
from toolkit.traces import counts, read_profile, user_of

pytestmark = [pytest.mark.browser, pytest.mark.skipif(sys.platform == "win32", reason="signals")]
PAGE = """<script>
sessionStorage.setItem('tab-token', 'x');
onload = () => fetch('/done');
</script>"""


@contextmanager
def started(profile: Path, web: Web) -> Iterator[subprocess.Popen[bytes]]:
    """A person's Firefox that has opened a page of alpha and heard its cookies."""
    firefox.write_preferences(profile, web.port)
    with (profile / "user.js").open("a") as file:
        file.write('\nuser_pref("browser.sessionstore.interval", 200);\nuser_pref("dom.security.https_first", false);')
    headers = [("Set-Cookie", "sessionid=x; Max-Age=86400"), ("Set-Cookie", "until_close=x")]
    web.page("www.alpha.test/", PAGE, headers=headers)
    command = [browsers.firefox(), "--headless", "--no-remote", "--profile", profile, "http://www.alpha.test/"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        web.wait_for("www.alpha.test/done")
        yield process
    finally:
        process.kill()
        process.wait()


def state(profile: Path) -> dict[Path, tuple[int, int]]:
    """Time stamps and sizes of all that is there."""
    return {path: (path.lstat().st_mtime_ns, path.lstat().st_size) for path in [profile, *profile.rglob("*")]}


def test_a_killed_firefox_is_unknown_and_its_logs_are_read(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    backup = profile / "sessionstore-backups" / "recovery.jsonlz4"
    with serving(tmp_path) as web, started(profile, web) as process:
        wait(lambda: backup.exists() and (profile / "cookies.sqlite-wal").stat().st_size > 0, "nothing was written")
        assert user_of(profile) == process.pid
        running = read_profile(profile, rules(1))
        assert ("profile_in_use", ".parentlock") in {(p.code, p.path) for p in running.problems}
        process.kill()
        process.wait()
    assert user_of(profile) is None and (profile / "lock").is_symlink()
    before = state(profile)
    reading = read_profile(profile, rules(1))
    assert state(profile) == before
    assert {(problem.path, problem.code) for problem in reading.problems} == {
        ("sessionCheckpoints.json", "unclean_exit")
    }
    assert reading.exit_type == "Crashed" and reading.disk("never") == "unknown"
    found = {(t.store, t.path, t.name): t.kind for t in reading.traces["alpha"]}
    assert found["cookies", "cookies.sqlite", "sessionid"] == "session"
    place = "sessionstore-backups/recovery.jsonlz4"
    assert found["cookies", place, "until_close"] == "session"
    assert found["session_storage", place, "tab-token"] == "session"
    assert found["session_restore", place, ""] == "visit"
    assert counts(profile).open_tabs == 1
    # without its log the database itself has nothing
    alone = Path(shutil.copy(profile / "cookies.sqlite", tmp_path))
    with sqlite3.connect(alone) as database:
        assert database.execute("SELECT COUNT(*) FROM moz_cookies").fetchone() == (0,)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_no_signal_closes_firefox_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    profile = tmp_path / "profile"
    with serving(tmp_path) as web, started(profile, web) as process:
        process.send_signal(number)
        assert process.wait(20) == -number
    assert read_profile(profile, rules(1)).exit_type == "Crashed"


def test_a_start_after_a_crash_and_a_clean_close_is_known_again(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    with serving(tmp_path) as web, started(profile, web) as process:
        process.kill()
        process.wait()
    asyncio.run(firefox.go_nowhere(profile, seconds=1))
    reading = read_profile(profile, rules(1))
    assert (reading.problems, reading.exit_type) == ((), "Normal")


def test_a_lock_that_was_left_behind_is_none(tmp_path: Path) -> None:
    (tmp_path / ".parentlock").touch()
    (tmp_path / "lock").symlink_to("127.0.0.1:+1")
    assert user_of(tmp_path) is None


def test_the_link_alone_counts_only_with_a_browser_on_the_profile(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    profile.mkdir()
    (profile / "lock").symlink_to(f"127.0.0.1:{os.getpid()}")
    assert user_of(profile) is None  # the number went to another program
    with subprocess.Popen([sys.executable, "-c", "input()", profile], stdin=subprocess.PIPE) as process:
        (profile / "lock").unlink()
        (profile / "lock").symlink_to(f"127.0.0.1:{process.pid}")
        assert user_of(profile) == process.pid
        process.communicate(b"\n")
    assert user_of(profile) is None
