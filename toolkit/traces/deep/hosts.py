"""Is this text in some bytes the host of a platform, or a part of something else?

`x.com` is one in `https://x.com/`, `.x.com`, `%2F%2Fwww.x.com` and `https_x.com_0`, and none in `netflix.com`,
`x.community` or `x.com.example`. Hosts of a few letters also stand in program text (`t.me` for a property); those need
the company that a host keeps: a slash, a quote, the end of a string.
"""

from __future__ import annotations

import re

# A host name is no longer than this: https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4
LONGEST = 253
REACH = LONGEST + 16
"""How many characters on either side decide."""

_HOST = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.")
_ESCAPES = (
    (b"%", re.compile(rb"(?:25)*[0-9a-fA-F]{2}")),
    (b"\\", re.compile(rb"u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[nrtbfv]")),
)
# What stands next to a host in URLs, strings and binary records, and hardly ever next to a property in program text.
_CONTROL = frozenset(range(0x20))
_LEFT = frozenset(b"\"'`/\\#") | _CONTROL
_RIGHT = frozenset(b"\"'`/\\#?:^_%") | _CONTROL
_BEFORE = (b"//", b"@", b"+++", b"http_", b"https_")
_SHORT, _SHORTEST = 6, 4


def host_around(text: bytes, start: int, stop: int, *, loose: bool = False) -> str | None:
    """The whole host name, in small letters, of which `text[start:stop]` is the registered end; None if it is no host.

    `text` reaches at least REACH to both sides, or its ends are those of the string. `loose`: what follows may be the
    next field of a record without anything in between (a deleted row of a database).
    """
    at = start
    floor = max(0, start - LONGEST)
    while at > floor and text[at - 1] in _HOST:
        at -= 1
    run, at = at, _past_escape(text, at, start)
    before = text[at:start]
    if before and text[stop - 1 : stop].isdigit():  # an address has no subdomains
        return None
    if before and before[-1:] != b".":
        return None
    end = stop
    ceiling = min(len(text), stop + LONGEST)
    while end < ceiling and text[end] in _HOST:
        end += 1
    after = text[stop:end]
    if not _ends(after) and not (loose and b"." not in after and (stop - start > _SHORT or before[:1] == b".")):
        return None
    if stop - start <= _SHORT and not _in_company(text, at, start, stop, escaped=at > run, loose=loose):
        return None
    return (before.lstrip(b".-") + text[start:stop]).decode("ascii").lower()


def _past_escape(text: bytes, at: int, start: int) -> int:
    """`%2Fx.com` and `\\u002Fx.com`: the escape's own characters are no part of the host."""
    for sign, rest in _ESCAPES:
        if at and text[at - 1 : at] == sign and (match := rest.match(text, at, start)):
            return match.end()
    return at


def _ends(after: bytes) -> bool:
    """Whether a host ends before `after`, the host characters that follow it."""
    if not after.strip(b".-") or after.startswith(b".."):
        return True
    # `x.com-backup` is the host with something behind it: no top-level domain has a hyphen. `x.com-a.example` is not.
    return after.startswith(b"-") and b"." not in after.rstrip(b".")


def _in_company(text: bytes, at: int, start: int, stop: int, *, escaped: bool, loose: bool) -> bool:
    """Whether the short host `text[start:stop]` stands where hosts stand; its whole name begins at `at`."""
    if not _plain(text, at - 1) or not (loose or _plain(text, stop)):
        return False
    if stop - start > _SHORTEST or text[at : at + 4].lower() == b"www.":
        return True
    before = text[max(0, at - 6) : at].lower()
    if before.endswith(_BEFORE):
        return True
    left = escaped or at == 0 or before[-1] in _LEFT
    return left and (loose or stop == len(text) or text[stop] in _RIGHT)


def _plain(text: bytes, at: int) -> bool:
    """Not in the middle of compressed or encrypted bytes, where any five letters turn up sooner or later."""
    return not 0 <= at < len(text) or text[at] < 0x80
