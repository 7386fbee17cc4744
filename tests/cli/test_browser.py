"""Commands that start a browser: a person's window, and robots that a slow server keeps waiting."""

from __future__ import annotations

import http.server
import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.cli.conftest import COMMAND, ROOT, Toolkit, in_process
from toolkit.browser.running import running_pid

pytestmark = pytest.mark.browser

SLOW = """\
title: Slow
vars: {server: {about: host of the test}}
domains: ["{server}"]
session: {all_of: {cookie: session}}
probe:
  open: https://{server}/account
  signed_out: {path: /login}
  signed_in: {path: /account, stored: {cookie: session}}
"""
FLOW = "steps:\n  - open: https://{server}/logout\n"


@pytest.fixture
def asked() -> threading.Event:
    """Set when the slow server was asked for something."""
    return threading.Event()


@pytest.fixture
def slow_server(asked: threading.Event) -> Iterator[int]:
    """Takes every request and never answers. Yields its port."""
    over = threading.Event()

    class Slow(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.set()
            over.wait(120)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    over.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def slow_home(toolkit: Toolkit, tmp_path: Path, slow_server: int, chromium_path: Path) -> Path:
    """A workspace with a platform of its own, on the slow server."""
    home = tmp_path / "home"
    assert toolkit("init", "--environment", "replica").code == 0
    for name in ("login", "logout", "logout_everywhere"):
        flow = home / "flows" / "slow" / f"{name}.yaml"
        flow.parent.mkdir(exist_ok=True)
        flow.write_text(FLOW)
    (home / "platforms" / "slow.yaml").write_text(SLOW)
    assert toolkit("platform", "trust", "slow", "--yes").code == 0
    assert toolkit("profile", "add", "acme").code == 0
    added = toolkit("account", "add", "acme", "slow", "me", "--var", f"server=127.0.0.1:{slow_server}")
    assert added.code == 0, added.err
    return home


LOGIN = """\
steps:
  - open: https://{server}/login
  - fill: {into: "input[name=user]", text: "{user}"}
  - fill: {into: "input[name=password]", secret: password}
"""
FORM = b"<!doctype html><form><input name=user><input name=password type=password></form>"


@pytest.fixture
def form_server() -> Iterator[int]:
    """Shows everybody a sign-in form. Yields its port."""

    class Form(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            signed_out = self.path.startswith("/account")
            self.send_response(302 if signed_out else 200)
            self.send_header("Location" if signed_out else "Content-Type", "/login" if signed_out else "text/html")
            self.end_headers()
            self.wfile.write(b"" if signed_out else FORM)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Form) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def test_a_missing_secret_is_exit_2_with_the_command_to_type(
    toolkit: Toolkit, tmp_path: Path, form_server: int, chromium_path: Path
) -> None:
    home = tmp_path / "home"
    toolkit("init", "--environment", "replica")
    (home / "flows" / "slow").mkdir(parents=True)
    (home / "flows" / "slow" / "login.yaml").write_text(LOGIN)
    (home / "platforms" / "slow.yaml").write_text(SLOW)
    toolkit("profile", "add", "acme")
    toolkit("account", "add", "acme", "slow", "me", "--var", f"server=127.0.0.1:{form_server}")
    unread = in_process("login", "acme", "--json")
    assert unread.code == 2 and unread.json["error"]["code"] == "untrusted"
    assert "toolkit platform trust slow" in unread.err
    assert toolkit("platform", "trust", "slow", "--yes").code == 0
    answer = in_process("login", "acme", "--json")
    assert answer.code == 2, answer.err
    [result] = answer.json["results"]
    assert (result["account"], result["signed_in"], result["reason"]["code"]) == ("me", False, "secret_missing")
    shown = in_process("login", "acme", "--lang", "es")
    assert shown.code == 2 and "Falta el secreto" in shown.out
    assert "toolkit secret set slow me password" in shown.out and "TOOLKIT_SECRET_SLOW_ME_PASSWORD" in shown.out


@pytest.mark.parametrize("words", [["login", "acme"], ["everywhere", "acme", "slow", "--json"]])
def test_ctrl_c_closes_the_browser_in_good_order(slow_home: Path, asked: threading.Event, words: list[str]) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "env": env}
    with subprocess.Popen([*COMMAND, *words, "--yes"], **options, text=True) as process:  # type: ignore[call-overload]
        try:
            assert asked.wait(60), "the browser never came to the server"
            assert running_pid(slow_home / "profiles" / "acme") is not None
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=30)
        finally:
            process.kill()
    assert process.returncode == 130, err
    assert "Traceback" not in err and "Ctrl-C again" in err
    profile = slow_home / "profiles" / "acme"
    assert running_pid(profile) is None
    preferences = json.loads((profile / "Default" / "Preferences").read_text())
    assert preferences["profile"]["exit_type"] == "Normal"
    if "--json" in words:
        report = json.loads(out)
        assert report["verdict"] != "clean", "what was begun is neither logged out nor cleared"
        assert report["profiles"][0]["reason"]["code"] == "interrupted"


