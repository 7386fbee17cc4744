"""`demo`: three clients with nine sessions on replicas, logged out and proven; then a platform that lies is caught."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli.settings import Settings
from toolkit.errors import Exit
from toolkit.texts import t

if TYPE_CHECKING:
    from toolkit.demo.tour import Tour
    from toolkit.sessions.login import LoginResult
    from toolkit.sessions.results import Report

Keep = Annotated[Path | None, typer.Option("--keep", metavar="DIR", help="help.opt.keep")]
Window = Annotated[bool, typer.Option("--headed/--headless", help="help.opt.headed")]


def demo(ctx: typer.Context, keep: Keep = None, headed: Window = False) -> int:
    from toolkit.cli.interrupt import run_async
    from toolkit.cli.output import say
    from toolkit.demo.tour import CLIENTS, PLATFORMS, stage

    settings: Settings = ctx.obj
    started = time.monotonic()
    browser = os.environ.get("TOOLKIT_BROWSER")
    with stage(headed=headed, folder=keep, executable=Path(browser) if browser else None) as tour:
        say(t("demo.intro", clients=len(CLIENTS), sessions=len(CLIENTS) * len(PLATFORMS)))
        good = run_async(_first_act(tour, settings))
        caught = good and run_async(_second_act(tour, settings))
    if not good or not caught:
        say(t("demo.failed"))
        return int(Exit.DIRTY)
    say(t("demo.end", seconds=int(time.monotonic() - started)))
    return int(Exit.CLEAN)


async def _first_act(tour: Tour, settings: Settings) -> bool:
    """Sign everybody in, show it, log everybody out. True if all of it is proven, the servers' own lists included."""
    from toolkit.cli.output import say
    from toolkit.cli.progress import Progress
    from toolkit.cli.state_commands import show_status

    say(t("demo.signing_in"))
    with Progress(quiet=settings.quiet) as progress:
        results = await tour.sign_in(progress.emit)
    if not _all_in(results):
        return False
    show_status(tour.status(), quiet=True)
    say(t("demo.servers_hold", count=tour.live()))
    say(t("demo.logging_out"))
    with Progress(quiet=settings.quiet) as progress:
        report = await tour.log_out_all(progress.emit)
    _show(tour, report)
    say(t("demo.servers_hold", count=tour.live()))
    revoked = all(unit.server == "revoked" for unit in report.units)
    return report.verdict == "clean" and revoked and len(report.units) == len(results) and tour.live() == 0


async def _second_act(tour: Tour, settings: Settings) -> bool:
    """One platform says "signed out" and keeps the session: true if that is found."""
    from toolkit.cli.output import say
    from toolkit.cli.progress import Progress
    from toolkit.demo.tour import CLIENTS, LIAR

    client = CLIENTS[0]
    tour.let_lie()
    say(t("demo.liar", platform=LIAR, client=client.name))
    with Progress(quiet=settings.quiet) as progress:
        results = await tour.sign_in(progress.emit, client.profile, [LIAR])
        if not _all_in(results):
            return False
        report = await tour.log_out_all(progress.emit, client.profile)
    _show(tour, report)
    say(t("demo.servers_hold", count=tour.live()))
    lied = [unit for unit in report.units if unit.platform == LIAR]
    return report.verdict == "dirty" and [u.server for u in lied] == ["still_valid"] and tour.live() == 1


def _all_in(results: Sequence[LoginResult]) -> bool:
    from toolkit.cli.output import say

    for result in results:
        if not result.signed_in:
            why = result.reason.text if result.reason else ""
            say(t("demo.not_in", platform=result.platform, account=result.account, why=why))
    return all(result.signed_in for result in results)


def _show(tour: Tour, report: Report) -> None:
    from toolkit.cli.output import print_report

    config = tour.bench.config
    print_report(report, {name: config.client(name) for name in config.profiles}, str(tour.bench.home.path))
