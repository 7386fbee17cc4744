"""Where key and head are kept; a keyring that is locked, slow or gone; keys that change."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.receipts.conftest import BOTH, Desk
from toolkit.errors import Exit
from toolkit.sessions.receipts import places
from toolkit.sessions.receipts.folder import read_all
from toolkit.sessions.receipts.keys import fingerprint, key_id, new_key, signed_by, stored_key
from toolkit.sessions.receipts.verify import signature_line

ROOT = Path(__file__).parents[2]


def _signers(desk: Desk) -> list[tuple[str, str] | None]:
    """(where the key is kept, the key) of each receipt by its number; None where it is unsigned."""
    receipts = sorted((one.receipt for one in read_all(desk.home) if one.receipt), key=lambda r: r.sequence)
    return [(r.signer.store, r.signer.public_key) if r.signer else None for r in receipts]


def test_with_a_keyring_nothing_secret_lies_in_the_home(desk: Desk) -> None:
    desk.run(2)
    assert {entry.rpartition("/")[2] for entry in desk.ring.entries} == {"key", "head"}
    private = next(text for entry, text in desk.ring.entries.items() if entry.endswith("/key"))
    files = [path for path in desk.home.path.rglob("*") if path.is_file()]
    assert not [path for path in files if private.encode() in path.read_bytes()]
    assert not [path for path in files if path.name in ("receipts.key", "receipts.head")]


@pytest.mark.parametrize("environment", ["live", "replica"])
def test_without_a_usable_keyring_key_and_head_are_private_files(desk: Desk, environment: str) -> None:
    desk.environment(environment)
    desk.ring.state = "absent" if environment == "live" else "open"
    desk.run(2)
    for name in ("receipts.key", "receipts.head"):
        assert (desk.home.path / name).stat().st_mode & 0o777 == 0o600
    assert desk.ring.asked == 0, "a replica leaves the keyring alone"
    answer = desk.verify()
    assert answer.outcome == "intact"
    assert any("cannot be proven" in note for note in answer.notes), "lost newest ones: said plainly"
    private = (desk.home.path / "receipts.key").read_text().strip().encode()
    assert not [path for path in desk.home.receipts.iterdir() if private in path.read_bytes()]


def test_the_honest_sentence_is_always_there(desk: Desk) -> None:
    desk.run()
    assert any("no proof against the owner of the key" in note for note in desk.verify().notes)


@pytest.mark.parametrize(("state", "why"), [("locked", "keyring_locked"), ("silent", "keyring_absent")])
def test_a_keyring_without_an_answer_makes_an_unsigned_receipt_and_the_chain_goes_on(
    desk: Desk, state: Any, why: str
) -> None:
    desk.run(2)
    desk.ring.state = state
    name = desk.run()[0]
    body = json.loads(desk.files()[name])
    assert (body["sequence"], body["signer"], body["signature"], body["unsigned"]) == (3, None, None, why)
    assert desk.codes() == [why, "receipt_unsigned"]
    assert desk.verify().exit == Exit.UNKNOWN
    desk.run()
    desk.ring.state = "open"
    desk.run()
    assert [bool(signer) for signer in _signers(desk)] == [True, True, False, False, True]
    assert desk.codes() == ["receipt_unsigned", "receipt_unsigned"]
    assert "Not signed" in signature_line(read_all(desk.home)[2])


def test_an_unsigned_one_that_is_changed_later_is_found_by_the_next_signed_one(desk: Desk) -> None:
    desk.run()
    desk.ring.state = "locked"
    name = desk.run()[0]
    desk.ring.state = "open"
    desk.run()
    desk.file(name).write_bytes(desk.files()[name].replace(b'"host":"', b'"host":"x'))
    assert "receipt_changed" in desk.codes()
    assert desk.verify().exit == Exit.DIRTY


def test_a_keyring_that_waits_for_a_person_does_not_hold_a_run_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.run()
    monkeypatch.setattr(places, "PATIENCE", 0.2)
    desk.ring.state = "slow"
    asked, began = desk.ring.asked, time.monotonic()
    name = desk.run()[0]
    assert time.monotonic() - began < 3
    assert desk.ring.asked == asked + 1, "it is not asked again"
    assert json.loads(desk.files()[name])["unsigned"] == "keyring_locked"


def test_where_the_keyring_has_gone_no_other_key_is_made_up(desk: Desk) -> None:
    desk.run(2)
    desk.ring.state = "absent"
    desk.run()
    assert _signers(desk)[2] is None
    assert not (desk.home.path / "receipts.key").exists()
    assert "receipt_unsigned" in desk.codes()


def test_a_gap_and_an_old_head_in_a_file_do_not_lead_a_locked_run_astray(desk: Desk) -> None:
    desk.ring.state = "absent"
    desk.run(2)
    desk.ring.state = "open"
    name = desk.run(2)[0]
    desk.run(2)
    desk.file(name).unlink()
    desk.ring.state = "locked"
    last = desk.run()[0]
    assert json.loads(desk.files()[last])["sequence"] == 7
    desk.ring.state = "open"
    assert desk.codes() == ["receipt_key_changed", "receipt_missing", "receipt_unsigned"]


def test_from_a_file_to_a_keyring_the_old_key_signs_for_the_new_one(desk: Desk) -> None:
    desk.ring.state = "absent"
    desk.run(2)
    desk.ring.state = "open"
    desk.run(2)
    stores = [signer[0] for signer in _signers(desk) if signer]
    assert stores == ["file", "file", "keyring", "keyring"]
    answer = desk.verify()
    assert answer.outcome == "intact"
    assert any("has signed for it" in note for note in answer.notes)


@BOTH
def test_after_a_lost_key_the_chain_goes_on_with_a_link_and_verify_says_so(desk: Desk) -> None:
    desk.run(2)
    old = _signers(desk)[1]
    desk.ring.drop("key")
    (desk.home.path / "receipts.key").unlink(missing_ok=True)
    assert desk.codes() == ["receipt_key_gone"]
    name = desk.run()[0]
    assert old
    assert json.loads(desk.files()[name])["signer"]["replaces"] == old[1]
    [finding] = desk.verify().findings
    assert (finding.reason.code, finding.name) == ("receipt_key_changed", name)
    assert finding.reason.params["old"] == key_id(old[1])[:16]
    assert desk.verify().exit == Exit.UNKNOWN
    assert {desk.verify(one).exit for one in desk.files()} == {Exit.UNKNOWN}, "a question to every receipt"


def test_on_another_computer_the_chain_is_judged_by_itself(desk: Desk) -> None:
    """A copied home: its path, and so its entries, are others."""
    desk.run(2)
    desk.ring.entries.clear()
    assert desk.codes() == ["receipt_head_gone", "receipt_key_gone"]


def test_a_locked_keyring_is_no_reason_to_call_a_chain_broken_or_sound(desk: Desk) -> None:
    desk.run(2)
    desk.ring.state = "locked"
    assert desk.codes() == ["keyring_locked"]
    assert desk.verify().exit == Exit.UNKNOWN


@BOTH
def test_old_receipts_are_unsigned_and_neither_broken_nor_valid(desk: Desk) -> None:
    report = {
        "version": 1, "command": "logout-all", "environment": "live", "verdict": "clean", "seconds": 4.1,
        "started": "2026-01-01T09:00:00Z", "receipt": None, "results": [],
        "profiles": [{"profile": "acme", "verdict": "clean", "disk": "clean", "reason": None, "other_hosts": 0,
                      "traces": []}],
    }  # fmt: skip
    old = {
        "version": 1, "written": "2026-01-01T09:00:04Z", "toolkit": "0.1.0", "system": "Linux", "host": "vm",
        "report": report, "signature": None,
    }  # fmt: skip
    desk.file("2026-01-01T09-00-04Z").write_text(json.dumps(old, indent=1), encoding="utf-8")
    assert desk.codes() == ["receipt_unsigned"]
    desk.run(2)
    assert desk.codes() == ["receipt_unsigned"]
    assert desk.verify().exit == Exit.UNKNOWN
    assert [one.receipt.sequence for one in read_all(desk.home) if one.receipt] == [1, 2]


def test_a_spoilt_key_entry_counts_as_lost(desk: Desk) -> None:
    desk.run()
    desk.ring.entries = dict.fromkeys(desk.ring.entries, "nonsense")
    desk.run()
    assert [bool(signer) for signer in _signers(desk)] == [True, True]
    assert desk.codes() == ["receipt_key_changed"]


@pytest.mark.parametrize("text", ["", "nonsense", "00" * 31, "00" * 33, "zz" * 32])
def test_what_is_no_key_is_none(text: str) -> None:
    assert stored_key(text, "file") is None


def test_a_key_does_not_show_itself_and_signs() -> None:
    key = new_key("file")
    private = key.private.reveal()
    assert private not in repr(key)
    assert signed_by(key.public, key.sign(b"x"), b"x")
    assert not signed_by(key.public, key.sign(b"x"), b"y")
    assert not signed_by(new_key("file").public, key.sign(b"x"), b"x")
    assert not signed_by("nonsense", "nonsense", b"x")
    assert fingerprint(key.key_id).replace(" ", "") == key_id(key.public)


LOCK = "import secretstorage as s; s.get_default_collection(s.dbus_init()).lock()"


@pytest.mark.system
def test_a_real_keyring_open_and_locked(private_keyring: dict[str, str], tmp_path: Path) -> None:
    from tests.support.command import Toolkit

    toolkit = Toolkit(tmp_path / "home", private_keyring)
    toolkit("init")
    toolkit("profile", "add", "acme")
    toolkit("verify")
    toolkit("verify")
    answer = toolkit.json("receipt", "verify")
    assert (answer["outcome"], answer["key"]["store"]) == ("intact", "keyring")
    subprocess.run([sys.executable, "-c", LOCK], env=toolkit.environ, check=True, timeout=30)
    toolkit("verify", timeout=60)  # clean all the same
    locked = toolkit.json("receipt", "verify", expect=4)
    assert {one["code"] for one in locked["findings"]} == {"keyring_locked", "receipt_unsigned"}
    assert "the system's keyring was locked" in toolkit("receipt", "show").stdout
