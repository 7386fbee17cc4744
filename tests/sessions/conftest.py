"""A workspace with one client on replicas of three platforms, signed in by the shipped flows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from toolkit.demo.replicas import Replicas
from toolkit.secrets import SecretKey
from toolkit.sessions.clean_profile import Options
from toolkit.sessions.events import Event
from toolkit.sessions.login import log_in
from toolkit.sessions.results import Report
from toolkit.sessions.run import run_profiles
from toolkit.sessions.workbench import Workbench
from toolkit.workspace.home import find_home

USERS = {"instagram": "acme_legal", "x": "acme_x", "mastodon": "prensa@acme.example"}
PASSWORD = "correct horse 7"


@dataclass
class Desk:
    """One client's desk: the workspace, and the servers' own truth."""

    bench: Workbench
    replicas: Replicas
    executable: Path

    async def sign_in(self, *platforms: str) -> None:
        results = await log_in(self.bench, "acme", platforms, [].append)
        assert all(result.signed_in for result in results), results

    async def log_out_all(self, events: list[Event] | None = None, **options: object) -> Report:
        chosen = Options(consent=frozenset({"acme"}), **options)  # type: ignore[arg-type]
        return await run_profiles(self.bench, ["acme"], chosen, (events if events is not None else []).append)

    def again(self) -> Desk:
        """The same workspace as a later command finds it."""
        self.bench.close()
        self.bench = Workbench(self.bench.home, headed=False, environ=self.bench.environ)
        return self

    def alive(self) -> set[str]:
        return {session.platform for session in self.replicas.live_sessions()}


def config(replicas: Replicas, executable: Path, clean: str) -> str:
    accounts = "\n".join(
        f"      - {{platform: {p}, user: {u}{', vars: {instance: mastodon.social}' if p == 'mastodon' else ''}}}"
        for p, u in USERS.items()
    )
    args = "\n".join(f'    - "{arg}"' for arg in replicas.browser_args)
    return (
        f"version: 1\nenvironment: replica\nbrowser:\n  executable: {executable}\n  args:\n{args}\n"
        f"profiles:\n  acme:\n    client: Bufete Acme\n    clean: {clean}\n    accounts:\n{accounts}\n"
    )


@pytest.fixture
def desk(tmp_path: Path, chromium_path: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """Use `@pytest.mark.parametrize("desk", ["sessions"], indirect=True)` for another way of cleaning."""
    with Replicas(seed=3, language="es", late=(0.05, 0.2)) as replicas:
        environ = {}
        for platform, user in USERS.items():
            replicas.add_account(platform, user, PASSWORD, language="es")
            environ[SecretKey(platform, user, "password").variable] = PASSWORD
        home = find_home(tmp_path / "home")
        home.create()
        home.config_file.write_text(config(replicas, chromium_path, getattr(request, "param", "everything")))
        desk = Desk(Workbench(home, headed=False, environ=environ), replicas, chromium_path)
        yield desk
        desk.bench.close()
