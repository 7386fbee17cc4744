"""Servers of the hostile tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.web import Web, serving


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    with serving(tmp_path_factory.mktemp("web")) as server:
        yield server
