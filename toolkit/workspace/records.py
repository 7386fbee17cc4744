"""The records of the journal. Times are ISO 8601 in UTC (`2026-11-22T09:00:00Z`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

OpenState = Literal["in_progress", "unconfirmed"]
Phase = Literal["building", "swapping", "removing"]
Settled = Literal["revoked", "signed_out", "was_out", "everywhere", "acknowledged"]


@dataclass(frozen=True)
class OpenRow:
    """A session that may be open on the server. `account` is None where nobody is known; `reason` is a reason code."""

    profile: str
    platform: str
    account: str | None
    since: str
    state: OpenState
    reason: str | None
    fingerprint: bytes | None


@dataclass(frozen=True)
class SettledRow(OpenRow):
    """An `OpenRow` of the past: when and how it was settled."""

    settled: str
    how: str


@dataclass(frozen=True)
class Fact:
    """What the last probe learnt; `signed_in` is None where it could not tell."""

    profile: str
    platform: str
    account_id: str | None
    signed_in: bool | None
    as_of: str


@dataclass(frozen=True)
class Pin:
    """What a profile was first opened with."""

    product: str
    executable: str
    password_store: str


@dataclass(frozen=True)
class Rebuild:
    """How far the rebuild of a profile came, with the names of both directories."""

    phase: Phase
    fresh: str
    old: str
    since: str


@dataclass(frozen=True)
class Run:
    """A run of a command; `steps` are (profile, step, at) in their order."""

    id: int
    command: str
    pid: int
    began: str
    ended: str | None
    outcome: str | None
    steps: tuple[tuple[str, str, str], ...]
