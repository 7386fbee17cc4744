"""Own files run only as they were when a person trusted them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.catalog.conftest import LOGOUT, PLATFORM, put
from toolkit.catalog.registry import Catalog
from toolkit.catalog.trust import TrustStore, digest
from toolkit.errors import FileError, UsageError


def untrusted(catalog: Catalog, platform: str = "own") -> bool:
    try:
        catalog.check_trusted(platform)
    except UsageError as error:
        return error.reason.code == "untrusted"
    return False


def test_shipped_files_need_no_trust(shipped: Catalog) -> None:
    assert not untrusted(shipped, "x")


def test_own_files_need_it_until_it_is_given(home: Path) -> None:
    with pytest.raises(UsageError) as caught:
        Catalog(home).check_trusted("own")
    assert caught.value.reason.code == "untrusted"
    assert caught.value.reason.params == {"platform": "own", "command": "toolkit platform trust own"}
    Catalog(home).trust("own")
    assert not untrusted(Catalog(home))
    assert oct((home / "trust.json").stat().st_mode & 0o777) == "0o600"


@pytest.mark.parametrize("name", ["platforms/own.yaml", "flows/own/logout.yaml", "flows/own/login.yaml"])
def test_any_change_ends_it(home: Path, name: str) -> None:
    Catalog(home).trust("own")
    put(home, name, (PLATFORM if "platforms" in name else LOGOUT) + "# changed\n")
    assert untrusted(Catalog(home))


def test_an_own_flow_over_a_shipped_one_needs_it(home: Path) -> None:
    put(home, "flows/x/logout.yaml", "steps:\n  - open: https://x.com/logout\n")
    assert untrusted(Catalog(home), "x")
    assert not untrusted(Catalog(home), "instagram")


def test_what_was_read_is_what_is_trusted(home: Path) -> None:
    catalog = Catalog(home)
    catalog.trust_summary("own")
    put(home, "flows/own/logout.yaml", LOGOUT + "  - open: https://own.example/delete-account\n")
    catalog.trust("own")
    assert untrusted(Catalog(home))


def test_pins_may_be_given(home: Path) -> None:
    files = {name: (home / name).read_bytes() for name in ("platforms/own.yaml", "flows/own/logout.yaml")}
    assert not untrusted(Catalog(home, trusted={"own": digest(files)}))
    assert untrusted(Catalog(home, trusted={"own": "0" * 64}))
    assert untrusted(Catalog(home, trusted={}))


def test_digest_minds_names_and_borders_but_not_line_ends() -> None:
    assert digest({"a": b"x\r\n"}) == digest({"a": b"\xef\xbb\xbfx\n"})
    assert len({digest({"a": b"x", "b": b"y"}), digest({"a": b"y", "b": b"x"}), digest({"a": b"xb\0", "b": b""}),
                digest({"a": b"xy"})}) == 4


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b'{"trusted": {"own": 3}}', b"\xff\xfe", b"[" * 100_000,
                                 b'{"trusted": {"own": "short"}}'])
def test_a_broken_trust_file_trusts_nothing(home: Path, raw: bytes) -> None:
    put(home, "trust.json", raw)
    with pytest.raises(FileError):
        Catalog(home).check_trusted("own")


def test_pins_of_other_platforms_stay(tmp_path: Path) -> None:
    store = TrustStore(tmp_path / "home" / "trust.json")
    store.pin("a", "1" * 64)
    store.pin("b", "2" * 64)
    store.unpin("a")
    assert json.loads(store.path.read_text())["trusted"] == {"b": "2" * 64}
    assert list(store.path.parent.iterdir()) == [store.path]


def test_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    put(tmp_path, "file", "")
    with pytest.raises(UsageError) as caught:
        TrustStore(tmp_path / "file" / "trust.json").pin("a", "1" * 64)
    assert caught.value.reason.code == "home_unwritable"


def test_summary_tells_all_that_a_file_does(own: Callable[..., Catalog]) -> None:
    lines = own(
        login='steps:\n  - open: https://own.example/login\n  - fill: {into: "[name=u]", text: "{user}"}\n'
              '  - fill: {into: "[name=p]", secret: password}\n',
        logout="steps:\n  - click: {role: button, says: log_out}\n  - request:\n      url: https://own.example/out\n"
               "      method: POST\n      form: {all: 1}\n"
               "      tokens: {from: {meta: t, page: https://own.example/page}, into: {form: t}}\n",
    ).trust_summary("own")
    text = "\n".join(lines)
    for told in ("own.example", "https://own.example/me", "https://own.example/login", '"{user}"', "secret password",
                 "POST https://own.example/out", "all = 1", "GET https://own.example/page", "Log out"):
        assert told in text


def test_summary_is_safe_to_print(own: Callable[..., Catalog]) -> None:
    lines = own(logout='steps:\n  - request: {url: https://own.example/a, form: {a: "x"}}\n').trust_summary("own")
    assert all(line.isprintable() for line in lines)


def test_nobody_is_asked_to_trust_what_would_be_refused(own: Callable[..., Catalog]) -> None:
    with pytest.raises(FileError):
        own(logout="steps:\n  - open: https://evil.example/\n").trust_summary("own")
