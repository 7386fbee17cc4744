"""The one question before a run: may open browsers be closed, may profiles be rebuilt for the first time?"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.cli.output import note
from toolkit.errors import ToolkitError, Undecided
from toolkit.texts import t

if TYPE_CHECKING:
    from toolkit.sessions.plan import ProfilePlan
    from toolkit.sessions.workbench import Workbench
    from toolkit.traces import Counts, Reading


@dataclass(frozen=True)
class Agreed:
    """Profiles whose browser may be closed, and those that may be rebuilt."""

    close: frozenset[str] = frozenset()
    rebuild: frozenset[str] = frozenset()

    async def may_close(self, name: str) -> bool:
        return name in self.close


def on_terminal() -> bool:
    """Whether a person can be asked: questions go to standard error and are answered on standard input."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def confirmed(question: str) -> bool:
    """Ask a yes-or-no question; anything but a yes, in any of our languages, is a no."""
    sys.stderr.write(f"{question} [{t('cli.y')}/{t('cli.n')}] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes", "s", "si", "sí", "sim"}


def agree(
    bench: Workbench, names: Sequence[str], platforms: Sequence[str], *, yes: bool, rebuild: bool = True
) -> Agreed:
    """What the person agrees to, asked once for all profiles. `yes` agrees to everything.

    Without a terminal nothing is agreed to, and the run leaves what it may not touch. Raises Undecided (not_confirmed)
    when the answer is no: nothing was done then.
    """
    if yes:
        return Agreed(frozenset(names), frozenset(names))
    if not on_terminal():
        return Agreed()
    open_ones = [name for name in names if running(bench, name)]
    unasked = [name for name in names if rebuild and not bench.journal.has_consent(name)]
    first = {name: plan for name in unasked if (plan := plan_of(bench, name, platforms)) and plan.consent}
    if not open_ones and not first:
        return Agreed()
    for name in open_ones:
        note(t("cli.ask.open", profile=bench.config.client(name)))
    for name, plan in first.items():
        note(t("cli.ask.rebuild", profile=bench.config.client(name), **shown(plan)))
        note(t("cli.ask.lost", what=", ".join(lost(bench, name))))
    if not confirmed(t("cli.ask.go_on")):
        raise Undecided("not_confirmed", profile=", ".join(dict.fromkeys([*open_ones, *first])), what="answer")
    return Agreed(frozenset(open_ones), frozenset(first))


def running(bench: Workbench, name: str) -> bool:
    """Whether a browser runs on the profile; one on another machine is none that could be closed here."""
    from toolkit.browser.running import running_pid

    try:
        return running_pid(bench.folder(name)) is not None
    except ToolkitError:
        return False


def plan_of(bench: Workbench, name: str, platforms: Sequence[str]) -> ProfilePlan | None:
    """A profile's plan, None where there is none: the run itself says why."""
    from toolkit.sessions.plan import plan_profile

    try:
        return plan_profile(bench, name, platforms)
    except ToolkitError:
        return None


def shown(plan: ProfilePlan) -> dict[str, object]:
    """Numbers for a sentence about what a rebuild takes away; `?` where they could not be read."""
    return {name: "?" if value is None else value for name, value in numbers(plan.consent, plan.reading).items()}


def numbers(counts: Counts | None, reading: Reading) -> dict[str, int | None]:
    """What a rebuild takes away, by name; None where it could not be read."""
    return {
        "passwords": counts.passwords if counts else None,
        "history": counts.history_urls if counts else None,
        "tabs": counts.open_tabs if counts else None,
        "cookies": counts.cookies if counts else None,
        "other_hosts": reading.other_hosts,
    }


def lost(bench: Workbench, name: str) -> list[str]:
    """What of bookmarks, extensions and settings a rebuild cannot keep, by the browsers that used the profile."""
    from toolkit.browser.rebuild import families

    return list(dict.fromkeys(t(f"cli.lost.{family}") for family in families(bench.folder(name))))
