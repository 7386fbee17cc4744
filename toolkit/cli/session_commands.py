"""`login`, `logout`, `logout-all`, `everywhere`: ask, run, show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli.options import Deep, DryRun, Headed, Json, PlatformIds, ProfileName, Timeout, Yes
from toolkit.cli.settings import Settings, workbench
from toolkit.errors import Exit, UsageError
from toolkit.texts import t

if TYPE_CHECKING:
    from toolkit.sessions.login import LoginResult
    from toolkit.sessions.workbench import Workbench


def logout(
    ctx: typer.Context,
    profile: ProfileName,
    platforms: PlatformIds = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    headed: Headed = None,
    timeout: Timeout = 120.0,
    deep: Deep = False,
    json: Json = False,
) -> int:
    return _log_out(ctx.obj, "logout", [profile], platforms or [], yes, dry_run, headed, timeout, json, deep=deep)


def logout_all(
    ctx: typer.Context,
    profile: Annotated[list[str] | None, typer.Option("--profile", metavar="P", help="help.opt.profile")] = None,
    platform: Annotated[list[str] | None, typer.Option("--platform", metavar="X", help="help.opt.platform")] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", min=1, max=32, help="help.opt.workers")
    ] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    headed: Headed = None,
    timeout: Timeout = 120.0,
    deep: Deep = False,
    json: Json = False,
) -> int:
    names, platforms = profile or [], platform or []
    return _log_out(
        ctx.obj, "logout-all", names, platforms, yes, dry_run, headed, timeout, json, workers=workers, deep=deep
    )


def everywhere(
    ctx: typer.Context,
    profile: ProfileName,
    platforms: PlatformIds = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    headed: Headed = None,
    timeout: Timeout = 120.0,
    json: Json = False,
) -> int:
    return _log_out(ctx.obj, "everywhere", [profile], platforms or [], yes, dry_run, headed, timeout, json)


def _log_out(
    settings: Settings,
    command: str,
    names: Sequence[str],
    platforms: Sequence[str],
    yes: bool,
    dry_run: bool,
    headed: bool | None,
    timeout: float,
    json: bool,
    *,
    workers: int | None = None,
    deep: bool = False,
) -> int:
    from toolkit.cli.output import note, print_json, print_report

    with workbench(settings, headed=headed, writes=not dry_run) as bench:
        chosen = _profiles(bench, names, platforms)
        if not bench.config.profiles and not settings.quiet:
            note(t("cli.no_profiles"))
        if dry_run:
            from toolkit.cli.dry_run import show_plan

            return show_plan(bench, command, chosen, platforms, json=json)

        if deep:
            from toolkit.traces.deep import check_engine

            check_engine()
        from toolkit.cli.ask import agree
        from toolkit.cli.interrupt import run_async
        from toolkit.cli.progress import Progress
        from toolkit.sessions.clean_profile import Options
        from toolkit.sessions.run import run_profiles

        agreed = agree(bench, chosen, platforms, yes=yes)
        options = Options(
            command,
            tuple(platforms),
            everywhere=command == "everywhere",
            timeout=timeout,
            may_close=agreed.may_close,
            consent=agreed.rebuild,
            deep=deep,
        )
        with Progress(quiet=settings.quiet) as progress:
            report = run_async(run_profiles(bench, chosen, options, progress.emit, workers))
        if json:
            print_json(report.as_json())
        elif not settings.quiet or report.verdict != "clean":
            print_report(
                report, {name: bench.config.client(name) for name in bench.config.profiles}, str(bench.home.path)
            )
        return int(report.exit_code())


def _profiles(bench: Workbench, names: Sequence[str], platforms: Sequence[str]) -> list[str]:
    """The profiles of a run, without those that cannot have any of the platforms.

    Raises UsageError: unknown_profile, unknown_platform, no_accounts.
    """
    from toolkit.sessions.units import chosen

    found = bench.profiles(names)
    for platform in platforms:
        bench.catalog.platform(platform)
    if not platforms:
        return found
    fitting = [name for name in found if chosen(bench.units(name), platforms)]
    if not fitting:
        raise UsageError("no_accounts", profile=", ".join(found) or "-")
    return fitting


def login(
    ctx: typer.Context,
    profile: ProfileName,
    platforms: PlatformIds = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    headed: Headed = None,
    timeout: Timeout = 120.0,
    json: Json = False,
) -> int:
    settings: Settings = ctx.obj
    with workbench(settings, headed=headed, writes=not dry_run) as bench:
        _profiles(bench, [profile], platforms or [])
        if dry_run:
            from toolkit.cli.dry_run import show_login_plan

            return show_login_plan(bench, profile, platforms or [], json=json)

        from toolkit.cli.ask import agree, running
        from toolkit.cli.interrupt import run_async
        from toolkit.cli.progress import Progress
        from toolkit.sessions.login import log_in

        agreed = agree(bench, [profile], platforms or [], yes=yes, rebuild=False)
        with Progress(quiet=settings.quiet) as progress:
            if running(bench, profile):
                run_async(_close(bench, profile, agreed=profile in agreed.close))
            results = run_async(log_in(bench, profile, platforms or [], progress.emit, timeout=timeout))
    return _show_login(results, settings, json=json)


async def _close(bench: Workbench, name: str, *, agreed: bool) -> None:
    from toolkit.browser.running import close_running
    from toolkit.errors import Undecided

    if not agreed:
        raise Undecided("not_confirmed", profile=name, what="close")
    await close_running(bench.folder(name))


def _show_login(results: Sequence[LoginResult], settings: Settings, *, json: bool) -> int:
    from toolkit.cli.output import print_json, say, table

    if json:
        fields = ("profile", "platform", "account", "signed_in", "account_id")
        rows = [
            {
                **{name: getattr(result, name) for name in fields},
                "seconds": round(result.seconds, 2),
                "reason": result.reason.as_json() if result.reason else None,
            }
            for result in results
        ]
        print_json({"version": 1, "command": "login", "results": rows})
    elif not settings.quiet or not all(result.signed_in for result in results):
        state = {True: ("yes", "green"), False: ("no", "red"), None: ("maybe", "yellow")}
        headers = [t(f"word.column.{name}") for name in ("profile", "platform", "account", "signed_in", "reason")]
        table(
            headers,
            [
                (
                    result.profile,
                    result.platform,
                    result.account,
                    (t(f"word.signed_in.{state[result.signed_in][0]}"), state[result.signed_in][1]),
                    result.reason.text if result.reason else "",
                )
                for result in results
            ],
        )
        for remedy in dict.fromkeys(r.reason.remedy for r in results if r.reason and r.reason.remedy):
            say(remedy)
    failures = [result.reason for result in results if not result.signed_in]
    if not failures:
        return int(Exit.CLEAN)
    usage = all(reason is not None and reason.exit == Exit.USAGE for reason in failures)
    return int(Exit.USAGE if usage else Exit.UNKNOWN)
