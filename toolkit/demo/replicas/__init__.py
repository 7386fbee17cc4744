"""Replicas of Instagram, X and Mastodon, over HTTPS under the real host names, for the demo and the tests.

Built from what is publicly documented about the sites, not from the flows of this project: a flow written by
somebody else from the same facts has to work here. Nothing leaves 127.0.0.1.
"""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

from toolkit.demo.replicas.instagram import Instagram
from toolkit.demo.replicas.mastodon import Mastodon
from toolkit.demo.replicas.options import Options
from toolkit.demo.replicas.server import Server
from toolkit.demo.replicas.world import FAULT_AREAS, PLATFORMS, Account, Fault, SessionInfo, World
from toolkit.demo.replicas.x import X

__all__ = ["FAULT_AREAS", "PLATFORMS", "Account", "Options", "Replicas", "SessionInfo"]


class Replicas:
    """A context manager: inside it the replicas are up.

    `options` are the fields of `Options`. The same seed gives the same variants and delays in the same order.
    `port` 0 takes a free one.
    """

    def __init__(self, *, seed: int = 0, language: str = "en", port: int = 0, **options: Any) -> None:
        self._world = World(seed, Options(language=language, **options))
        sites = (Instagram(self._world), X(self._world), Mastodon(self._world))
        self.hosts: tuple[str, ...] = tuple(host for site in sites for host in site.hosts)
        self._server = Server(self._world, sites, port)
        self.port: int = self._server.server_address[1]

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop()

    @property
    def browser_args(self) -> list[str]:
        """Switches a Chromium needs to see the replicas instead of the world."""
        return [f"--host-resolver-rules=MAP * 127.0.0.1:{self.port}", "--ignore-certificate-errors"]

    @property
    def requests(self) -> list[tuple[str, str, str]]:
        """(host, method, path) of every request so far, in order, also those for hosts nobody here plays."""
        return self._world.requests

    def add_account(
        self,
        platform: str,
        user: str,
        password: str,
        *,
        language: str = "en",
        totp: str | None = None,
        variant: str | None = None,
        challenge: bool = False,
        host: str | None = None,
    ) -> Account:
        """A user who can sign in. `totp` is the base32 secret of the second factor; `host` ties a Mastodon
        account to one instance; with `challenge` the first sign-in waits for a person.

        Instagram's sign-in page comes before the name is known: it shows the variant of the first account added
        that is not signed in, else the server's.
        """
        number = self._world.next_id()
        account = Account(platform, user, password, number, language, totp, variant, challenge, host)
        self._world.add_account(account)
        return account

    def live_sessions(self, platform: str | None = None) -> list[SessionInfo]:
        """The server's truth: who is signed in now, whatever any browser holds."""
        return self._world.live(platform)

    def set_fault(
        self,
        platform: str,
        fault: str | None,
        *,
        where: str | None = None,
        host: str | None = None,
        times: int | None = None,
        seconds: float = 5.0,
        kind: str = "challenge",
    ) -> None:
        """Switches one fault of a platform on (replacing the one before), or all off with None.

        `where` narrows it to one area (page, api, login, logout, asset), `host` to one instance, `times` to the
        next n requests. `seconds` is for "slow"; `kind` is for Instagram's "challenge": challenge, scraping_warning,
        suspended. "remembered_only" acts at once on the sessions there are: cookie kept, signed out on the server.
        """
        if fault is None:
            self._world.set_fault(platform, None, None)
            return
        if fault not in FAULT_AREAS:
            raise ValueError(f"fault must be one of {tuple(FAULT_AREAS)}, not {fault!r}")
        areas = FAULT_AREAS[fault] if where is None else (where,)
        self._world.set_fault(platform, fault, Fault(fault, areas, host, times, seconds, kind))
