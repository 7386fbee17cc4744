"""Containers of Firefox: the person's own, which a robot cannot work in, and those that a robot's second contexts are.

https://searchfox.org/mozilla-central/source/toolkit/components/contextualidentity/ContextualIdentityService.sys.mjs
"""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import sqlite3
from collections.abc import Set as AbstractSet
from contextlib import closing
from pathlib import Path
from typing import Any

from toolkit.browser.prefs import write_text
from toolkit.traces.model import Partition

CONTAINERS = "containers.json"
# So the contexts of WebDriver BiDi are called (ESR 153). Closed, they take their data along; after a kill they are
# still there, with copies of the sessions that were under way (measured).
_ROBOT = "webdriver-"
_NUMBER = re.compile(r"[\^&]userContextId=(\d+)")


def robot_containers(profile: Path) -> frozenset[int]:
    """The numbers of containers that a robot made; none where the list of containers cannot be read."""
    return frozenset(i["userContextId"] for i in _identities(_list(profile)) if _is_robots(i))


def in_container(apart: Partition, but: AbstractSet[int]) -> bool:
    """Whether data lies in a container other than `but`."""
    return _number(apart.attributes) not in (None, *but)


def remove_robot_containers(profile: Path) -> None:
    """Take away what a killed robot's second contexts left: cookies, storage, and last the containers themselves.

    Raises OSError. A database that cannot be opened is left to the disk reader, which says so.
    """
    numbers = robot_containers(profile)
    if not numbers:
        return
    with contextlib.suppress(sqlite3.Error):
        _remove_cookies(profile / "cookies.sqlite", numbers)
    for folder in (profile / "storage").glob("*/*^*"):
        if _number(folder.name) in numbers and not folder.is_symlink() and not folder.parent.is_symlink():
            shutil.rmtree(folder)
    found = _list(profile)
    found["identities"] = [identity for identity in _identities(found) if not _is_robots(identity)]
    write_text(profile / CONTAINERS, json.dumps(found))


def _remove_cookies(path: Path, numbers: AbstractSet[int]) -> None:
    if not path.is_file() or path.is_symlink():
        return
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA secure_delete = ON")
        kinds = [row[0] for row in database.execute("SELECT DISTINCT originAttributes FROM moz_cookies")]
        gone = [(kind,) for kind in kinds if _number(kind) in numbers]
        database.executemany("DELETE FROM moz_cookies WHERE originAttributes = ?", gone)
        database.commit()


def _number(attributes: str) -> int | None:
    found = _NUMBER.search(attributes)
    return int(found[1]) if found else None


def _list(profile: Path) -> dict[str, Any]:
    try:
        found = json.loads((profile / CONTAINERS).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _identities(found: dict[str, Any]) -> list[dict[str, Any]]:
    identities = found.get("identities")
    return [i for i in identities if isinstance(i, dict)] if isinstance(identities, list) else []


def _is_robots(identity: dict[str, Any]) -> bool:
    return isinstance(identity.get("userContextId"), int) and str(identity.get("name", "")).startswith(_ROBOT)
