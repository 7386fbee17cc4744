"""Options and arguments that several commands share. `help` is a text's key: the language is known at run time only."""

from __future__ import annotations

from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="help.opt.json")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="help.opt.yes")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="help.opt.dry_run")]
Deep = Annotated[bool, typer.Option("--deep", help="help.opt.deep")]
Headed = Annotated[bool | None, typer.Option("--headed/--headless", help="help.opt.headed")]
Timeout = Annotated[float, typer.Option("--timeout", metavar="S", min=1, max=3600, help="help.opt.timeout")]
Vars = Annotated[list[str] | None, typer.Option("--var", metavar="KEY=VALUE", help="help.opt.var")]

ProfileName = Annotated[str, typer.Argument(metavar="PROFILE", help="help.arg.profile")]
ProfileNames = Annotated[list[str] | None, typer.Argument(metavar="PROFILE", help="help.arg.profiles")]
PlatformId = Annotated[str, typer.Argument(metavar="PLATFORM", help="help.arg.platform")]
PlatformIds = Annotated[list[str] | None, typer.Argument(metavar="PLATFORM", help="help.arg.platforms")]
User = Annotated[str, typer.Argument(metavar="USER", help="help.arg.user")]
