"""`open`: a client's browser for the person, without a robot."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli.options import ProfileName
from toolkit.cli.settings import Settings, workbench
from toolkit.errors import Exit, Undecided
from toolkit.texts import t

if TYPE_CHECKING:
    import subprocess

    from toolkit.sessions.workbench import Workbench

_START_SECONDS = 15.0


def open_profile(
    ctx: typer.Context,
    profile: ProfileName,
    wait: Annotated[bool, typer.Option("--wait", help="help.opt.wait")] = False,
) -> int:
    from toolkit.cli.output import say

    settings: Settings = ctx.obj
    with workbench(settings, writes=True) as bench:
        process = _start(bench, profile)
        client = bench.config.client(profile)
    if not settings.quiet:
        say(t("cli.opened", client=client, command=f"toolkit logout {profile}"))
    if wait:
        process.wait()
        return int(Exit.CLEAN)
    # the window outlives this command, and Python would complain that nobody waits for it
    process.returncode = 0
    return int(Exit.CLEAN)


def _start(bench: Workbench, name: str) -> subprocess.Popen[bytes]:
    """Raises Undecided: profile_in_use, keystore_unreachable, browser_failed; UsageError: no_browser, _changed."""
    from toolkit.browser.keystore import check_reachable
    from toolkit.browser.launch import open_for_person
    from toolkit.browser.running import running_pid
    from toolkit.sessions.clean_profile import finish_rebuild
    from toolkit.sessions.units import rules_for
    from toolkit.sessions.workbench import has_desktop
    from toolkit.traces import read_profile
    from toolkit.workspace.lock import profile_lock

    bench.profile(name)
    folder = bench.folder(name)
    with profile_lock(bench.home, name, "open"):
        if (pid := running_pid(folder)) is not None:
            raise Undecided("profile_in_use", profile=name, pid=pid, command=t("cli.browser"), since="?")
        finish_rebuild(bench, name)
        units = bench.units(name)
        check_reachable(name, read_profile(folder, rules_for(units), quick=True).key_versions)
        start = bench.start(name)
        if not has_desktop():
            raise Undecided("browser_failed", browser=start.browser.executable.name, why=t("cli.no_screen"))
        known = {fact.platform: fact.account_id for fact in bench.journal.facts(name)}
        for unit in units:
            # from now on a person may sign in: what the last probe said holds no more
            if unit.accounts or unit.key in known:
                bench.journal.set_fact(name, unit.key, known.get(unit.key), None)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        process = open_for_person(start)
        _wait_for_lock(process, folder, start.browser.executable.name)
        return process


def _wait_for_lock(process: subprocess.Popen[bytes], folder: Path, browser: str) -> None:
    """Hold our lock until the browser holds its own, so that no other run starts in between.

    Raises Undecided (browser_failed) when it ends instead.
    """
    from toolkit.browser.running import running_pid

    ends = time.monotonic() + _START_SECONDS
    while time.monotonic() < ends and running_pid(folder) is None:
        if process.poll() is not None:
            raise Undecided("browser_failed", browser=browser, why=t("cli.exit_status", status=process.returncode))
        time.sleep(0.05)
