"""`secret set|list|remove`. A secret is read from standard input or typed unseen: never an argument or an option."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli.account_commands import parted_vars
from toolkit.cli.options import Json, PlatformId, User, Vars
from toolkit.cli.settings import Settings, workbench
from toolkit.errors import Exit, UsageError
from toolkit.texts import t

if TYPE_CHECKING:
    from toolkit.secrets import Secret
    from toolkit.sessions.workbench import Workbench
    from toolkit.workspace.config import Account

SecretName = Annotated[str, typer.Argument(metavar="NAME", help="help.arg.secret")]
# One line of standard input, with room for anything that a keyring keeps.
_LONGEST_LINE = 8192


def set_(ctx: typer.Context, platform: PlatformId, user: User, name: SecretName, var: Vars = None) -> int:
    from toolkit.catalog.urls import fill
    from toolkit.cli.output import say
    from toolkit.sessions.units import values_for

    settings: Settings = ctx.obj
    with workbench(settings) as bench:
        account = _account(bench, platform, user, var or [])
        key = account.secret(name)
        known = bench.catalog.platform(platform)
        values = values_for(account, known)
        domains = [fill(domain, values) for domain in known.domains]
        secret = _read(name, account.label)
        bench.secrets.set(key, secret, domains)
    if not settings.quiet:
        say(t("cli.secret.kept", name=key.keyring_name, domains=", ".join(domains)))
    return int(Exit.CLEAN)


def _read(name: str, account: str) -> Secret:
    """Raises UsageError (bad_value) for an empty one, and for a one-time-code key that is none."""
    from toolkit.cli.output import safe
    from toolkit.secrets import Secret
    from toolkit.secrets.totp import seconds_left

    if sys.stdin is not None and sys.stdin.isatty():
        text = getpass.getpass(safe(t("cli.secret.prompt", name=name, account=account)) + " ", stream=sys.stderr)
    else:
        text = sys.stdin.readline(_LONGEST_LINE).rstrip("\r\n") if sys.stdin is not None else ""
    if not text:
        raise UsageError("bad_value", what=t("secrets.value"), problem=t("cli.secret.empty"))
    secret = Secret(text)
    if name == "totp":
        seconds_left(secret, 0.0)  # a key that gives no codes is told now, and not at the next sign-in
    return secret


def _account(bench: Workbench, platform: str, user: str, given: Sequence[str]) -> Account:
    """The one account that is meant. Raises UsageError: unknown_platform, unknown_account, bad_value for several."""
    bench.catalog.platform(platform)
    wanted = parted_vars(given)
    found: dict[str, Account] = {}
    for profile in bench.config.profiles.values():
        for account in profile.accounts:
            if (account.platform, account.user) == (platform, user) and wanted.items() <= account.vars.items():
                found.setdefault(account.label, account)
    if not found:
        raise UsageError("unknown_account", profile="", platform=platform, account=user)
    if len(found) > 1:
        raise UsageError(
            "bad_value", what=t("secrets.account"), problem=t("cli.secret.several", accounts=", ".join(found))
        )
    return next(iter(found.values()))


def list_(ctx: typer.Context, json: Json = False) -> int:
    from toolkit.cli.output import note, print_json, table

    with workbench(ctx.obj) as bench:
        keys = bench.config.secret_keys()
        rows = bench.secrets.list(keys)
    if json:
        print_json(
            {
                "version": 1,
                "secrets": [
                    {"platform": row.platform, "user": row.user, "name": row.name, "where": row.where} for row in rows
                ],
            }
        )
    elif not rows:
        note(t("cli.no_secrets"))
    else:
        headers = [t(f"word.column.{key}") for key in ("platform", "account", "secret", "where")]
        table(
            headers,
            [
                (key.keyring_name.partition("/")[0], row.user, row.name, t(f"cli.secret.{row.where}"))
                for key, row in zip(keys, rows, strict=True)
            ],
        )
    return int(Exit.CLEAN)


def remove(ctx: typer.Context, platform: PlatformId, user: User, name: SecretName, var: Vars = None) -> int:
    from toolkit.cli.output import say

    settings: Settings = ctx.obj
    with workbench(settings) as bench:
        key = _account(bench, platform, user, var or []).secret(name)
        bench.secrets.remove(key)
    if not settings.quiet:
        say(t("cli.secret.removed", name=key.keyring_name))
    return int(Exit.CLEAN)
