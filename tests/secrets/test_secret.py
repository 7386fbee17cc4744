from __future__ import annotations

import base64
import copy
import html
import io
import json
import logging
import pickle
import re
import urllib.parse

import pytest

from toolkit.secrets import RedactingFilter, Secret, redact, scrub

VALUES = [
    'hunter2-"quoted"',
    "clave ñandú & <más>",
    "a+b/c=d~e*f(g)!'",
    "tab\tnew\nline\\slash",
    "emoji 😀 key",
    "пароль12",
]


@pytest.mark.parametrize("value", VALUES)
def test_never_shows_itself(value: str) -> None:
    secret = Secret(value)
    shown = [
        repr(secret),
        str(secret),
        f"{secret}",
        f"{secret:>40}",
        f"{secret} {secret!r}",
        repr([secret]),
        repr({"a": secret}),
    ]
    for text in shown:
        assert value not in text and "***" in text
    with pytest.raises(TypeError) as error:
        json.dumps({"a": secret})
    assert value not in str(error.value)
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    assert not hasattr(secret, "__dict__")
    assert copy.deepcopy([secret])[0] is secret
    assert secret.reveal() == value


def test_equality() -> None:
    assert Secret("same thing") == Secret("same thing")
    assert Secret("same thing") != Secret("other thing")
    assert Secret("same thing") != "same thing"
    with pytest.raises(TypeError):
        hash(Secret("same thing"))
    with pytest.raises(ValueError):
        Secret("")


def escapes(value: str) -> dict[str, str]:
    raw = value.encode()
    return {
        "plain": value,
        "quote": urllib.parse.quote(value, safe=""),
        "quote_lower": urllib.parse.quote(value, safe="/"),
        "quote_plus": urllib.parse.quote_plus(value),
        "encodeURIComponent": urllib.parse.quote(value, safe="!~*'()"),
        "form": urllib.parse.urlencode({"p": value}),
        "all_percent_lower": "".join(f"%{byte:02x}" for byte in raw),
        "json_ascii": json.dumps(value),
        "json_utf8": json.dumps(value, ensure_ascii=False),
        "json_in_json": json.dumps(json.dumps({"p": value})),
        "json_in_json_in_json": json.dumps(json.dumps(json.dumps({"p": value}))),
        "repr": repr(value),
        "bytes": repr(raw),
        "html": html.escape(value),
        "html_numeric": "".join(f"&#{ord(character)};" for character in value),
        "base64": base64.b64encode(raw).decode(),
        "base64url": base64.urlsafe_b64encode(raw).decode(),
        "basic_auth_1": base64.b64encode(b"u:" + raw).decode(),
        "basic_auth_2": base64.b64encode(b"me:" + raw + b":after").decode(),
        "basic_auth_3": base64.b64encode(b"you:" + raw + b"z").decode(),
    }


@pytest.mark.parametrize("form", sorted(escapes("x")))
@pytest.mark.parametrize("value", VALUES)
def test_scrub_finds_every_form(value: str, form: str) -> None:
    secret = Secret(value)
    text = escapes(value)[form]
    for cleaned in (scrub(f"before {text} after"), redact(f"before {text} after", [secret])):
        left = cleaned.removeprefix("before ").removesuffix(" after")
        if form.startswith("basic"):  # the user name before, what follows after, and the characters shared with them
            assert re.fullmatch(r"[A-Za-z0-9]{2,6}\*\*\*[A-Za-z0-9+/]{0,9}={0,2}", left)
        elif form in ("all_percent_lower", "html_numeric", "base64", "base64url"):
            assert left == "***"
        else:
            assert left.replace('"', "'") == escapes("MASK")[form].replace("MASK", "***").replace('"', "'")


def test_other_text_stays() -> None:
    Secret("zq7")
    Secret("correct horse battery")
    text = "error 500 at https://example.org/login?next=%2Fhome zq7x correct horse"
    assert scrub(text) == text
    assert scrub("code zq7.") == "code ***."
    assert redact("nothing known here", []) == "nothing known here"


def test_longer_secret_wins() -> None:
    assert redact("pass-word-long", [Secret("pass-word"), Secret("pass-word-long")]) == "***"


def test_logging_filter_scrubs_message_arguments_exception_and_stack() -> None:
    secret = Secret("s3cr3t/va lue")
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(RedactingFilter())
    logger = logging.getLogger("test.secrets.child")
    logger.propagate = False
    logger.addHandler(handler)
    try:
        raise RuntimeError(f"fill({secret.reveal()!r}) failed at {urllib.parse.quote(secret.reveal(), safe='')}")
    except RuntimeError:
        logger.exception("typing %s and %s", secret.reveal(), secret, stack_info=True)
    finally:
        logger.removeHandler(handler)
    written = stream.getvalue()
    assert "RuntimeError: fill('***') failed at ***" in written
    assert "typing *** and ***" in written
    assert "s3cr3t" not in written.replace("secret.reveal", "")
