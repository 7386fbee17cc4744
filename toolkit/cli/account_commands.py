"""`account add|list|remove`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from toolkit.cli.options import Json, PlatformId, ProfileName, ProfileNames, User, Vars
from toolkit.cli.settings import Settings, workbench
from toolkit.errors import Exit, UsageError
from toolkit.texts import t

if TYPE_CHECKING:
    from toolkit.sessions.workbench import Workbench
    from toolkit.workspace.config import Account


def add(ctx: typer.Context, profile: ProfileName, platform: PlatformId, user: User, var: Vars = None) -> int:
    from toolkit.cli.output import say
    from toolkit.workspace import edit

    settings: Settings = ctx.obj
    with workbench(settings, writes=True) as bench:
        bench.profile(profile)
        account = account_of(bench, platform, user, var or [])
        edit.add_account(bench.home, profile, account)
    if not settings.quiet:
        say(t("cli.account.added", account=account.label, profile=profile))
        say(t("cli.next", command=account.secret("password").command))
        say(t("cli.account.or_open", command=f"toolkit open {profile}"))
    return int(Exit.CLEAN)


def account_of(bench: Workbench, platform: str, user: str, given: Sequence[str]) -> Account:
    """An account from a command line. Raises UsageError: unknown_platform, bad_value, var_missing."""
    from toolkit.sessions.units import values_for
    from toolkit.workspace.config import Account, build

    account = build(Account, platform=platform, user=user, vars=parted_vars(given))
    values_for(account, bench.catalog.platform(platform))
    return account


def parted_vars(given: Sequence[str]) -> dict[str, str]:
    """`KEY=VALUE` texts as a mapping. Raises UsageError (bad_value)."""
    pairs = [text.partition("=") for text in given]
    if any(not (key and equals and value) for key, equals, value in pairs):
        raise UsageError("bad_value", what="--var", problem=t("cli.expected_var"))
    return {key: value for key, _, value in pairs}


def list_(ctx: typer.Context, profiles: ProfileNames = None, json: Json = False) -> int:
    from toolkit.cli.output import note, print_json, table

    with workbench(ctx.obj) as bench:
        names = bench.profiles(profiles or [])
        rows = [(name, account) for name in names for account in bench.profile(name).accounts]
    if json:
        print_json(
            {
                "version": 1,
                "accounts": [
                    {"profile": name, "platform": account.platform, "user": account.user, "vars": dict(account.vars)}
                    for name, account in rows
                ],
            }
        )
    elif not names:
        note(t("cli.no_profiles"))
    elif not rows:
        note(t("cli.no_accounts", profile=names[0]))
    else:
        headers = [t(f"word.column.{key}") for key in ("profile", "platform", "account", "vars")]
        table(headers, [(name, account.platform, account.user, ", ".join(account.hosts)) for name, account in rows])
    return int(Exit.CLEAN)


def remove(ctx: typer.Context, profile: ProfileName, platform: PlatformId, user: User) -> int:
    from toolkit.cli.output import say
    from toolkit.workspace import edit

    settings: Settings = ctx.obj
    with workbench(settings) as bench:
        edit.remove_account(bench.home, profile, platform, user)
    if not settings.quiet:
        say(t("cli.account.removed", account=f"{platform}/{user}", profile=profile))
        say(t("cli.account.session_stays", command=f"toolkit logout {profile} {platform}"))
    return int(Exit.CLEAN)
