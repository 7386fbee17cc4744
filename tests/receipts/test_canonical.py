"""Canonical JSON: the same value is the same bytes, and what has no such form is refused."""

from __future__ import annotations

import json
import random

import pytest

from toolkit.sessions.receipts.canonical import canonical, digest


def test_it_is_sorted_tight_and_utf8() -> None:
    value = {"b": [1, True, None], "a": {"n": "contraseña \u2028 €"}, "A": -5}
    assert canonical(value).decode() == '{"A":-5,"a":{"n":"contraseña \u2028 €"},"b":[1,true,null]}'


def test_texts_are_escaped_as_ecmascript_does() -> None:
    # RFC 8785, section 3.2.2.2: the two-letter escapes, \u00xx in lower case for the other control characters
    shown = canonical('\x00\x08\t\n\x0b\x0c\r\x1f"\\/\x7f\u0080😀').decode()
    assert shown == '"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f\\"\\\\/\x7f\u0080😀"'


@pytest.mark.parametrize(
    "value", [1.0, 0.1, float("nan"), float("inf"), 2**53, -(2**53), {"ñ": 1}, {1: 1}, "\ud800", b"x", {"a": [1.5]}]
)
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(ValueError):
        canonical(value)


def test_the_order_of_the_keys_and_the_white_space_do_not_matter() -> None:
    chance = random.Random(8785)
    same = {f"k{number}": {"z": f"k{number}", "a": [2]} for number in range(8)}
    for _ in range(200):
        keys = [f"k{number}" for number in range(8)]
        chance.shuffle(keys)
        text = json.dumps({key: {"z": key, "a": [len(key)]} for key in keys}, indent=chance.choice([None, 1, 4]))
        assert digest(canonical(json.loads(text))) == digest(canonical(same))
