"""The shared fixtures keep what they promise: isolation, a private key ring, a virtual screen."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import anyio
import keyring
import psutil
import pytest

from tests.support.network import NetworkUsed, free_port


def test_every_test_has_its_own_home(tmp_path: Path) -> None:
    assert Path(os.environ["TOOLKIT_HOME"]).is_relative_to(tmp_path)
    assert "DISPLAY" not in os.environ


def test_no_secret_of_the_machine_is_in_reach() -> None:
    keyring.core.init_backend()
    assert keyring.get_password("toolkit", "anything") is None
    assert type(keyring.get_keyring()).__module__ == "keyring.backends.null"


def test_the_network_ends_at_loopback() -> None:
    with pytest.raises(NetworkUsed):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", free_port()), timeout=1)


@pytest.mark.anyio
async def test_asynchronous_tests_run_on_asyncio() -> None:
    await anyio.sleep(0.001)
    assert "asyncio" in sys.modules
    assert anyio.get_current_task().name


@pytest.mark.system
def test_the_private_keyring_keeps_a_secret_and_leaves_no_process(private_keyring: dict[str, str]) -> None:
    code = "import keyring; keyring.set_password('toolkit', 'a', 'b'); print(keyring.get_password('toolkit', 'a'))"
    out = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **private_keyring},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert out.stdout == "b\n", out.stderr


@pytest.mark.system
def test_a_browser_window_opens_on_the_virtual_screen(display: str) -> None:
    assert os.environ["DISPLAY"] == display
    assert Path(f"/tmp/.X11-unix/X{display[1:]}").is_socket()


@pytest.mark.system
def test_the_fixtures_leave_no_processes(pytester: pytest.Pytester) -> None:
    before = {process.pid for process in psutil.process_iter()}
    pytester.makeconftest("from tests.conftest import display, _screen, private_keyring, anyio_backend")
    pytester.makepyfile("def test_both(display, private_keyring): assert private_keyring and display")
    root = Path(__file__).parent.parent
    pytester.makeini(f"[pytest]\npythonpath = {root}\naddopts = -p no:playwright")
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=1)
    names = ("Xvfb", "dbus-daemon", "gnome-keyring-d")
    left = [p for p in psutil.process_iter(["name"]) if p.pid not in before and p.info["name"].startswith(names)]
    assert left == []


def test_the_tests_of_a_group_share_a_worker(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("""
        import pytest

        @pytest.mark.parametrize("number", range(6))
        @pytest.mark.xdist_group("server")
        def test_worker(number, worker_id):
            with open("workers", "a") as file:
                file.write(worker_id + "\\n")
    """)
    pytester.makeini("[pytest]\naddopts = -p no:playwright")
    pytester.runpytest_subprocess("-n", "2", "--dist", "loadgroup").assert_outcomes(passed=6)
    assert len(set(pytester.path.joinpath("workers").read_text().split())) == 1, "every real server would start twice"
