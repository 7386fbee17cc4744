"""All commands in one table: what to type, the function, an example. Their texts are `help.<path>`."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import typer

from toolkit.cli.help import Command, Group


@dataclass(frozen=True)
class Entry:
    """`path` is the command as typed; `function` stands in a module of toolkit/cli, imported when it is to run."""

    path: str
    function: str
    example: str

    @property
    def help(self) -> str:
        """The key of its text."""
        return help_key(self.path)

    def load(self) -> Callable[..., int]:
        module, _, name = self.function.partition(".")
        found: Callable[..., int] = getattr(importlib.import_module(f"toolkit.cli.{module}"), name)
        return found


COMMANDS = (
    Entry("init", "profile_commands.init", "toolkit init"),
    Entry("demo", "demo_command.demo", "toolkit demo\ntoolkit demo --headed"),
    Entry("doctor", "doctor.doctor", "toolkit doctor"),
    Entry(
        "profile add",
        "profile_commands.add",
        'toolkit profile add acme --client "Bufete Acme" --account instagram:acme_legal',
    ),
    Entry("profile list", "profile_commands.list_", "toolkit profile list"),
    Entry("profile show", "profile_commands.show", "toolkit profile show acme"),
    Entry("profile remove", "profile_commands.remove", "toolkit profile remove acme"),
    Entry(
        "account add",
        "account_commands.add",
        "toolkit account add acme mastodon prensa@acme.example --var instance=social.example",
    ),
    Entry("account list", "account_commands.list_", "toolkit account list acme"),
    Entry("account remove", "account_commands.remove", "toolkit account remove acme instagram acme_legal"),
    Entry("secret set", "secret_commands.set_", "toolkit secret set instagram acme_legal password"),
    Entry("secret list", "secret_commands.list_", "toolkit secret list"),
    Entry("secret remove", "secret_commands.remove", "toolkit secret remove instagram acme_legal totp"),
    Entry("open", "open_command.open_profile", "toolkit open acme"),
    Entry("login", "session_commands.login", "toolkit login acme instagram"),
    Entry("logout", "session_commands.logout", "toolkit logout acme instagram"),
    Entry("logout-all", "session_commands.logout_all", "toolkit logout-all\ntoolkit logout-all --profile acme --json"),
    Entry("everywhere", "session_commands.everywhere", "toolkit everywhere acme instagram"),
    Entry("acknowledge", "state_commands.acknowledge", "toolkit acknowledge acme instagram"),
    Entry("verify", "state_commands.verify", "toolkit verify acme"),
    Entry("status", "state_commands.status", "toolkit status"),
    Entry("platform list", "platform_commands.list_", "toolkit platform list --json"),
    Entry("platform show", "platform_commands.show", "toolkit platform show mastodon"),
    Entry("platform new", "platform_commands.new", "toolkit platform new my_network"),
    Entry("platform lint", "platform_commands.lint", "toolkit platform lint my_network"),
    Entry(
        "platform test",
        "platform_test.try_",
        "toolkit platform test instagram\ntoolkit platform test mastodon --live --instance https://social.example",
    ),
    Entry("platform schema", "platform_commands.schema", "toolkit platform schema flow > flow.schema.json"),
    Entry("platform trust", "platform_commands.trust", "toolkit platform trust my_network"),
    Entry("receipt list", "receipt_commands.list_", "toolkit receipt list"),
    Entry(
        "receipt show",
        "receipt_commands.show",
        "toolkit receipt show latest --json\ntoolkit receipt show --html --profile acme --lang es",
    ),
    Entry("receipt verify", "receipt_commands.verify", "toolkit receipt verify"),
)


def help_key(path: str) -> str:
    return f"help.{path.replace(' ', '_').replace('-', '_')}"


def build(arguments: Sequence[str] | None = None) -> typer.Typer:
    """The application. Only the command that `arguments` name is loaded (without arguments, all are): the others are
    names in a list. Plain help, because rich would double the time of `toolkit --help`.
    """
    typed = None if arguments is None else [word for word in arguments if not word.startswith("-")][:2]
    app = _typer("toolkit", "toolkit init\ntoolkit logout-all")
    groups: dict[str, typer.Typer] = {}
    for entry in COMMANDS:
        *group, name = entry.path.split()
        wanted = typed is None or entry.path.split() == typed[: len(group) + 1]
        if group and group[0] not in groups:
            groups[group[0]] = _typer(group[0], entry.example)
            app.add_typer(groups[group[0]], name=group[0])
        parent = groups[group[0]] if group else app
        if not group or typed is None or group == typed[:1]:
            parent.command(name, cls=Command, help=entry.help, epilog=entry.example)(
                entry.load() if wanted else _unused
            )
    return app


def _typer(name: str, example: str) -> typer.Typer:
    plain: dict[str, Any] = {"rich_markup_mode": None, "add_completion": False}
    return typer.Typer(cls=Group, name=name, help=help_key(name), epilog=example, **plain)


def _unused() -> int:
    raise AssertionError("a command that was not named in the arguments")
