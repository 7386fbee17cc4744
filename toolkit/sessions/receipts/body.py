"""From a run's report to the body of its receipt: no fractions, every language, and no secret."""

from __future__ import annotations

import platform
from datetime import UTC, datetime
from typing import Any

from toolkit import __version__, texts
from toolkit.errors import Reason
from toolkit.secrets import scrub
from toolkit.sessions.receipts.model import VERSION
from toolkit.sessions.results import ProfileResult, Report
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
        **_row(report.as_json(), report.seconds),
        "profiles": [_profile(one, config) for one in report.profiles],
        "results": [{**_row(one.as_json(), one.seconds), "reason": _reason(one.reason)} for one in report.units],
        "receipt": None,
    }


def _profile(one: ProfileResult, config: Config) -> dict[str, Any]:
    known = config.profiles.get(one.profile)
    return {
        **_row(one.as_json()),
        "client": _safe(known.client or one.profile) if known else None,
        "clean": known.clean if known else None,
        "reason": _reason(one.reason),
    }


# Words of ours and names out of toolkit.yaml: a person whose password is `clean` still gets a verdict.
_OURS = {"command", "environment", "verdict", "server", "browser", "disk", "started", "profile", "platform", "kind"}


def _row(row: dict[str, Any], seconds: float | None = None) -> dict[str, Any]:
    """A row of the report in the form of a receipt. Later fields of a report come along, free of secrets too."""
    plain = {key: value if key in _OURS else _plain(value) for key, value in row.items() if key != "seconds"}
    return plain if seconds is None else {**plain, "milliseconds": max(0, round(seconds * 1000))}


def _plain(value: Any) -> Any:
    """Without secrets and without fractions, which have no canonical form."""
    match value:
        case str():
            return _safe(value)
        case float():
            return str(value)
        case dict():
            return {key: item if key in _OURS else _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
    return value


def _reason(reason: Reason | None) -> dict[str, Any] | None:
    """Also in the languages that a page of this receipt may be asked for in, years later."""
    if reason is None:
        return None
    spoken = {}
    for language in texts.LANGUAGES:
        with texts.speaking(language):
            spoken[language] = _safe(reason.text)
    return {"code": reason.code, "text": _safe(reason.text), "texts": spoken}


def _safe(text: str) -> str:
    """Without any secret that this process has held; half characters, which file names may have, made whole."""
    return scrub(text).encode("utf-8", "replace").decode()
