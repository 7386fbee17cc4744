"""The main job on servers that nobody here wrote: opened by a person, logged out, replayed, rebuilt, proven.

And the same run killed at each of its steps and started again: never a false `clean`, no session forgotten.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
from pathlib import Path

import psutil
import pytest

from tests.realservers.matrix import MatrixServer
from tests.realservers.pds import PdsServer
from tests.realservers.servers import Account
from tests.support.command import Toolkit
from tests.support.person import Hands

pytestmark = [pytest.mark.real, pytest.mark.browser, pytest.mark.slow]

MATRIX, PDS = "matrix_hydrogen", "atproto_pds"


class Client:
    """A workspace with one profile and one account on each server."""

    def __init__(self, home: Path, matrix: MatrixServer, pds: PdsServer) -> None:
        self.matrix, self.pds = matrix, pds
        self.on_matrix: Account = matrix.new_account()
        self.on_pds: Account = pds.new_account()
        variables = {
            _variable(MATRIX, self.on_matrix): self.on_matrix.password,
            _variable(PDS, self.on_pds): self.on_pds.password,
        }
        self.toolkit = Toolkit(home, variables)
        host = {"app": _host(matrix.base_url), "homeserver": _host(matrix.homeserver), "pds": _host(pds.url)}
        self.toolkit("init")
        self.toolkit("profile", "add", "acme", "--client", "Bufete Acme")
        self.toolkit(
            "account",
            "add",
            "acme",
            MATRIX,
            self.on_matrix.user,
            "--var",
            f"app={host['app']}",
            "--var",
            f"homeserver={host['homeserver']}",
        )
        self.toolkit("account", "add", "acme", PDS, self.on_pds.user, "--var", f"pds={host['pds']}")

    def alive(self) -> set[str]:
        """The servers' own word: on which of them is somebody still signed in?"""
        return {
            name
            for name, there in ((MATRIX, self.matrix.devices(self.on_matrix)), (PDS, self.pds.devices(self.on_pds)))
            if there
        }


@pytest.fixture
def client(tmp_path: Path, matrix_server: MatrixServer, pds_server: PdsServer) -> Client:
    return Client(tmp_path / "home", matrix_server, pds_server)


@pytest.mark.usefixtures("display")
@pytest.mark.system
def test_opened_by_a_person_then_logged_out_and_proven(client: Client) -> None:
    toolkit = client.toolkit
    toolkit.environ["DISPLAY"] = os.environ["DISPLAY"]
    hands = Hands()
    window = toolkit.start("open", "acme", "--wait")
    hands.wait_for_window()
    hands.go(f"{client.matrix.base_url}/#/login")
    hands.press("Tab", "Tab", "Tab")  # back, home server, user name
    hands.write(client.on_matrix.user)
    hands.press("Tab")
    hands.write(client.on_matrix.password)
    hands.press("Return")
    hands.go("about:blank", 5)
    hands.go(f"{client.pds.url}/account/sign-in")
    hands.press("Tab")
    hands.write(client.on_pds.user)
    hands.press("Tab")
    hands.write(client.on_pds.password)
    hands.press("Return")
    hands.go("about:blank", 5)
    assert client.alive() == {MATRIX, PDS}, "the person is signed in on both servers"
    hands.close_window()
    window.communicate(timeout=60)
    assert window.returncode == 0

    signed_in = {p["platform"]: p["signed_in"] for p in toolkit.json("status")["profiles"][0]["platforms"]}
    assert signed_in == {MATRIX: "maybe", PDS: "maybe"}, "names on disk cannot tell, so nobody claims to know"
    tokens = _tokens(toolkit.home)
    assert tokens, "the access token is on disk before the logout"

    report = toolkit.json("logout-all", "--yes")
    layers = {r["platform"]: (r["server"], r["browser"], r["disk"], r["verdict"]) for r in report["results"]}
    assert layers == dict.fromkeys((MATRIX, PDS), ("revoked", "cleared", "clean", "clean"))
    assert client.alive() == set()
    assert report["verdict"] == "clean"
    assert json.loads((toolkit.home / report["receipt"]).read_bytes())["signature"]["value"], "the receipt is signed"
    assert not _holding(toolkit.home, tokens), "no file of the workspace holds the token, the receipt included"
    preferences = json.loads((toolkit.home / "profiles/acme/Default/Preferences").read_bytes())
    assert "exit_type" not in preferences["profile"], "the profile was rebuilt"
    assert toolkit.json("verify")["verdict"] == "clean"


