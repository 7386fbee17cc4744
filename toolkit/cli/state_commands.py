"""`status`, `verify`, `acknowledge`: what is there, read from disk and journal; no browser starts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from toolkit.cli.options import Deep, Json, PlatformId, ProfileName, ProfileNames
from toolkit.cli.settings import Settings, workbench
from toolkit.errors import Exit
from toolkit.texts import t

if TYPE_CHECKING:
    from toolkit.sessions.results import Report
    from toolkit.sessions.workbench import Workbench


def status(ctx: typer.Context, profiles: ProfileNames = None, json: Json = False) -> int:
    from toolkit.cli.output import note, print_json
    from toolkit.sessions.status import status as read

    settings: Settings = ctx.obj
    with workbench(settings) as bench:
        found = read(bench, profiles or [])
    if json:
        print_json(found)
    elif not found["profiles"]:
        note(t("cli.no_profiles"))
    else:
        show_status(found, quiet=settings.quiet)
    unsure = any(one["reason"] or any(p["open_on_server"] for p in one["platforms"]) for one in found["profiles"])
    return int(Exit.UNKNOWN if unsure else Exit.CLEAN)


def show_status(found: dict[str, Any], *, quiet: bool) -> None:
    """The table of a `status` object, what to type about sessions that may be open, and what is not covered."""
    from toolkit.cli.output import say, table, word, yes_no

    rows: list[list[tuple[str, str] | str]] = []
    for one in found["profiles"]:
        name = f"{one['profile']} ({one['client']})" if one["client"] != one["profile"] else one["profile"]
        running = yes_no(one["browser_running"])
        why = one["reason"]["text"] if one["reason"] else ""
        if not one["platforms"]:
            rows.append([name, running, "-", "-", ("", ""), "", "", why or t("cli.no_accounts_short")])
        for line in one["platforms"]:
            is_open = (t("cli.maybe_open"), "yellow") if line["open_on_server"] else ("", "")
            signed_in = word("signed_in", line["signed_in"])
            rows.append(
                [name, running, line["platform"], line["account"] or "-", signed_in, is_open, line["as_of"] or "", why]
            )
    headers = [
        t(f"word.column.{key}")
        for key in ("profile", "running", "platform", "account", "signed_in", "server", "as_of", "reason")
    ]
    table(headers, rows)
    still_open = [
        (one["profile"], p["platform"]) for one in found["profiles"] for p in one["platforms"] if p["open_on_server"]
    ]
    for profile, platform in dict.fromkeys(still_open):
        say(t("cli.next", command=f"toolkit everywhere {profile} {platform}"))
        say(t("cli.or_acknowledge", command=f"toolkit acknowledge {profile} {platform}"))
    if not quiet:
        say(t("cli.not_covered"))


def verify(ctx: typer.Context, profiles: ProfileNames = None, deep: Deep = False, json: Json = False) -> int:
    from toolkit.cli.output import note, print_json, print_report
    from toolkit.sessions.run import verify_profiles

    settings: Settings = ctx.obj
    with workbench(settings) as bench:
        report = _verify_deep(bench, profiles or [], settings) if deep else verify_profiles(bench, profiles or [])
        if json:
            print_json(report.as_json())
        elif not bench.config.profiles and not report.profiles:
            note(t("cli.no_profiles"))
        elif not settings.quiet or report.verdict != "clean":
            print_report(
                report, {name: bench.config.client(name) for name in bench.config.profiles}, str(bench.home.path)
            )
    return int(report.exit_code())


def _verify_deep(bench: Workbench, profiles: list[str], settings: Settings) -> Report:
    from toolkit.cli.interrupt import run_async
    from toolkit.cli.progress import Progress
    from toolkit.sessions.run import verify_deep

    with Progress(quiet=settings.quiet) as progress:
        return run_async(verify_deep(bench, profiles, progress.emit))


def acknowledge(ctx: typer.Context, profile: ProfileName, platform: PlatformId) -> int:
    from toolkit.cli.output import say
    from toolkit.sessions.status import acknowledge as settle

    with workbench(ctx.obj) as bench:
        settled = settle(bench, profile, platform)
        if not settled:
            # a removed profile or platform may still have open sessions; only one without any has to exist
            bench.profile(profile)
            bench.catalog.platform(platform)
    say(
        t("cli.acknowledged", count=settled, profile=profile, platform=platform)
        if settled
        else t("cli.nothing_open", profile=profile, platform=platform)
    )
    return int(Exit.CLEAN)
