"""The page for a client: self-contained, escaped, in three languages, of one client alone where asked, one A4 page."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest

from tests.receipts.conftest import Desk, a_failure, a_profile, a_report
from toolkit.errors import ToolkitError, UsageError
from toolkit.report.files import write_page
from toolkit.report.moments import duration, moment
from toolkit.sessions import results
from toolkit.sessions.receipts.folder import read_all, read_one
from toolkit.sessions.receipts.keys import fingerprint
from toolkit.sessions.results import ProfileResult, Report, UnitResult
from toolkit.texts import LANGUAGES, set_language, t
from toolkit.traces import Trace

VOID = {"meta", "br", "hr", "img", "link", "input"}


class _Reader(HTMLParser):
    """Every tag closed in order; texts and attributes kept."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {key: value or "" for key, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.texts.append(data)


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


def _page(desk: Desk, name: str = "latest", profile: str | None = None) -> str:
    return write_page(desk.home, read_one(desk.home, name), profile, None).read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_what_ran_what_was_found_and_how_to_check_it(desk: Desk, language: str) -> None:
    desk.run(1, a_report("unknown", a_profile(), a_failure()))
    set_language(language)
    html = _page(desk)
    shown = " ".join(" ".join(_read(html).texts).split())
    [found] = read_all(desk.home)
    assert found.receipt and found.receipt.signer
    for text in (
        "Bufete Acme", "Panadería La Espiga", "Instagram", "acme_legal", "2026",
        t("word.server.revoked"), t("report.server.revoked"), t("report.disk.residue"), t("report.means.residue"),
        t("report.means.unknown"), t("report.gap.devices"), t("report.open_on_server"), t("word.verdict.unknown"),
        t("receipts.tamper_evident"), t("report.command.logout-all"), f"toolkit receipt verify {found.name}",
        fingerprint(found.receipt.signer.key_id), fingerprint(found.digest),
        found.receipt.report.results[1].reason.texts[language],  # type: ignore[union-attr]
    ):  # fmt: skip
        assert text in shown, text
    assert f'<html lang="{language}">' in html
    assert f"(UTC{found.receipt.utc_offset})" in shown


def test_it_runs_nothing_and_loads_nothing(desk: Desk) -> None:
    desk.run()
    html = _page(desk)
    reader = _read(html)
    assert {tag for tag, _ in reader.tags} & {"script", "img", "link", "iframe", "object", "form", "a", "base"} == set()
    assert {key for _, attributes in reader.tags for key in attributes} <= {
        "lang", "charset", "http-equiv", "content", "name", "class", "colspan",
    }  # fmt: skip
    assert "url(" not in html and "@import" not in html and "//" not in html.replace("/* ", "")
    policy = next(a["content"] for tag, a in reader.tags if a.get("http-equiv") == "Content-Security-Policy")
    style = html.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


HOSTILE = '</td><script>alert(1)</script><img src=x onerror="x">\'"&amp;\u202e\x1b[31m{0}</style>'


def test_everything_from_outside_is_escaped(desk: Desk) -> None:
    trace = Trace(HOSTILE, HOSTILE, HOSTILE, HOSTILE, "visit", 1)
    unit = UnitResult("acme", HOSTILE, HOSTILE, "dirty", None, None, "dirty", True, None, 1, (trace,))
    report = Report(
        HOSTILE, "live", "dirty", "2026-11-22T09:00:00Z", 1, (ProfileResult("acme", "dirty", "dirty", units=(unit,)),)
    )
    desk.home.config_file.write_text(
        "version: 1\nprofiles:\n  acme:\n    client: '<script>alert(2)</script><b>'\n", encoding="utf-8"
    )
    desk.run(1, report)
    html = _page(desk)
    reader = _read(html)
    assert "<script" not in html and "<img" not in html and "\u202e" not in html and "\x1b" not in html
    assert any("<script>alert(2)</script><b>" in text for text in reader.texts), "shown as it is written"
    assert [tag for tag, _ in reader.tags if tag in ("script", "img", "b")] == []


def test_a_page_of_one_profile_names_no_other_client(desk: Desk) -> None:
    desk.run(1, a_report("unknown", a_profile(), a_failure()))
    html = _page(desk, profile="acme")
    for word in ("bakery", "Panadería", "Espiga", "espiga", t("word.verdict.unknown") + "</strong>"):
        assert word not in html
    assert "Bufete Acme" in html and escape(t("report.part")) in html
    assert "Bufete Acme" not in _page(desk, profile="bakery")
    assert escape(t("report.part")) not in _page(desk)
    with pytest.raises(UsageError) as caught:
        _page(desk, profile="gamma")
    assert caught.value.reason.code == "not_in_receipt"


