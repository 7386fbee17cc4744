"""What a run found, as the contract of `logout`, `logout-all` and `verify` says it (DESIGN, JSON)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from toolkit.errors import Exit, Reason
from toolkit.traces import Trace

Verdict = Literal["clean", "dirty", "unknown"]
Server = Literal["revoked", "signed_out", "still_valid", "was_out", "unknown"]
Browser = Literal["cleared", "not_cleared", "unknown"]
Disk = Literal["clean", "residue", "dirty", "unknown"]


@dataclass(frozen=True)
class UnitResult:
    """One platform of one profile. `server` and `browser` are None where nothing ran."""

    profile: str
    platform: str
    account: str | None
    verdict: Verdict
    server: Server | None
    browser: Browser | None
    disk: Disk
    open_on_server: bool = False
    reason: Reason | None = None
    seconds: float = 0.0
    traces: tuple[Trace, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "profile": self.profile,
            "platform": self.platform,
            "account": self.account,
            "verdict": self.verdict,
            "server": self.server,
            "browser": self.browser,
            "disk": self.disk,
            "open_on_server": self.open_on_server,
            "reason": self.reason.as_json() if self.reason else None,
            "seconds": round(self.seconds, 2),
            "traces": [trace.as_json() for trace in self.traces],
        }


@dataclass(frozen=True)
class ProfileResult:
    """One profile with its platforms. `other_hosts`: sites cleared without a logout, under `everything`."""

    profile: str
    verdict: Verdict
    disk: Disk
    reason: Reason | None = None
    other_hosts: int = 0
    traces: tuple[Trace, ...] = ()
    units: tuple[UnitResult, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "profile": self.profile,
            "verdict": self.verdict,
            "disk": self.disk,
            "reason": self.reason.as_json() if self.reason else None,
            "other_hosts": self.other_hosts,
            "traces": [trace.as_json() for trace in self.traces],
        }


@dataclass(frozen=True)
class Report:
    """One run of a command over profiles. `started` is ISO 8601 in UTC; `receipt` is a path relative to the home."""

    command: str
    environment: str
    verdict: Verdict
    started: str
    seconds: float
    profiles: Sequence[ProfileResult] = field(default=())
    receipt: str | None = None
    interrupted: bool = False

    @property
    def units(self) -> list[UnitResult]:
        return [unit for profile in self.profiles for unit in profile.units]

    def as_json(self) -> dict[str, Any]:
        return {
            "version": 1,
            "command": self.command,
            "environment": self.environment,
            "verdict": self.verdict,
            "started": self.started,
            "seconds": round(self.seconds, 1),
            "profiles": [profile.as_json() for profile in self.profiles],
            "results": [unit.as_json() for unit in self.units],
            "receipt": self.receipt,
        }

    def exit_code(self) -> Exit:
        """0 clean, 1 dirty, 4 could not tell, 130 interrupted; 2 where the person can mend all of it."""
        if self.interrupted:
            return Exit.INTERRUPTED
        layers: list[ProfileResult | UnitResult] = [*self.profiles, *self.units]
        reasons = [r.reason for r in layers if r.reason and r.verdict != "clean"]
        if self.verdict == "dirty":
            return Exit.DIRTY
        if reasons and all(reason.exit == Exit.USAGE for reason in reasons):
            return Exit.USAGE
        return Exit.CLEAN if self.verdict == "clean" else Exit.UNKNOWN
