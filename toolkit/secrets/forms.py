"""All the ways in which a secret can stand in a text: as it is, escaped for URL, JSON, HTML or Python, or in base64."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable

# Below this length a secret is only looked for as a word of its own, or every "a" of a text would go.
_SHORT = 4
_NAMED = {"&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos|#39|#x27"}
_LETTERS = {"\n": "n", "\r": "r", "\t": "t", "\b": "b", "\f": "f"}


def pattern_of(values: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds each of `values` in any of its forms; the longest value first, as one may hold another."""
    return re.compile("|".join(_forms(value) for value in sorted(set(values), key=len, reverse=True)))


def _forms(value: str) -> str:
    # One alternative per character finds every mix of escapes: which characters are escaped differs between
    # encodeURIComponent, HTML forms (https://url.spec.whatwg.org/#application-x-www-form-urlencoded-percent-encode-set)
    # and Python's quote.
    spelled = "".join(_character(character) for character in value)
    if len(value) < _SHORT:
        return rf"(?<!\w){spelled}(?!\w)"
    return "|".join([spelled, *map(re.escape, sorted(_base64(value), key=len, reverse=True))])


def _character(character: str) -> str:
    raw = character.encode("utf-8", "surrogatepass")
    utf16 = character.encode("utf-16-be", "surrogatepass")
    units = [utf16[i : i + 2].hex() for i in range(0, len(utf16), 2)]
    forms = [
        re.escape(character),
        "".join(f"%(?i:{byte:02x})" for byte in raw),
        "".join(rf"\\+u(?i:{unit})" for unit in units),
        "".join(rf"\\+x(?i:{byte:02x})" for byte in raw),
        rf"&#0*{ord(character)};",
        rf"&#[xX]0*(?i:{ord(character):x});",
    ]
    if ord(character) < 256:
        forms.append(rf"\\+x(?i:{ord(character):02x})")
    if character == " ":
        forms.append(r"\+")
    if character in _NAMED:
        forms.append(f"&(?:{_NAMED[character]});")
    if character in _LETTERS:
        forms.append(rf"\\+{_LETTERS[character]}")
    if character in "\"'/`$":
        forms.append(rf"\\+{re.escape(character)}")
    if character == "\\":
        forms.append(r"\\+")
    return f"(?:{'|'.join(dict.fromkeys(forms))})"


def _base64(value: str) -> set[str]:
    """The base64 of `value` alone and as part of a longer text (`user:password`), at each of the three alignments.

    Characters at the edges also hold bits of the neighbours; only those that the value alone decides are kept.
    """
    raw = value.encode("utf-8", "surrogatepass")
    found = set()
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + raw).decode().rstrip("=")
        inner = whole[-(-before * 8 // 6) : (before + len(raw)) * 8 // 6]
        found |= {inner, inner.replace("+", "-").replace("/", "_")}
    found |= {base64.b64encode(raw).decode(), base64.urlsafe_b64encode(raw).decode()}
    return {form for form in found if len(form) >= _SHORT}
