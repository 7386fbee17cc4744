"""The tour of `toolkit demo`: three clients with nine sessions on replicas, logged out and proven, then a liar caught.

Everything happens in one temporary folder and on 127.0.0.1; the sign-ins go through the shipped flows.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.demo.replicas import Replicas
from toolkit.secrets.key import SecretKey
from toolkit.sessions.clean_profile import Options
from toolkit.sessions.events import Emit
from toolkit.sessions.login import LoginResult, log_in
from toolkit.sessions.results import Report
from toolkit.sessions.run import run_profiles
from toolkit.sessions.status import status
from toolkit.sessions.workbench import Workbench
from toolkit.workspace.home import find_home

PASSWORD = "demo-Passw0rd"  # noqa: S105  (of accounts that exist in this process alone)
LIAR = "mastodon"


@dataclass(frozen=True)
class Client:
    """A made-up client of an agency."""

    profile: str
    name: str
    color: str
    language: str


CLIENTS = (
    Client("bufete", "Bufete Acme", "#c0392b", "es"),
    Client("cafe", "Café do Porto", "#8e6e53", "pt"),
    Client("surf", "Surf & Sons", "#2980b9", "en"),
)
PLATFORMS = ("instagram", "x", "mastodon")


@dataclass
class Tour:
    """The stage: replicas with nine accounts, and a workspace that knows them."""

    bench: Workbench
    replicas: Replicas

    async def sign_in(self, emit: Emit, profile: str | None = None, platforms: Sequence[str] = ()) -> list[LoginResult]:
        """Sign in by the flows: all clients side by side, or one."""
        names = [profile] if profile else self.bench.profiles()
        done = await asyncio.gather(*(log_in(self.bench, name, platforms, emit) for name in names))
        return [result for results in done for result in results]

    def status(self) -> dict[str, Any]:
        return status(self.bench, [])

    def live(self) -> int:
        """How many sessions the servers themselves hold open."""
        return len(self.replicas.live_sessions())

    async def log_out_all(self, emit: Emit, profile: str | None = None) -> Report:
        names = [profile] if profile else self.bench.profiles()
        return await run_profiles(self.bench, names, Options(consent=frozenset(names)), emit, workers=len(CLIENTS))

    def let_lie(self) -> None:
        """From now on one platform says "signed out" and keeps the session."""
        self.replicas.set_fault(LIAR, "lying_logout")


@contextlib.contextmanager
def stage(*, headed: bool = False, folder: Path | None = None, executable: Path | None = None) -> Iterator[Tour]:
    """Set the tour up in `folder` (kept) or in a temporary one that is gone afterwards."""
    made = folder is None
    place = folder or Path(tempfile.mkdtemp(prefix="toolkit-demo-"))
    try:
        with Replicas(seed=7) as replicas:
            home = find_home(place)
            home.create()
            environ = _accounts(replicas)
            home.config_file.write_text(_config(replicas, executable), encoding="utf-8")
            bench = Workbench(home, headed=headed, environ=environ)
            try:
                yield Tour(bench, replicas)
            finally:
                bench.close()
    finally:
        if made:
            shutil.rmtree(place)


def _accounts(replicas: Replicas) -> dict[str, str]:
    """Add every client's accounts to the replicas; the environment that holds their passwords."""
    environ = {}
    for client in CLIENTS:
        for platform in PLATFORMS:
            user = _user(client, platform)
            replicas.add_account(platform, user, PASSWORD, language=client.language)
            environ[SecretKey(platform, user, "password").variable] = PASSWORD
    return environ


def _user(client: Client, platform: str) -> str:
    return f"hola@{client.profile}.example" if platform == "mastodon" else f"{client.profile}_social"


def _config(replicas: Replicas, executable: Path | None) -> str:
    lines = ["version: 1", "environment: replica", "browser:"]
    lines += [f"  executable: {executable}"] if executable else []
    lines += ["  args:", *(f'    - "{arg}"' for arg in replicas.browser_args), "profiles:"]
    for client in CLIENTS:
        lines += [
            f"  {client.profile}:",
            f'    client: "{client.name}"',
            f'    color: "{client.color}"',
            "    accounts:",
        ]
        for platform in PLATFORMS:
            values = ", vars: {instance: mastodon.social}" if platform == "mastodon" else ""
            lines.append(f'      - {{platform: {platform}, user: "{_user(client, platform)}"{values}}}')
    return "\n".join(lines) + "\n"
