"""What the replicas can be asked to be: the documented variants of the real sites, as switches."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("en", "es", "pt")
INSTAGRAM_VARIANTS = ("A", "B", "C", "D")
X_VARIANTS = ("flow", "unusual", "jf")


@dataclass(frozen=True)
class Options:
    """Server-wide switches; every default is the most common behaviour of the real site.

    instagram_variant: login page A, B, C or D, or "random" (drawn from the seed, page by page).
    x_variant: "flow" (two steps), "unusual" (asks who you are in between), "jf" (2026 page that refuses robots).
    x_twid: "percent" writes ``u%3D<id>``, "quotes" writes ``"u=<id>"``; both were seen.
    x_after_logout: "next" lands in the next account by itself, "pick" waits at /account/switch for a click.
    mastodon_hosts: the instances; mastodon_version: 4, or 3 (adds remember_user_token, lands on /about).
    late: seconds between which parts of a page appear, shortest and longest.
    shadow: the sign-in inputs of Instagram and X sit in a shadow root.
    session_cookies: the session cookies have no Max-Age.
    embed: Instagram embeds a facebook.com frame, which leaves a cookie partitioned under instagram.com.
    """

    language: str = "en"
    instagram_variant: str = "random"
    x_variant: str = "flow"
    x_twid: str = "percent"
    x_after_logout: str = "next"
    mastodon_hosts: tuple[str, ...] = ("mastodon.social", "mstdn.example")
    mastodon_version: int = 4
    late: tuple[float, float] = (0.2, 0.8)
    consent: bool = True
    interstitials: bool = True
    decoys: bool = True
    shadow: bool = False
    session_cookies: bool = False
    partitioned: bool = True
    service_worker: bool = True
    embed: bool = False

    def __post_init__(self) -> None:
        choices: tuple[tuple[str, object, tuple[object, ...]], ...] = (
            ("language", self.language, LANGUAGES),
            ("instagram_variant", self.instagram_variant, (*INSTAGRAM_VARIANTS, "random")),
            ("x_variant", self.x_variant, X_VARIANTS),
            ("x_twid", self.x_twid, ("percent", "quotes")),
            ("x_after_logout", self.x_after_logout, ("next", "pick")),
            ("mastodon_version", self.mastodon_version, (3, 4)),
        )
        for name, value, allowed in choices:
            if value not in allowed:
                raise ValueError(f"{name} must be one of {allowed}, not {value!r}")
