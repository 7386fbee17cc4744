"""Files that mention sites somewhere: addresses, and bare host names in the formats that have those."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path
from urllib.parse import unquote_to_bytes

from toolkit.traces.collector import Collector
from toolkit.traces.files import Unreadable, is_directory, is_file, listing, read_file
from toolkit.traces.firefox.mozlz4 import MAGIC, unpack
from toolkit.traces.hosts import origin_of_url
from toolkit.traces.model import Kind, Trace
from toolkit.traces.stores.baseline_firefox import baseline_hosts
from toolkit.traces.stores.firefox import STORES
from toolkit.traces.stores.model import Store

_READ = tuple(store for store in STORES if store.reader == "firefox.mentions")
_URL = re.compile(rb"https?://(?:[^/?#@\s\"'<>\\]*@)?(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?")
_ENCODED = re.compile(rb"%3A%2F%2F", re.IGNORECASE)
# Host names stand alone: `www.x.com:HSTS`, `https:www.x.com:443:...`, `x.com:443:OID...`; partitions are encoded.
_BARE = ("SiteSecurityServiceState", "AlternateServices", "ClientAuthRememberList", "SecurityPreloadState",
         "TRRBlacklist", "cert_override", "enumerate_devices", "ssl_tokens_cache", "xulstore")  # fmt: skip
# Of these the .bin is a table: 6 bytes, a key of 256 and a value of 1024 with zeros behind.
# https://searchfox.org/mozilla-central/source/security/manager/ssl/data_storage/src/lib.rs (SLOT_LENGTH)
_SLOTS = tuple(f"{name}.bin" for name in _BARE[:4])
_SLOT, _KEY = 1286, 6
_HOST = re.compile(rb"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+|\[[0-9a-fA-F:.]+\]")
_PORTS = {"http": 80, "https": 443}

Site = tuple[str, int | None]


def site_of(text: str) -> Site:
    """Host and port of an address, or of a bare host (port None); "" for what is neither."""
    origin = origin_of_url(text)
    if origin:
        return origin.host, origin.port
    bare = text.strip().strip(".").lower()
    return (bare, None) if "." in bare and _HOST.fullmatch(bare.encode()) else ("", None)


def mention(
    collector: Collector,
    store: str,
    path: Path,
    host: str,
    port: int | None = None,
    *,
    kind: Kind = "visit",
    count: int = 1,
) -> bool:
    """Report what names `host`; whether it is a platform's. Without a port a platform's port is not asked for."""
    bare = host.strip(".").lower()
    owners = collector.matcher.of_host(bare, port) if bare else ()
    for platform in owners:
        collector.add(platform, Trace(store, collector.relative(path), bare, "", kind, count))
    return bool(owners)


def sites_in(text: bytes, bare: bool = False) -> Counter[Site]:
    """Hosts and ports of all addresses in `text`, percent-encoded ones too; with `bare` host names that stand alone."""
    if _ENCODED.search(text) or (bare and b"%" in text):
        text = unquote_to_bytes(text)
    found: Counter[Site] = Counter()
    for match in _URL.finditer(text):
        port = match.group(2)
        scheme = match.group().partition(b":")[0].decode()
        found[match.group(1).decode().lower().strip("."), int(port) if port else _PORTS[scheme]] += 1
    if bare:
        named = {host for host, _ in found}  # `https://x.com` is also the bare `x.com`
        spelled = Counter(name.decode().lower() for name in _HOST.findall(text))
        found.update({(host, None): count for host, count in spelled.items() if host not in named})
    return found


def read_mentions(collector: Collector, profile: Path, names: Iterable[str]) -> None:
    """Every file of the table that is read so; `names` are those at the top of the profile."""
    there = sorted(names)
    for row in _READ:
        first, slash, _ = row.path.partition("/")
        for name in there:
            if name == first or ("*" in first and fnmatchcase(name, first)):
                with collector.guard(profile / name):
                    for path in _files(profile / name, bool(slash)):
                        with collector.guard(path):
                            _read_file(collector, row, path)


def _files(path: Path, folder: bool) -> list[Path]:
    if not folder:
        return [path] if is_file(path) else []
    return [path / name for name in listing(path)] if is_directory(path) else []


def _read_file(collector: Collector, row: Store, path: Path) -> None:
    if not is_file(path):
        return
    data = read_file(path)
    if data[: len(MAGIC)] == MAGIC or (row.format == "mozlz4" and data):
        data = unpack(data)
    if path.name in _SLOTS:
        if len(data) % _SLOT:
            raise Unreadable("torn")
        data = b"\n".join(data[at + _KEY : at + _SLOT] for at in range(0, len(data), _SLOT))
    usual = baseline_hosts(collector.relative(path))
    for (host, port), count in sites_in(data, path.name.startswith(_BARE)).items():
        if host not in usual:
            mention(collector, row.name, path, host, port, kind=row.holds or "visit", count=count)
