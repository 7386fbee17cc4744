"""dev.py fails with one sentence, and gets a browser in the right order."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[2] / "dev.py"


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module, with an environment folder of its own."""
    spec = importlib.util.spec_from_file_location("dev", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv/bin/python")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv/installed.sha256")
    monkeypatch.delenv("TOOLKIT_BROWSER", raising=False)
    monkeypatch.setattr(module, "may_use_apt", lambda: False)
    return module


def _trouble(dev: ModuleType, *arguments: str) -> str:
    with pytest.raises(dev.Trouble) as caught:
        dev.main(list(arguments))
    sentence = str(caught.value)
    assert "\n" not in sentence
    return sentence


def test_an_old_python_is_refused(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "OLDEST", (9, 9))
    assert "Python 9.9 or newer is needed" in _trouble(dev, "setup")


def test_a_python_without_venv_names_the_command(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    assert f"sudo apt-get install -y {package}" in _trouble(dev, "setup")


def test_a_configured_browser_must_exist(dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(dev, "ensure_environment", lambda: None)
    monkeypatch.setenv("TOOLKIT_BROWSER", str(tmp_path / "nothing"))
    assert "no program that can be started" in _trouble(dev, "setup")
    monkeypatch.setenv("TOOLKIT_BROWSER", sys.executable)
    assert dev.ensure_browser() == sys.executable


def test_an_installed_browser_is_taken_and_nothing_is_fetched(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    fetched: list[str] = []
    monkeypatch.setattr(dev, "PYTHON", sys.executable)
    monkeypatch.setattr(dev, "find_browser", lambda: sys.executable)
    monkeypatch.setattr(dev, "get_browser", lambda: fetched.append("browser"))
    assert dev.ensure_browser() == sys.executable
    assert fetched == []


def test_no_browser_at_all_is_one_sentence(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "ensure_environment", lambda: None)
    monkeypatch.setattr(dev, "find_browser", lambda: "")
    monkeypatch.setattr(dev, "get_browser", lambda: None)
    assert "set TOOLKIT_BROWSER" in _trouble(dev, "setup")


@pytest.mark.skipif(sys.platform != "linux", reason="the order is that of Linux")
@pytest.mark.parametrize(
    ("system", "root", "apt_works", "expected"),
    [
        ("debian", True, True, ["apt chromium"]),
        ("debian", True, False, ["apt chromium", "playwright install --with-deps chromium"]),
        ("ubuntu", True, True, ["playwright install --with-deps chromium"]),
        ("debian", False, True, ["playwright install chromium"]),
        ("fedora", False, True, ["playwright install chromium"]),
    ],
)
def test_where_a_new_browser_comes_from(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, system: str, root: bool, apt_works: bool, expected: list[str]
) -> None:
    tried: list[str] = []

    def apt(*packages: str) -> bool:
        tried.append(f"apt {' '.join(packages)}")
        return apt_works

    def started(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        tried.append(" ".join(command[2:]))
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(dev, "distribution", lambda: system)
    monkeypatch.setattr(dev, "may_use_apt", lambda: root)
    monkeypatch.setattr(dev, "apt", apt)
    monkeypatch.setattr(subprocess, "run", started)
    dev.get_browser()
    assert tried == expected


def test_unknown_words_go_to_pytest_only(dev: ModuleType) -> None:
    known, more = dev.parse(["test", "--real", "-k", "wall", "tests/runner"])
    assert known.real
    assert more == ["-k", "wall", "tests/runner"]
    with pytest.raises(SystemExit):
        dev.parse(["lint", "--loud"])


def test_the_set_up_is_done_once(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[object]] = []

    def started(command: list[object], **_: object) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        dev.VENV.joinpath("bin").mkdir(parents=True, exist_ok=True)
        dev.PYTHON.touch()
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(subprocess, "run", started)
    dev.ensure_environment()
    assert [command[2] for command in commands] == ["venv", "pip"]
    dev.ensure_environment()
    assert len(commands) == 2
    monkeypatch.setattr(sys, "version", "another Python")
    dev.ensure_environment()
    assert len(commands) == 4
