"""Rules between a platform and its flows: every finding says where."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.catalog.conftest import LOGOUT, PLATFORM
from toolkit.catalog.registry import Catalog
from toolkit.catalog.steps import FlowName
from toolkit.errors import FileError

Own = Callable[..., Catalog]


def refused(catalog: Catalog, flow: FlowName | None = None) -> tuple[str, str]:
    """Name, line and column, and the problem, of the error that keeps the platform or flow from being used."""
    ask = partial(catalog.flow, "own", flow) if flow else partial(catalog.platform, "own")
    with pytest.raises(FileError) as caught:
        ask()
    params = caught.value.reason.params
    return Path(str(params["where"])).name, str(params["problem"])


def with_probe(**lines: str) -> str:
    """The platform file with lines of its probe replaced."""
    text = PLATFORM
    for key, value in lines.items():
        old = next(line for line in PLATFORM.splitlines() if line.strip().startswith(f"{key}:"))
        text = text.replace(old, f"  {key}: {value}")
    return text


@pytest.mark.parametrize("url", [
    "https://evil.example/", "https://own.example.evil.example/", "https://notown.example/", "https://example/",
])
def test_addresses_stay_inside_the_domains(own: Own, url: str) -> None:
    where, problem = refused(own(logout=f"steps:\n  - open: https://own.example/\n  - open: {url}\n"), "logout")
    assert where == "logout.yaml:3:11"
    assert "outside the platform's domains" in problem or "expected an address" in problem


def test_subdomains_are_inside(own: Own) -> None:
    assert own(logout="steps:\n  - open: https://a.b.own.example/\n").flow("own", "logout")


def test_assets_are_not_inside(own: Own) -> None:
    catalog = own(platform=PLATFORM + "assets: [cdn.example]\n", logout="steps:\n  - open: https://cdn.example/\n")
    assert "only in assets" in refused(catalog, "logout")[1]


@pytest.mark.parametrize(("step", "column"), [
    ("request: {url: https://evil.example/}", 20),
    ("request: {url: https://own.example/, tokens: {into: {form: t}, from: {input: t, page: https://e.example/}}}", 91),
    ("clear_storage: {origin: https://evil.example/, everything: true}", 29),
])
def test_requests_tokens_and_storage_stay_inside_too(own: Own, step: str, column: int) -> None:
    assert refused(own(logout=f"steps:\n  - {step}\n"), "logout")[0] == f"logout.yaml:2:{column}"


def test_the_probe_stays_inside(own: Own) -> None:
    assert refused(own(platform=with_probe(open="https://evil.example/me")))[0] == "own.yaml:4:9"
    nested = (
        "steps:\n  - if: {path: /}\n    then:\n      - any:\n          - - open: https://own.example/\n"
        "          - - open: https://evil.example/\n"
    )
    assert refused(own(platform=PLATFORM, logout=nested), "logout")[0] == "logout.yaml:6:21"


def test_unknown_variables(own: Own) -> None:
    assert refused(own(logout='steps:\n  - open: "https://{instance}/"\n'), "logout")[0] == "logout.yaml:2:11"
    assert refused(own(platform=PLATFORM.replace("[own.example]", '[own.example, "{instance}"]')))[0] == "own.yaml:2:24"


def test_unknown_texts(own: Own) -> None:
    for flow in ("steps:\n  - click: {role: button, says: nothing}\n", "steps:\n  - person: nothing\n",
                 "steps:\n  - select: {in: select, says: nothing}\n"):
        where, problem = refused(own(logout=flow), "logout")
        assert where.startswith("logout.yaml:2:")
        assert "not in texts" in problem
    assert refused(own(platform=with_probe(signed_in="{visible: {says: nothing}}")))[0] == "own.yaml:7:31"


def test_a_login_holds_no_request(own: Own) -> None:
    request = "steps:\n  - request: {url: https://own.example/out}\n"
    assert refused(own(login=request), "login")[0] == "login.yaml:2:14"
    assert own(login=LOGOUT, logout=request).flow("own", "logout")
    assert refused(own(login="steps:\n  - use: logout\n", logout=request), "login")[0] == "login.yaml:2:10"
    assert refused(own(login="steps:\n  - use: forget\n", forget="steps:\n  - use: logout\n", logout=request),
                   "login")[0] == "forget.yaml:2:10"


def test_use_in_a_circle(own: Own) -> None:
    assert refused(own(logout="steps:\n  - use: logout\n"), "logout") == (
        "logout.yaml:2:10", "use goes round in a circle: logout → logout")
    back = "steps:\n  - repeat: {until: {path: /}, steps: [use: logout]}\n"
    catalog = own(logout="steps:\n  - use: forget\n", forget=back)
    assert "logout → forget → logout" in refused(catalog, "logout")[1]
    assert "forget → logout → forget" in refused(catalog, "forget")[1]


def test_use_of_a_flow_that_is_not_there(own: Own) -> None:
    assert refused(own(logout="steps:\n  - use: forget\n"), "logout")[0] == "logout.yaml:2:10"


def test_the_worst_case_of_a_flow_is_bounded(own: Own) -> None:
    again = "repeat: {until: {path: /}, at_most: 20, steps: ["
    deep = f"steps:\n  - {again * 3}open: https://own.example/{']}' * 3}\n"
    assert "more than 2000 steps" in refused(own(logout=deep), "logout")[1]
    many = "steps:\n" + "  - use: forget\n" * 60
    bomb = "steps:\n" + "  - use: login\n" * 60
    steps = "steps:\n" + "  - open: https://own.example/\n" * 60
    assert "more than 2000 steps" in refused(own(logout=many, forget=bomb, login=steps), "logout")[1]


@pytest.mark.parametrize("target", [
    "'input[type=password]'", "'input[name=pass]'", "{label: password}", "{placeholder: pass_field}",
    "{css: '#x', says: password}",     "'input[autocomplete=one-time-code]'", "{test_id: passwordField}",
    "{role: textbox, name: Contraseña}", "'input[name=otp]'",
    "{label: field}",
])
def test_no_literal_secret_is_typed(own: Own, target: str) -> None:
    more = "texts:\n  password: {en: Password}\n  pass_field: {en: Password here}\n  field: {es: Tu contraseña}\n"
    texts = PLATFORM.replace("texts:\n", more)
    catalog = own(platform=texts, login=f"steps:\n  - fill: {{into: {target}, text: hunter2}}\n")
    where, problem = refused(catalog, "login")
    assert where.startswith("login.yaml:2:")
    assert "never write one into a file" in problem and "hunter2" not in problem


@pytest.mark.parametrize("part", [
    "form: {password: hunter2}", "json: {access_token: hunter2}", "headers: {X-Api-Key: hunter2}",
    "headers: {X-CSRFToken: hunter2}",
])
def test_no_literal_secret_is_sent(own: Own, part: str) -> None:
    flow = f"steps:\n  - request: {{url: https://own.example/out, {part}}}\n"
    assert "never write one into a file" in refused(own(logout=flow), "logout")[1]
    query = "steps:\n  - request: {url: 'https://own.example/out?a=1&token=hunter2'}\n"
    assert "never write one into a file" in refused(own(logout=query), "logout")[1]


def test_plain_text_may_be_typed(own: Own) -> None:
    assert own(logout="steps:\n  - fill: {into: 'input[name=confirm]', text: LOG OUT}\n").flow("own", "logout")


def test_a_secret_goes_into_no_foreign_frame(own: Own) -> None:
    frame = "frame: \"iframe[src^='https://{}/']\""
    fill = "steps:\n  - fill:\n      into: {{css: '[name=p]', " + frame + "}}\n      secret: password\n"
    assert refused(own(login=fill.format("evil.example")), "login")[0].startswith("login.yaml:3:")
    assert own(login=fill.format("id.own.example")).flow("own", "login")


@pytest.mark.parametrize("sign", ["{hidden: form}", "{not: {path: /login}}", "{any: [{path: /me}, {hidden: form}]}",
                                  "[{path: /me}, {not: {visible: form}}]"])
def test_signed_in_needs_a_positive_sign(own: Own, sign: str) -> None:
    assert "positive sign" in refused(own(platform=with_probe(signed_in=sign)))[1]


@pytest.mark.parametrize("sign", ["{visible: }", "{path: null}", "{}", "{any: []}", "{status: []}"])
def test_a_condition_that_says_nothing_is_refused(own: Own, sign: str) -> None:
    assert refused(own(platform=with_probe(signed_in=sign)))[0].startswith("own.yaml:7:")


@pytest.mark.parametrize(("change", "code"), [
    (("sources: [https://own.example/help]\n", ""), "no_sources"),
    (("  challenged: {path: /captcha}\n", ""), "no_challenged"),
    ((", pt: Sair", ""), "no_language"),
    (("texts:\n", "texts:\n  never: {en: a, es: b, pt: c}\n"), "unused_text"),
])
def test_warnings_about_a_platform(own: Own, change: tuple[str, str], code: str) -> None:
    assert own().lint("own") == []
    findings = own(platform=PLATFORM.replace(*change)).lint("own")
    assert [(f.code, f.level) for f in findings] == [(code, "warning")]
    assert ":" in findings[0].where and findings[0].text


def test_warnings_about_flows(own: Own, home: Path) -> None:
    findings = own(logout=LOGOUT + "  - click: [.a, div > span]\n  - click: [.a, '[data-x]']\n").lint("own")
    assert [(f.code, Path(f.where).name) for f in findings] == [("css_only", "logout.yaml:4:12")]
    (home / "flows/own/logout.yaml").unlink()
    assert {f.code for f in Catalog(home).lint("own")} == {"no_logout", "unused_text"}


def test_lint_lists_every_error(own: Own) -> None:
    flow = "steps:\n  - open: https://evil.example/\n  - person: nothing\n  - use: forget\n"
    errors = [f for f in own(logout=flow).lint("own") if f.level == "error"]
    assert [f.code for f in errors] == ["foreign_url", "unknown_text", "use_missing"]
