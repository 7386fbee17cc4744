"""Cookies: hosts and names, partitioned ones and all paths included. A value is only asked for its cipher's prefix.

https://chromium.googlesource.com/chromium/src/+/main/net/extras/sqlite/sqlite_persistent_cookie_store.cc
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from toolkit.traces.collector import Collector
from toolkit.traces.files import Unreadable, is_file
from toolkit.traces.hosts import origin_of_url
from toolkit.traces.model import Partition, Trace
from toolkit.traces.sqlite import columns, opened
from toolkit.traces.stores.chromium import COOKIES

# https://chromium.googlesource.com/chromium/src/+/main/components/os_crypt/
_COOKIES = "SELECT name, path, {top}, {cross}, COUNT(*) FROM cookies WHERE host_key = ? GROUP BY 1, 2, 3, 4"
_CIPHER = re.compile(rb"v\d\d$")


def read_cookies(collector: Collector, profile: Path, quick: bool) -> None:
    """Both places where a cookie database can be; cookies past their expiry are still there and still count."""
    for place in COOKIES:
        path = profile / place
        with collector.guard(path):
            if is_file(path):
                _read(collector, path, quick)


def _read(collector: Collector, path: Path, quick: bool) -> None:
    with opened(path, check=not quick) as database:
        has = columns(database, "cookies")
        if not {"host_key", "name", "path", "encrypted_value"} <= has:
            raise Unreadable("no table of cookies")
        indexed = database.execute("SELECT host_key, COUNT(*) FROM cookies GROUP BY host_key")
        hosts: dict[Any, int] = dict(indexed.fetchall())
        if not quick:
            # SQLite has no checksums: a damaged host would go unseen, but for the table and its index being compared.
            rows = database.execute("SELECT host_key FROM cookies NOT INDEXED")
            if hosts != Counter(host for (host,) in rows):
                raise Unreadable("damaged")
        for (cipher,) in database.execute("SELECT DISTINCT substr(encrypted_value, 1, 3) FROM cookies"):
            collector.key_versions.add(_version(cipher))
        top = "top_frame_site_key" if "top_frame_site_key" in has else "''"
        cross = "has_cross_site_ancestor" if "has_cross_site_ancestor" in has else "1"
        for host in map(str, hosts):
            if collector.matcher.of_host(host.strip(".").lower()):
                rows = database.execute(_COOKIES.format(top=top, cross=cross), (host,))
                _add(collector, path, host, rows.fetchall())
            else:
                collector.other(host)
        for (site,) in database.execute(f"SELECT DISTINCT {top} FROM cookies"):  # noqa: S608 - one of two names
            origin = origin_of_url(str(site))
            if origin:
                collector.visit("partition", path, origin)


def _add(collector: Collector, path: Path, host: str, rows: list[tuple[Any, ...]]) -> None:
    """The cookies of one host of a platform."""
    where = collector.relative(path)
    for name, cookie_path, top_site, cross_site, count in rows:
        for platform in collector.matcher.of_host(host.strip(".").lower()):
            kind = collector.matcher.kind(platform, "cookie", host, str(name))
            collector.add(platform, Trace("cookies", where, host, str(name), kind, count))
            if top_site:
                key = Partition("cookies", host, str(top_site), bool(cross_site))
                collector.partition(platform, replace(key, name=str(name), path=str(cookie_path)))


def _version(cipher: Any) -> str:
    if not cipher:
        return "plain"
    raw = cipher if isinstance(cipher, bytes) else str(cipher).encode()
    return raw.decode() if _CIPHER.match(raw) else "other"
