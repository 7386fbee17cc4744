"""The lines of docs/receipts.md, independent of our code, find what `receipt verify` finds; the schema fits."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys

import jsonschema
import pytest

from tests.docs import pages
from tests.receipts.conftest import BOTH, Desk, a_failure, a_profile, a_report
from toolkit.sessions.receipts.folder import read_all
from toolkit.sessions.receipts.model import schema

PAGE = pages.ROOT / "docs/receipts.md"
SCHEMA = pages.ROOT / "toolkit/sessions/receipts/receipt.schema.json"
[LINES] = [block.text for block in pages.blocks(PAGE) if block.language == "python"]


def _by_hand(desk: Desk) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", "-c", LINES], cwd=desk.home.receipts, capture_output=True, text=True, check=False
    )


def test_the_lines_are_few_and_not_ours() -> None:
    assert len([line for line in LINES.splitlines() if line.strip()]) <= 12
    assert "toolkit" not in LINES


@BOTH
def test_the_lines_confirm_a_sound_chain(desk: Desk) -> None:
    names = desk.run(3, a_report("unknown", a_profile(), a_failure()))
    done = _by_hand(desk)
    assert done.returncode == 0, done.stderr
    [found, *_] = read_all(desk.home)
    assert found.receipt and found.receipt.signer
    assert done.stdout.splitlines() == [f"{name} signed by {found.receipt.signer.key_id}" for name in names]


def test_the_lines_stop_at_a_changed_and_at_a_missing_receipt(desk: Desk) -> None:
    names = desk.run(3)
    sound = desk.files()[names[1]]
    desk.file(names[1]).write_bytes(sound.replace(b'"host":"', b'"host":"x'))
    assert "InvalidSignature" in _by_hand(desk).stderr
    desk.file(names[1]).unlink()
    assert "AssertionError" in _by_hand(desk).stderr
    desk.file(names[1]).write_bytes(sound)
    assert _by_hand(desk).returncode == 0


def test_the_page_names_every_member_and_code(desk: Desk) -> None:
    name = desk.run()[0]
    body = json.loads(desk.files()[name])
    said = set(pages.code_in_prose(PAGE))
    assert {*body, *body["signer"], *body["signature"]} <= said
    from toolkit.errors import REASONS

    codes = {code for code in REASONS if code.startswith("receipt_") or code == "receipts_lost"}
    assert codes <= said
    assert "not proof against the owner of the key" in pages.text(PAGE)


def test_the_shipped_schema_is_the_models(desk: Desk) -> None:
    shipped = json.loads(SCHEMA.read_bytes())
    assert shipped == schema(), "python -m toolkit.sessions.receipts.model > receipt.schema.json"
    jsonschema.Draft202012Validator.check_schema(shipped)


def test_receipts_fit_the_schema_and_spoilt_ones_do_not(desk: Desk) -> None:
    desk.run(2, a_report("unknown", a_profile(), a_failure()))
    desk.ring.state = "locked"
    desk.run()
    checker = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_bytes()))
    bodies = [json.loads(data) for data in desk.files().values()]
    for body in bodies:
        checker.validate(body)
        for member in body:
            with pytest.raises(jsonschema.ValidationError):
                checker.validate({key: value for key, value in body.items() if key != member})
        with pytest.raises(jsonschema.ValidationError):
            checker.validate({**body, "more": 1})


def test_a_files_own_hash_is_what_the_next_one_names(desk: Desk) -> None:
    names = desk.run(2)
    files = desk.files()
    assert json.loads(files[names[1]])["previous"] == hashlib.sha256(files[names[0]]).hexdigest()