def test_it_lies_next_to_the_receipt_and_is_private(desk: Desk) -> None:
    name = desk.run(1)[0]
    found = read_one(desk.home, name)
    set_language("es")
    path = write_page(desk.home, found, None, None)
    assert path == desk.home.receipts / f"{name}.es.html"
    assert path.stat().st_mode & 0o777 == 0o600
    assert write_page(desk.home, found, "acme", None).name == f"{name}.acme.es.html"
    assert desk.verify().outcome == "intact", "pages are no receipts"


def test_there_is_no_page_of_a_changed_receipt(desk: Desk) -> None:
    name = desk.run(1)[0]
    desk.file(name).write_bytes(desk.files()[name].replace(b'"clean"', b'"dirty"'))
    with pytest.raises(ToolkitError) as caught:
        _page(desk)
    assert caught.value.reason.code == "receipt_changed"
    assert not list(desk.home.receipts.glob("*.html"))


def test_a_page_of_an_unsigned_receipt_says_so_and_shows_no_fingerprint(desk: Desk) -> None:
    desk.ring.state = "locked"
    desk.run()
    html = _page(desk)
    assert escape(t("receipts.unsigned.keyring_locked")) in html
    assert t("report.fingerprint") not in html


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", ["verify", "everywhere", "logout", "logout-all"])
def test_there_are_words_for_every_layer(desk: Desk, language: str, command: str) -> None:
    set_language(language)
    units = [
        UnitResult("acme", "instagram", None, "unknown", server, browser, disk)
        for server in (None, *get_args(results.Server))
        for browser in (None, *get_args(results.Browser))
        for disk in get_args(results.Disk)
    ]
    for verdict in get_args(results.Verdict):
        profile = ProfileResult("acme", verdict, "clean", None, 1, (), tuple(units))
        desk.run(1, Report(command, "replica", verdict, "2026-11-22T09:00:00Z", 1, (profile,)))
        shown = " ".join(_read(_page(desk)).texts)
        assert t(f"report.verdict.{verdict}") in shown
        assert t("cli.replica") in shown


@pytest.mark.parametrize(
    ("language", "offset", "shown"),
    [
        ("en", "+01:00", "23 November 2026, 00:30:04 (UTC+01:00)"),
        ("es", "-03:30", "22 de noviembre de 2026, 20:00:04 (UTC-03:30)"),
        ("pt", None, "22 de novembro de 2026, 23:30:04 (UTC)"),
    ],
)
def test_moments_are_written_as_people_do(language: str, offset: str | None, shown: str) -> None:
    set_language(language)
    assert moment("2026-11-22T23:30:04Z", offset) == shown


def test_every_month_has_a_name() -> None:
    for language in LANGUAGES:
        set_language(language)
        assert len({moment(f"2026-{month:02}-01T00:00:00Z", None) for month in range(1, 13)}) == 12


def test_durations_are_written_as_people_do() -> None:
    assert [duration(n).replace("\N{NO-BREAK SPACE}", " ") for n in (0, 1349, 60_000, 125_400)] == [
        "0.0 s", "1.3 s", "1 min 0 s", "2 min 5 s",
    ]  # fmt: skip
    set_language("es")
    assert duration(1349).startswith("1,3")


def _agency() -> Report:
    """What a client's page of a usual run holds: three platforms."""
    units = tuple(
        UnitResult("acme", platform, "acme_legal", "clean", "signed_out", "cleared", "clean", seconds=2)
        for platform in ("instagram", "mastodon@social.example", "x")
    )
    return a_report("clean", ProfileResult("acme", "clean", "clean", None, 3, (), units))


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_prints_on_one_page_and_breaks_no_rule_of_its_own(
    desk: Desk, chromium_path: Path, tmp_path: Path, language: str
) -> None:
    desk.run(1, _agency())
    set_language(language)
    page, pdf = write_page(desk.home, read_one(desk.home, "latest"), "acme", None), tmp_path / "page.pdf"
    command = [
        str(chromium_path), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}",
        "--no-pdf-header-footer", "--enable-logging=stderr", "--v=0", f"--print-to-pdf={pdf}", page.as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert "Content Security Policy" not in done.stderr
    data = pdf.read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", data)) == 1
    boxes = {tuple(float(x) for x in found.split()) for found in re.findall(rb"/MediaBox\s*\[([^\]]+)\]", data)}
    assert [(round(box[2]), round(box[3])) for box in boxes] == [(595, 842)], "A4 in points"
