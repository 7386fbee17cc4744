"""A Firefox for the tests, and sites that it visits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import browsers
from tests.support.web import Web, serving
from toolkit.browser.find import Browser
from toolkit.browser.start import Start


@pytest.fixture(scope="session")
def firefox_path() -> Path:
    """A stock Firefox; skips the test where there is none."""
    return browsers.firefox()


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    with serving(tmp_path_factory.mktemp("web")) as server:
        yield server


def start_on(profile: Path, web: Web, firefox: Path, *more: str) -> Start:
    return Start(Browser("firefox", firefox, "installed"), profile, None, (*web.args, *more))
