"""A receipt as one page for a client: what ran, what it found in plain words, what it does not cover, how to check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from importlib.resources import files

from toolkit.report.html import document, esc, rows, tag
from toolkit.report.moments import duration, moment
from toolkit.sessions.receipts.folder import Found
from toolkit.sessions.receipts.keys import fingerprint
from toolkit.sessions.receipts.model import ProfileRow, ReasonText, ResultRow, RunReport, TraceRow
from toolkit.texts import language, t

Titles = Callable[[str], str]
"""From a platform's id to its name."""

_MARKS = {"clean": "✓", "dirty": "✗", "unknown": "?"}
_MOST_TRACES = 6
_MOST_CLIENTS = 3
_LAYERS = ("server", "browser", "disk")


def page(found: Found, report: RunReport, title: Titles, *, whole: bool) -> str:
    """The page in the language in use. `report`: the receipt's own, or one profile's part (`whole` is False then).

    Raises ValueError for a receipt that could not be taken apart.
    """
    if found.content is None:
        raise ValueError(found.name)
    heading = t("report.title_check" if report.command == "verify" else "report.title")
    if found.receipt:
        heading = t("report.numbered", heading=heading, number=found.receipt.sequence)
    clients = _clients(report)
    body = rows(
        (
            tag("header", tag("p", esc(heading), "kind") + tag("h1", esc(clients))),
            tag("p", esc(t("cli.replica")), "replica") if report.environment == "replica" else "",
            _banner(report),
            _facts(found, report),
            *(_profile(one, report, title) for one in report.profiles),
            _section("report.words", _words()),
            _section("report.not_covered", _not_covered(report.command)),
            _signature(found, whole=whole),
        )
    )
    css = (files("toolkit.report") / "receipt.css").read_text(encoding="utf-8")
    return document(language=language(), title=f"{clients}: {heading}", css=css, body=tag("main", body))


def _clients(report: RunReport) -> str:
    """Their names, as far as a heading can hold them."""
    names = list(dict.fromkeys(_client(one) for one in report.profiles))
    return ", ".join(names) if 0 < len(names) <= _MOST_CLIENTS else t("report.clients", count=len(names))


def _client(one: ProfileRow) -> str:
    return one.client or one.profile or t("report.whole_run")


def _banner(report: RunReport) -> str:
    mark = tag("span", _MARKS[report.verdict], "mark")
    words = tag("strong", esc(t(f"word.verdict.{report.verdict}"))) + esc(t(f"report.verdict.{report.verdict}"))
    return tag("div", mark + tag("p", words), f"banner {report.verdict}")


def _facts(found: Found, report: RunReport) -> str:
    receipt = found.content
    offset = found.receipt.utc_offset if found.receipt else None
    command = f"report.command.{report.command}"
    known = report.command in ("logout", "logout-all", "everywhere", "verify")
    done = t(command) if known else report.command
    facts = [
        ("report.what", f"{done} ({duration(report.milliseconds)})"),
        ("report.when", moment(report.started, offset)),
        ("report.computer", f"{receipt.host} ({receipt.system})" if receipt else ""),
    ]
    return tag("dl", "".join(tag("div", _pair(key, value)) for key, value in facts), "facts")


def _profile(one: ProfileRow, report: RunReport, title: Titles) -> str:
    mine = [result for result in report.results if result.profile == one.profile]
    name = tag("span", esc(t("report.profile", profile=one.profile)), "profile") if one.profile else ""
    told = {result.reason.code for result in mine if result.reason}
    notes = []
    if one.reason and one.reason.code not in told:
        notes.append(_why(one.reason))
    if not mine and one.verdict == "clean":
        notes.append(tag("p", esc(t("report.nothing"))))
    if not mine and one.verdict != "clean":
        notes.append(tag("p", esc(t(f"report.disk.{one.disk}"))))
    if one.other_hosts:
        notes.append(tag("p", esc(t("report.other_hosts", count=one.other_hosts))))
    notes.append(_traces(one.traces))
    table = _table(mine, report.command, title) if mine else ""
    head = tag("h2", esc(_client(one)) + name + _verdict(one.verdict))
    return tag("section", rows((head, table, *notes)), "client")


def _verdict(verdict: str) -> str:
    return tag("span", f"{_MARKS[verdict]} {esc(t(f'word.verdict.{verdict}'))}", f"verdict {verdict}")


