from __future__ import annotations

import os
from pathlib import Path

import pytest

from toolkit.errors import FileError, UsageError
from toolkit.secrets import SecretKey
from toolkit.workspace import permissions
from toolkit.workspace.config import load_config
from toolkit.workspace.permissions import writable_by_others
from toolkit.workspace.values import is_profile_name

GOOD = """\
version: 1
environment: live
browser:
  executable: /usr/bin/true
  args: ["--lang=es", "--window-size=1200,800", "--proxy-server=http://127.0.0.1:3128", --force-dark-mode]
  headless: true
profiles:
  acme:
    client: Bufete Acme
    color: "#C0392B"
    browser: chrome
    clean: sessions
    keep_device: true
    accounts:
      - {platform: instagram, user: +34600}
      - {platform: mastodon, user: prensa@acme.example, vars: {instance: social.example, api: "127.0.0.1:8443"}}
  on:
"""


def load(tmp_path: Path, text: str) -> object:
    path = tmp_path / "toolkit.yaml"
    path.write_text(text, encoding="utf-8")
    return load_config(path)


def test_whole_file(tmp_path: Path) -> None:
    (tmp_path / "toolkit.yaml").write_text(GOOD)
    config = load_config(tmp_path / "toolkit.yaml")
    acme = config.profile("acme")
    assert (acme.client, acme.color, acme.browser, acme.clean, acme.keep_device) == (
        "Bufete Acme", "#c0392b", "chrome", "sessions", True,
    )  # fmt: skip
    assert config.browser.headless == "true"
    assert acme.accounts[0].user == "+34600"
    assert acme.accounts[1].hosts == ("127.0.0.1:8443", "social.example")
    assert acme.accounts[1].label == "mastodon@127.0.0.1:8443,social.example/prensa@acme.example"
    assert acme.accounts[1].secret("totp") == SecretKey(
        "mastodon", "prensa@acme.example", "totp", acme.accounts[1].hosts
    )
    assert len(config.secret_keys()) == 4
    on = config.profile("on")
    assert (on.clean, on.keep_device, on.browser, on.accounts) == ("everything", False, "chromium", ())
    assert (config.client("acme"), config.client("on")) == ("Bufete Acme", "on")
    with pytest.raises(UsageError) as error:
        config.profile("acmee")
    assert error.value.reason.params == {"name": "acmee", "known": "acme, on", "near": "acme"}


