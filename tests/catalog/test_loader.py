"""YAML 1.2 scalars as the person wrote them, and where every part stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.catalog.base import FileModel, Seconds, YamlBool, YamlInt, escape
from toolkit.catalog.loader import load_yaml, parse_with_positions, parse_yaml
from toolkit.errors import FileError


class Scalars(FileModel):
    text: str | None = None
    flag: YamlBool = False
    number: YamlInt = 0
    time: Seconds = 0.0


def read(text: str) -> Scalars:
    return parse_yaml(text.encode(), Scalars, "f.yaml")


def refused(raw: bytes, model: type[FileModel] = Scalars) -> tuple[str, str]:
    with pytest.raises(FileError) as caught:
        parse_yaml(raw, model, "f.yaml")
    params = caught.value.reason.params
    return str(params["where"]), str(params["problem"])


@pytest.mark.parametrize("written", [
    "on", "yes", "+34600", "0123", "1e3", "0x10", "12:30:45", "2026-11-22", "1_000", "=", "true", "3.10", ".5", "NO",
])
def test_text_stays_as_written(written: str) -> None:
    assert read(f"text: {written}").text == written


@pytest.mark.parametrize("written", ["null", "~", "", "Null"])
def test_null_is_no_text(written: str) -> None:
    assert read(f"text: {written}").text is None
    assert read('text: "null"').text == "null"


@pytest.mark.parametrize("written", ["true", "True", "TRUE"])
def test_true(written: str) -> None:
    assert read(f"flag: {written}").flag is True


@pytest.mark.parametrize("written", ["on", "yes", "1", '"true"', "y"])
def test_other_words_are_not_true(written: str) -> None:
    assert refused(f"flag: {written}".encode()) == ("f.yaml:1:7", "expected true or false")


@pytest.mark.parametrize(("written", "value"), [("10", 10), ("-3", -3), ("+7", 7), ("010", 10)])
def test_whole_numbers(written: str, value: int) -> None:
    assert read(f"number: {written}").number == value


@pytest.mark.parametrize("written", ["1.5", "0x1F", '"10"', "1_000", "１"])
def test_no_whole_numbers(written: str) -> None:
    assert refused(f"number: {written}".encode()) == ("f.yaml:1:9", "expected a whole number")


@pytest.mark.parametrize(("written", "seconds"), [("10", 10), ("1.5s", 1.5), ("300ms", 0.3), ("2m", 120)])
def test_durations(written: str, seconds: float) -> None:
    assert read(f"time: {written}").time == pytest.approx(seconds)


@pytest.mark.parametrize("written", ["soon", "-1", "inf", "nan", "1h"])
def test_no_durations(written: str) -> None:
    assert refused(f"time: {written}".encode())[0] == "f.yaml:1:7"


def test_bom_and_windows_line_ends_are_read() -> None:
    assert parse_yaml(b"\xef\xbb\xbftext: a\r\nflag: true\r\n", Scalars, "f").text == "a"


def test_positions_of_keys_and_values() -> None:
    loaded = parse_with_positions(b"flag: true\r\ntext: abc\r\n", Scalars, "f.yaml")
    assert loaded.tree.where(("text",)) == "f.yaml:2:7"
    assert loaded.tree.where(("text",), key=True) == "f.yaml:2:1"
    assert loaded.tree.where(("text", "nothing", 3)) == "f.yaml:2:7"
    assert loaded.tree.where(("number",)) == "f.yaml:1:1"


def test_did_you_mean_looks_at_the_keys_of_that_place() -> None:
    where, problem = refused(b"flag: true\nnumbr: 3\n")
    assert where == "f.yaml:2:1"
    assert problem == 'unknown key; did you mean "number"?'
    assert refused(b"qqqq: 3\n")[1] == "unknown key; possible here: flag, number, text, time"


def test_a_missing_file_and_a_folder_are_file_errors(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.yaml", tmp_path):
        with pytest.raises(FileError) as caught:
            load_yaml(path, Scalars)
        assert caught.value.reason.params["where"] == str(path)


def test_what_a_terminal_would_obey_is_written_out() -> None:
    assert escape("a\x1b[31mb\u202ec\nd") == r"a\x1b[31mb\u202ec\nd"
    assert escape("Sesión ✓ 日本 👩‍💻") == "Sesión ✓ 日本 👩‍💻"
