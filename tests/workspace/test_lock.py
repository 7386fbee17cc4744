from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from toolkit.errors import Exit, Undecided, UsageError
from toolkit.workspace.home import Home
from toolkit.workspace.lock import holder, profile_lock

ROOT = Path(__file__).parents[2]
HOLD = """
import sys, time
from pathlib import Path
from toolkit.workspace.home import Home
from toolkit.workspace.lock import profile_lock
with profile_lock(Home(Path(sys.argv[1])), "acme", "logout-all"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.create()
    return home


def test_one_at_a_time(home: Home) -> None:
    with profile_lock(home, "acme", "open"), profile_lock(home, "beta", "logout"):
        with pytest.raises(Undecided) as error, profile_lock(home, "acme", "logout-all"):
            pytest.fail("two hold one lock")
        params = error.value.reason.params
        assert (error.value.reason.code, error.value.reason.exit) == ("profile_in_use", Exit.UNKNOWN)
        assert (params["profile"], params["pid"], params["command"]) == ("acme", os.getpid(), "open")
        assert str(params["since"]).endswith("Z")
    with profile_lock(home, "acme", "logout-all"):
        found = holder(home, "acme")
        assert found is not None
        assert found.command == "logout-all"
    assert holder(home, "acme") is None


def test_released_by_an_error(home: Home) -> None:
    with pytest.raises(RuntimeError), profile_lock(home, "acme", "open"):
        raise RuntimeError
    with profile_lock(home, "acme", "open"):
        assert holder(home, "acme") is not None


def test_another_process_and_its_sudden_death(home: Home) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    child = subprocess.Popen([sys.executable, "-c", HOLD, str(home.path)], stdout=subprocess.PIPE, env=environment)
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == b"held\n"
        with pytest.raises(Undecided) as error, profile_lock(home, "acme", "open"):
            pytest.fail("two hold one lock")
        assert error.value.reason.params["pid"] == child.pid
        assert error.value.reason.params["command"] == "logout-all"
    finally:
        child.send_signal(signal.SIGKILL) if os.name == "posix" else child.kill()
        child.wait()
        child.stdout.close()
    deadline = time.monotonic() + 5
    while True:  # the kernel closes the dead process's files
        try:
            with profile_lock(home, "acme", "open"):
                found = holder(home, "acme")
                assert found is not None
                assert found.pid == os.getpid()
                return
        except Undecided:
            assert time.monotonic() < deadline


def test_the_holders_note_may_be_rubbish(home: Home) -> None:
    with profile_lock(home, "acme", "open"):
        for rubbish in (b"", b"\xff\xfe", b"[]", b'{"pid": "x"}', b"null"):
            (home.profiles / ".acme.holder").write_bytes(rubbish)
            with pytest.raises(Undecided) as error, profile_lock(home, "acme", "logout"):
                pytest.fail("two hold one lock")
            assert error.value.reason.params["pid"] == "?"


def test_names_and_places(home: Home) -> None:
    with pytest.raises(UsageError) as error, profile_lock(home, "../x", "open"):
        pytest.fail("a lock outside")
    assert error.value.reason.code == "bad_value"
    missing = Home(home.path / "missing")
    with pytest.raises(UsageError) as unwritable, profile_lock(missing, "acme", "open"):
        pytest.fail("a lock in no home")
    assert unwritable.value.reason.code == "home_unwritable"
