"""Whatever is done to a chain of receipts afterwards is found: flipped bytes, gone, swapped, doubled, foreign files."""

from __future__ import annotations

import json
import random
from itertools import combinations, permutations
from pathlib import Path

import pytest

from tests.receipts.conftest import BOTH, Desk, Ring, a_report
from toolkit.errors import Exit
from toolkit.sessions.receipts.canonical import canonical, digest
from toolkit.sessions.receipts.chain import Chain, examine
from toolkit.sessions.receipts.folder import Found, look_at, read_all
from toolkit.sessions.receipts.keys import SigningKey, new_key
from toolkit.sessions.receipts.places import Head, Places, places_of
from toolkit.sessions.receipts.write import write_receipt
from toolkit.workspace.home import find_home


def test_five_in_a_row_are_in_order(desk: Desk) -> None:
    names = desk.run(5)
    answer = desk.verify()
    assert (answer.outcome, answer.exit, answer.checked, answer.findings) == ("intact", Exit.CLEAN, 5, ())
    assert [one.receipt.sequence for one in read_all(desk.home) if one.receipt] == [1, 2, 3, 4, 5]
    assert names == sorted(names)
    files = desk.files()
    previous = [json.loads(files[name])["previous"] for name in names]
    assert previous == [None, *(digest(files[name]) for name in names[:-1])]
    for name, data in files.items():
        assert canonical(json.loads(data)) == data
        assert desk.file(name).stat().st_mode & 0o777 == 0o600


def _places(desk: Desk) -> Places:
    return places_of(desk.home, "live")


def _known(desk: Desk) -> tuple[list[Head], list[str]]:
    place = _places(desk).active
    head, key = place.head(), place.key()
    assert head and key
    return [head], [key.public]


def _is_wrong(chain: Chain) -> bool:
    return any(one.exit == Exit.DIRTY for one in chain.findings)


def test_every_flipped_byte_is_found(desk: Desk) -> None:
    desk.run(5)
    found, (heads, held), chance = read_all(desk.home), _known(desk), random.Random(5)
    assert not examine(found, heads, held).findings
    flipped = 0
    for place, (name, data) in enumerate(desk.files().items()):
        for at in range(len(data)):
            spoilt = bytearray(data)
            spoilt[at] ^= 1 << chance.randrange(8)
            changed = [*found[:place], look_at(name, bytes(spoilt)), *found[place + 1 :]]
            assert _is_wrong(examine(changed, heads, held)), (name, at, bytes(spoilt[at : at + 1]))
            # without a head, a receipt of a newer version might be just that: never in order, though
            assert examine(changed, [], held).findings, (name, at)
            flipped += 1
    assert flipped > 4000


def test_every_cut_and_every_addition_is_found(desk: Desk) -> None:
    desk.run(2)
    found, (heads, held) = read_all(desk.home), _known(desk)
    for place, (name, data) in enumerate(desk.files().items()):
        for spoilt in [*(data[:length] for length in range(len(data))), data + b"\n", b" " + data, data + data]:
            changed = [*found[:place], look_at(name, spoilt), *found[place + 1 :]]
            assert [one.reason.code for one in examine(changed, heads, held).findings] == ["receipt_changed"]


@BOTH
@pytest.mark.parametrize("gone", [some for count in (1, 2, 3, 4, 5) for some in combinations(range(5), count)])
def test_any_that_are_gone_are_missed(desk: Desk, gone: tuple[int, ...]) -> None:
    names = desk.run(5)
    for place in gone:
        desk.file(names[place]).unlink()
    answer = desk.verify()
    assert answer.exit == Exit.DIRTY
    told = {number for one in answer.findings for number in _numbers(one.reason.params)}
    assert told == {place + 1 for place in gone}
    lost = [one for one in answer.findings if one.reason.code == "receipts_lost"]
    assert bool(lost) == (4 in gone), "the newest ones have a code of their own"


def _numbers(params: dict[str, object]) -> range:
    return range(int(str(params["first"])), int(str(params["last"])) + 1)


