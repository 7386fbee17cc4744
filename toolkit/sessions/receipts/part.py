"""The part of a report that is one client's business."""

from __future__ import annotations

from toolkit.errors import UsageError
from toolkit.sessions.judge import worst
from toolkit.sessions.receipts.model import RunReport


def of_profile(report: RunReport, profile: str) -> RunReport:
    """Only what concerns `profile`, with a verdict of its own. Raises UsageError (not_in_receipt)."""
    profiles = tuple(one for one in report.profiles if one.profile == profile)
    results = tuple(one for one in report.results if one.profile == profile)
    if not profiles and not results:
        raise UsageError("not_in_receipt", profile=profile)
    verdict = worst([*(one.verdict for one in profiles), *(one.verdict for one in results)])
    return report.model_copy(update={"profiles": profiles, "results": results, "verdict": verdict})