@pytest.mark.slow
def test_a_person_opens_and_everything_is_logged_out(
    toolkit: Toolkit, workspace: Path, display: str, chromium_path: Path
) -> None:
    profile = workspace / "profiles" / "acme"
    opened = toolkit("open", "acme", "--lang", "es")
    assert opened.code == 0, opened.err
    assert opened.out == "El navegador de Bufete Acme está abierto. Cuando termines: toolkit logout acme\n"
    pid = running_pid(profile)
    assert pid
    try:
        switches = psutil.Process(pid).cmdline()
        assert not [switch for switch in switches if "remote-debugging" in switch or "enable-automation" in switch]
        again = toolkit("open", "acme")
        assert again.code == 4 and f"in use by the browser (process {pid})" in again.err
        status = toolkit("status", "--json").json["profiles"][0]
        assert status["browser_running"] is True
        assert status["platforms"][0]["as_of"], "what a probe knew before is taken back, with the time"
        removed = toolkit("profile", "remove", "acme", "--yes")
        assert removed.code == 4 and profile.exists()

        refused = toolkit("logout-all", "--json")
        assert refused.code == 4
        assert refused.json["profiles"][0]["reason"]["code"] == "not_confirmed"
        assert running_pid(profile) == pid, "nothing that runs is closed without consent"
        for _ in range(100):  # Chromium writes its first files a moment after its window
            if (profile / "Default" / "Preferences").exists():
                break
            time.sleep(0.1)

        report = toolkit("logout", "acme", "--yes", "--json")
        assert report.code == 0, report.out + report.err
        assert report.json["verdict"] == "clean"
        assert running_pid(profile) is None
    finally:
        if psutil.pid_exists(pid):
            psutil.Process(pid).kill()


def test_open_with_wait_returns_when_the_window_is_closed(workspace: Path, display: str, chromium_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    profile = workspace / "profiles" / "acme"
    with subprocess.Popen([*COMMAND, "open", "acme", "--wait"], env=env, stdout=subprocess.PIPE) as process:
        assert process.stdout and b"is open" in process.stdout.readline()
        pid = running_pid(profile)
        assert pid and process.poll() is None
        os.kill(pid, signal.SIGINT)
        assert process.wait(30) == 0


def test_a_browser_that_ends_at_once_is_told(workspace: Path, toolkit: Toolkit, tmp_path: Path) -> None:
    program = tmp_path / "browser"
    program.write_text("#!/bin/sh\nexit 7\n")
    program.chmod(0o755)
    file = workspace / "toolkit.yaml"
    file.write_text(
        file.read_text().replace("environment: live", f"environment: live\nbrowser: {{executable: {program}}}")
    )
    answer = in_process("open", "acme", environment={"DISPLAY": ":77"})
    assert answer.code == 4 and "status 7" in answer.err, answer.err
    answer = in_process("open", "acme")
    assert answer.code == 4 and "there is no screen here" in answer.err, answer.err
