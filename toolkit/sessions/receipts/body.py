"""From a run's report to the body of its receipt: no fractions, every language, and no secret."""

from __future__ import annotations

import platform
from datetime import UTC, datetime
from typing import Any

from toolkit import __version__, texts
from toolkit.errors import Reason
from toolkit.secrets import scrub
from toolkit.sessions.receipts.model import VERSION
from toolkit.sessions.results import ProfileResult, Report, UnitResult
from toolkit.traces import Trace
from toolkit.workspace.config import Config


def body_of(report: Report, config: Config, name: str, now: datetime) -> dict[str, Any]:
    """All of a receipt but its place in the chain and its signature. `now`: with the computer's time zone."""
    return {
        "version": VERSION,
        "name": name,
        "written": utc(now),
        "utc_offset": _offset(now),
        "toolkit": __version__,
        "system": platform.system(),
        "host": _safe(platform.node()),
        "report": _report(report, config),
    }


def utc(moment: datetime) -> str:
    """`2026-11-22T09:00:04Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _offset(moment: datetime) -> str:
    """`+01:00`. Seconds, which some places had a hundred years ago, are left out."""
    digits = moment.strftime("%z")[:5]
    return f"{digits[:3]}:{digits[3:]}"


def _report(report: Report, config: Config) -> dict[str, Any]:
    return {
        **_in_milliseconds(report.as_json(), report.seconds),
        "profiles": [_profile(one, config) for one in report.profiles],
        "results": [_result(one) for one in report.units],
        "receipt": None,
    }


def _profile(one: ProfileResult, config: Config) -> dict[str, Any]:
    known = config.profiles.get(one.profile)
    return {
        **one.as_json(),
        "client": _safe(known.client or one.profile) if known else None,
        "clean": known.clean if known else None,
        "reason": _reason(one.reason),
        "traces": _traces(one.traces),
    }


def _result(one: UnitResult) -> dict[str, Any]:
    return {
        **_in_milliseconds(one.as_json(), one.seconds),
        "account": _safe(one.account) if one.account is not None else None,
        "reason": _reason(one.reason),
        "traces": _traces(one.traces),
    }


def _in_milliseconds(row: dict[str, Any], seconds: float) -> dict[str, Any]:
    rest = {key: value for key, value in row.items() if key != "seconds"}
    return {**rest, "milliseconds": max(0, round(seconds * 1000))}


def _reason(reason: Reason | None) -> dict[str, Any] | None:
    """Also in the languages that a page of this receipt may be asked for in, years later."""
    if reason is None:
        return None
    spoken = {}
    for language in texts.LANGUAGES:
        with texts.speaking(language):
            spoken[language] = _safe(reason.text)
    return {"code": reason.code, "text": _safe(reason.text), "texts": spoken}


def _traces(traces: tuple[Trace, ...]) -> list[dict[str, Any]]:
    return [
        {key: _safe(value) if isinstance(value, str) else value for key, value in trace.as_json().items()}
        for trace in traces
    ]


def _safe(text: str) -> str:
    """Without any secret that this process has held; half characters, which file names may have, made whole."""
    return scrub(text).encode("utf-8", "replace").decode()
