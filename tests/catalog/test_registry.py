"""Shipped files, own files over them, and what is refused on the way."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.catalog.conftest import LOGOUT, PLATFORM, put
from toolkit.catalog import registry
from toolkit.catalog.registry import Catalog
from toolkit.errors import FileError, UsageError


def test_ids_are_sorted_and_own_ones_are_among_them(home: Path, shipped: Catalog) -> None:
    assert {"instagram", "mastodon", "x"} <= set(shipped.ids())
    ids = Catalog(home).ids()
    assert ids == sorted({*shipped.ids(), "own"})


def test_an_own_platform(home: Path) -> None:
    catalog = Catalog(home)
    assert catalog.platform("own").title == "Own"
    assert catalog.origin("own") == "own"
    assert catalog.origin("x") == "shipped"
    assert catalog.flow_names("own") == ["logout"]
    assert catalog.flow("own", "login") is None
    assert [source.name for source in catalog.files("own")] == ["platforms/own.yaml", "flows/own/logout.yaml"]


def test_own_files_override_one_by_one(home: Path) -> None:
    put(home, "flows/x/logout.yaml", "about: mine\nsteps:\n  - open: https://x.com/logout\n")
    catalog = Catalog(home)
    assert catalog.origin("x") == "own"
    logout, login = catalog.flow("x", "logout"), catalog.flow("x", "login")
    assert logout and logout.about == "mine"
    assert login and login.about != "mine"


def test_files_are_read_once(home: Path) -> None:
    catalog = Catalog(home)
    catalog.platform("own")
    put(home, "flows/own/logout.yaml", "no: yaml of ours")
    assert catalog.flow("own", "logout")
    assert catalog.platform("own") is catalog.platform("own")


@pytest.mark.parametrize(("asked", "near"), [
    ("instagam", "instagram"), ("Mastodon", "mastodon"), ("zzzzzz", ""), ("../instagram", "instagram"), ("", ""),
    ("a" * 500, ""),
])
def test_unknown_platform(shipped: Catalog, asked: str, near: str) -> None:
    with pytest.raises(UsageError) as caught:
        shipped.platform(asked)
    assert caught.value.reason.code == "unknown_platform"
    assert caught.value.reason.params["near"] == near


def test_an_asked_name_is_shown_escaped(shipped: Catalog) -> None:
    with pytest.raises(UsageError) as caught:
        shipped.platform("a\x1b[2J")
    assert caught.value.reason.params["name"] == r"a\x1b[2J"


@pytest.mark.parametrize("kind", ["file", "folder", "loop", "broken"])
def test_links_out_of_the_home_are_refused(home: Path, tmp_path: Path, kind: str) -> None:
    outside = put(tmp_path, "outside/platforms/far.yaml", PLATFORM)
    if kind == "folder":
        (home / "platforms" / "own.yaml").unlink()
        (home / "platforms").rmdir()
        (home / "platforms").symlink_to(outside.parent, target_is_directory=True)
    else:
        target = {"file": outside, "loop": home / "platforms/far.yaml", "broken": tmp_path / "nowhere"}[kind]
        (home / "platforms/far.yaml").symlink_to(target)
    with pytest.raises(FileError) as caught:
        Catalog(home).platform("far")
    assert "leads out" in str(caught.value.reason.params["problem"])


def test_a_link_inside_the_home_is_fine(home: Path) -> None:
    (home / "platforms/alias.yaml").symlink_to(home / "platforms/own.yaml")
    assert Catalog(home).platform("alias").title == "Own"


def test_stray_files_are_no_matter_until_asked_about(home: Path) -> None:
    put(home, "platforms/Foo.yaml", "nonsense: [")
    put(home, "platforms/bar.yml", PLATFORM)
    put(home, "flows/own/signin.yaml", LOGOUT)
    catalog = Catalog(home)
    assert not {"Foo", "bar"} & set(catalog.ids())
    assert catalog.platform("own")
    with pytest.raises(FileError):
        catalog.platform("bar")
    assert [(f.level, Path(f.where).name) for f in catalog.lint("own")] == [("warning", "signin.yaml")]


def test_a_named_pipe_does_not_block(home: Path) -> None:
    os.mkfifo(home / "platforms/pipe.yaml")
    with pytest.raises(FileError):
        Catalog(home).platform("pipe")


def test_an_override_may_not_add_domains(home: Path) -> None:
    shipped = (registry.shipped_root() / "platforms/x.yaml").read_text(encoding="utf-8")
    put(home, "platforms/x.yaml", shipped.replace("domains: [x.com, twitter.com]", "domains: [x.com, evil.example]"))
    with pytest.raises(FileError) as caught:
        Catalog(home).platform("x")
    assert caught.value.reason.params["where"] == f"{home / 'platforms/x.yaml'}:2:18"
    put(home, "platforms/x.yaml", shipped.replace("domains: [x.com, twitter.com]", "domains: [x.com]"))
    assert Catalog(home).platform("x").domains == ("x.com",)


def test_an_override_may_not_make_a_domain_variable(home: Path) -> None:
    put(home, "platforms/x.yaml", PLATFORM.replace("own.example", "x.com").replace(
        "domains: [x.com]", 'domains: [x.com, "{any}"]\nvars: {any: {about: any host}}'))
    with pytest.raises(FileError):
        Catalog(home).platform("x")


def test_use_is_followed(own: Callable[..., Catalog]) -> None:
    catalog = own(logout_everywhere="steps:\n  - use: logout\n")
    assert catalog.flow("own", "logout_everywhere")


def test_lint_of_a_malformed_file_is_one_finding(own: Callable[..., Catalog]) -> None:
    findings = own(logout="steps: 3\n").lint("own")
    assert [(f.code, f.level) for f in findings] == [("bad_file", "error")]
    assert findings[0].where.endswith("logout.yaml:1:8")
