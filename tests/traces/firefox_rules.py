"""What is asked of the profiles that `firefox.plant` makes: as of Chromium's, and what only Firefox is asked."""

from __future__ import annotations

from dataclasses import replace

from tests.traces.conftest import rules as common
from toolkit.traces import NameRule, PlatformRules


def rules(port: int) -> list[PlatformRules]:
    alpha, *others = common(port)
    until_close = NameRule("cookie", "until_close", "exact", "session")
    return [
        replace(alpha, names=(*alpha.names, until_close)),
        *others,
        PlatformRules("mozilla", ("mozilla.org", "mozilla.com", "mozilla.net")),
        PlatformRules("google", ("google.com",)),
    ]
