"""The real servers as fixtures: started at the first test that asks, fresh data in every test session."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.realservers import matrix, pds


@pytest.fixture(scope="session")
def matrix_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[matrix.MatrixServer]:
    """Synapse with the web client Hydrogen."""
    with matrix.matrix_server(tmp_path_factory.mktemp("synapse")) as server:
        yield server


@pytest.fixture(scope="session")
def pds_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[pds.PdsServer]:
    """Bluesky's personal data server."""
    with pds.pds_server(tmp_path_factory.mktemp("pds")) as server:
        yield server