# (line of progress after which everything stops, whether the browser is killed as well)
_POINTS = [
    (2, False),
    (4, True),
    (5, False),
    (6, True),
    (8, False),
    (10, True),
    (12, False),
    (14, True),
    (15, False),
    (16, True),
]


@pytest.mark.parametrize(("line", "with_browser"), _POINTS)
def test_killed_and_started_again(client: Client, line: int, with_browser: bool) -> None:
    toolkit = client.toolkit
    toolkit("login", "acme")
    assert client.alive() == {MATRIX, PDS}
    run = toolkit.start("logout-all", "--yes")
    assert run.stderr is not None
    seen = [text for _, text in zip(range(line), run.stderr, strict=False)]
    _kill(run.pid, toolkit.home if with_browser else None)
    run.communicate(timeout=30)
    _wait_for_browser(toolkit.home)
    assert seen, "the run had begun"

    again = toolkit.json("logout-all", "--yes", expect=None)
    _check_never_false(client, again)
    for platform in {r["platform"] for r in again["results"] if r["open_on_server"]}:
        assert toolkit.json("status", expect=4)["profiles"][0]["platforms"], "what may be open is shown"
        toolkit("acknowledge", "acme", platform)
    assert toolkit.json("verify")["verdict"] == "clean", "nothing is left behind by the killed run"


def _check_never_false(client: Client, report: dict[str, object]) -> None:
    alive = client.alive()
    results = report["results"]
    assert isinstance(results, list)
    verdicts = {r["platform"]: (r["verdict"], r["open_on_server"]) for r in results}
    for platform in alive:
        assert verdicts[platform][0] != "clean", f"{platform} is alive on its server: {verdicts}"
        assert verdicts[platform] == ("unknown", True), "and the journal remembers it"
    assert report["verdict"] == "clean" or any(v != "clean" for v, _ in verdicts.values())


def _kill(pid: int, home: Path | None) -> None:
    if home is not None:
        for process in psutil.process_iter(["cmdline"]):
            if any(f"--user-data-dir={home}" in word for word in process.info["cmdline"] or ()):
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.kill()
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _wait_for_browser(home: Path) -> None:
    """A browser whose driver was killed ends by itself; wait for it, as the next run would have to."""

    def uses(process: psutil.Process) -> bool:
        return any(f"--user-data-dir={home}" in word for word in process.info["cmdline"] or ())

    left = [process for process in psutil.process_iter(["cmdline"]) if uses(process)]
    psutil.wait_procs(left, timeout=20)


def _tokens(home: Path) -> set[bytes]:
    """Access tokens of Synapse in the profile's files (they start with `syt_`)."""
    import re

    files = [p for p in (home / "profiles").rglob("*") if p.is_file() and not p.is_symlink()]
    return {found for path in files for found in re.findall(rb"syt_[A-Za-z0-9_]{20,}", path.read_bytes())}


def _holding(home: Path, values: set[bytes]) -> list[Path]:
    return [
        p for p in home.rglob("*") if p.is_file() and not p.is_symlink() and any(v in p.read_bytes() for v in values)
    ]


def _variable(platform: str, account: Account) -> str:
    from toolkit.secrets import SecretKey

    return SecretKey(platform, account.user, "password").variable


def _host(url: str) -> str:
    return url.split("//", 1)[1]
