"""Which browser serves a profile: the configured one, an installed one, Playwright's own; on three systems."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from toolkit.browser import find
from toolkit.browser.find import Browser, find_browser
from toolkit.errors import UsageError

LINUX = sys.platform.startswith("linux")


def program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Linux machine without any browser."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "playwright"))
    return tmp_path


def test_the_configured_one_comes_first(machine: Path) -> None:
    program(machine / "bin" / "chromium")
    own = program(machine / "opt" / "my chromium")
    assert find_browser("chromium", own) == Browser("chromium", own, "configured")


@pytest.mark.parametrize("kind", ["missing", "a directory", "not executable"])
def test_a_configured_one_that_cannot_run(machine: Path, kind: str) -> None:
    program(machine / "bin" / "chromium")  # no other one is taken instead: the person said which
    path = machine / "configured"
    if kind == "a directory":
        path.mkdir()
    elif kind == "not executable":
        path.write_text("x")
    with pytest.raises(UsageError) as caught:
        find_browser("chromium", path)
    assert caught.value.reason.code == "no_browser"
    assert caught.value.reason.params["browser"] == str(path)


def test_an_installed_one_comes_before_playwright_s(machine: Path) -> None:
    own = program(machine / "playwright" / "chromium-1200" / "chrome-linux" / "chrome")
    assert find_browser() == Browser("chromium", own, "playwright")
    chrome = program(machine / "bin" / "google-chrome")
    assert find_browser() == Browser("chrome", chrome, "installed")
    chromium = program(machine / "bin" / "chromium-browser")
    assert find_browser() == Browser("chromium", chromium, "installed")


def test_the_newest_of_playwright_s(machine: Path) -> None:
    old = program(machine / "playwright" / "chromium-1100" / "chrome-linux" / "chrome")
    new = program(machine / "playwright" / "chromium-1200" / "chrome-linux64" / "chrome")
    os.utime(old, (1, 1))
    assert find.playwrights_own() == new


@pytest.mark.parametrize("product", ["chrome", "msedge", "firefox"])
def test_a_product_has_no_stand_in_of_another_maker(machine: Path, product: find.Product) -> None:
    program(machine / "bin" / "chromium")
    program(machine / "playwright" / "chromium-1200" / "chrome-linux" / "chrome")
    with pytest.raises(UsageError) as caught:
        find_browser(product)
    assert caught.value.reason.params["browser"] == product


def test_no_browser_says_what_to_type(machine: Path) -> None:
    with pytest.raises(UsageError) as caught:
        find_browser()
    assert "playwright install chromium" in str(caught.value.reason.params["command"])
    program(machine / "bin" / "apt-get")
    with pytest.raises(UsageError) as caught:
        find_browser()
    assert caught.value.reason.params["command"] == "sudo apt-get install -y chromium"
    assert "apt-get install" in caught.value.reason.text + caught.value.reason.remedy


@pytest.mark.parametrize("name", ["Chromium", "Google Chrome", "Microsoft Edge"])
def test_a_mac(machine: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(Path, "home", lambda: machine / "home")
    product: find.Product = {"Chromium": "chromium", "Google Chrome": "chrome", "Microsoft Edge": "msedge"}[name]  # type: ignore[assignment]
    assert find.installed(product, "darwin") in {None, *Path("/Applications").glob("*.app/Contents/MacOS/*")}
    app = program(machine / "home" / "Applications" / f"{name}.app" / "Contents" / "MacOS" / name)
    if not (Path("/Applications") / f"{name}.app").exists():
        assert find.installed(product, "darwin") == app


@pytest.mark.parametrize("root", ["ProgramFiles", "ProgramFiles(x86)", "LocalAppData"])
@pytest.mark.parametrize(
    ("product", "parts"),
    [
        ("chrome", ("Google", "Chrome", "Application", "chrome.exe")),
        ("msedge", ("Microsoft", "Edge", "Application", "msedge.exe")),
        ("chromium", ("Chromium", "Application", "chrome.exe")),
        ("firefox", ("Mozilla Firefox", "firefox.exe")),
    ],
)
def test_windows(
    machine: Path, monkeypatch: pytest.MonkeyPatch, root: str, product: find.Product, parts: tuple[str, ...]
) -> None:
    for name in ("ProgramFiles", "ProgramFiles(x86)", "LocalAppData"):
        monkeypatch.delenv(name, raising=False)
    assert find.installed(product, "win32") is None
    monkeypatch.setenv(root, str(machine / "programs"))
    assert find.installed(product, "win32") is None
    own = program(machine.joinpath("programs", *parts))
    assert find.installed(product, "win32") == own
