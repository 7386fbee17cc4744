"""A profile with `browser: firefox` on the replicas: signed in by the flows, logged out, proven; lies and Ctrl-C."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sessions.conftest import PASSWORD, USERS, Desk, config
from toolkit.browser.firefox.prefs import MANAGED, as_lines, read_prefs
from toolkit.browser.running import running_pid
from toolkit.demo.replicas import Replicas
from toolkit.errors import Exit
from toolkit.secrets import SecretKey
from toolkit.sessions.clean_profile import Options
from toolkit.sessions.events import Event
from toolkit.sessions.run import run_profiles, verify_profiles
from toolkit.sessions.workbench import Workbench
from toolkit.workspace.home import find_home

pytestmark = [
    pytest.mark.browser, pytest.mark.anyio, pytest.mark.slow, pytest.mark.xdist_group("firefox-sessions"),
]  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path, firefox_path: Path) -> Iterator[Desk]:
    with Replicas(seed=3, language="es", late=(0.05, 0.2)) as replicas:
        environ = {}
        for platform, user in USERS.items():
            replicas.add_account(platform, user, PASSWORD, language="es")
            environ[SecretKey(platform, user, "password").variable] = PASSWORD
        home = find_home(tmp_path / "home")
        home.create()
        text = config(replicas, firefox_path, "everything").replace("    clean:", "    browser: firefox\n    clean:")
        home.config_file.write_text(text)
        desk = Desk(Workbench(home, headed=False, environ=environ), replicas, firefox_path)
        yield desk
        desk.bench.close()


async def test_logged_out_and_proven_and_a_lie_caught(desk: Desk) -> None:
    await desk.sign_in()
    assert desk.alive() == set(USERS)
    folder = desk.bench.folder("acme")
    # the robot has left no setting of its own, and no list of tabs but the session cookies
    assert not (folder / "user.js").exists()
    assert not (folder / "toolkit-aside").exists()
    assert read_prefs(folder / "prefs.js").keys() == MANAGED.keys()
    assert verify_profiles(desk.bench, ["acme"]).verdict == "dirty"

    desk.replicas.set_fault("mastodon", "lying_logout")
    report = await desk.log_out_all()
    layers = {u.platform: (u.server, u.browser, u.disk, u.verdict) for u in report.units}
    assert layers == {
        "instagram": ("revoked", "cleared", "clean", "clean"),
        "x": ("revoked", "cleared", "clean", "clean"),
        "mastodon": ("still_valid", "cleared", "clean", "dirty"),
    }
    assert report.exit_code() == Exit.DIRTY
    assert desk.alive() == {"mastodon"}


async def test_the_first_ctrl_c_closes_and_flushes_and_the_next_run_ends_the_job(desk: Desk) -> None:
    await desk.sign_in("mastodon")
    folder = desk.bench.folder("acme")
    events: list[Event] = []
    reached = asyncio.Event()

    def emit(event: Event) -> None:
        events.append(event)
        if event.stage == "control":
            reached.set()

    options = Options(consent=frozenset({"acme"}))
    run = asyncio.create_task(run_profiles(desk.bench, ["acme"], options, emit))
    await asyncio.wait_for(reached.wait(), 90)
    run.cancel()
    report = await run
    assert report.interrupted
    assert report.verdict == "dirty", "the session is still on the disk"
    assert running_pid(folder) is None
    assert not (folder / "toolkit-aside").exists()
    assert as_lines(MANAGED) == (folder / "prefs.js").read_text()
    assert desk.alive() == {"mastodon"}

    second = await desk.again().log_out_all()
    assert {u.platform: u.server for u in second.units if u.server} == {"mastodon": "revoked"}
    assert second.exit_code() == Exit.CLEAN
    assert desk.alive() == set()
