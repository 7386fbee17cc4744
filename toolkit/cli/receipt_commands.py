"""`receipt list|show`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from toolkit.cli.options import Json
from toolkit.errors import Exit
from toolkit.texts import t


def list_(ctx: typer.Context, json: Json = False) -> int:
    from toolkit.cli.output import note, print_json, say
    from toolkit.sessions.receipt import list_receipts
    from toolkit.workspace.home import find_home

    home = find_home(ctx.obj.home)
    home.config()
    names = list_receipts(home)
    if json:
        print_json({"version": 1, "receipts": names})
        return int(Exit.CLEAN)
    for name in names:
        say(name)
    if not names:
        note(t("cli.no_receipts"))
    return int(Exit.CLEAN)


def show(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="RECEIPT", help="help.arg.receipt")] = "latest",
    json: Json = False,
) -> int:
    from toolkit.cli.output import print_json, say
    from toolkit.sessions.receipt import read_receipt
    from toolkit.workspace.home import find_home

    home = find_home(ctx.obj.home)
    home.config()
    receipt = read_receipt(home, name)
    if json:
        print_json(receipt)
        return int(Exit.CLEAN)
    report = receipt["report"]
    say(
        t(
            "cli.receipt_head",
            command=report["command"],
            started=report["started"],
            verdict=t(f"word.verdict.{report['verdict']}"),
        )
    )
    if report["environment"] == "replica":
        say(t("cli.replica"))
    _table(report)
    return int(Exit.CLEAN)


def _table(report: dict[str, Any]) -> None:
    from toolkit.cli.output import table, word

    headers = [
        t(f"word.column.{key}")
        for key in ("profile", "platform", "account", "server", "browser", "disk", "verdict", "reason")
    ]
    told = {one["profile"] for one in report["results"]}
    rows = [
        [one["profile"], "", "", "", "", word("disk", one["disk"]), word("verdict", one["verdict"]), _why(one)]
        for one in report["profiles"]
        if one["profile"] not in told
    ]
    rows += [
        [
            one["profile"],
            one["platform"],
            one["account"] or "-",
            word("server", one["server"]),
            word("browser", one["browser"]),
            word("disk", one["disk"]),
            word("verdict", one["verdict"]),
            _why(one),
        ]
        for one in report["results"]
    ]
    table(headers, rows)


def _why(one: dict[str, Any]) -> str:
    return one["reason"]["text"] if one["reason"] else ""
