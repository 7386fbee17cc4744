"""How help looks: in the person's language, with an example, and without rich (its import would double the time)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

from toolkit.errors import UsageError
from toolkit.texts import t

if TYPE_CHECKING:
    from collections.abc import Iterable

_GENERAL = {
    "--home DIR": "help.opt.home",
    "--lang en|es|pt": "help.opt.lang",
    "-q, --quiet": "help.opt.quiet",
    "--version": "help.opt.version",
    "--help": "help.opt.help",
}


class Command(TyperCommand):
    """A command; `help` is a text's key, `epilog` an example to type."""

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 - typer's signature
        return t(self.help or "help.toolkit").partition("\n")[0]

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        pieces = [t("help.options_word"), *map(_placeholder, _arguments(self))]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=t("help.usage"))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        self.format_usage(ctx, formatter)
        _paragraphs(formatter, t(self.help or "help.toolkit"))
        _list(formatter, "help.arguments", ((_placeholder(p), _help(p)) for p in _arguments(self)))
        _list(formatter, "help.options", ((_names(p), _help(p)) for p in self.params if p.param_type_name == "option"))
        _list(formatter, "help.general", ((name, t(key)) for name, key in _GENERAL.items()))
        _example(formatter, self.epilog)


class Group(TyperGroup):
    """A group of commands; without a command it shows its help."""

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 - typer's signature
        return t(self.help or "help.toolkit").partition("\n")[0]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args and not ctx.resilient_parsing:
            typer.echo(ctx.get_help())
            raise typer.Exit
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name = args[0]
        if name in self.commands or name.startswith("-"):
            return super().resolve_command(ctx, args)
        import difflib

        from toolkit.catalog.base import escape

        near = difflib.get_close_matches(name, self.commands, n=1, cutoff=0.5)
        key = "cli.no_such_command_near" if near else "cli.no_such_command"
        problem = t(key, name=escape(name[:60]), near=near[0] if near else "")
        command = f"{ctx.command_path} {near[0]} --help" if near else f"{ctx.command_path} --help"
        raise UsageError("bad_command", problem=problem, command=command)

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        formatter.write_usage(ctx.command_path, t("help.command_word"), prefix=t("help.usage"))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        self.format_usage(ctx, formatter)
        _paragraphs(formatter, t(self.help or "help.toolkit"))
        rows = [(name, command.get_short_help_str()) for name, command in self.commands.items() if not command.hidden]
        _list(formatter, "help.commands", rows)
        _list(formatter, "help.general", ((name, t(key)) for name, key in _GENERAL.items()))
        _example(formatter, self.epilog)


def _arguments(command: TyperCommand) -> list[Any]:
    return [param for param in command.params if param.param_type_name == "argument"]


def _placeholder(param: Any) -> str:
    many = "..." if param.nargs != 1 else ""
    return f"{param.metavar}{many}" if param.required else f"[{param.metavar}]{many}"


def _names(param: Any) -> str:
    names = " / ".join([", ".join(sorted(param.opts, key=len)), *param.secondary_opts])
    return names if param.is_flag else f"{names} {param.metavar}"


def _help(param: Any) -> str:
    return t(param.help) if param.help else ""


def _paragraphs(formatter: Any, text: str) -> None:
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text(text)


def _list(formatter: Any, title: str, rows: Iterable[tuple[str, str]]) -> None:
    if rows := list(rows):
        with formatter.section(t(title)):
            formatter.write_dl(rows)


def _example(formatter: Any, epilog: str | None) -> None:
    if epilog:
        with formatter.section(t("help.example")):
            for line in epilog.splitlines():
                formatter.write(f"{'':>{formatter.current_indent}}{line}\n")
