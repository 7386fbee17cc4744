"""`doctor`: what is there, what is missing, and the command that mends it."""

from __future__ import annotations

import typer

from toolkit.cli.options import Json
from toolkit.cli.settings import Settings
from toolkit.errors import Exit
from toolkit.texts import t

_MARKS = {"ok": ("✓", "green"), "note": ("!", "yellow"), "missing": ("✗", "red")}


def doctor(ctx: typer.Context, json: Json = False) -> int:
    from toolkit.cli.checks import examine
    from toolkit.cli.output import print_json, say

    settings: Settings = ctx.obj
    checks = examine(settings.home)
    missing = [check for check in checks if check.state == "missing"]
    if json:
        print_json({"version": 1, "ok": not missing, "checks": [check.as_json() for check in checks]})
        return int(Exit.USAGE if missing else Exit.CLEAN)
    for check in checks:
        if settings.quiet and check.state == "ok":
            continue
        mark, colour = _MARKS[check.state]
        typer.secho(mark, fg=colour, nl=False)
        say(f" {t(f'doctor.{check.name}')}: {check.text}")
        if check.remedy:
            say(f"    {check.remedy}")
    if not settings.quiet or missing:
        say(t("doctor.missing", count=len(missing)) if missing else t("doctor.well"))
    return int(Exit.USAGE if missing else Exit.CLEAN)
