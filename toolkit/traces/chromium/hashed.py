"""Stores that keep hosts as hashes: those that are known otherwise are hashed too and looked for.

Known are the platforms' domains, the same with `www.`, and every host of theirs found elsewhere in the profile.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from toolkit.traces.chromium.leveldb import every_key
from toolkit.traces.chromium.visits import read_json
from toolkit.traces.collector import Collector
from toolkit.traces.files import NewerSchema, Unreadable
from toolkit.traces.hosts import Origin
from toolkit.traces.stores.chromium import STORES

_TRANSPORT_SECURITY = tuple(store.path for store in STORES if store.name == "transport_security")
_SITES = next(store for store in STORES if store.name == "site_characteristics")
# https://chromium.googlesource.com/chromium/src/+/main/net/http/transport_security_persister.cc
_VERSION = 2


def known_hosts(collector: Collector) -> set[str]:
    """Hosts of platforms that may stand behind a hash."""
    found = {host.strip(".") for host in collector.hosts()} - {""}
    return found | {f"{start}{domain}" for domain in collector.matcher.domains for start in ("", "www.")}


def read_hashed(collector: Collector, profile: Path) -> None:
    """HSTS entries (`TransportSecurity`) and `Site Characteristics Database`. Call this last."""
    hosts = known_hosts(collector)
    for place in _TRANSPORT_SECURITY:
        path = profile / place
        with collector.guard(path):
            hashes = _entries(path)
            for host in hosts if hashes else ():
                if transport_hash(host) in hashes:
                    collector.visit("transport_security", path, Origin("https", host, 443))
    directory = profile / _SITES.path
    keys = every_key(collector, directory)
    for host in hosts if keys else ():
        if site_hash(host) in keys:
            collector.visit(_SITES.name, directory, Origin("https", host, 443))


def _entries(path: Path) -> set[str]:
    content = read_json(path)
    version, entries = content.get("version", _VERSION), content.get("sts", [])
    if not isinstance(version, int) or not isinstance(entries, list):
        raise Unreadable("not what it should be")
    if version > _VERSION:
        raise NewerSchema(f"version {version}, known {_VERSION}")
    return {str(entry.get("host")) for entry in entries if isinstance(entry, dict)}


def transport_hash(host: str) -> str:
    """SHA-256 of the host as DNS writes it (RFC 1035, section 3.1), in Base64:
    https://chromium.googlesource.com/chromium/src/+/main/net/http/transport_security_state.cc"""
    labels = b"".join(bytes([len(label) % 256]) + label.encode() for label in host.lower().split("."))
    return base64.b64encode(hashlib.sha256(labels + b"\0").digest()).decode()


def site_hash(host: str) -> bytes:
    """MD5 of the host in hex:
    https://chromium.googlesource.com/chromium/src/+/main/components/performance_manager/persistence/site_data/site_data_impl.h
    """
    return hashlib.md5(host.encode(), usedforsecurity=False).hexdigest().encode()
