"""A home that writes receipts, with its key in files or in a key ring made of a dictionary."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest

from toolkit.errors import Reason, Undecided
from toolkit.secrets import secret, system_keyring
from toolkit.sessions.receipts import places
from toolkit.sessions.receipts.folder import names
from toolkit.sessions.receipts.verify import Verification, verify_receipts
from toolkit.sessions.receipts.write import write_receipt
from toolkit.sessions.results import ProfileResult, Report, UnitResult, Verdict
from toolkit.traces import Trace
from toolkit.workspace.home import Home, find_home

CONFIG = """\
version: 1
environment: {environment}
profiles:
  acme:
    client: Bufete Acme
    accounts:
      - {{platform: instagram, user: acme_legal}}
  bakery:
    client: Panadería La Espiga
    clean: sessions
"""


@dataclass
class Ring:
    """A key ring. `absent`: this system has none; `silent`: there is one that fails; `slow`: it waits for a person."""

    state: Literal["open", "locked", "silent", "slow", "absent"] = "open"
    entries: dict[str, str] = field(default_factory=dict)
    asked: int = 0

    def usable(self) -> bool:
        if self.state == "silent":
            raise Undecided("keyring_absent")
        return self.state != "absent"

    def read(self, entry: str) -> str | None:
        self._answer()
        return self.entries.get(entry)

    def write(self, entry: str, text: str) -> None:
        self._answer()
        self.entries[entry] = text

    def _answer(self) -> None:
        self.asked += 1
        if self.state == "slow":
            time.sleep(30)
        if self.state == "locked":
            raise Undecided("keyring_locked")
        assert self.state == "open", "a key ring that is not there was asked"

    def drop(self, kind: str) -> None:
        """Forget `key` or `head`."""
        self.entries = {entry: text for entry, text in self.entries.items() if not entry.endswith(f"/{kind}")}


@dataclass
class Desk:
    """A home that runs and verifies; `ring` is its key ring."""

    home: Home
    ring: Ring

    def run(self, count: int = 1, report: Report | None = None) -> list[str]:
        """Names of the receipts written."""
        paths = [write_receipt(self.home, self.home.config(), report or a_report()) for _ in range(count)]
        return [Path(path).stem for path in paths]

    def verify(self, name: str | None = None) -> Verification:
        return verify_receipts(self.home, self.home.config().environment, name)

    def codes(self) -> list[str]:
        """The codes of all findings, sorted."""
        return sorted(one.reason.code for one in self.verify().findings)

    def file(self, name: str) -> Path:
        return self.home.receipts / f"{name}.json"

    def environment(self, environment: str) -> None:
        self.home.config_file.write_text(CONFIG.format(environment=environment), encoding="utf-8")

    def files(self) -> dict[str, bytes]:
        return {name: self.file(name).read_bytes() for name in names(self.home)}


def a_report(verdict: Verdict = "clean", *profiles: ProfileResult) -> Report:
    return Report("logout-all", "live", verdict, "2026-11-22T09:00:00Z", 4.12, profiles or (a_profile(),))


def a_profile(name: str = "acme", account: str | None = "acme_legal", **more: object) -> ProfileResult:
    trace = Trace("history", "Default/History", "www.instagram.com", "", "visit", 3)
    layers: dict[str, Any] = {"verdict": "clean", "server": "revoked", "browser": "cleared", "disk": "residue"}
    unit = UnitResult(name, "instagram", account, **layers, seconds=1.3, traces=(trace,))
    given = {"verdict": "clean", "disk": "clean", "units": (unit,), **more}
    return ProfileResult(name, **given)  # type: ignore[arg-type]


def a_failure(name: str = "bakery") -> ProfileResult:
    reason = Reason("challenge", {"platform": "instagram"})
    unit = UnitResult(name, "instagram", "espiga", "unknown", "unknown", "cleared", "clean", True, reason, 3.2)
    return ProfileResult(name, "unknown", "clean", units=(unit,))


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Ring:
    ring = Ring()
    # each key is a secret to look for in every text: those of the tests before would only cost time
    monkeypatch.setattr(secret, "_known", {})
    monkeypatch.setattr(secret, "_known_pattern", None)
    for name in ("usable", "read", "write"):
        monkeypatch.setattr(system_keyring, name, getattr(ring, name))
    monkeypatch.setattr(places, "PATIENCE", 5.0)
    return ring


@pytest.fixture
def desk(tmp_path: Path, ring: Ring, request: pytest.FixtureRequest) -> Desk:
    """With an open key ring; `@pytest.mark.parametrize("desk", ["file"], indirect=True)`: without any."""
    if getattr(request, "param", "keyring") == "file":
        ring.state = "absent"
    home = find_home(tmp_path / "home")
    home.create()
    desk = Desk(home, ring)
    desk.environment("live")
    return desk


BOTH = pytest.mark.parametrize("desk", ["keyring", "file"], indirect=True)
Change = Callable[[Desk], object]
