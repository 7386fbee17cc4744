"""`receipt list|show|verify`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli.options import Json
from toolkit.errors import Exit, ToolkitError, UsageError
from toolkit.texts import t

if TYPE_CHECKING:
    from toolkit.sessions.receipts.folder import Found
    from toolkit.sessions.receipts.model import ReasonText, RunReport

Name = Annotated[str, typer.Argument(metavar="RECEIPT", help="help.arg.receipt")]
_COLOURS = {"signed": "green", "unsigned": "yellow", "changed": "red"}


def list_(ctx: typer.Context, json: Json = False) -> int:
    from toolkit.cli.output import note, print_json, table, word
    from toolkit.sessions.receipts.folder import read_all
    from toolkit.workspace.home import find_home

    home = find_home(ctx.obj.home)
    home.config()
    found = read_all(home)
    if json:
        print_json({"version": 1, "receipts": [one.name for one in found], "details": [_detail(one) for one in found]})
        return int(Exit.CLEAN)
    if not found:
        note(t("cli.no_receipts"))
        return int(Exit.CLEAN)
    rows: list[list[tuple[str, str] | str]] = []
    for one in found:
        receipt = one.content
        rows.append(
            [
                one.name,
                str(one.receipt.sequence) if one.receipt else "",
                receipt.written if receipt else "",
                receipt.report.command if receipt else "",
                word("verdict", receipt.report.verdict if receipt else None),
                (t(f"receipts.state.{one.state}"), _COLOURS.get(one.state, "yellow")),
            ]
        )
    table([t(f"receipts.column.{key}") for key in ("name", "number", "written", "command", "verdict", "signed")], rows)
    return int(Exit.CLEAN)


def _detail(one: Found) -> dict[str, object]:
    receipt = one.content
    return {
        "name": one.name,
        "sequence": one.receipt.sequence if one.receipt else None,
        "written": receipt.written if receipt else None,
        "command": receipt.report.command if receipt else None,
        "verdict": receipt.report.verdict if receipt else None,
        "signature": one.state,
    }


def show(
    ctx: typer.Context,
    name: Name = "latest",
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="help.arg.page")] = None,
    html: Annotated[bool, typer.Option("--html", help="help.opt.html")] = False,
    profile: Annotated[str | None, typer.Option("--profile", metavar="P", help="help.opt.receipt_profile")] = None,
    json: Json = False,
) -> int:
    from toolkit.cli.output import print_json, say
    from toolkit.sessions.receipts.folder import read_one
    from toolkit.workspace.home import find_home

    if html and file is None and name.lower().endswith((".html", ".htm")):
        name, file = "latest", Path(name)
    _check(html=html, json=json, file=file, profile=profile)
    home = find_home(ctx.obj.home)
    home.config()
    found = read_one(home, name)
    if found.content is None:
        raise _no_content(found)
    if json:
        import json as reader

        print_json(reader.loads((home.receipts / f"{found.name}.json").read_bytes()))
    elif html:
        from toolkit.report.files import write_page

        say(str(write_page(home, found, profile, file)))
    else:
        _show(found, _of_profile(found.content.report, profile))
    return int(Exit.DIRTY if found.state == "changed" else Exit.CLEAN)


def _no_content(found: Found) -> ToolkitError:
    if found.state == "unreadable":
        return UsageError("unknown_receipt", name=found.name)
    return ToolkitError("receipt_newer" if found.state == "newer" else "receipt_changed", name=found.name)


def _check(*, html: bool, json: bool, file: Path | None, profile: str | None) -> None:
    """Raises UsageError (bad_command) for what does not go together."""
    command = "toolkit receipt show --help"
    if json and (html or profile):
        raise UsageError("bad_command", problem=t("cli.json_is_whole"), command=command)
    if file and not (html and file.suffix.lower() in (".html", ".htm")):
        raise UsageError("bad_command", problem=t("cli.expected_page"), command=command)


def _of_profile(report: RunReport, profile: str | None) -> RunReport:
    from toolkit.sessions.receipts.part import of_profile

    return of_profile(report, profile) if profile else report


def _show(found: Found, report: RunReport) -> None:
    from toolkit.cli.output import say
    from toolkit.sessions.receipts.verify import signature_line

    verdict = t(f"word.verdict.{report.verdict}")
    say(t("cli.receipt_head", command=report.command, started=report.started, verdict=verdict))
    if report.environment == "replica":
        say(t("cli.replica"))
    _table(report)
    say(signature_line(found))
    if found.state == "signed":
        say(t("receipts.tamper_evident"))


def _table(report: RunReport) -> None:
    from toolkit.cli.output import table, word

    headers = [
        t(f"word.column.{key}")
        for key in ("profile", "platform", "account", "server", "browser", "disk", "verdict", "reason")
    ]
    told = {one.profile for one in report.results}
    rows: list[list[tuple[str, str] | str]] = [
        [one.profile, "", "", "", "", word("disk", one.disk), word("verdict", one.verdict), _why(one.reason)]
        for one in report.profiles
        if one.profile not in told
    ]
    rows += [
        [
            one.profile,
            one.platform,
            one.account or "-",
            word("server", one.server),
            word("browser", one.browser),
            word("disk", one.disk),
            word("verdict", one.verdict),
            _why(one.reason),
        ]
        for one in report.results
    ]
    table(headers, rows)


def _why(reason: ReasonText | None) -> str:
    from toolkit.texts import language

    return reason.in_language(language()) if reason else ""


def verify(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="RECEIPT", help="help.arg.receipt_or_all")] = None,
    json: Json = False,
) -> int:
    from toolkit.cli.output import note, print_json, say
    from toolkit.sessions.receipts.keys import fingerprint
    from toolkit.sessions.receipts.verify import verify_receipts
    from toolkit.workspace.home import find_home

    home = find_home(ctx.obj.home)
    answer = verify_receipts(home, home.config().environment, name)
    if json:
        print_json(answer.as_json())
        return int(answer.exit)
    if not answer.checked and not answer.findings:
        note(t("cli.no_receipts"))
        return int(answer.exit)
    for one in answer.findings:
        say(one.reason.text)
    remedies = [one.reason.remedy for one in answer.findings if one.reason.remedy]
    for remedy in dict.fromkeys(remedies):
        say(f"  {remedy}")
    if ctx.obj.quiet and not answer.findings:
        return int(answer.exit)
    single = "_one" if name and answer.outcome == "intact" else ""
    say(t(f"receipts.outcome.{answer.outcome}{single}", count=answer.checked))
    if answer.signer:
        say(t("receipts.key", key=fingerprint(answer.signer.key_id)))
    for sentence in answer.notes:
        say(sentence)
    return int(answer.exit)
