"""Moments and durations as people write them, without the system's locales: a page may be in another language."""

from __future__ import annotations

from datetime import datetime, timedelta

from toolkit.texts import language, t

_SPACE = "\N{NO-BREAK SPACE}"


def moment(utc: str, offset: str | None) -> str:
    """`2026-11-22T09:00:04Z` seen from `+01:00`: `22 November 2026, 10:00:04 (UTC+01:00)`; without an offset, UTC.

    Raises ValueError for what is no moment.
    """
    at = datetime.fromisoformat(utc)
    if offset:
        minutes = int(offset[1:3]) * 60 + int(offset[4:6])
        at += timedelta(minutes=-minutes if offset.startswith("-") else minutes)
    month = t("report.months").split()[at.month - 1]
    date = t("report.date", day=at.day, month=month, year=at.year)
    return f"{date}, {at:%H:%M:%S} (UTC{offset or ''})"


def duration(milliseconds: int) -> str:
    """`1.3 s`, `1,3 s`, `2 min 5 s`."""
    if milliseconds >= 60_000:
        minutes, seconds = divmod(round(milliseconds / 1000), 60)
        return f"{minutes}{_SPACE}min {seconds}{_SPACE}s"
    text = f"{milliseconds / 1000:.1f}{_SPACE}s"
    return text if language() == "en" else text.replace(".", ",")
