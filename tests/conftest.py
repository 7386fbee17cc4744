"""What every test gets: a home of its own, no key ring, no language or proxy of this machine, loopback only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import browsers, keyrings, screens
from tests.support.network import loopback_only

pytest_plugins = ["pytester", "tests.realservers.fixtures", "tests.plant.fixtures"]

# variables of the machine that change what the product does
_OF_THE_MACHINE = (
    "CI",
    "DBUS_SESSION_BUS_ADDRESS",
    "DISPLAY",
    "LANGUAGE",
    "LC_ALL",
    "LC_MESSAGES",
    "WAYLAND_DISPLAY",
    *(name for proxy in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY") for name in (proxy, proxy.lower())),
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--real", action="store_true", help="also run the tests that install and start real servers")


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the `real` tests out unless asked for, and those of one server on one worker: it starts once."""
    if not config.getoption("--real"):
        left_out = [item for item in items if item.get_closest_marker("real")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    for item in items:
        servers = sorted({"matrix_server", "pds_server"} & set(getattr(item, "fixturenames", ())))
        if servers:
            item.add_marker(pytest.mark.xdist_group("+".join(servers)))


@pytest.fixture(autouse=True)
def isolation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing of this machine reaches a test, and nothing of a test reaches this machine or the network."""
    for name in _OF_THE_MACHINE:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("TOOLKIT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.setattr("toolkit.texts._language", None)
    with loopback_only():
        yield


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Playwright's asynchronous interface needs asyncio."""
    return "asyncio"


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """An installed Chromium or one of its family; skips the test where there is none."""
    return browsers.chromium()


@pytest.fixture(scope="session")
def _screen() -> Iterator[str]:
    with screens.xvfb() as name:
        yield name


@pytest.fixture
def display(_screen: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a virtual screen, set as DISPLAY: for browsers with a window."""
    monkeypatch.setenv("DISPLAY", _screen)
    return _screen


@pytest.fixture
def private_keyring(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A GNOME key ring, unlocked and empty, on a D-Bus of its own: the variables that lead a child process to it."""
    with keyrings.gnome_keyring(tmp_path_factory.mktemp("keyring")) as environment:
        yield environment
