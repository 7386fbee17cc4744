"""A Firefox profile planted once for all tests; each takes a copy."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.cleaning.fox import plant
from tests.support.web import Web, serving


@dataclass(frozen=True)
class Fox:
    """A closed profile, what the neighbour's page finds in it, and the server of the sites."""

    path: Path
    neighbour: dict[str, Any]
    web: Web


@pytest.fixture(scope="session")
def fox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fox]:
    folder = tmp_path_factory.mktemp("fox")
    with serving(folder) as web:
        neighbour = asyncio.run(plant(folder / "profile", web))
        yield Fox(folder / "profile", neighbour, web)


@pytest.fixture
def profile(fox: Fox, tmp_path: Path) -> Path:
    return Path(shutil.copytree(fox.path, tmp_path / "profiles" / "acme", symlinks=True))
