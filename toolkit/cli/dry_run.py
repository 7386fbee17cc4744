"""`--dry-run`: what a run would do, read from the disk; nothing is started, closed or changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from toolkit.cli.output import note, print_json, say, table, yes_no
from toolkit.errors import Exit, ToolkitError
from toolkit.texts import t

if TYPE_CHECKING:
    from toolkit.sessions.workbench import Workbench


def show_plan(bench: Workbench, command: str, names: Sequence[str], platforms: Sequence[str], *, json: bool) -> int:
    """Per profile: what would be logged out, whether a browser starts, what a rebuild would take away."""
    plans = [_plan(bench, command, name, platforms) for name in names]
    if json:
        print_json({"version": 1, "command": command, "dry_run": True, "profiles": plans})
    else:
        headers = [
            t(f"word.column.{name}")
            for name in ("profile", "logs_out", "starts_browser", "closes", "rebuild", "reason")
        ]
        table(headers, [_row(plan) for plan in plans])
        note(t("cli.dry_run"))
    return int(Exit.UNKNOWN if any(plan["reason"] for plan in plans) else Exit.CLEAN)


def _plan(bench: Workbench, command: str, name: str, platforms: Sequence[str]) -> dict[str, Any]:
    from toolkit.cli.ask import lost, numbers, running
    from toolkit.sessions.plan import plan_profile
    from toolkit.traces import counts

    shown: dict[str, Any] = {
        "profile": name,
        "starts_browser": False,
        "browser_running": running(bench, name),
        "log_out": [],
        "rebuild": None,
        "reason": None,
    }
    try:
        plan = plan_profile(bench, name, platforms, everywhere=command == "everywhere")
    except ToolkitError as failure:
        return {**shown, "reason": failure.reason.as_json()}
    units = [
        {"platform": unit.platform, "account": account}
        for unit in plan.to_log_out
        for account in unit.accounts or (None,)
    ]
    folder = bench.folder(name)
    taken = counts(folder) if plan.everything and folder.exists() else None
    gone = {**numbers(taken, plan.reading), "cannot_keep": lost(bench, name)} if taken else None
    return {**shown, "starts_browser": plan.starts_browser, "log_out": units, "rebuild": gone}


def _row(plan: dict[str, Any]) -> list[str]:
    units = ", ".join(f"{unit['platform']}/{unit['account'] or '-'}" for unit in plan["log_out"])
    taken = {name: "?" if value is None else value for name, value in (plan["rebuild"] or {}).items()}
    gone = t("cli.counts", **taken) if taken else "-"
    reason = plan["reason"]["text"] if plan["reason"] else ""
    return [
        plan["profile"],
        units or "-",
        yes_no(plan["starts_browser"]),
        yes_no(plan["browser_running"]),
        gone,
        reason,
    ]


def show_login_plan(bench: Workbench, name: str, platforms: Sequence[str], *, json: bool) -> int:
    """Which accounts would be signed in."""
    from toolkit.sessions.units import chosen

    units = [unit for unit in chosen(bench.units(name), platforms) if unit.accounts]
    rows = [{"platform": unit.platform, "account": user} for unit in units for user in unit.accounts]
    if json:
        print_json({"version": 1, "command": "login", "dry_run": True, "profile": name, "log_in": rows})
        return int(Exit.CLEAN)
    for row in rows:
        say(t("cli.would_log_in", platform=row["platform"], account=row["account"]))
    if not rows:
        say(t("cli.no_accounts", profile=name))
    return int(Exit.CLEAN)
