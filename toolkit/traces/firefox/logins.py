"""Saved passwords in `logins.json` and its copy, and the person's own Firefox account.

https://searchfox.org/mozilla-central/source/toolkit/components/passwordmgr/storage-json.sys.mjs
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from toolkit.traces.collector import Collector
from toolkit.traces.files import Unreadable, is_file, read_file
from toolkit.traces.firefox.mentions import mention, site_of

LOGINS = "logins.json"
_ACCOUNT, _ACCOUNT_HOST = "signedInUser.json", "accounts.firefox.com"


def read_logins(collector: Collector, profile: Path, names: list[str]) -> None:
    """Sites with a saved password, and pages that are named beside one."""
    for name in names:
        path = profile / name
        if name.startswith((LOGINS, "logins-backup.json")):
            with collector.guard(path):
                for login in logins(path):
                    for key in ("hostname", "formSubmitURL"):
                        host, port = site_of(str(login.get(key) or ""))
                        if host and not mention(collector, "logins", path, host, port, kind="session"):
                            collector.other(host)
        elif name.startswith(_ACCOUNT):
            with collector.guard(path):
                # synchronises passwords, history and open tabs from elsewhere
                if is_file(path) and not mention(collector, "firefox_account", path, _ACCOUNT_HOST, kind="session"):
                    collector.other(_ACCOUNT_HOST)


def logins(path: Path) -> Iterator[dict[str, Any]]:
    """The entries of a file of saved passwords; none of a missing or empty file. Raises Unreadable."""
    data = read_file(path) if is_file(path) else b""
    if not data:
        return
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        raise Unreadable("not JSON") from None
    found = content.get("logins") if isinstance(content, dict) else None
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise Unreadable("no list of logins")
    yield from found
