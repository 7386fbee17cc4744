"""The examples are what they are said to be: they load, they pass lint, and the made-up platform is tried for real."""

from __future__ import annotations

import importlib.util
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.docs import pages
from tests.support.command import Toolkit
from toolkit.catalog.registry import Catalog
from toolkit.workspace.config import load_config

EXAMPLES = pages.ROOT / "examples"
OWN = EXAMPLES / "own-platform"
PARTS = ("platforms/murmur.yaml", "flows/murmur/login.yaml", "flows/murmur/logout.yaml")


def test_the_example_workspace_fits_the_shipped_platforms() -> None:
    config, catalog = load_config(EXAMPLES / "workspace/toolkit.yaml"), Catalog()
    assert len(config.profiles) == 3
    for profile in config.profiles.values():
        assert profile.client
        assert profile.accounts
        for account in profile.accounts:
            assert set(account.vars) == set(catalog.platform(account.platform).vars), account.label


def test_the_example_platform_passes_lint() -> None:
    catalog = Catalog(OWN)
    assert catalog.lint("murmur") == []
    assert catalog.flow_names("murmur") == ["login", "logout"]
    assert catalog.origin("murmur") == "own"


def test_the_example_platform_is_as_short_as_the_readmes_say() -> None:
    lines = [line for part in PARTS for line in pages.text(OWN / part).splitlines() if line.strip()]
    assert len(lines) <= 30


def test_contributing_shows_the_files_as_they_are() -> None:
    shown = [block.text for block in pages.blocks(pages.ROOT / "CONTRIBUTING.md") if block.language == "yaml"]
    assert shown == [pages.text(OWN / part) for part in PARTS]


@contextmanager
def _site(*, lies: bool) -> Iterator[str]:
    """The example's own site on a free port; its host as an account names it."""
    spec = importlib.util.spec_from_file_location("murmur_site", OWN / "site.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with module.serve(0, lies=lies) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def workspace(tmp_path: Path, chromium_path: Path) -> Toolkit:
    """A copy of the example as a workspace, trusted, with the account of the example."""
    home = tmp_path / "murmur"
    shutil.copytree(OWN, home)
    account = {"TOOLKIT_TEST_USER_MURMUR": "ana", "TOOLKIT_SECRET_MURMUR_ANA_PASSWORD": "murmur-demo"}
    toolkit = Toolkit(home, {**account, "TOOLKIT_BROWSER": str(chromium_path)})
    toolkit("platform", "trust", "murmur", "--yes")
    return toolkit


@pytest.mark.browser
@pytest.mark.parametrize(("lies", "code"), [(False, 0), (True, 1)], ids=["honest", "lying"])
def test_the_example_platform_is_tried_as_contributing_says(workspace: Toolkit, lies: bool, code: int) -> None:
    with _site(lies=lies) as host:
        workspace("platform", "test", "murmur", "--instance", f"http://{host}", expect=code)


@pytest.mark.browser
def test_the_example_platform_is_logged_out_and_proven(workspace: Toolkit) -> None:
    with _site(lies=False) as host:
        workspace("init")
        workspace("profile", "add", "demo")
        workspace("account", "add", "demo", "murmur", "ana", "--var", f"instance={host}")
        workspace("login", "demo")
        report = workspace.json("logout-all", "--yes")
    assert [(result["platform"], result["server"]) for result in report["results"]] == [("murmur", "revoked")]
    assert report["verdict"] == "clean"
