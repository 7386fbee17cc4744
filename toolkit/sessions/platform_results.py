"""What `platform test` found, as JSON and as JUnit. Nothing in it is secret."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal
from xml.etree import ElementTree

from toolkit.catalog.base import escape
from toolkit.errors import Exit, Reason
from toolkit.secrets import scrub

Kind = Literal["replica", "real server", "live account"]
Outcome = Literal["ok", "failed", "unknown"]
Verdict = Literal["flips", "broken", "unknown"]

EXITS: dict[Verdict, Exit] = {"flips": Exit.CLEAN, "broken": Exit.DIRTY, "unknown": Exit.UNKNOWN}


@dataclass(frozen=True)
class StepResult:
    """One step of the test. `at`: file, line and selector of the flow's step that failed."""

    name: str
    outcome: Outcome
    seconds: float
    reason: Reason | None = None
    at: str | None = None

    def as_json(self) -> dict[str, Any]:
        reason = self.reason.as_json() if self.reason else None
        return {
            "name": self.name,
            "outcome": self.outcome,
            "seconds": round(self.seconds, 2),
            "reason": {part: scrub(text) for part, text in reason.items()} if reason else None,
            "at": self.at,
        }


@dataclass(frozen=True)
class PlatformTest:
    """One platform: the steps as far as they came. Only the last one can be other than `ok`."""

    platform: str
    kind: Kind
    steps: tuple[StepResult, ...]
    on: dt.date

    @property
    def verdict(self) -> Verdict:
        outcomes = {step.outcome for step in self.steps}
        return "broken" if "failed" in outcomes else "unknown" if "unknown" in outcomes or not outcomes else "flips"

    @property
    def exit(self) -> Exit:
        return EXITS[self.verdict]

    @property
    def trouble(self) -> StepResult | None:
        """The step that did not go well."""
        return next((step for step in self.steps if step.outcome != "ok"), None)

    def as_json(self) -> dict[str, Any]:
        """`verified` is the label that this run earns in the platform's file; null unless it flips."""
        earned = {"kind": self.kind, "on": self.on.isoformat()} if self.verdict == "flips" else None
        return {
            "version": 1,
            "platform": self.platform,
            "kind": self.kind,
            "verdict": self.verdict,
            "steps": [step.as_json() for step in self.steps],
            "verified": earned,
        }


def worst(results: Sequence[PlatformTest]) -> Verdict:
    """Broken before unknown before flips."""
    verdicts = {result.verdict for result in results}
    return "broken" if "broken" in verdicts else "unknown" if "unknown" in verdicts else "flips"


def junit(results: Sequence[PlatformTest]) -> bytes:
    """One test suite per platform, one test case per step: broken is a failure, could not tell is an error.

    Format: https://github.com/testmoapp/junitxml
    """
    root = ElementTree.Element("testsuites", name="toolkit platform test")
    for result in results:
        suite = ElementTree.SubElement(
            root,
            "testsuite",
            name=result.platform,
            tests=str(len(result.steps)),
            failures=str(sum(step.outcome == "failed" for step in result.steps)),
            errors=str(sum(step.outcome == "unknown" for step in result.steps)),
            skipped="0",
            time=_seconds(sum(step.seconds for step in result.steps)),
        )
        properties = ElementTree.SubElement(suite, "properties")
        ElementTree.SubElement(properties, "property", name="kind", value=result.kind)
        for step in result.steps:
            case = ElementTree.SubElement(
                suite, "testcase", classname=f"toolkit.{result.platform}", name=step.name, time=_seconds(step.seconds)
            )
            if step.outcome != "ok" and step.reason:
                tag = "failure" if step.outcome == "failed" else "error"
                text = escape(scrub(step.reason.text))
                ElementTree.SubElement(case, tag, type=step.reason.code, message=text).text = step.at or text
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _seconds(value: float) -> str:
    return f"{value:.3f}"
