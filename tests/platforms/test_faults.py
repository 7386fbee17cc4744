"""What a site does wrong is not held against the files, and what the files are to blame for is not put on the site."""

from __future__ import annotations

from typing import Any

import pytest

from tests.platforms.conftest import Try, told

pytestmark = [pytest.mark.anyio, pytest.mark.browser, pytest.mark.slow]

USERS = {"instagram": "acme", "x": "acme", "mastodon": "acme@acme.example"}
ALL = tuple(USERS)
# fault, where, on which platforms, what it must come to: verdict, step, reason code
FAULTS: list[tuple[str, dict[str, Any], tuple[str, ...], tuple[str, str, str]]] = [
    ("wrong_password", {}, ALL, ("unknown", "login", "wrong_password")),
    ("challenge", {}, ALL, ("unknown", "probe_out", "challenge")),
    ("server_500", {}, ALL, ("unknown", "probe_out", "server_error")),
    ("server_500", {"where": "login"}, ("instagram",), ("unknown", "login", "server_error")),
    ("dead", {}, ("x", "mastodon"), ("unknown", "probe_out", "network_down")),
    ("dead", {"where": "login"}, ("instagram",), ("unknown", "login", "network_down")),
    ("slow", {"where": "login", "seconds": 90}, ("instagram", "mastodon"), ("unknown", "login", "timeout")),
    ("slow", {"seconds": 0.7}, ("mastodon",), ("flips", "", "")),
    ("redesign", {}, ALL, ("broken", "probe_out", "probe_unclear")),
    ("logout_500", {}, ("instagram",), ("unknown", "logout", "server_error")),
    # its answer has no CORS headers, so the browser only says that it failed
    ("logout_500", {}, ("x",), ("unknown", "logout", "network_down")),
    ("idle_logout", {}, ("mastodon",), ("broken", "probe_flips", "probe_wrong")),
    ("lying_logout", {}, ALL, ("broken", "replay", "still_valid")),
]
CASES = [(platform, fault, where, result) for fault, where, on, result in FAULTS for platform in on]


@pytest.mark.parametrize(
    ("platform", "fault", "where", "expected"), CASES, ids=[f"{p}-{f}-{w.get('where', 'all')}" for p, f, w, _ in CASES]
)
async def test_a_site_that_misbehaves(
    try_on: Try, platform: str, fault: str, where: dict[str, Any], expected: tuple[str, str, str]
) -> None:
    result = await try_on(
        platform, {USERS[platform]: {}}, fault=fault, where=where, timeout=12,
        consent=False, interstitials=False, instagram_variant="A",
    )  # fmt: skip
    verdict, step, code = told(result)
    assert (verdict, step or "", code or "") == expected
    assert result.exit == {"flips": 0, "broken": 1, "unknown": 4}[verdict]
