"""What commands print: JSON, tables, lines. Everything that comes from files or sites is made safe to show."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import typer

from toolkit.texts import t

if TYPE_CHECKING:
    from rich.console import Console

    from toolkit.sessions.results import ProfileResult, Report, UnitResult

COLOURS = {"clean": "green", "dirty": "red", "unknown": "yellow", "yes": "red", "no": "green", "maybe": "yellow"}
# A table in a pipe or a log has no width of its own; this holds the longest reasons.
_WIDE = 200


def print_json(data: Any) -> None:
    """One object on standard output, the only thing there."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=1) + "\n")
    sys.stdout.flush()


def safe(text: object) -> str:
    """`text` as one line, without characters that a terminal would act on."""
    from toolkit.catalog.base import escape

    return escape(str(text))


def say(text: str) -> None:
    typer.echo(safe(text))


def note(text: str) -> None:
    """A line that is no answer: on standard error."""
    typer.echo(safe(text), err=True)


def console(*, error: bool = False) -> Console:
    """Rich on standard output or error; without markup, because names hold brackets too."""
    from rich.console import Console

    stream = sys.stderr if error else sys.stdout
    width = None if stream.isatty() else _WIDE
    return Console(file=stream, width=width, markup=False, highlight=False, emoji=False, soft_wrap=False)


def table(headers: Sequence[str], rows: Iterable[Sequence[tuple[str, str] | str]]) -> None:
    """A table on standard output; a cell is a text, or (text, colour). Columns that are quite empty are left out."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    cells = [[cell if isinstance(cell, tuple) else (cell, "") for cell in row] for row in rows]
    used = [number for number in range(len(headers)) if any(row[number][0] for row in cells)]
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for number in used:
        shown.add_column(Text(headers[number]), overflow="fold")
    for row in cells:
        shown.add_row(*(Text(safe(row[number][0]), style=row[number][1]) for number in used))
    console().print(shown)


def word(kind: str, value: str | None) -> tuple[str, str]:
    """A layer's or verdict's word in the person's language, with its colour; empty for null."""
    return (t(f"word.{kind}.{value}"), COLOURS.get(value, "")) if value else ("", "")


def yes_no(value: bool) -> str:
    return t("cli.yes") if value else t("cli.no")


def print_report(report: Report, clients: dict[str, str], home: str) -> None:
    """The table of a run, what to type next, what is not covered, and where the receipt is."""
    from toolkit.cli.next_step import next_steps

    headers = [
        t(f"word.column.{name}")
        for name in ("profile", "platform", "account", "server", "browser", "disk", "verdict", "reason")
    ]
    table(headers, [row for profile in report.profiles for row in _rows(profile, clients)])
    say(t("cli.verdict", verdict=t(f"word.verdict.{report.verdict}"), seconds=f"{report.seconds:.1f}"))
    if report.environment == "replica":
        say(t("cli.replica"))
    for command in next_steps(report):
        say(t("cli.next", command=command))
    for result in report.profiles:
        if result.other_hosts:
            say(t("cli.other_hosts", profile=result.profile, count=result.other_hosts))
    say(t("cli.not_covered"))
    if report.receipt:
        say(t("cli.receipt", path=f"{home}/{report.receipt}"))


def _rows(result: ProfileResult, clients: dict[str, str]) -> list[list[tuple[str, str] | str]]:
    """A profile with nothing to tell of its platforms, or with trouble of its own, has a row for itself."""
    client = clients.get(result.profile, result.profile)
    name = f"{result.profile} ({client})" if client != result.profile else result.profile
    told = {unit.reason.code for unit in result.units if unit.reason}
    rows: list[list[tuple[str, str] | str]] = []
    if not result.units or (result.reason and result.reason.code not in told):
        reason = result.reason.text if result.reason else t("cli.nothing_found") if result.verdict == "clean" else ""
        rows.append([name or "-", "", "", "", "", word("disk", result.disk), word("verdict", result.verdict), reason])
    return rows + [_unit_row(name, unit) for unit in result.units]


def _unit_row(name: str, unit: UnitResult) -> list[tuple[str, str] | str]:
    return [
        name,
        unit.platform,
        unit.account or "-",
        word("server", unit.server),
        word("browser", unit.browser),
        word("disk", unit.disk),
        word("verdict", unit.verdict),
        unit.reason.text if unit.reason else "",
    ]
