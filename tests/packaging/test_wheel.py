"""What people install works: the wheel is complete, and a fresh environment gets a working `toolkit` from it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

import toolkit
from tests.support import needs

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("packaging")]

ROOT = Path(__file__).parents[2]
DATA = "toolkit/_data"
# what urllib3 and pip say when the package index cannot be reached
OFFLINE = ("NewConnectionError", "NameResolutionError", "ConnectTimeout", "Network is unreachable")


def _run(command: list[str | Path], folder: Path, environment: Mapping[str, str] | None = None) -> str:
    result = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=600, check=False
    )
    if any(sign in result.stderr for sign in OFFLINE):
        needs.missing("the package index cannot be reached")
    if result.returncode:  # no assert: pytest would show the whole environment
        pytest.fail(f"{command}\n{result.stdout}{result.stderr}", pytrace=False)
    return result.stdout


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source distribution, as an index would get both."""
    out = tmp_path_factory.mktemp("dist")
    _run([sys.executable, "-m", "build", "--no-isolation", "--outdir", out, ROOT], out)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program folder of a fresh environment with the wheel and what it depends on."""
    folder = tmp_path_factory.mktemp("fresh")
    programs = folder / ("Scripts" if sys.platform == "win32" else "bin")
    _run([sys.executable, "-m", "venv", "--without-pip", folder], folder)
    _run([sys.executable, "-m", "pip", "--python", programs / "python", "install", "--quiet", wheel], folder)
    return programs


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A person's: nothing leads Python back to the source."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def test_the_wheel_has_all_code_and_data_and_nothing_else_at_the_top(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    tops = {name.partition("/")[0] for name in names}
    assert tops == {"toolkit", f"logout_toolkit-{toolkit.__version__}.dist-info"}
    tracked = _run(["git", "ls-files", "toolkit", "platforms", "flows"], ROOT).splitlines()
    expected = {name if name.startswith("toolkit/") else f"{DATA}/{name}" for name in tracked if (ROOT / name).exists()}
    assert expected, "git lists no files"
    assert expected - names == set()


def test_a_fresh_environment_gets_one_package(installed: Path, environment: dict[str, str], tmp_path: Path) -> None:
    code = (
        "import importlib.metadata as m, json, toolkit;"
        "tops = {f.parts[0] for f in m.files('logout-toolkit') if '..' not in f.parts};"
        "print(json.dumps([sorted(tops), toolkit.__file__]))"
    )
    tops, where = json.loads(_run([installed / "python", "-c", code], tmp_path, environment))
    assert tops == [f"logout_toolkit-{toolkit.__version__}.dist-info", "toolkit"]
    assert Path(where).is_relative_to(installed.parent)


def test_the_installed_command_says_its_version(installed: Path, environment: dict[str, str], tmp_path: Path) -> None:
    assert toolkit.__version__ in _run([installed / "toolkit", "--version"], tmp_path, environment)


def test_the_installed_command_finds_the_shipped_platforms(
    installed: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    listed = json.loads(_run([installed / "toolkit", "platform", "list", "--json"], tmp_path, environment))
    shipped = sorted(path.stem for path in (ROOT / "platforms").glob("*.yaml"))
    assert shipped, "no platforms in the source"
    assert sorted(platform["id"] for platform in listed["platforms"]) == shipped
    assert {platform["origin"] for platform in listed["platforms"]} == {"shipped"}
    assert all("logout" in platform["flows"] for platform in listed["platforms"])
