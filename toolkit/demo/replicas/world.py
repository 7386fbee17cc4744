"""The server-side truth of the replicas: accounts, sessions, switched faults, requests seen."""

from __future__ import annotations

import base64
import hashlib
import hmac
import random
import secrets
import struct
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from toolkit.demo.replicas.options import INSTAGRAM_VARIANTS, LANGUAGES, X_VARIANTS, Options

PLATFORMS = ("instagram", "x", "mastodon")
VARIANTS = {"instagram": INSTAGRAM_VARIANTS, "x": X_VARIANTS, "mastodon": ()}

# Areas a request belongs to; a site tells which (Site.area).
EVERYWHERE = ("page", "api", "login", "logout")
FAULT_AREAS: dict[str, tuple[str, ...]] = {
    "lying_logout": ("logout",),  # says yes, drops the cookies, keeps the session
    "idle_logout": ("logout",),  # says yes and does nothing at all
    "logout_500": ("logout",),
    "server_500": EVERYWHERE,
    "dead": (*EVERYWHERE, "asset"),  # takes the connection, closes it without an answer
    "slow": EVERYWHERE,
    "challenge": EVERYWHERE,
    "wrong_password": ("login",),
    "redesign": ("page",),  # nothing on the page is where it was
    "remembered_only": (),  # acts once, when it is set: see World.set_fault
}


@dataclass
class Account:
    """One user of one platform. `id` is the number the real site would put in its cookies."""

    platform: str
    user: str
    password: str = field(repr=False)
    id: int
    language: str = "en"
    totp: str | None = field(default=None, repr=False)
    variant: str | None = None
    challenge: bool = False
    host: str | None = None

    @property
    def handle(self) -> str:
        return self.user.split("@", 1)[0]


@dataclass
class Session:
    """One sign-in of one account on one host; `token` is what the browser's session cookie holds."""

    token: str = field(repr=False)
    account: Account
    host: str
    device: str
    number: int
    since: datetime
    alive: bool = True
    remembered: bool = False
    greeted: bool = False
    stale: tuple[str, float] | None = None  # handle of the account before, until when (monotonic) it still shows


class SessionInfo(NamedTuple):
    """What the server knows to be signed in; never a value."""

    platform: str
    user: str
    since: datetime
    host: str


@dataclass
class Fault:
    """A switched fault: where it bites, how often still (None: always), and its measure."""

    name: str
    where: tuple[str, ...]
    host: str | None = None
    times: int | None = None
    seconds: float = 5.0
    kind: str = "challenge"


class World:
    """Shared by all sites and threads of one server; every method may be called from any thread."""

    def __init__(self, seed: int, options: Options) -> None:
        self.options = options
        self.random = random.Random(seed)  # noqa: S311 (delays and layouts; tokens come from secrets)
        self.accounts: list[Account] = []
        self.sessions: list[Session] = []
        self.pending: dict[str, Account] = {}
        self.requests: list[tuple[str, str, str]] = []
        self.stopping = threading.Event()
        self._faults: dict[str, Fault] = {}
        self._lock = threading.RLock()

    # accounts

    def add_account(self, account: Account) -> None:
        _one_of("platform", account.platform, PLATFORMS)
        _one_of("language", account.language, LANGUAGES)
        if account.variant is not None:
            _one_of("variant", account.variant, VARIANTS[account.platform])
        with self._lock:
            self.accounts.append(account)

    def next_id(self) -> int:
        return 1_400_000_000 + 7919 * (len(self.accounts) + 1)

    def account(self, platform: str, user: str, host: str) -> Account | None:
        wanted = user.strip().removeprefix("@").casefold()
        for account in self.accounts:
            if account.platform == platform and account.host in (None, host) and account.user.casefold() == wanted:
                return account
        return None

    def account_by_id(self, platform: str, number: int) -> Account | None:
        return next((a for a in self.accounts if a.platform == platform and a.id == number), None)

    def hold(self, account: Account) -> str:
        """Half a sign-in: the password was right, a code or a person is still missing."""
        ticket = secrets.token_urlsafe(18)
        with self._lock:
            self.pending[ticket] = account
        return ticket

    def held(self, ticket: str) -> Account | None:
        return self.pending.get(ticket)

    def release(self, ticket: str) -> None:
        with self._lock:
            self.pending.pop(ticket, None)

    # sessions

    def open(self, account: Account, host: str, token: str, device: str) -> Session:
        with self._lock:
            session = Session(token, account, host, device, len(self.sessions) + 1, datetime.now(UTC))
            self.sessions.append(session)
            return session

    def find(self, platform: str, token: str | None, host: str, *, dead: bool = False) -> Session | None:
        """The session a cookie value stands for; with `dead` also one that has ended."""
        for session in self.sessions:
            if token and session.token == token and session.account.platform == platform and session.host == host:
                return session if session.alive or dead else None
        return None

    def of(self, account: Account, host: str) -> Iterator[Session]:
        return (s for s in list(self.sessions) if s.alive and s.account is account and s.host == host)

    def live(self, platform: str | None) -> list[SessionInfo]:
        return [
            SessionInfo(s.account.platform, s.account.user, s.since, s.host)
            for s in list(self.sessions)
            if s.alive and platform in (None, s.account.platform)
        ]

    # faults

    def set_fault(self, platform: str, name: str | None, fault: Fault | None) -> None:
        _one_of("platform", platform, PLATFORMS)
        with self._lock:
            self._faults.pop(platform, None)
            if name == "remembered_only":
                # The browser keeps its cookie, the server only remembers who it was: signed out.
                for session in self.sessions:
                    if session.account.platform == platform and session.alive:
                        session.alive, session.remembered = False, True
            elif fault is not None:
                self._faults[platform] = fault

    def fault(self, platform: str, host: str, area: str) -> Fault | None:
        """The fault that bites this request; counts it down."""
        with self._lock:
            fault = self._faults.get(platform)
            if fault is None or area not in fault.where or fault.host not in (None, host) or fault.times == 0:
                return None
            if fault.times is not None:
                fault.times -= 1
            return fault

    def delays(self) -> list[int]:
        """Milliseconds after which the parts of one page appear."""
        with self._lock:
            return [round(1000 * self.random.uniform(*self.options.late)) for _ in range(4)]

    def draw(self, choices: tuple[str, ...]) -> str:
        with self._lock:
            return self.random.choice(choices)


def code_fits(secret: str, code: str, *, now: float | None = None) -> bool:
    """True when `code` is the RFC 6238 code (SHA-1, 30 s, 6 digits) of `secret`, one step early or late allowed."""
    key = base64.b32decode(secret.replace(" ", "").upper() + "=" * (-len(secret.replace(" ", "")) % 8))
    step = int((time.time() if now is None else now) // 30)
    typed = "".join(filter(str.isdigit, code))
    return any(hmac.compare_digest(_hotp(key, step + shift), typed) for shift in (-1, 0, 1))


def _hotp(key: bytes, counter: int) -> str:
    """RFC 4226, section 5.3 and 5.4."""
    digest = hmac.new(key, struct.pack(">Q", counter), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    return f"{(struct.unpack_from('>I', digest, offset)[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def _one_of(what: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ValueError(f"{what} must be one of {allowed}, not {value!r}")
