"""`receipt list|show|verify` as a person and a program meet them."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from tests.cli.conftest import Toolkit
from toolkit.texts import LANGUAGES


@pytest.fixture
def written(toolkit: Toolkit, workspace: Path) -> list[Path]:
    """Three receipts."""
    return [workspace / toolkit("verify", "--json").json["receipt"] for _ in range(3)]


def test_list_shows_when_what_and_whether_it_is_signed(toolkit: Toolkit, written: list[Path]) -> None:
    answer = toolkit("receipt", "list")
    assert answer.code == 0
    for path in written:
        line = next(line for line in answer.out.splitlines() if f" {path.stem} " in line)
        assert "verify" in line and "clean" in line and line.rstrip().endswith(" signed")
    found = toolkit("receipt", "list", "--json").json
    assert found["receipts"] == [path.stem for path in written]
    assert [one["sequence"] for one in found["details"]] == [1, 2, 3]
    assert {(one["command"], one["verdict"], one["signature"]) for one in found["details"]} == {
        ("verify", "clean", "signed")
    }


def test_list_goes_on_where_a_receipt_is_spoilt(toolkit: Toolkit, written: list[Path]) -> None:
    written[1].write_bytes(b"{}")
    answer = toolkit("receipt", "list")
    assert answer.code == 0 and "CHANGED" in answer.out


@pytest.mark.parametrize("language", LANGUAGES)
def test_verify_says_each_thing_in_a_plain_sentence(toolkit: Toolkit, written: list[Path], language: str) -> None:
    sound = toolkit("receipt", "verify", "--lang", language)
    assert sound.code == 0
    data = written[1].read_bytes()
    written[1].write_bytes(data.replace(b'"clean"', b'"dirty"'))
    answer = toolkit("receipt", "verify", "--lang", language)
    assert answer.code == 1
    assert answer.out.startswith(f"{written[1].stem} ")
    assert answer.out != sound.out


def test_verify_answers_programs(toolkit: Toolkit, written: list[Path]) -> None:
    answer = toolkit("receipt", "verify", "--json")
    assert list(answer.json) == ["version", "outcome", "checked", "key", "findings", "notes"]
    assert (answer.code, answer.json["outcome"], answer.json["checked"]) == (0, "intact", 3)
    written[2].unlink()
    lost = toolkit("receipt", "verify", "--json")
    assert lost.code == 1
    [finding] = lost.json["findings"]
    assert (finding["code"], finding["receipt"]) == ("receipts_lost", None)
    assert "gone: no. 3." in finding["text"]


def test_verify_of_one(toolkit: Toolkit, written: list[Path]) -> None:
    written[0].write_bytes(b"{}")
    assert toolkit("receipt", "verify", written[0].name).code == 1
    assert toolkit("receipt", "verify", written[2].stem).code == 0
    assert toolkit("receipt", "verify", "latest").code == 0
    assert toolkit("receipt", "verify", "nonsense").code == 2


def test_verify_cannot_tell_where_the_key_is_gone(toolkit: Toolkit, written: list[Path], workspace: Path) -> None:
    (workspace / "receipts.key").unlink()
    answer = toolkit("receipt", "verify")
    assert answer.code == 4 and "receipts.key" in answer.out


def test_quiet_says_nothing_while_all_is_well(toolkit: Toolkit, written: list[Path]) -> None:
    assert toolkit("receipt", "verify", "--quiet").out == ""
    written[0].unlink()
    assert "Missing receipts: no. 1." in toolkit("receipt", "verify", "--quiet").out


def test_show_ends_with_the_state_of_the_signature(toolkit: Toolkit, written: list[Path]) -> None:
    answer = toolkit("receipt", "show", written[0].stem)
    assert answer.code == 0
    assert "Signed, no. 1, key " in answer.out and "toolkit receipt verify" in answer.out
    assert "no proof against the owner of the key" in answer.out
    written[0].write_bytes(written[0].read_bytes().replace(b'"clean"', b'"dirty"'))
    changed = toolkit("receipt", "show", written[0].stem)
    assert changed.code == 1 and "CHANGED" in changed.out


def test_show_html_writes_a_private_page_and_says_where(
    toolkit: Toolkit, written: list[Path], workspace: Path, tmp_path: Path
) -> None:
    answer = toolkit("receipt", "show", "--html", "--lang", "es")
    path = Path(answer.out.strip())
    assert answer.code == 0 and path == workspace / "receipts" / f"{written[2].stem}.es.html"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "Bufete Acme" in path.read_text(encoding="utf-8")
    mine = tmp_path / "para el cliente.html"
    assert toolkit("receipt", "show", "--html", str(mine)).out.strip() == str(mine)
    assert "no. 3" in mine.read_text(encoding="utf-8")
    assert toolkit("receipt", "show", written[0].stem, str(mine), "--html", "--profile", "acme").code == 0
    assert "no. 1" in mine.read_text(encoding="utf-8")
    assert toolkit("receipt", "list", "--json").json["receipts"] == [path.stem for path in written]


@pytest.mark.parametrize(
    "words",
    [
        ["latest", "page.html"],
        ["latest", "page.txt", "--html"],
        ["--json", "--html"],
        ["--json", "--profile", "acme"],
        ["--profile", "nobody"],
        ["--html", "--profile", "nobody"],
    ],
)
def test_what_does_not_go_together_is_refused(toolkit: Toolkit, written: list[Path], words: list[str]) -> None:
    answer = toolkit("receipt", "show", *words)
    assert answer.code == 2 and answer.err.startswith("error: ")
    assert not Path("page.html").exists() and not Path("page.txt").exists()


def test_show_of_one_profile_names_no_other(toolkit: Toolkit, written: list[Path]) -> None:
    toolkit("profile", "add", "bakery", "--client", "La Espiga", "--account", "instagram:espiga")
    toolkit("verify")
    assert "bakery" in toolkit("receipt", "show").out
    assert "bakery" not in toolkit("receipt", "show", "--profile", "acme").out


def test_a_receipt_of_version_1_is_shown_and_called_unsigned(toolkit: Toolkit, written: list[Path]) -> None:
    body = json.loads(written[0].read_bytes())
    report = {key: value for key, value in body["report"].items() if key != "milliseconds"} | {"seconds": 4.1}
    report["results"] = [
        {key: value for key, value in row.items() if key != "milliseconds"} | {"seconds": 1.0}
        for row in report["results"]
    ]
    old = {key: body[key] for key in ("written", "toolkit", "system", "host")}
    path = written[0].with_name("2025-01-01T00-00-00Z.json")
    path.write_text(json.dumps({**old, "version": 1, "report": report, "signature": None}), encoding="utf-8")
    shown = toolkit("receipt", "show", path.stem)
    assert shown.code == 0 and "instagram" in shown.out and "Not signed" in shown.out
    assert toolkit("receipt", "verify").code == 4
    assert toolkit("receipt", "verify", written[2].stem).code == 0
    page = toolkit("receipt", "show", path.stem, "--html")
    assert page.code == 0 and "(UTC)" in Path(page.out.strip()).read_text(encoding="utf-8")
