"""A planted profile, made once; each test gets a copy."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.scrub.plant import plant
from tests.traces import sites


@dataclass(frozen=True)
class Planted:
    """A closed profile, what the neighbour's page finds in it, and the port of the sites' server."""

    path: Path
    neighbour: dict[str, Any]
    https: int


@pytest.fixture(scope="session")
def scrub_planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    folder = tmp_path_factory.mktemp("scrub")
    with sites.serve(folder) as https:
        neighbour = asyncio.run(plant(folder / "profile", https))
        yield Planted(folder / "profile", neighbour, https)


@pytest.fixture
def profile(scrub_planted: Planted, tmp_path: Path) -> Path:
    return Path(shutil.copytree(scrub_planted.path, tmp_path / "profile", symlinks=True))
