"""One browser per module, a fresh server per test: all servers of a module take the same port, one after the other."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.async_api import Browser, async_playwright

from tests.demo.hands import Window
from tests.support import browsers
from tests.support.network import free_port
from toolkit.demo.replicas import Replicas

QUICK = (0.02, 0.08)  # seconds; tests about lateness use the default

Serve = Callable[..., Replicas]


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture
def serve(port: int) -> Iterator[Serve]:
    """Starts a server: `serve(language="es", shadow=True, ...)`."""
    with ExitStack() as stack:

        def start(**options: Any) -> Replicas:
            options.setdefault("late", QUICK)
            return stack.enter_context(Replicas(port=port, **options))

        yield start


@pytest.fixture(scope="module")
async def browser(port: int) -> AsyncIterator[Browser]:
    args = [f"--host-resolver-rules=MAP * 127.0.0.1:{port}", "--ignore-certificate-errors", *browsers.launch_args()]
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=browsers.chromium(), args=args)
        yield running
        await running.close()


@pytest.fixture
async def window(browser: Browser) -> AsyncIterator[Window]:
    """A person's browser with one tab; fails the test when a page of ours throws."""
    context = await browser.new_context()
    page = await context.new_page()
    page.set_default_timeout(8000)
    thrown: list[str] = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    yield Window(context, page)
    await context.close()
    assert thrown == []
