"""No secret that this process has held gets into a receipt or its page, wherever it turns up in a run."""

from __future__ import annotations

import base64
import json
import random
import string
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.receipts.conftest import Desk, a_report
from toolkit.errors import REASONS, Reason
from toolkit.report.files import write_page
from toolkit.secrets import Secret
from toolkit.sessions.receipts.folder import read_one
from toolkit.sessions.results import ProfileResult, UnitResult
from toolkit.texts import LANGUAGES, set_language
from toolkit.texts.reasons import TEXTS
from toolkit.traces import Trace

_LETTERS = string.ascii_letters + string.digits + "!#$%&/()=?+*-_.:,;<>{}[]@\"'\\ ñç€😀"


def _spellings(value: str) -> list[str]:
    """As a site, a log or an exception might quote it."""
    return [
        value,
        quote(value),
        json.dumps(value)[1:-1],
        json.dumps(value, ensure_ascii=False)[1:-1],
        base64.b64encode(value.encode()).decode(),
        f"https://x.example/?token={quote(value, safe='')}&a=b",
        f"user:{value}@host",
    ]


def _placeholders(code: str) -> set[str]:
    names = {name for _, name, _, _ in string.Formatter().parse(TEXTS[f"reason.{code}"]["en"]) if name}
    return names - {"did_you_mean"} | ({"near"} if "did_you_mean" in names else set())


def _run_that_quotes(values: list[str], chance: random.Random) -> ProfileResult:
    """Secrets everywhere where free text may stand."""

    def some() -> str:
        return f"{chance.choice(['', 'a ', 'x/'])}{chance.choice(_spellings(chance.choice(values)))}"

    reasons = [Reason(code, {name: some() for name in _placeholders(code)}) for code in REASONS]
    traces = tuple(Trace(some(), some(), some(), some(), "visit", 2) for _ in range(4))
    units = tuple(
        UnitResult("acme", "instagram", some(), "unknown", "unknown", "unknown", "dirty", True, reason, 1.0, traces)
        for reason in reasons
    )
    return ProfileResult("acme", "unknown", "dirty", chance.choice(reasons), 2, traces, units)


@pytest.mark.parametrize("seed", range(12))
def test_no_secret_of_the_run_is_in_the_receipt_or_its_page(desk: Desk, seed: int) -> None:
    chance = random.Random(seed)
    values = ["".join(chance.choices(_LETTERS, k=chance.randint(8, 30))) for _ in range(3)]
    for value in values:
        Secret(value)
    name = desk.run(1, a_report("dirty", _run_that_quotes(values, chance)))[0]
    text = desk.files()[name].decode()
    pages = []
    for language in LANGUAGES:
        set_language(language)
        pages.append(write_page(desk.home, read_one(desk.home, name), None, None).read_text(encoding="utf-8"))
    for value in values:
        for spelling in _spellings(value):
            for written in (text, *pages):
                assert spelling not in written
        for whole in _texts(json.loads(text)):
            assert value not in whole
    assert "***" in text
    assert desk.verify().outcome == "intact"


def _texts(node: object) -> list[str]:
    if isinstance(node, str):
        return [node]
    if isinstance(node, dict):
        return [text for item in node.values() for text in _texts(item)]
    return [text for item in node for text in _texts(item)] if isinstance(node, list) else []


def test_a_secret_that_is_also_a_word_of_ours_spoils_no_verdict(desk: Desk) -> None:
    for word in ("clean", "revoked", "instagram", "live", "acme"):
        Secret(word)
    name = desk.run(1)[0]
    report = json.loads(desk.files()[name])["report"]
    assert (report["verdict"], report["results"][0]["server"], report["results"][0]["platform"]) == (
        "clean",
        "revoked",
        "instagram",
    )
    assert desk.verify().outcome == "intact"


def test_what_a_report_will_hold_one_day_is_cleaned_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    Secret("hunter2 hunter2")
    found = ProfileResult.as_json
    more = {"deep": {"seconds": 1.5, "hits": [{"path": "x hunter2 hunter2", "verdict": "clean"}]}}
    monkeypatch.setattr(ProfileResult, "as_json", lambda self: {**found(self), **more})
    name = desk.run(1)[0]
    [profile] = json.loads(desk.files()[name])["report"]["profiles"]
    assert profile["deep"] == {"seconds": "1.5", "hits": [{"path": "x ***", "verdict": "clean"}]}
    assert desk.verify().outcome == "intact"


def test_names_of_files_that_are_no_text_do_not_stop_a_receipt(desk: Desk) -> None:
    odd = Trace("files", "Default/\udcff\ud800", "x.example", "\udc80", "visit", 1)
    name = desk.run(1, a_report("dirty", ProfileResult("acme", "dirty", "residue", None, 0, (odd,))))[0]
    assert json.loads(desk.files()[name])["report"]["profiles"][0]["traces"][0]["name"] == "?"
    assert isinstance(write_page(desk.home, read_one(desk.home, name), None, None), Path)