@BOTH
@pytest.mark.parametrize("order", [order for order in permutations(range(3)) if order != (0, 1, 2)])
def test_any_other_order_is_found(desk: Desk, order: tuple[int, ...]) -> None:
    names = desk.run(3)
    files = desk.files()
    for name, place in zip(names, order, strict=True):
        desk.file(name).write_bytes(files[names[place]])
    answer = desk.verify()
    assert {one.reason.code for one in answer.findings} == {"receipt_moved"}
    moved = {name for name, place in zip(names, order, strict=True) if names[place] != name}
    assert {one.name for one in answer.findings} == moved


@BOTH
@pytest.mark.parametrize("place", range(3))
def test_a_copy_is_found_and_the_original_is_not_blamed(desk: Desk, place: int) -> None:
    names = desk.run(3)
    desk.file("2020-01-01T00-00-00Z").write_bytes(desk.files()[names[place]])
    [finding] = desk.verify().findings
    assert (finding.reason.code, finding.name) == ("receipt_twice", "2020-01-01T00-00-00Z")
    assert finding.reason.params["other"] == names[place]


def _resigned(data: bytes, key: SigningKey, **changes: object) -> bytes:
    body = {**json.loads(data), **changes}
    del body["signature"]
    body["signer"] = {**body["signer"], "public_key": key.public, "key_id": key.key_id}
    return canonical({**body, "signature": {"value": key.sign(canonical(body)), "old_key": None}})


@BOTH
@pytest.mark.parametrize("place", range(5))
def test_one_by_a_foreign_key_is_found(desk: Desk, place: int) -> None:
    name = desk.run(5)[place]
    desk.file(name).write_bytes(_resigned(desk.files()[name], new_key("file")))
    answer = desk.verify()
    assert answer.exit == Exit.DIRTY
    assert name in {one.name for one in answer.findings}


@BOTH
def test_a_foreign_newest_one_that_claims_to_replace_the_key_is_found(desk: Desk) -> None:
    names = desk.run(3)
    data = desk.files()[names[2]]
    signer = json.loads(data)["signer"]
    claim = {**signer, "replaces": signer["public_key"]}
    desk.file(names[2]).write_bytes(_resigned(data, new_key("keyring"), signer=claim))
    assert "receipt_foreign" in desk.codes()
    assert desk.verify().exit == Exit.DIRTY


def test_a_whole_chain_by_a_foreign_key_is_found_even_without_a_head(desk: Desk, tmp_path: Path) -> None:
    desk.run(3)
    home = find_home(tmp_path / "other")
    home.create()
    home.config_file.write_bytes(desk.home.config_file.read_bytes())
    theirs = Desk(home, desk.ring)
    theirs.run(3)
    for name in desk.files():
        desk.file(name).unlink()
    for name, data in theirs.files().items():
        desk.file(name).write_bytes(data)
    assert desk.codes().count("receipt_foreign") == 3
    desk.ring.drop("head")
    assert desk.codes().count("receipt_foreign") == 3


def test_one_that_the_owner_signed_anew_does_not_fit_into_the_chain(desk: Desk) -> None:
    name = desk.run(3)[1]
    key = _places(desk).active.key()
    assert key
    desk.file(name).write_bytes(_resigned(desk.files()[name], key, host="elsewhere"))
    assert desk.codes() == ["receipt_replaced"]


def test_two_for_one_place_are_found(desk: Desk) -> None:
    name = desk.run(3)[1]
    key = _places(desk).active.key()
    assert key
    other = "2020-01-01T00-00-00Z"
    desk.file(other).write_bytes(_resigned(desk.files()[name], key, name=other))
    [finding] = desk.verify().findings
    assert (finding.reason.code, finding.name) == ("receipt_replaced", other)


@pytest.mark.parametrize(("desk", "code"), [("keyring", 1), ("file", 1)], indirect=["desk"])
def test_lost_newest_ones_are_found_while_the_head_is_there(desk: Desk, code: int) -> None:
    names = desk.run(5)
    desk.file(names[4]).unlink()
    desk.file(names[3]).unlink()
    [finding] = desk.verify().findings
    assert (finding.reason.code, finding.reason.params["numbers"]) == ("receipts_lost", "4-5")
    assert desk.verify().exit == code