def _table(results: list[ResultRow], command: str, title: Titles) -> str:
    headers = (t("report.account"), *(t(f"report.layer.{layer}") for layer in _LAYERS), t("word.column.verdict"))
    head = tag("thead", tag("tr", "".join(tag("th", esc(text)) for text in headers)))
    return tag("table", head + "".join(tag("tbody", rows(_rows(one, command, title))) for one in results))


def _rows(one: ResultRow, command: str, title: Titles) -> Iterator[str]:
    account = tag("strong", esc(title(one.platform))) + (tag("small", esc(one.account)) if one.account else "")
    cells = [tag("th", account)]
    cells += [tag("td", _layer(layer, getattr(one, layer), command), f"layer {layer}") for layer in _LAYERS]
    yield tag("tr", "".join([*cells, tag("td", _verdict(one.verdict))]))
    notes = [_why(one.reason)] if one.reason else []
    if one.open_on_server:
        notes.append(tag("p", esc(t("report.open_on_server"))))
    notes.append(_traces(one.traces))
    if any(notes):
        yield f'<tr class="notes"><td colspan="5">{rows(notes)}</td></tr>'


def _layer(layer: str, state: str | None, command: str) -> str:
    if state is None:
        checked = layer == "server" and command == "verify"
        return tag("small", esc(t("report.server.none_check" if checked else f"report.{layer}.none")))
    return tag("strong", esc(t(f"word.{layer}.{state}"))) + tag("small", esc(t(f"report.{layer}.{state}")))


def _why(reason: ReasonText) -> str:
    return tag("p", esc(reason.in_language(language())), "why")


def _traces(traces: tuple[TraceRow, ...]) -> str:
    """Where something is left, and how often; names of cookies say nothing to a client."""
    left = Counter[tuple[str, str]]()
    for one in traces:
        if one.kind != "kept":
            left[one.store, one.host] += one.count
    if not left:
        return ""
    shown = [f"{store} {host} ({count})" for (store, host), count in left.most_common(_MOST_TRACES)]
    if len(left) > _MOST_TRACES:
        shown.append(t("report.more", count=len(left) - _MOST_TRACES))
    return tag("p", esc(f"{t('report.left')} {'; '.join(shown)}"))


def _section(key: str, content: str) -> str:
    return tag("section", tag("h2", esc(t(key))) + content, "small")


def _words() -> str:
    """`revoked` and `signed_out` are closer to each other than to the others, and `unknown` is the same everywhere."""
    explained = {
        "word.server.revoked": "report.means.revoked",
        "word.server.signed_out": "report.means.signed_out",
        "word.disk.residue": "report.means.residue",
        "word.verdict.unknown": "report.means.unknown",
    }
    return tag("dl", "".join(tag("dt", esc(t(word))) + tag("dd", esc(t(means))) for word, means in explained.items()))


def _not_covered(command: str) -> str:
    devices = "report.gap.devices_everywhere" if command == "everywhere" else "report.gap.devices"
    gaps = (devices, "report.gap.later", "report.gap.disk", "report.gap.platform")
    return tag("ul", "".join(tag("li", esc(t(gap))) for gap in gaps))


def _signature(found: Found, *, whole: bool) -> str:
    receipt, file = found.receipt, f"{found.name}.json"
    hashed = _pair("report.file_hash", fingerprint(found.digest))
    if receipt and receipt.signer:
        said = tag("p", esc(t("report.signed", number=receipt.sequence)))
        said += tag("dl", _pair("report.fingerprint", fingerprint(receipt.signer.key_id)) + hashed, "hashes")
        said += tag("p", esc(t("report.check", command=f"toolkit receipt verify {found.name}", file=file)))
        said += tag("p", esc(t("receipts.tamper_evident")))
    else:
        why = t(f"receipts.unsigned.{receipt.unsigned if receipt else 'version_1'}")
        said = tag("p", esc(t("receipts.not_signed", why=why)), "why")
        said += tag("p", esc(t("report.unsigned"))) + tag("dl", hashed, "hashes")
    part = "" if whole else tag("p", esc(t("report.part")))
    return tag("section", tag("h2", esc(t("report.signature"))) + part + said, "signature")


def _pair(key: str, value: str) -> str:
    return tag("dt", esc(t(key))) + tag("dd", esc(value))
