"""The stage, set once for all faults of a worker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.stage import FIREFOX, Stage, stage


@pytest.fixture(scope="session")
def signed_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with stage(tmp_path_factory.mktemp("faults")) as made:
        yield made


@pytest.fixture(scope="session")
def signed_in_firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with stage(tmp_path_factory.mktemp("faults"), FIREFOX) as made:
        yield made


@pytest.fixture
def staged(request: pytest.FixtureRequest) -> Stage:
    """By the family of browsers that the test is parametrized with."""
    made: Stage = request.getfixturevalue("signed_in_firefox" if request.param == "firefox" else "signed_in")
    return made
