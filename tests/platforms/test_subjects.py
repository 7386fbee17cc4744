"""Which server and which accounts are tried, where a step stands in its file, and how the result is written."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from toolkit.catalog.places import step_at
from toolkit.catalog.registry import Catalog
from toolkit.catalog.steps import Step
from toolkit.errors import Reason, UsageError
from toolkit.secrets import Secret
from toolkit.sessions.platform_results import PlatformTest, StepResult, junit, worst
from toolkit.sessions.platform_subject import Server, Stand, choose_server, make_subject

LOCAL = {"app": "127.0.0.1:9", "homeserver": "localhost:8"}


def choose(platform: str, **more: Any) -> Server:
    return choose_server(Catalog(), platform, **{"environ": {}, **more})


def test_a_server_of_this_machine_comes_first_then_the_live_site_then_the_replica() -> None:
    assert choose("mastodon", instance="http://127.0.0.1:3000", live=True, has_replica=True).kind == "real server"
    assert choose("mastodon", instance="https://social.example", live=True).values == {"instance": "social.example"}
    assert choose("mastodon", live=True, instance="https://social.example", has_replica=True).kind == "live account"
    assert choose("mastodon", has_replica=True) == Server("replica", {})
    assert choose("matrix_hydrogen", values=LOCAL) == Server("real server", LOCAL)
    half = choose("matrix_hydrogen", values={"homeserver": "localhost:8"}, instance="http://127.0.0.1:9")
    assert half == Server("real server", LOCAL)
    assert choose("atproto_pds", live=True).values == {"pds": "bsky.social"}


def test_hosts_from_the_environment_lead_to_the_live_site_only_with_live() -> None:
    named = {"TOOLKIT_TEST_VAR_MASTODON_INSTANCE": "social.example"}
    assert choose("mastodon", environ=named, has_replica=True).kind == "replica"
    assert choose("mastodon", environ=named, has_replica=True, live=True).values == {"instance": "social.example"}
    local = {"TOOLKIT_TEST_VAR_MASTODON_INSTANCE": "127.0.0.1:3000"}
    assert choose("mastodon", environ=local, has_replica=True).kind == "real server"


@pytest.mark.parametrize(
    ("platform", "more", "code"),
    [
        ("atproto_pds", {}, "not_supported"),
        ("mastodon", {"instance": "https://social.example", "has_replica": True}, "bad_value"),
        ("mastodon", {"values": {"instance": "social.example"}}, "bad_value"),
        ("mastodon", {"instance": "http://social.example", "live": True}, "bad_value"),
        ("mastodon", {"instance": "https://social.example/path", "live": True}, "bad_value"),
        ("mastodon", {"instance": "https://user@social.example", "live": True}, "bad_value"),
        ("mastodon", {"instance": "https://127.0.0.1:1"}, "bad_value"),
        ("mastodon", {"instance": "http://127.0.0.1:x"}, "bad_value"),
        ("mastodon", {"values": {"instance": "a b"}, "live": True}, "bad_value"),
        ("mastodon", {"environ": {"TOOLKIT_TEST_VAR_MASTODON_INSTANCE": "https://x.example"}}, "bad_value"),
        ("mastodon", {"values": {"host": "social.example"}, "live": True}, "var_missing"),
        ("matrix_hydrogen", {"instance": "http://127.0.0.1:9"}, "bad_value"),
        ("instagram", {"instance": "http://127.0.0.1:9"}, "bad_value"),
        ("nowhere", {}, "unknown_platform"),
    ],
)
def test_what_cannot_be_meant_is_refused(platform: str, more: dict[str, Any], code: str) -> None:
    with pytest.raises(UsageError) as refused:
        choose(platform, **more)
    assert refused.value.reason.code == code and refused.value.reason.exit == 2


@pytest.mark.parametrize(
    ("environ", "code", "says"),
    [
        ({}, "secret_missing", "TOOLKIT_TEST_USER_X"),
        ({"TOOLKIT_TEST_USER_X": " , "}, "secret_missing", "TOOLKIT_TEST_USER_X"),
        ({"TOOLKIT_TEST_USER_X": "acme"}, "secret_missing", "TOOLKIT_SECRET_X_ACME_PASSWORD"),
        ({"TOOLKIT_TEST_USER_X": "a,b,c,d,e,f"}, "bad_value", "5"),
        ({"TOOLKIT_TEST_USER_X": "a.b,a_b", "TOOLKIT_SECRET_X_A_B_PASSWORD": "p"}, "secret_collision", "X_A_B"),
    ],
)
def test_an_account_that_is_missing_is_named(environ: dict[str, str], code: str, says: str) -> None:
    with pytest.raises(UsageError) as refused:
        make_subject(Catalog(), "x", Server("live account", {}), environ=environ)
    assert refused.value.reason.code == code
    assert says in refused.value.reason.text + refused.value.reason.remedy


def test_a_replica_is_given_no_account_of_the_environment() -> None:
    real = {"TOOLKIT_TEST_USER_X": "boss", "TOOLKIT_SECRET_X_BOSS_PASSWORD": "the real one"}
    stand = Stand(environ={"TOOLKIT_TEST_USER_X": "acme", "TOOLKIT_SECRET_X_ACME_PASSWORD": "made up"})
    subject = make_subject(Catalog(), "x", Server("replica", {}), environ=real, stand=stand)
    assert subject.unit.accounts == ("acme",)
    assert "made up" not in repr(subject) and "real one" not in repr(subject)


def _places(steps: tuple[Step, ...], at: str = "") -> Iterator[tuple[str, Step]]:
    """Every step as the runner numbers it (toolkit/runner/steps.py)."""
    for number, step in enumerate(steps, 1):
        place = f"{at}{number}"
        yield place, step
        yield from _places(step.then or (), f"{place}.then.")
        yield from _places(step.else_ or (), f"{place}.else.")
        for way, inside in enumerate(step.any or (), 1):
            yield from _places(inside, f"{place}.any{way}.")
        if step.repeat:
            yield from _places(step.repeat.steps, f"{place}.2.")


@pytest.mark.parametrize("platform", Catalog().ids())
def test_every_step_is_found_in_its_file(platform: str) -> None:
    catalog = Catalog()
    seen = set()
    for name in catalog.flow_names(platform):
        flow = catalog.flow(platform, name)
        assert flow
        for place, step in _places(flow.steps):
            where, said, *_ = step_at(catalog, platform, name, place).split(" ")
            file, line, column = where.rsplit(":", 2)
            assert said == step.verb and file == f"flows/{platform}/{name}.yaml"
            text = next(source for source in catalog.files(platform) if source.name == file).raw.decode().splitlines()
            assert text[int(line) - 1][int(column) - 1 :].startswith((step.verb, f'"{step.verb}"', "{"))
            seen.add(where)
            if step.use:
                used = step_at(catalog, platform, name, f"{place}.{step.use}.1")
                assert used.startswith(f"flows/{platform}/{step.use}.yaml:")
    assert seen


def _result(*steps: StepResult, platform: str = "own") -> PlatformTest:
    return PlatformTest(platform, "replica", steps, dt.date(2026, 11, 22))


GOOD = StepResult("probe_out", "ok", 1.25)
BROKEN = StepResult("login", "failed", 2, Reason("still_valid", {"platform": "a<b&\x07"}), "f.yaml:3:5 click x")
UNKNOWN = StepResult("login", "unknown", 2, Reason("challenge", {"platform": "own"}))


def test_the_verdicts() -> None:
    assert [(r.verdict, r.exit) for r in (_result(GOOD), _result(GOOD, BROKEN), _result(UNKNOWN), _result())] == [
        ("flips", 0), ("broken", 1), ("unknown", 4), ("unknown", 4),
    ]  # fmt: skip
    assert worst([_result(GOOD), _result(UNKNOWN)]) == "unknown"
    assert worst([_result(UNKNOWN), _result(BROKEN), _result(GOOD)]) == "broken"
    assert _result(GOOD).as_json()["verified"] == {"kind": "replica", "on": "2026-11-22"}
    assert _result(GOOD, BROKEN).as_json()["verified"] is None


def test_junit_has_a_case_for_each_step_and_is_xml_whatever_a_file_says() -> None:
    root = ElementTree.fromstring(junit([_result(GOOD, BROKEN), _result(UNKNOWN, platform="x")]))
    suites = root.findall("testsuite")
    assert [(s.get("name"), s.get("tests"), s.get("failures"), s.get("errors")) for s in suites] == [
        ("own", "2", "1", "0"), ("x", "1", "0", "1"),
    ]  # fmt: skip
    failure = root.find(".//failure")
    assert failure is not None and failure.text == "f.yaml:3:5 click x" and failure.get("type") == "still_valid"
    assert "a<b&\\x07" in failure.get("message", "")


def test_a_secret_stands_in_no_report() -> None:
    secret = "correct-horse&<battery>"
    Secret(secret)
    result = _result(StepResult("login", "failed", 1, Reason("still_valid", {"platform": f"at {secret}"}), None))
    assert secret not in json.dumps(result.as_json(), ensure_ascii=False)
    failure = ElementTree.fromstring(junit([result])).find(".//failure")
    assert failure is not None and secret not in failure.get("message", "") and "***" in failure.get("message", "")


def test_a_platform_without_a_flow_cannot_be_tried(tmp_path: Path) -> None:
    (tmp_path / "platforms").mkdir()
    text = "title: Own\ndomains: [own.example]\nprobe:\n  open: https://own.example/\n"
    text += "  signed_out: {path: /login}\n  signed_in: {path: /home, visible: a}\n"
    (tmp_path / "platforms/own.yaml").write_text(text)
    with pytest.raises(UsageError) as refused:
        make_subject(Catalog(shipped=tmp_path), "own", Server("live account", {}), environ={})
    assert refused.value.reason.code == "flow_missing"
