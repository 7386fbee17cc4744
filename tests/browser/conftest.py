"""One server for all tests of this folder; each test sets its own pages, on hosts of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Playwright

from tests.browser.people import end_all
from tests.support.web import Web, serving
from toolkit.browser.launch import driver


@pytest.fixture(scope="session")
def _server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    with serving(tmp_path_factory.mktemp("web")) as web:
        yield web


@pytest.fixture
def web(_server: Web) -> Web:
    _server.pages.clear()
    _server.seen.clear()
    return _server


@pytest.fixture
def profile(tmp_path: Path, chromium_path: Path) -> Iterator[Path]:
    """Where a managed profile will be; whatever runs on it is ended with the test."""
    path = tmp_path / "profiles" / "acme"
    path.parent.mkdir()
    yield path
    end_all(path)


@pytest.fixture
async def playwright() -> AsyncIterator[Playwright]:
    async with driver() as running:
        yield running