@BOTH
def test_without_the_head_nobody_claims_to_know(desk: Desk) -> None:
    names = desk.run(5)
    desk.file(names[4]).unlink()
    desk.ring.drop("head")
    (desk.home.path / "receipts.head").unlink(missing_ok=True)
    assert desk.codes() == ["receipt_head_gone"]
    assert desk.verify().exit == Exit.UNKNOWN


def test_a_gap_stays_after_further_runs(desk: Desk) -> None:
    names = desk.run(3)
    desk.file(names[2]).unlink()
    desk.run(2)
    [finding] = desk.verify().findings
    assert (finding.reason.code, finding.reason.params["numbers"]) == ("receipt_missing", "3")


@pytest.mark.parametrize(
    "junk", [b"", b"{}", b"[]", b"null", b"\xff", b'{"version": 2}', b'{"version": 1}', b"[" * 99_999, b'{"version":0}']
)
def test_junk_is_no_receipt_and_breaks_nothing(desk: Desk, junk: bytes) -> None:
    desk.run(1)
    desk.file("2026-01-01T00-00-00Z").write_bytes(junk)
    assert desk.codes() == ["receipt_changed"]
    desk.run(1)
    assert desk.codes() == ["receipt_changed"]


def test_a_forged_huge_number_does_not_stop_the_next_run(desk: Desk) -> None:
    name = desk.run(1)[0]
    for number in (2**50, 2**50 + 1, 2**53, 10**30):
        body = {**json.loads(desk.files()[name]), "sequence": number}
        desk.file("2027-01-01T00-00-00Z").write_text(json.dumps(body), encoding="utf-8")
        desk.run(1)
        desk.ring.drop("head")
        desk.run(1)
        assert desk.verify().exit == Exit.DIRTY


def test_one_of_a_newer_version_is_not_judged(desk: Desk) -> None:
    desk.run(1)
    desk.file("2027-01-01T00-00-00Z").write_bytes(b'{"version": 3, "what": "ever"}')
    assert desk.codes() == ["receipt_newer"]
    assert desk.verify().exit == Exit.UNKNOWN


def test_a_folder_in_place_of_a_receipt_is_told(desk: Desk) -> None:
    name = desk.run(1)[0]
    desk.file(name).unlink()
    desk.file(name).mkdir()
    assert desk.codes() == ["unreadable"]


def test_random_damage_is_never_in_order(desk: Desk) -> None:
    desk.run(4)
    found, (heads, held), chance = read_all(desk.home), _known(desk), random.Random(4)
    files = desk.files()
    for _ in range(400):
        hurt = dict(files)
        for name in chance.sample(sorted(hurt), chance.randint(1, 4)):
            hurt[name] = _damage(hurt[name], chance)
        changed = [look_at(name, data) for name, data in hurt.items()]
        assert _is_wrong(examine(changed, heads, held))
    assert not examine(found, heads, held).findings


def _damage(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    end = min(len(data), start + chance.randint(1, 40))
    noise = bytes(chance.randrange(256) for _ in range(chance.randint(0, 40)))
    return data[:start] + noise + data[end:] if data[start:end] != noise else b""


def test_verify_of_one_says_only_what_concerns_it(desk: Desk) -> None:
    names = desk.run(3)
    desk.file(names[0]).write_bytes(b"{}")
    assert desk.verify(names[2]).outcome == "intact"
    assert [one.name for one in desk.verify(names[0]).findings] == [names[0]]


def test_nothing_yet_is_no_finding(desk: Desk) -> None:
    answer = desk.verify()
    assert (answer.checked, answer.findings, answer.notes, answer.exit) == (0, (), (), Exit.CLEAN)


def test_found_keeps_what_it_could_read(desk: Desk, ring: Ring) -> None:
    name = desk.run(1)[0]
    spoilt = desk.files()[name].replace(b'"host":"', b'"host":"x')
    one: Found = look_at(name, spoilt)
    assert one.state == "changed"
    assert one.receipt and one.receipt.host.startswith("x")
    assert write_receipt(desk.home, desk.home.config(), a_report()).startswith("receipts/")
