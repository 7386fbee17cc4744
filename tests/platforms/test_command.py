"""`toolkit platform test` as it is typed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from toolkit.cli.main import run

Command = Callable[..., tuple[int, str, str]]


BROKEN = """\
steps:
  - open: https://{instance}/auth/edit
  - if: {visible: "input[name='user[email]']"}
    within: 5s
    then:
      - click: "#gone-in-2027"
        within: 500ms
"""


@pytest.fixture
def test(capsys: pytest.CaptureFixture[str]) -> Command:
    def call(*words: str) -> tuple[int, str, str]:
        code = run(["platform", "test", *words])
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The built-in replicas without their delays; the passwords that they were given."""
    from toolkit.demo import stand

    passwords: list[str] = []
    make = stand.stand_on

    def remembered(*args: Any) -> Any:
        made = make(*args)
        passwords.extend(value for name, value in made.environ.items() if name.endswith("_PASSWORD"))
        return made

    original = stand.Replicas
    monkeypatch.setattr(stand, "Replicas", lambda **options: original(**{"late": (0.02, 0.08), **options}))
    monkeypatch.setattr(stand, "stand_on", remembered)
    return passwords


@pytest.mark.browser
@pytest.mark.usefixtures("chromium_path")
def test_json_and_junit_of_a_platform_that_flips(test: Command, quick: list[str], tmp_path: Path) -> None:
    junit = tmp_path / "out.xml"
    code, out, err = test("mastodon", "--json", "--junit", str(junit), "--no-everywhere")
    assert code == 0, err
    told = json.loads(out)
    assert set(told) == {"version", "platform", "kind", "verdict", "steps", "verified"}
    assert (told["version"], told["platform"], told["kind"], told["verdict"]) == (1, "mastodon", "replica", "flips")
    assert told["verified"]["kind"] == "replica" and told["steps"][-1]["name"] == "replay"
    assert {frozenset(step) for step in told["steps"]} == {frozenset(("name", "outcome", "seconds", "reason", "at"))}
    cases = ElementTree.parse(junit).findall(".//testcase")
    assert [case.get("name") for case in cases] == [step["name"] for step in told["steps"]]
    assert "mastodon: sign in\n" in err
    assert quick and all(password not in out + err + junit.read_text() for password in quick)


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.usefixtures("chromium_path")
def test_an_own_platform_runs_after_trust_and_a_broken_one_is_shown(
    test: Command, quick: list[str], tmp_path: Path
) -> None:
    flow = tmp_path / "home/flows/mastodon/logout.yaml"
    flow.parent.mkdir(parents=True)
    flow.write_text(BROKEN)
    code, out, err = test("mastodon", "--no-everywhere")
    assert code == 2 and "toolkit platform trust mastodon" in err
    assert run(["platform", "trust", "mastodon", "--yes"]) == 0
    code, out, err = test("mastodon", "--no-everywhere", "--quiet")
    assert code == 1, err
    assert "mastodon: broken (replica)." in out
    assert f"{flow}:6:9 click #gone-in-2027\n" in err
    assert "toolkit platform lint mastodon" in err and "Traceback" not in err


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ((), "bad_command", "--all"),
        (("nowhere",), "unknown_platform", "nowhere"),
        (("atproto_pds",), "not_supported", "--live"),
        (("instagram", "x", "--instance", "http://127.0.0.1:1"), "bad_value", "one platform"),
        (("mastodon", "--instance", "https://social.example"), "bad_value", "--live"),
        (("mastodon", "--live", "--instance", "https://s.example"), "secret_missing", "TOOLKIT_TEST_USER_MASTODON"),
        (("mastodon", "--live"), "var_missing", "instance"),
        (("x", "--junit", "/nowhere/at/all.xml"), "bad_value", "--junit"),
    ],
)
def test_what_is_missing_is_said_before_anything_starts(
    test: Command, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], code: str, says: str
) -> None:
    monkeypatch.setattr("toolkit.browser.launch.driver", None)
    exit_code, out, err = test(*words, "--json")
    assert exit_code == 2 and json.loads(out)["error"]["code"] == code
    assert says in err


@pytest.mark.browser
@pytest.mark.usefixtures("chromium_path")
def test_nobody_answers(test: Command, monkeypatch: pytest.MonkeyPatch, unused_port: str) -> None:
    """A server of this machine that is not there: 4, and the error is the network's."""
    monkeypatch.setenv("TOOLKIT_TEST_USER_ATPROTO_PDS", "alice.test")
    monkeypatch.setenv("TOOLKIT_SECRET_ATPROTO_PDS_ALICE_TEST_PASSWORD", "not-asked-for")
    code, out, _ = test("atproto_pds", "--instance", f"http://127.0.0.1:{unused_port}", "--json")
    told = json.loads(out)
    assert code == 4 and told["verdict"] == "unknown" and told["kind"] == "real server"
    assert told["steps"][-1]["reason"]["code"] == "network_down"


@pytest.fixture
def unused_port() -> str:
    from tests.support.network import free_port

    return str(free_port())
