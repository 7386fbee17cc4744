"""`platform test`: tries platforms on their replica, on a server of this machine, or on the real site."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli.options import Headed, Json, PlatformIds, Timeout
from toolkit.cli.settings import Settings
from toolkit.errors import Exit, Reason, UsageError
from toolkit.texts import t

if TYPE_CHECKING:
    from toolkit.browser.find import Browser
    from toolkit.catalog.registry import Catalog
    from toolkit.sessions.events import Emit, Event
    from toolkit.sessions.platform_results import PlatformTest
    from toolkit.sessions.platform_subject import Server

_COLOURS = {"ok": "green", "failed": "red", "unknown": "yellow"}


def try_(
    ctx: typer.Context,
    platforms: PlatformIds = None,
    all_: Annotated[bool, typer.Option("--all", help="help.opt.all")] = False,
    live: Annotated[bool, typer.Option("--live", help="help.opt.live")] = False,
    instance: Annotated[str | None, typer.Option("--instance", metavar="URL", help="help.opt.instance")] = None,
    var: Annotated[list[str] | None, typer.Option("--var", metavar="KEY=VALUE", help="help.opt.test_var")] = None,
    everywhere: Annotated[bool | None, typer.Option("--everywhere/--no-everywhere", help="help.opt.everywhere")] = None,
    junit: Annotated[Path | None, typer.Option("--junit", metavar="FILE", help="help.opt.junit")] = None,
    headed: Headed = None,
    timeout: Timeout = 120.0,
    json: Json = False,
) -> int:
    from toolkit.cli.interrupt import run_async
    from toolkit.cli.output import note, print_json
    from toolkit.cli.platform_commands import catalog_of
    from toolkit.sessions import platform_results as results

    catalog = catalog_of(ctx.obj)
    servers = _servers(catalog, platforms or [], all_, live, instance, var or [])
    browser = _browser(ctx.obj)
    if junit is not None:
        _write(junit, b"")  # a place that cannot be written to is no news for after the run

    def emit(event: Event) -> None:
        if event.stage == "person" or not ctx.obj.quiet:
            note(f"{event.platform}: {event.text if event.stage == 'person' else _words(event.text)}")

    done = run_async(_run(catalog, servers, browser, emit, headed=bool(headed), everywhere=everywhere, timeout=timeout))
    if junit is not None:
        _write(junit, results.junit(done))
    verdict = results.worst(done)
    if json and len(servers) == 1 and not all_:
        print_json(done[0].as_json())
    elif json:
        print_json({"version": 1, "verdict": verdict, "platforms": [result.as_json() for result in done]})
    else:
        for result in done:
            _show(result)
    return int(results.EXITS[verdict])


def _browser(settings: Settings) -> Browser:
    """The browser that the workspace names, where there is one, else an installed one."""
    from toolkit.browser.find import find_browser, is_firefox_program
    from toolkit.workspace.home import find_home

    home = find_home(settings.home)
    named = home.config().browser.executable if home.config_file.exists() else None
    if named is None:
        return find_browser()
    return find_browser("firefox" if is_firefox_program(Path(named)) else "chromium", Path(named))


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        problem = t("platform_test.unwritable", why=error.strerror or type(error).__name__)
        raise UsageError("bad_value", what="--junit", problem=problem) from None


def _words(step: str) -> str:
    """A step as a person reads it; `login_2` signs a second account in."""
    return t(f"platform_test.step.{step.rstrip('_0123456789')}")


def _servers(
    catalog: Catalog, ids: Sequence[str], all_: bool, live: bool, instance: str | None, var: Sequence[str]
) -> dict[str, Server]:
    """Which server each platform is tried on. Raises UsageError before anything has started."""
    from toolkit.cli.account_commands import parted_vars
    from toolkit.demo.stand import HAS_REPLICA
    from toolkit.sessions.platform_subject import choose_server, user_variable

    if not ids and not all_:
        raise UsageError("bad_command", problem=t("platform_test.none"), command="toolkit platform test --help")
    if all_:
        known = (id_ for id_ in catalog.ids() if (user_variable(id_) in os.environ if live else id_ in HAS_REPLICA))
        ids = [*dict.fromkeys([*ids, *known])]
    if len(ids) != 1 and (instance is not None or var):
        what = "--instance" if instance is not None else "--var"
        raise UsageError("bad_value", what=what, problem=t("platform_test.one_instance"))
    values = parted_vars(var)
    return {
        id_: choose_server(
            catalog,
            id_,
            environ=os.environ,
            live=live,
            instance=instance,
            values=values,
            has_replica=id_ in HAS_REPLICA,
        )
        for id_ in ids
    }


async def _run(
    catalog: Catalog,
    servers: dict[str, Server],
    browser: Browser,
    emit: Emit,
    *,
    headed: bool,
    everywhere: bool | None,
    timeout: float,
) -> list[PlatformTest]:
    """One platform after the other: their figures stay comparable, and test accounts are not used side by side."""
    from contextlib import ExitStack

    from toolkit.browser.launch import driver
    from toolkit.demo.stand import replica_stand
    from toolkit.sessions.platform_subject import make_subject
    from toolkit.sessions.platform_test import try_platform

    done: list[PlatformTest] = []
    with ExitStack() as stack:
        stands = {i: stack.enter_context(replica_stand(i)) for i, s in servers.items() if s.kind == "replica"}
        subjects = [
            make_subject(catalog, id_, server, environ=os.environ, stand=stands.get(id_))
            for id_, server in servers.items()
        ]
        async with driver() as playwright:
            for subject in subjects:
                both = subject.kind != "live account" if everywhere is None else everywhere
                done.append(
                    await try_platform(
                        playwright, subject, browser, emit=emit, headed=headed, everywhere=both, timeout=timeout
                    )
                )
    return done


def _show(result: PlatformTest) -> None:
    from toolkit.cli.output import note, say, table

    rows = [
        (
            _words(step.name),
            (t(f"platform_test.{step.outcome}"), _COLOURS[step.outcome]),
            f"{step.seconds:.1f} s",
            step.reason.text if step.reason else "",
        )
        for step in result.steps
    ]
    headers = [t(f"platform_test.column.{name}") for name in ("step", "result", "seconds", "reason")]
    table(headers, rows)
    say(t(f"platform_test.verdict.{result.verdict}", platform=result.platform, kind=result.kind))
    if (step := result.trouble) is None or step.reason is None:
        return
    if step.at:
        note(step.at)
    broken = Reason("flow_broken", {"platform": result.platform})
    for line in (step.reason.remedy, broken.remedy if result.exit == Exit.DIRTY else ""):
        if line:
            note(line)
