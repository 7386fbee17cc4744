"""What is planted: one row for every kind of store, with where the product's reader must see it."""

from __future__ import annotations

import secrets
import string
from collections.abc import Iterable
from dataclasses import dataclass, field

CLIENT, NEIGHBOUR = "client", "neighbour"
OWNERS = (CLIENT, NEIGHBOUR)
CHROMIUM, FIREFOX = "chromium", "firefox"
BOTH = (CHROMIUM, FIREFOX)
_LETTERS = string.ascii_lowercase + string.digits
START = "qzx"
"""How every marker begins, so that all are found in one pass."""
LENGTH = 18


@dataclass(frozen=True)
class Kind:
    """`about`: what was planted. `by_page`: the families in which a page of the site, or a tab that is restored, finds
    it again; for the others the marker's being in the profile's bytes has to do. `kept`: by every cleaning. `unmarked`:
    the families that write no marker of it. `fleeting`: a start of Chromium drops it by itself. `inside`: the families
    in which what the neighbour stored inside the client's pages counts as the client's, and goes with it."""

    name: str
    about: str
    families: tuple[str, ...] = BOTH
    by_page: tuple[str, ...] = BOTH
    kept: bool = False
    unmarked: tuple[str, ...] = ()
    fleeting: bool = False
    inside: tuple[str, ...] = ()


KINDS = (
    Kind("cookie_persistent", "cookie of the whole domain, Max-Age"),
    Kind("cookie_session", "cookie without Max-Age"),
    Kind("cookie_httponly", "HttpOnly cookie of one host"),
    Kind("cookie_host_prefix", "`__Host-` cookie"),
    Kind("cookie_path", "two cookies of one name at two paths"),
    Kind("cookie_script", "cookie set by a script"),
    Kind("cookie_partitioned", "partitioned cookie (CHIPS) of a frame in the other site", inside=(FIREFOX,)),
    Kind("cookie_cached", "cookie that came with a cacheable answer"),
    Kind("local_storage", "localStorage"),
    Kind("session_storage", "sessionStorage of an open tab", by_page=(CHROMIUM,)),
    Kind("indexed_db", "IndexedDB: name, text, blob"),
    Kind("cache_storage", "Cache API"),
    Kind("service_worker", "service worker: registration and script"),
    Kind("opfs", "private file system (OPFS): name and content"),
    Kind("storage_bucket", "storage bucket with an IndexedDB", (CHROMIUM,)),
    Kind("partitioned_storage", "localStorage and IndexedDB of a frame in the other site", inside=(FIREFOX,)),
    Kind(
        "saved_password",
        "password and user name, saved through the browser's own question",
        by_page=(FIREFOX,),
        unmarked=(FIREFOX,),
    ),
    Kind("notification", "notification on the screen", (CHROMIUM,), fleeting=True),
    Kind("permission", "leave to show notifications", unmarked=BOTH),
    Kind("http_cache", "immutable answer in the HTTP cache"),
    Kind("http_cache_gzip", "the same, compressed by the site"),
    Kind("saved_form", "text typed into a form", by_page=()),
    Kind("history", "address and title of a page", by_page=()),
    Kind("download", "name of a downloaded file", by_page=()),
    Kind("favicon", "address of the site's icon", by_page=()),
    Kind("open_tab", "open tab with a half-filled form", by_page=(CHROMIUM,)),
    Kind("reporting", "address for reports (Report-To, NEL)", (CHROMIUM,), by_page=()),
    Kind("bookmark", "bookmark", by_page=(), kept=True),
)


def of_family(family: str) -> list[Kind]:
    return [kind for kind in KINDS if family in kind.families]


@dataclass(frozen=True)
class Marks:
    """A random text for each owner and kind: lower-case letters and digits, so that no store writes it otherwise."""

    of: dict[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def fresh(cls, kinds: Iterable[Kind] = KINDS) -> Marks:
        names = [(owner, kind.name) for owner in OWNERS for kind in kinds]
        length = LENGTH - len(START)
        return cls({name: START + "".join(secrets.choice(_LETTERS) for _ in range(length)) for name in names})

    def owned(self, owner: str) -> dict[str, str]:
        return {kind: mark for (whose, kind), mark in self.of.items() if whose == owner}
