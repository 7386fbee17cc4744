"""Tables and progress: every word in every language; nothing that a file or a site says acts on a terminal."""

from __future__ import annotations

import ast
import inspect
from typing import get_args

import pytest

from tests.cli.conftest import ROOT
from toolkit.cli import next_step
from toolkit.cli.output import print_report, safe
from toolkit.cli.progress import Progress, words
from toolkit.errors import REASONS, Reason
from toolkit.sessions import results
from toolkit.sessions.events import Event, Stage
from toolkit.sessions.results import ProfileResult, Report, UnitResult
from toolkit.texts import LANGUAGES, set_language, t
from toolkit.texts.doctor import TEXTS as DOCTOR

HOSTILE = "[red]x[/red]\x1b[31m\u202egnp\r\n"


def report(*profiles: ProfileResult, verdict: results.Verdict = "dirty") -> Report:
    return Report("logout-all", "live", verdict, "2026-11-22T09:00:00Z", 4.12, profiles, "receipts/x.json")


def unit(reason: Reason | None = None, **more: object) -> UnitResult:
    given = {"verdict": "dirty", "server": "still_valid", "browser": "cleared", "disk": "clean", **more}
    return UnitResult("acme", "instagram", "acme_legal", reason=reason, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_layer_verdict_and_stage_has_a_word(language: str) -> None:
    set_language(language)
    kinds = {"server": results.Server, "browser": results.Browser, "disk": results.Disk, "verdict": results.Verdict}
    for kind, values in kinds.items():
        for value in get_args(values):
            assert t(f"word.{kind}.{value}")
    for stage in set(get_args(Stage)) - {"done", "step", "note"}:
        assert words(Event("acme", None, stage))
    for ending in {*get_args(results.Server), *get_args(results.Verdict), "in", "out"}:
        assert words(Event("acme", "x", "done", ending))


def test_every_check_of_the_doctor_has_a_name() -> None:
    tree = ast.parse((ROOT / "toolkit/cli/checks.py").read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    named = {
        c.args[0].value
        for c in calls
        if c.func.id in {"Check", "_failed", "_guarded"}  # type: ignore[attr-defined]
        and isinstance(c.args[0], ast.Constant)
    }
    assert len(named) > 12
    assert {f"doctor.{name}" for name in named} <= DOCTOR.keys()


def test_a_report_names_what_failed_and_what_to_type(capsys: pytest.CaptureFixture[str]) -> None:
    lying = unit(Reason("still_valid", {"platform": "instagram"}))
    waiting = unit(Reason("challenge", {"platform": "instagram"}), verdict="unknown", server="unknown")
    refused = ProfileResult("beta", "unknown", "unknown", Reason("not_confirmed", {"profile": "beta", "what": "close"}))
    profile = ProfileResult("acme", "dirty", "clean", None, 3, (), (lying, waiting))
    print_report(report(profile, refused), {"acme": "Bufete Acme", "beta": "Beta"}, "/home/me/toolkit")
    shown = capsys.readouterr().out
    for text in (
        "acme (Bufete Acme)",
        "STILL OPEN",
        "NOT CLEAN",
        "its server still accepts the session",
        "Next: toolkit everywhere acme instagram",
        "Next: toolkit logout acme instagram --headed",
        "Next: toolkit logout-all --profile beta --yes",
        "acme: 3 other sites were cleared",
        "toolkit everywhere PROFILE",
        "Receipt: /home/me/toolkit/receipts/x.json",
        "Verdict: NOT CLEAN (4.1 s)",
    ):
        assert text in shown, text


def test_names_from_files_and_sites_are_shown_and_not_acted_on(capsys: pytest.CaptureFixture[str]) -> None:
    hostile = UnitResult(
        "acme",
        "x",
        HOSTILE,
        "unknown",
        "unknown",
        None,
        "unknown",
        reason=Reason("person_needed", {"platform": "x", "why": HOSTILE}),
    )
    print_report(report(ProfileResult("acme", "unknown", "unknown", units=(hostile,))), {"acme": HOSTILE}, "/home")
    with Progress(quiet=False) as progress:
        progress.emit(Event("acme", "x", "person", HOSTILE))
    captured = capsys.readouterr()
    for shown in (captured.out, captured.err):
        assert "[red]x" in shown
        assert not {"\x1b", "\u202e", "\r"} & set(shown)
    assert "\n" not in safe("error: x\nVerdict: clean"), "a name cannot add a line of its own"


def test_progress_is_plain_lines_without_a_terminal_and_nothing_when_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    events = [
        Event("acme", None, "reading"),
        Event("acme", "x", "flow", "logout"),
        Event("acme", "x", "step", "1 open"),
        Event("acme", "x", "flow", "logout"),
        Event("acme", "x", "done", "revoked"),
    ]
    with Progress(quiet=False) as progress:
        for event in events:
            progress.emit(event)
    captured = capsys.readouterr()
    assert captured.err.splitlines() == [
        "acme: reading the disk",
        "acme x: working on the site",
        "acme x: session closed, proven",
    ]
    assert captured.out == ""
    with Progress(quiet=True) as progress:
        for event in [*events, Event("acme", "x", "person", "type the code")]:
            progress.emit(event)
    assert capsys.readouterr().err.splitlines() == ["acme x: YOUR TURN in the window: type the code"]


def test_commands_to_type_belong_to_codes_and_commands_that_exist() -> None:
    from toolkit.cli.app import COMMANDS

    assert next_step._COMMANDS.keys() <= REASONS.keys()
    paths = {entry.path for entry in COMMANDS}
    for command in next_step._COMMANDS.values():
        words_ = command.split()
        assert words_[1] in paths or " ".join(words_[1:3]) in paths, command
    assert inspect.getdoc(next_step)