BAD = {
    "version": ("version: 2\n", "1:10"),
    "version missing": ("environment: live\n", "1:1"),
    "unknown key": ("version: 1\nprofile: {}\n", "2:1"),
    "environment": ("version: 1\nenvironment: test\n", "2:14"),
    "relative executable": ("version: 1\nbrowser:\n  executable: chromium\n", "3:15"),
    "argument": ('version: 1\nbrowser:\n  args: ["--lang=es", "--utility-cmd-prefix=sh"]\n', "3:23"),
    "argument's value": ('version: 1\nbrowser:\n  args: ["--lang=es --no-sandbox"]\n', "3:10"),
    "argument without value": ("version: 1\nbrowser: {args: [--window-size]}\n", "2:18"),
    "argument with a value too much": ("version: 1\nbrowser: {args: [--force-dark-mode=1]}\n", "2:18"),
    "argument of replicas": ('version: 1\nbrowser:\n  args: ["--ignore-certificate-errors"]\n', "3:3"),
    "headless": ("version: 1\nbrowser: {headless: yes}\n", "2:21"),
    "profile's name": ("version: 1\nprofiles:\n  Acme: {}\n", "3:3"),
    "path as a name": ("version: 1\nprofiles:\n  ../acme: {}\n", "3:3"),
    "reserved name": ("version: 1\nprofiles:\n  lpt1: {}\n", "3:3"),
    "name twice": ("version: 1\nprofiles:\n  a: {}\n  a: {}\n", "4:3"),
    "unquoted colour": ("version: 1\nprofiles:\n  a:\n    color: #c0392b\n", "4:11"),
    "colour": ("version: 1\nprofiles:\n  a:\n    color: red\n", "4:12"),
    "browser": ("version: 1\nprofiles:\n  a: {browser: safari}\n", "3:16"),
    "bool": ("version: 1\nprofiles:\n  a: {keep_device: yes}\n", "3:20"),
    "platform": ("version: 1\nprofiles:\n  a: {accounts: [{platform: Insta-gram, user: u}]}\n", "3:29"),
    "user missing": ("version: 1\nprofiles:\n  a: {accounts: [{platform: x}]}\n", "3:18"),
    "user with a line break": ('version: 1\nprofiles:\n  a: {accounts: [{platform: x, user: "a\\nb"}]}\n', "3:38"),
    "account twice": (
        "version: 1\nprofiles:\n  a: {accounts: [{platform: x, user: u}, {platform: x, user: u}]}\n", "3:17"),
    "URL for a host": (
        "version: 1\nprofiles:\n  a: {accounts: [{platform: m, user: u, vars: {i: https://a.example}}]}\n", "3:51"),
    "port off loopback": (
        "version: 1\nprofiles:\n  a: {accounts: [{platform: m, user: u, vars: {i: a.example:99}}]}\n", "3:51"),
    "a password": ("version: 1\nprofiles:\n  a: {accounts: [{platform: x, user: u, password: hunter2}]}\n", "3:41"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_errors_say_where_and_never_quote(tmp_path: Path, case: str) -> None:
    text, position = BAD[case]
    with pytest.raises(FileError) as error:
        load(tmp_path, text)
    params = error.value.reason.params
    assert str(params["where"]).startswith(f"{tmp_path / 'toolkit.yaml'}:{position.split(':')[0]}:")
    if case != "unquoted colour":
        assert params["where"] == f"{tmp_path / 'toolkit.yaml'}:{position}"
    assert len(str(params["problem"])) > 10
    for quoted in ("hunter2", "utility-cmd-prefix", "https://a.example"):
        assert quoted not in str(params["problem"]).replace("without https://", "")


def test_test_switches_under_replica(tmp_path: Path) -> None:
    (tmp_path / "toolkit.yaml").write_text(
        "version: 1\nenvironment: replica\nbrowser:\n"
        '  args: ["--host-resolver-rules=MAP * 127.0.0.1:8443", --ignore-certificate-errors]\n',
    )
    assert len(load_config(tmp_path / "toolkit.yaml").browser.args) == 2


@pytest.mark.parametrize("name", ["a", "0", "acme-legal_2", "x" * 64])
def test_profile_names(name: str) -> None:
    assert is_profile_name(name)


@pytest.mark.parametrize(
    "name", ["", "-a", "_a", ".", "..", "a/b", "a\\b", "A", "ñ", "a.b", "a b", "x" * 65, "con", "nul", "com9", "a\n"]
)
def test_refused_profile_names(name: str) -> None:
    assert not is_profile_name(name)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no mode bits")
def test_a_program_that_others_can_change_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "bin"
    folder.mkdir(mode=0o755)
    program = folder / "browser"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    assert writable_by_others(program) is None  # pytest's own folder lies in the sticky /tmp
    program.chmod(0o757)
    assert writable_by_others(program) == program
    with pytest.raises(FileError) as error:
        load(tmp_path, f"version: 1\nbrowser:\n  executable: {program}\n")
    assert str(error.value.reason.params["where"]).endswith(":3:15")
    program.chmod(0o755)
    folder.chmod(0o777)
    assert writable_by_others(program) == folder
    link = tmp_path / "link"
    link.symlink_to(program)
    assert writable_by_others(link) == folder
    folder.chmod(0o1777)
    assert writable_by_others(program) is None
    folder.chmod(0o775)
    monkeypatch.setattr(permissions, "group_has_others", lambda _: True)
    assert writable_by_others(program) == folder
    monkeypatch.setattr(permissions, "group_has_others", lambda _: False)
    assert writable_by_others(program) is None
    assert writable_by_others(tmp_path / "missing") is None


@pytest.mark.skipif(os.name == "nt", reason="Windows has no groups of this kind")
def test_groups_with_other_people_in_them(monkeypatch: pytest.MonkeyPatch) -> None:
    import grp
    import pwd

    def user(name: str, uid: int, gid: int) -> pwd.struct_passwd:
        return pwd.struct_passwd((name, "x", uid, gid, "", "/", ""))

    users = [user("root", 0, 0), user("lucia", 1000, 1000), user("marta", 1001, 1001)]
    groups = {1000: [], 1001: [], 50: ["lucia"], 51: ["lucia", "marta"]}
    monkeypatch.setattr(pwd, "getpwall", lambda: users)
    monkeypatch.setattr(grp, "getgrgid", lambda gid: grp.struct_group(("g", "x", gid, groups[gid])))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert [gid for gid in (0, 1000, 1001, 50, 51, 99) if permissions.group_has_others(gid)] == [1001, 51, 99]
