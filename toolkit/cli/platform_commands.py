"""`platform list|show|new|lint|schema|trust`: the catalogue, for people who use it and people who add to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from toolkit.cli.options import Json, PlatformId, PlatformIds, Yes
from toolkit.cli.settings import Settings
from toolkit.errors import Exit, ToolkitError, Undecided, UsageError
from toolkit.texts import t

if TYPE_CHECKING:
    from toolkit.catalog.registry import Catalog


def catalog_of(settings: Settings) -> Catalog:
    """The catalogue needs no workspace: a contributor may have none."""
    from toolkit.catalog.registry import Catalog
    from toolkit.workspace.home import find_home

    return Catalog(find_home(settings.home).path)


def list_(ctx: typer.Context, json: Json = False) -> int:
    from toolkit.cli.output import note, print_json, table

    catalog = catalog_of(ctx.obj)
    rows, broken = list[dict[str, Any]](), list[ToolkitError]()
    for id_ in catalog.ids():
        try:
            platform = catalog.platform(id_)
        except ToolkitError as error:  # one broken file hides no other platform
            broken.append(error)
            continue
        on = platform.verified.on.isoformat() if platform.verified.on else None
        rows.append(
            {
                "id": id_,
                "title": platform.title,
                "flows": list(catalog.flow_names(id_)),
                "verified": {"kind": platform.verified.kind, "on": on},
                "origin": catalog.origin(id_),
            }
        )
    if json:
        print_json({"version": 1, "platforms": rows})
    else:
        headers = [t(f"word.column.{key}") for key in ("platform", "title", "flows", "verified", "origin")]
        table(
            headers,
            [
                (
                    row["id"],
                    row["title"],
                    ", ".join(row["flows"]),
                    " ".join(filter(None, row["verified"].values())),
                    t(f"word.origin.{row['origin']}"),
                )
                for row in rows
            ],
        )
    for failure in broken:
        note(f"{t('cli.error')}: {failure.reason.text}")
    return int(Exit.USAGE if broken else Exit.CLEAN)


def show(ctx: typer.Context, platform: PlatformId, json: Json = False) -> int:
    from toolkit.cli.output import print_json, say

    catalog = catalog_of(ctx.obj)
    found = catalog.platform(platform)
    shown: dict[str, Any] = {
        "id": platform,
        "title": found.title,
        "origin": catalog.origin(platform),
        "domains": list(found.domains),
        "assets": list(found.assets),
        "vars": {name: var.about for name, var in found.vars.items()},
        "flows": list(catalog.flow_names(platform)),
        "risks": list(found.risks),
        "sources": list(found.sources),
        "verified": {"kind": found.verified.kind, "on": found.verified.on.isoformat() if found.verified.on else None},
        "trusted": _trusted(catalog, platform),
        "does": catalog.trust_summary(platform),
    }
    if json:
        print_json({"version": 1, **shown})
        return int(Exit.CLEAN)
    origin = t(f"word.origin.{shown['origin']}")
    say(f"{found.title} ({platform}), {origin}")
    for key in ("domains", "assets", "flows", "risks", "sources"):
        if shown[key]:
            say(f"{t(f'word.column.{key}')}: {', '.join(shown[key])}")
    for name, about in shown["vars"].items():
        say(f"--var {name}=...: {about}")
    say(f"{t('word.column.verified')}: {' '.join(filter(None, shown['verified'].values()))}")
    if not shown["trusted"]:
        say(t("cli.next", command=f"toolkit platform trust {platform}"))
    return int(Exit.CLEAN)


def _trusted(catalog: Catalog, platform: str) -> bool:
    try:
        catalog.check_trusted(platform)
    except UsageError:
        return False
    return True


def new(
    ctx: typer.Context,
    platform: PlatformId,
    here: Annotated[bool, typer.Option("--here", help="help.opt.here")] = False,
) -> int:
    from pathlib import Path

    from toolkit.catalog.new import write_template
    from toolkit.cli.output import say
    from toolkit.workspace.home import find_home

    root = Path.cwd() if here else find_home(ctx.obj.home).path
    for path in write_template(root, platform):
        say(str(path))
    say(t("cli.platform.new", command=f"toolkit platform lint {platform}"))
    return int(Exit.CLEAN)


def lint(ctx: typer.Context, platforms: PlatformIds = None, json: Json = False) -> int:
    from toolkit.cli.output import print_json, say

    catalog = catalog_of(ctx.obj)
    ids = platforms or catalog.ids()
    found = [(id_, finding) for id_ in ids for finding in catalog.lint(id_)]
    if json:
        print_json(
            {
                "version": 1,
                "platforms": ids,
                "findings": [
                    {"platform": id_, "where": one.where, "code": one.code, "level": one.level, "text": one.text}
                    for id_, one in found
                ],
            }
        )
    else:
        for _, one in found:
            say(f"{one.where}: {t(f'cli.lint.{one.level}')}: {one.text}")
        if not ctx.obj.quiet:
            errors = sum(one.level == "error" for _, one in found)
            say(t("cli.lint.sum", platforms=len(ids), errors=errors, warnings=len(found) - errors))
    return int(Exit.USAGE if any(one.level == "error" for _, one in found) else Exit.CLEAN)


def schema(
    what: Annotated[str, typer.Argument(metavar="platform|flow", help="help.arg.schema")] = "platform",
) -> int:
    from toolkit.catalog.schema import flow_schema, platform_schema
    from toolkit.cli.output import print_json

    kinds = {"platform": platform_schema, "flow": flow_schema}
    if what not in kinds:
        raise UsageError("bad_value", what="schema", problem=t("cli.one_of", values=", ".join(kinds)))
    print_json(kinds[what]())
    return int(Exit.CLEAN)


def trust(ctx: typer.Context, platform: PlatformId, yes: Yes = False) -> int:
    from toolkit.cli.ask import confirmed, on_terminal
    from toolkit.cli.output import say

    catalog = catalog_of(ctx.obj)
    if _trusted(catalog, platform) and catalog.origin(platform) == "shipped":
        say(t("cli.trust.shipped", platform=platform))
        return int(Exit.CLEAN)
    for line in catalog.trust_summary(platform):
        say(line)
    if not yes and not (on_terminal() and confirmed(t("cli.trust.ask"))):
        raise Undecided("not_confirmed", profile=platform, what="trust")
    catalog.trust(platform)
    say(t("cli.trust.done", platform=platform))
    return int(Exit.CLEAN)
