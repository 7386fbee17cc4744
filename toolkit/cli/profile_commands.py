"""`init` and `profile add|list|show|remove`."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Annotated, Any

import typer

from toolkit.cli.options import Json, ProfileName, Yes
from toolkit.cli.settings import Settings, workbench
from toolkit.errors import Exit, Undecided, UsageError
from toolkit.texts import t

if TYPE_CHECKING:
    from toolkit.sessions.workbench import Workbench
    from toolkit.workspace.config import Profile


def init(
    ctx: typer.Context,
    environment: Annotated[
        str, typer.Option("--environment", metavar="live|replica", help="help.opt.environment")
    ] = "live",
) -> int:
    from toolkit.cli.output import say
    from toolkit.workspace import edit
    from toolkit.workspace.home import find_home

    settings: Settings = ctx.obj
    if environment not in ("live", "replica"):
        problem = t("cli.one_of", values="live, replica")
        raise UsageError("bad_value", what="--environment", problem=problem)
    home = find_home(settings.home)
    made = edit.init(home, environment=environment)
    if not made:
        home.config()  # says what is wrong with the file that is there
    if not settings.quiet:
        say(t("cli.init.made" if made else "cli.init.there", path=home.config_file))
        for line in t("cli.init.next").splitlines():
            say(line)
    return int(Exit.CLEAN)


def add(
    ctx: typer.Context,
    name: ProfileName,
    client: Annotated[str | None, typer.Option("--client", metavar="TEXT", help="help.opt.client")] = None,
    color: Annotated[str | None, typer.Option("--color", metavar="HEX", help="help.opt.color")] = None,
    browser: Annotated[str | None, typer.Option("--browser", metavar="B", help="help.opt.browser")] = None,
    clean: Annotated[str | None, typer.Option("--clean", metavar="everything|sessions", help="help.opt.clean")] = None,
    account: Annotated[
        list[str] | None, typer.Option("--account", metavar="PLATFORM:USER", help="help.opt.account")
    ] = None,
) -> int:
    from toolkit.cli.account_commands import account_of
    from toolkit.cli.output import say
    from toolkit.workspace import edit
    from toolkit.workspace.config import Profile, build

    settings: Settings = ctx.obj
    with workbench(settings, writes=True) as bench:
        given = {"client": client, "color": color, "browser": browser, "clean": clean}
        accounts = tuple(account_of(bench, *_parted(text), []) for text in account or [])
        values = {key: value for key, value in given.items() if value is not None}
        profile = build(Profile, accounts=accounts, **values)
        bench.home.profile(name)  # refuses a name that cannot be a folder's
        edit.add_profile(bench.home, name, profile)
    if not settings.quiet:
        say(t("cli.profile.added", profile=name))
        say(
            t(
                "cli.next",
                command=f"toolkit open {name}" if profile.accounts else f"toolkit account add {name} PLATFORM USER",
            )
        )
    return int(Exit.CLEAN)


def _parted(text: str) -> tuple[str, str]:
    platform, colon, user = text.partition(":")
    if not colon or not platform or not user:
        raise UsageError("bad_value", what="--account", problem=t("cli.expected_account"))
    return platform, user


def list_(ctx: typer.Context, json: Json = False) -> int:
    from toolkit.cli.output import note, print_json, table

    with workbench(ctx.obj) as bench:
        profiles = bench.config.profiles
        shown = [_shown(bench, name, profile) for name, profile in profiles.items()]
    if json:
        print_json({"version": 1, "profiles": shown})
    elif not shown:
        note(t("cli.no_profiles"))
    else:
        headers = [t(f"word.column.{key}") for key in ("profile", "client", "browser", "clean", "accounts")]
        table(
            headers,
            [
                (
                    one["profile"],
                    one["client"],
                    one["browser"],
                    one["clean"],
                    ", ".join(account["label"] for account in one["accounts"]) or "-",
                )
                for one in shown
            ],
        )
    return int(Exit.CLEAN)


def _shown(bench: Workbench, name: str, profile: Profile) -> dict[str, Any]:
    accounts = [
        {"platform": account.platform, "user": account.user, "vars": dict(account.vars), "label": account.label}
        for account in profile.accounts
    ]
    return {
        "profile": name,
        "client": profile.client or name,
        "color": profile.color,
        "browser": profile.browser,
        "clean": profile.clean,
        "keep_device": profile.keep_device,
        "accounts": accounts,
        "folder": str(bench.folder(name)),
    }


def show(ctx: typer.Context, name: ProfileName, json: Json = False) -> int:
    from toolkit.cli.output import print_json, say, yes_no

    with workbench(ctx.obj) as bench:
        one = _shown(bench, name, bench.profile(name))
        pin = bench.journal.pin(name)
    if json:
        print_json({"version": 1, **one, "opened_with": pin.executable if pin else None})
        return int(Exit.CLEAN)
    for key in ("profile", "client", "color", "browser", "clean", "folder"):
        say(f"{t(f'word.column.{key}')}: {one[key]}")
    say(f"{t('word.column.keep_device')}: {yes_no(one['keep_device'])}")
    if pin:
        say(f"{t('word.column.opened_with')}: {pin.executable}")
    for account in one["accounts"]:
        say(f"- {account['label']}")
    if not one["accounts"]:
        say(t("cli.no_accounts", profile=name))
    return int(Exit.CLEAN)


def remove(ctx: typer.Context, name: ProfileName, yes: Yes = False) -> int:
    from toolkit.browser.running import running_pid
    from toolkit.cli.output import say
    from toolkit.workspace import edit
    from toolkit.workspace.lock import profile_lock

    settings: Settings = ctx.obj
    with workbench(settings, writes=True) as bench:
        bench.profile(name)
        folder = bench.folder(name)
        with profile_lock(bench.home, name, "profile remove"):
            if (pid := running_pid(folder)) is not None:
                raise Undecided("profile_in_use", profile=name, pid=pid, command=t("cli.browser"), since="?")
            left = _sessions_left(bench, name)
            _may_remove(name, left, yes=yes)
            for unit, account in left:
                bench.journal.open_unconfirmed(name, unit, account, "sessions_left")
            edit.remove_profile(bench.home, name)
            bench.journal.drop_profile(name)
            if folder.exists():
                shutil.rmtree(folder)
    if not settings.quiet:
        say(t("cli.profile.removed", profile=name))
        if left:
            say(t("cli.profile.remembered", platforms=", ".join(dict.fromkeys(unit for unit, _ in left))))
    return int(Exit.CLEAN)


def _may_remove(name: str, left: list[tuple[str, str | None]], *, yes: bool) -> None:
    """Raises Undecided: sessions_left, not_confirmed."""
    from toolkit.cli.ask import confirmed, on_terminal
    from toolkit.cli.output import note, safe

    if yes:
        return
    platforms = ", ".join(dict.fromkeys(unit for unit, _ in left))
    refusal = (
        Undecided("sessions_left", profile=name, platforms=platforms)
        if left
        else Undecided("not_confirmed", profile=name, what="remove")
    )
    if not on_terminal():
        raise refusal
    if left:
        note(refusal.reason.text)
    if not confirmed(safe(t("cli.ask.remove", profile=name))):
        raise Undecided("not_confirmed", profile=name, what="remove")


def _sessions_left(bench: Workbench, name: str) -> list[tuple[str, str | None]]:
    """Units and accounts of the profile that may still be signed in, by the disk or by the journal."""
    from toolkit.sessions.verify import judge_profile

    found = judge_profile(bench, name, everything=False)
    keys = {(unit.platform, account): unit.key for unit in bench.units(name) for account in unit.accounts or (None,)}
    return [
        (keys.get((unit.platform, unit.account), unit.platform), unit.account)
        for unit in found.units
        if unit.verdict != "clean"
    ]
