"""Planted profiles and what cleaning makes of them, once for all tests of a process that ask."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from unittest import mock

import pytest

from tests.plant import chromium, firefox, scene, site
from tests.plant.kinds import CHROMIUM, CLIENT, FIREFOX, Marks, of_family
from tests.plant.results import Found, Row, before, cell
from tests.plant.search import marked
from tests.support import needs
from tests.support.web import Web, serving
from toolkit.sessions.results import Report
from toolkit.traces import Reading, read_profile

DRIVERS: dict[str, ModuleType] = {CHROMIUM: chromium, FIREFOX: firefox}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record", action="store_true", help="write what plant-and-scan measured into its results file")


@dataclass(repr=False)
class Planted:
    """A closed profile of one family in which both sites filled every store, and what was found in it."""

    family: str
    folder: Path
    web: Web
    marks: Marks
    pages: dict[str, dict[str, bool]] = field(default_factory=dict)
    reading: Reading = field(init=False)
    rows: dict[str, Row] = field(init=False)
    reports: dict[str, Report] = field(default_factory=dict)
    _cleaned: dict[str, Path] = field(default_factory=dict)

    @property
    def profile(self) -> Path:
        return self.folder / "planted"

    def cleaned(self, mode: str) -> Path:
        """The profile after a run in `mode`, which is done when it is first asked for."""
        if mode not in self._cleaned:
            bench = scene.workspace(self.folder / mode.replace(" ", "-"), self.family, scene.MODES[mode], self.web)
            profile = self._cleaned[mode] = bench.folder(scene.NAME)
            shutil.copytree(self.profile, profile, symlinks=True)
            self.reports[mode] = asyncio.run(scene.log_out(bench, scene.MODES[mode], self.web, self.marks))
            bench.close()
            found = Found(self.family, marked(profile), self.look(profile))
            for kind in of_family(self.family):
                self.rows[kind.name].after[mode] = cell(kind, self.marks, found)
        return self._cleaned[mode]

    def look(self, profile: Path) -> dict[str, dict[str, bool]]:
        """What the sites' pages find in a copy of `profile`."""
        copy = self.folder / "again"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(profile, copy, symlinks=True)
        return asyncio.run(DRIVERS[self.family].look(copy, self.web, self.marks))

    def fill(self) -> None:
        site.put_up(self.web, self.marks, planting=True)
        asyncio.run(DRIVERS[self.family].plant(self.profile, self.web, self.marks))
        site.put_up(self.web, self.marks)
        self.reading = read_profile(self.profile, scene.RULES)
        self.pages = self.look(self.profile)
        paths = [trace.path for trace in self.reading.traces[CLIENT]]
        planted = Found(self.family, marked(self.profile), self.pages)
        self.rows = before(self.marks, planted, paths)


def _planted(family: str, folder: Path, screen: str) -> Iterator[Planted]:
    needs.program("xdotool", "xdotool")
    variables = {"DISPLAY": screen, "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    with serving(folder) as web, mock.patch.dict(os.environ, variables):
        made = Planted(family, folder, web, Marks.fresh())
        made.fill()
        yield made


@pytest.fixture(scope="session")
def planted_chromium(tmp_path_factory: pytest.TempPathFactory, _screen: str) -> Iterator[Planted]:
    yield from _planted(CHROMIUM, tmp_path_factory.mktemp("plant-chromium"), _screen)


@pytest.fixture(scope="session")
def planted_firefox(tmp_path_factory: pytest.TempPathFactory, _screen: str) -> Iterator[Planted]:
    yield from _planted(FIREFOX, tmp_path_factory.mktemp("plant-firefox"), _screen)


@pytest.fixture
def planted(request: pytest.FixtureRequest, display: str) -> Planted:
    """The planted profile of the family that the test is parametrized with."""
    found: Planted = request.getfixturevalue(f"planted_{request.param}")
    return found


def families(*names: str) -> pytest.MarkDecorator:
    """The test for each family; all of a family on one worker, which plants once."""
    made = [pytest.param(name, id=name, marks=pytest.mark.xdist_group(f"plant-{name}")) for name in names]
    return pytest.mark.parametrize("planted", made, indirect=True)


BOTH = families(CHROMIUM, FIREFOX)
