"""What is looked for, and the engine that looks for all of it at once: hosts, values, beginnings of compressed data.

The engine is Hyperscan (https://intel.github.io/hyperscan/): some 300 literals, most of them in any case, at over
1.5 GB/s a core; Aho-Corasick in Rust reaches a tenth of that, `re` a thousandth.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote, unquote

from toolkit.errors import UsageError
from toolkit.traces.model import PlatformRules

SHORTEST_VALUE = 8
LONGEST_VALUE = 64 * 1024
"""Bytes of a value that are compared; of a longer one the beginning."""
_ANCHOR = 24

Codec = Literal["gzip", "zip", "zstd", "snappy", "mozlz4"]
# https://www.rfc-editor.org/rfc/rfc1952 (gzip with deflate); PKWARE APPNOTE 4.3.7; https://www.rfc-editor.org/rfc/rfc8878
# https://github.com/google/snappy/blob/main/framing_format.txt
MAGIC: dict[Codec, bytes] = {
    "gzip": b"\x1f\x8b\x08",
    "zip": b"PK\x03\x04",
    "zstd": b"\x28\xb5\x2f\xfd",
    "snappy": b"\xff\x06\x00\x00sNaPpY",
}


@dataclass(frozen=True, slots=True)
class Pattern:
    """One literal of the engine. `text` is what it looks for; of a value's form it is a piece, `offset` into `form`."""

    kind: Literal["host", "value", "magic"]
    text: bytes
    owner: str
    wide: bool = False
    backwards: bool = False
    form: bytes = b""
    offset: int = 0

    def __repr__(self) -> str:  # a value is shown nowhere
        return f"Pattern({self.kind}, {self.owner})"


class Needles:
    """The patterns of one scan, compiled. Raises UsageError `not_supported` where the engine does not run."""

    def __init__(self, rules: Sequence[PlatformRules], values: Mapping[str, Iterable[bytes]]) -> None:
        self.domains: dict[str, list[str]] = {}
        for rule in rules:
            for domain in rule.domains:
                self.domains.setdefault(_bare(domain), []).append(rule.platform)
        self.patterns = [*self._hosts(), *_values(values)]
        self.patterns += [Pattern("magic", magic, codec) for codec, magic in MAGIC.items()]
        self.longest = max((len(p.form) for p in self.patterns), default=0)
        self._database = _compile(self.patterns)

    def __repr__(self) -> str:
        return f"Needles({len(self.patterns)} patterns)"

    def _hosts(self) -> Iterator[Pattern]:
        for domain in self.domains:
            name = domain.encode("ascii", "ignore")
            yield Pattern("host", name, domain)
            yield Pattern("host", _wide(name), domain, wide=True)
            if not name[-1:].isdigit():
                # Firefox keeps a page's host backwards with a full stop behind it, to find subdomains by a beginning:
                # https://searchfox.org/mozilla-central/source/toolkit/components/places/nsPlacesTables.h
                yield Pattern("host", name[::-1] + b".", domain, backwards=True)

    def find(self, data: bytes | bytearray | memoryview) -> list[tuple[int, int]]:
        """Where patterns end in `data`, in order of the ends, and their numbers in `patterns`."""
        ends: list[tuple[int, int]] = []
        self._database.scan(data, match_event_handler=lambda number, _start, end, *_: ends.append((end, number)))
        return ends

    def holds_value(self, data: bytes) -> bool:
        """Whether a piece of a value is in `data`."""
        return any(self.patterns[number].kind == "value" for _, number in self.find(data))


def _bare(domain: str) -> str:
    """Without a loopback server's port: most of what names a host does not name its port."""
    head, colon, tail = domain.lower().lstrip(".").rpartition(":")
    return head if colon and tail.isdigit() and not head.endswith(":") else domain.lower().lstrip(".")


def _wide(text: bytes) -> bytes:
    """UTF-16, little-endian, as JavaScript strings and Windows texts are stored."""
    return text.decode("latin-1").encode("utf-16-le")


def _values(values: Mapping[str, Iterable[bytes]]) -> Iterator[Pattern]:
    for owner, mine in values.items():
        for form in {form for value in mine if len(value) >= SHORTEST_VALUE for form in _forms(value)}:
            offset = _telling(form)
            yield Pattern("value", form[offset : offset + _ANCHOR], owner, form=form, offset=offset)


def _forms(value: bytes) -> set[bytes]:
    """How a value may be written: as it is, percent-encoded or not, inside JSON; each in UTF-16 too."""
    forms = {value}
    try:
        text = value.decode()
    except UnicodeDecodeError:
        return forms
    forms |= {form.encode() for form in (quote(text, safe=""), quote(text, safe="/:=+"), unquote(text))}
    inside = [json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]]
    forms |= {form.encode("utf-8", "surrogatepass") for form in (*inside, *(one.replace("/", "\\/") for one in inside))}
    forms |= {text.encode("utf-16-le", "surrogatepass"), inside[1].encode("utf-16-le", "surrogatepass")}
    return {form[:LONGEST_VALUE] for form in forms if len(form) >= SHORTEST_VALUE}


def _telling(form: bytes) -> int:
    """Where the piece of a value begins that has most different bytes: a beginning such as `eyJhbGciOiJ` is common."""
    starts = range(0, max(1, min(len(form), 512) - _ANCHOR + 1), 4)
    return max(starts, key=lambda start: len(set(form[start : start + _ANCHOR])))


def check_engine() -> None:
    """Raises UsageError `not_supported` where the search engine does not run: say so before the work begins."""
    _compile([Pattern("magic", magic, codec) for codec, magic in MAGIC.items()])


def _compile(patterns: Sequence[Pattern]) -> Any:
    try:
        import hyperscan
    except ImportError:
        raise UsageError("not_supported", what="--deep") from None
    expressions = [b"".join(b"\\x%02x" % byte for byte in pattern.text) for pattern in patterns]
    flags = [hyperscan.HS_FLAG_CASELESS if pattern.kind == "host" else 0 for pattern in patterns]
    database = hyperscan.Database()
    try:
        database.compile(
            expressions=expressions, ids=list(range(len(patterns))), elements=len(patterns), flags=flags
        )
        database.scan(b"", match_event_handler=_ignore)
    except hyperscan.error:  # a processor without SSSE3
        raise UsageError("not_supported", what="--deep") from None
    return database


def _ignore(*_: object) -> None:
    """The first scan is a trial."""
