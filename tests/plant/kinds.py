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
    """`stores`: names of traces of which the product's reader may report it. `by_page`: a page of the site (or a tab
    that is restored) finds it again; else the marker's being in the same file has to do. `kept`: by every cleaning.
    `visit`: tells that the site was visited and opens nothing, so that `sessions` may leave it."""

    name: str
    about: str
    stores: tuple[str, ...]
    families: tuple[str, ...] = BOTH
    by_page: bool = True
    kept: bool = False
    visit: bool = False


KINDS = (
    Kind("cookie_persistent", "cookie of the domain, Max-Age", ("cookies",)),
    Kind("cookie_session", "cookie without Max-Age", ("cookies",)),
    Kind("cookie_httponly", "HttpOnly cookie of the host alone", ("cookies",)),
    Kind("cookie_host_prefix", "`__Host-` cookie", ("cookies",)),
    Kind("cookie_path", "two cookies of one name at two paths", ("cookies",)),
    Kind("cookie_script", "cookie set by the page's script", ("cookies",)),
    Kind("cookie_partitioned", "partitioned cookie (CHIPS) of a frame in the other site", ("cookies",)),
    Kind("local_storage", "localStorage", ("local_storage",)),
    Kind("session_storage", "sessionStorage of a tab that is open", ("session_storage", "session_restore")),
    Kind("indexed_db", "IndexedDB: name, text and blob", ("indexed_db",)),
    Kind("cache_storage", "Cache API", ("cache_storage",)),
    Kind("service_worker", "service worker's script", ("service_worker",)),
    Kind("opfs", "private file system (OPFS): name and content", ("file_system",)),
    Kind("storage_bucket", "storage bucket with an IndexedDB", ("bucket",), (CHROMIUM,)),
    Kind(
        "partitioned_storage",
        "localStorage and IndexedDB of a frame in the other site",
        ("local_storage", "indexed_db", "bucket"),
    ),
    Kind("http_cache", "cacheable answer with Set-Cookie", ("http_cache",), visit=True),
    Kind("http_cache_gzip", "immutable answer, compressed by the site", ("http_cache",), visit=True),
    Kind("saved_form", "value typed into a form", ("autofill",), by_page=False, visit=True),
    Kind("saved_password", "password saved through the browser's own question", ("logins",), by_page=False),
    Kind("permission", "leave to show notifications", ("preferences",)),
    Kind("notification", "notification with data", ("notifications",), by_page=False),
    Kind("history", "address and title in the history", ("history",), by_page=False, visit=True),
    Kind("download", "name of a downloaded file", ("downloads",), by_page=False, visit=True),
    Kind("favicon", "address of the site's icon", ("favicons",), by_page=False, visit=True),
    Kind("open_tab", "tab that is open, with a half-filled form", ("session_restore",), visit=True),
    Kind("bookmark", "bookmark", ("bookmarks",), by_page=False, kept=True),
    Kind("reporting", "Reporting endpoint", ("site_data",), (CHROMIUM,), by_page=False, visit=True),
)


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
