"""Every failure that the code can raise fills its sentence: a missing parameter would hide the reason."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from toolkit.errors import REASONS, Reason
from toolkit.texts import LANGUAGES, set_language
from toolkit.texts.reasons import TEXTS as SENTENCES
from toolkit.texts.remedies import TEXTS as REMEDIES

ROOT = Path(__file__).parents[2]
MAKERS = {"ToolkitError", "UsageError", "Undecided", "Reason"}


def needed(code: str) -> set[str]:
    texts = [SENTENCES[f"reason.{code}"]["en"], REMEDIES[f"remedy.{code}"]["en"]]
    names = {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}
    return {"near" if name == "did_you_mean" else name for name in names}


def raised() -> Iterator[tuple[str, str, set[str] | None]]:
    """(where, code, names of its parameters; None where they are not written out)."""
    for path in sorted((ROOT / "toolkit").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name not in MAKERS:
                continue
            codes = [c.value for c in ast.walk(node.args[0]) if isinstance(c, ast.Constant) and c.value in REASONS]
            for code in codes:
                yield f"{path.relative_to(ROOT)}:{node.lineno}", code, _names(node, name)


def _names(node: ast.Call, maker: str) -> set[str] | None:
    if maker == "Reason":
        given = node.args[1] if len(node.args) > 1 else ast.Dict(keys=[], values=[])
        if not isinstance(given, ast.Dict):
            return None
        return {key.value for key in given.keys if isinstance(key, ast.Constant)}
    if any(keyword.arg is None for keyword in node.keywords):
        return None
    return {str(keyword.arg) for keyword in node.keywords}


def test_every_raise_gives_what_its_sentence_needs() -> None:
    found = list(raised())
    assert len({code for _, code, _ in found}) > 40
    missing = {
        f"{where} {code}": sorted(needed(code) - names)
        for where, code, names in found
        if names is not None and needed(code) - names
    }
    assert missing == {}


@pytest.mark.parametrize("code", REASONS)
def test_every_reason_reads_as_a_sentence_in_every_language(code: str) -> None:
    params: dict[str, object] = {name: f"<{name}>" for name in needed(code)}
    for language in LANGUAGES:
        set_language(language)
        reason = Reason(code, params)
        assert reason.text and "{" not in reason.text and "{" not in reason.remedy
        for name in needed(code) - {"near"}:
            assert f"<{name}>" in reason.text + reason.remedy


def test_what_was_meant_is_asked_only_when_something_is_near() -> None:
    set_language("es")
    assert Reason("unknown_platform", {"name": "x", "near": ""}).text == "No existe la plataforma x."
    assert Reason("unknown_platform", {"name": "mastodn", "near": "mastodon"}).text.endswith("¿Querías decir mastodon?")
