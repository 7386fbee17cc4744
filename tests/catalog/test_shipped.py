"""The contract of every platform that comes with the program."""

from __future__ import annotations

import pytest

from toolkit.catalog.platform import FLOW_NAMES, Platform
from toolkit.catalog.registry import Catalog, shipped_root
from toolkit.texts import LANGUAGES

CATALOG = Catalog()
IDS = CATALOG.ids()


def test_platform_files_and_flow_folders_match() -> None:
    assert [path.name for path in sorted((shipped_root() / "flows").iterdir())] == IDS
    strays = [path for path in shipped_root().joinpath("platforms").iterdir() if path.suffix != ".yaml"]
    assert strays == []
    flows = {path.name for path in shipped_root().glob("flows/*/*")}
    assert flows <= {f"{name}.yaml" for name in FLOW_NAMES}


@pytest.mark.parametrize("name", IDS)
def test_files_are_free_of_errors(name: str) -> None:
    assert [f"{f.where} {f.text}" for f in CATALOG.lint(name) if f.level == "error"] == []


@pytest.mark.parametrize("name", IDS)
def test_a_platform_is_whole(name: str) -> None:
    platform = CATALOG.platform(name)
    assert {"login", "logout"} <= set(CATALOG.flow_names(name))
    assert platform.session.all_of or platform.session.any_of
    assert platform.probe.signed_in and platform.probe.signed_out
    assert platform.sources and platform.confidence
    assert platform.verified.kind == "never" or platform.verified.on
    for key, texts in platform.texts.items():
        assert set(texts) == set(LANGUAGES), key


@pytest.mark.parametrize("name", IDS)
def test_every_flow_can_be_used(name: str) -> None:
    for flow in CATALOG.flow_names(name):
        loaded = CATALOG.flow(name, flow)
        assert loaded and loaded.steps


@pytest.mark.parametrize("name", ["instagram", "mastodon", "x"])
def test_no_warnings(name: str) -> None:
    assert [f"{f.where} {f.text}" for f in CATALOG.lint(name)] == []


def stored(platform: Platform, kind: str) -> set[str]:
    return {rule.name for found, rule in platform.stored() if found == kind}


def test_what_must_be_gone_after_a_logout() -> None:
    """The lists of the facts: cookies that guests have as well do not count as sessions."""
    assert {"sessionid", "ds_user_id"} <= stored(CATALOG.platform("instagram"), "session")
    assert {"auth_token", "twid", "auth_multi"} == stored(CATALOG.platform("x"), "session")
    assert {"_session_id", "remember_user_token"} == stored(CATALOG.platform("mastodon"), "session")
    guests = {"csrftoken", "mid", "ig_did", "datr", "ct0", "guest_id", "gt", "_mastodon_session"}
    for name in ("instagram", "x", "mastodon"):
        assert not guests & stored(CATALOG.platform(name), "session")
