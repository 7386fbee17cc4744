"""What becomes of an error: a sentence, what to type next, the exit code; a log for what is a defect of ours."""

from __future__ import annotations

import contextlib
import sys
import tempfile
import time
import traceback
from pathlib import Path

import typer

from toolkit.cli.settings import Settings
from toolkit.errors import Exit, Reason, ToolkitError
from toolkit.texts import t


def failed(error: BaseException, settings: Settings) -> int:
    """Tell the person (on standard error) and, under `--json`, the program that asked. Answers the exit code."""
    if isinstance(error, (KeyboardInterrupt, typer.Abort)):
        reason = Reason("interrupted")
    elif isinstance(error, ToolkitError):
        reason = error.reason
    elif isinstance(error, BrokenPipeError):
        return int(Exit.CLEAN)  # whoever read our output has enough: `toolkit status | head -1`
    else:
        reason = _usage(error) or _unexpected(error, settings)
    tell(reason, settings)
    return int(reason.exit)


def tell(reason: Reason, settings: Settings) -> None:
    """Print a reason with its remedy; under `--json` also as an object on standard output."""
    from toolkit.cli.output import print_json, safe

    typer.echo(f"{t('cli.error')}: {safe(reason.text)}", err=True)
    if remedy := reason.remedy:
        typer.echo(safe(remedy), err=True)
    if settings.json:
        print_json({"version": 1, "error": reason.as_json()})


def _usage(error: BaseException) -> Reason | None:
    """Typer's own complaints about a command line, in the person's language; they are told apart by their names."""
    context = getattr(error, "ctx", None)
    if context is None:
        return None
    param = getattr(error, "param", None)
    name = getattr(param, "metavar", None) if getattr(param, "param_type_name", "") == "argument" else None
    what = name or "/".join(getattr(param, "opts", ())) or getattr(error, "option_name", "") or ""
    match type(error).__name__:
        case "NoSuchOption":
            near = [*(getattr(error, "possibilities", None) or ())]
            problem = t("cli.no_such_option_near" if near else "cli.no_such_option", name=what, near=", ".join(near))
        case "MissingParameter":
            problem = t("cli.missing", name=what)
        case "BadParameter":
            problem = t("cli.bad_parameter", name=what)
        case "BadOptionUsage":
            problem = t("cli.bad_option", name=what)
        case _:
            problem = t("cli.extra_arguments")
    return Reason("bad_command", {"problem": problem, "command": f"{context.command_path} --help"})


def _unexpected(error: BaseException, settings: Settings) -> Reason:
    """A defect: the traceback goes into a file of the home, without secrets, and never onto the screen."""
    from toolkit.secrets import scrub

    text = scrub("".join(traceback.format_exception(error)))
    return Reason("unexpected", {"what": type(error).__name__, "log": _written(text, settings) or t("cli.no_log")})


def _written(text: str, settings: Settings) -> str | None:
    """The log's path: in the home, else in the folder for temporary files; None where neither can be written to."""
    from toolkit import __version__
    from toolkit.workspace.edit import write_private
    from toolkit.workspace.home import find_home

    system = f"toolkit {__version__}, Python {sys.version.split()[0]}, {sys.platform}\n"
    name = time.strftime("error-%Y-%m-%dT%H-%M-%SZ.log", time.gmtime())
    folders = [Path(tempfile.gettempdir())]
    with contextlib.suppress(ToolkitError):
        folders.insert(0, find_home(settings.home).path)
    for folder in folders:
        path = folder / name
        try:
            write_private(path, (system + text).encode("utf-8", "replace"))
        except (OSError, ToolkitError):
            continue
        return str(path)
    return None
