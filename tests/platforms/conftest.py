"""Tries a platform on replicas of a test's own making."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.support import browsers
from toolkit.browser.find import Browser
from toolkit.browser.launch import driver
from toolkit.catalog.registry import Catalog
from toolkit.demo.replicas import Replicas
from toolkit.demo.stand import stand_on
from toolkit.sessions.platform_results import PlatformTest
from toolkit.sessions.platform_subject import choose_server, make_subject
from toolkit.sessions.platform_test import try_platform

QUICK = (0.02, 0.08)  # seconds; tests about lateness use the default

Try = Callable[..., Awaitable[PlatformTest]]


@pytest.fixture
def try_on() -> Try:
    """`await try_on("x", {"acme": {"language": "es"}}, fault="dead", x_variant="jf")`: the rest is for Replicas."""

    async def run(
        platform: str,
        users: dict[str, dict[str, Any]],
        *,
        catalog: Catalog | None = None,
        fault: str | None = None,
        where: dict[str, Any] | None = None,
        everywhere: bool = False,
        timeout: float = 60,
        environ: dict[str, str] | None = None,
        **options: Any,
    ) -> PlatformTest:
        catalog = catalog or Catalog()
        options.setdefault("late", QUICK)
        with Replicas(**options) as replicas:
            stand = stand_on(replicas, platform, users)
            if environ:
                stand.environ.update(environ)  # type: ignore[attr-defined]
            replicas.set_fault(platform, fault, **(where or {}))
            server = choose_server(catalog, platform, environ={}, has_replica=True)
            subject = make_subject(catalog, platform, server, environ={}, stand=stand)
            browser = Browser("chromium", browsers.chromium(), "configured")
            async with driver() as playwright:
                result = await try_platform(
                    playwright, subject, browser, emit=lambda _event: None, everywhere=everywhere, timeout=timeout
                )
            left = replicas.live_sessions(platform)
        if result.verdict == "flips":
            assert left == [], "the server knows of a session that the test did not see"
        return result

    return run


def told(result: PlatformTest) -> tuple[str, str | None, str | None]:
    """(verdict, step that did not go well, reason code)."""
    trouble = result.trouble
    return result.verdict, trouble and trouble.name, trouble.reason.code if trouble and trouble.reason else None
