"""Small files to read, and the shipped catalog."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from toolkit.catalog.registry import Catalog

PLATFORM = """\
title: Own
domains: [own.example]
probe:
  open: https://own.example/me
  challenged: {path: /captcha}
  signed_out: {path: /login}
  signed_in: {path: /me}
texts:
  log_out: {en: Log out, es: Salir, pt: Sair}
sources: [https://own.example/help]
"""
LOGOUT = """\
steps:
  - open: https://own.example/me
  - click: {role: button, says: log_out}
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home directory with one own platform, `own`, that has a logout."""
    home = tmp_path / "home"
    put(home, "platforms/own.yaml", PLATFORM)
    put(home, "flows/own/logout.yaml", LOGOUT)
    return home


@pytest.fixture
def own(home: Path) -> Callable[..., Catalog]:
    """Write files of the platform `own` (`platform=`, `login=`, ...) and get the catalog."""

    def write(**files: str) -> Catalog:
        for name, text in files.items():
            put(home, "platforms/own.yaml" if name == "platform" else f"flows/own/{name}.yaml", text)
        return Catalog(home)

    return write


@pytest.fixture
def shipped() -> Catalog:
    return Catalog()


def put(home: Path, name: str, text: str | bytes) -> Path:
    path = home / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path
