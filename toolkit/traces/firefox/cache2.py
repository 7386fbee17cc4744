"""The HTTP cache: whose answer each entry is, and the names of cookies that its head still sets, values and all.

An entry is the answer's body and then: a hash (4 bytes), two bytes of hash for each 256 KB of body, eight numbers, the
key, named texts, since version 4 the version again (measured), and where all that begins (4 bytes); all big-endian:
https://searchfox.org/mozilla-central/source/netwerk/cache2/CacheFileMetadata.h and CacheFileMetadata.cpp
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from toolkit.traces.collector import Collector
from toolkit.traces.files import LARGEST, NewerSchema, Source, Unreadable, is_directory, listing, source, tail
from toolkit.traces.firefox.attributes import Attributes, name_top, parse_attributes
from toolkit.traces.firefox.cache_hash import hash32
from toolkit.traces.firefox.mentions import mention, sites_in
from toolkit.traces.hosts import Origin, covers, origin_of_url
from toolkit.traces.model import Trace
from toolkit.traces.stores.baseline_firefox import ASKED

_CHUNK = 256 * 1024  # kChunkSize
_HEADER = struct.Struct(">8I")
_KNOWN = 4  # kCacheEntryVersion in Firefox 153
_TRAILED = 4
_DOOMED = "doomed"
_END = 6 * 1024  # holds what most entries say of themselves
_LARGEST = 16 * 1024 * 1024
# Tags and the address: `O^partitionKey=...,a,:https://...`, `:about:home`
# https://searchfox.org/mozilla-central/source/netwerk/cache2/CacheFileUtils.cpp (CacheKey grammar)
_KEY = re.compile(r"(?:((?:[^,:]|,,)*(?:,(?:[^,:]|,,)*)*),)?:(.*)$", re.DOTALL)
_HEADS = (b"response-head", b"original-response-headers")
_COOKIE = re.compile(rb"^set-cookie: *([^=;\r\n\0]+)=([^;\r\n\0]*)([^\r\n\0]*)", re.IGNORECASE | re.MULTILINE)
_GONE = re.compile(rb"; *(?:max-age=-?0*(?:;|$| )|max-age=-|expires=[^;]*(?:1970|1969))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """What an entry says of itself; `elements` are its named texts, each with a zero behind, `checked` all that its
    checksum `total` is of."""

    key: str
    origin: Origin | None
    attributes: Attributes
    elements: bytes
    checked: bytes
    total: int

    @property
    def is_whole(self) -> bool:
        """Whether the checksum holds; slow."""
        return hash32(self.checked) == self.total

    def is_named(self, name: str) -> bool:
        """Whether this is the name of its file: the SHA-1 of its key."""
        return (
            hashlib.sha1(self.key.encode("utf-8", "surrogateescape"), usedforsecurity=False).hexdigest() == name.lower()
        )

    @property
    def cookies(self) -> tuple[str, ...]:
        """Names of cookies that its head sets to something."""
        fields = self.elements.split(b"\0")
        heads = [value for name, value in zip(fields[::2], fields[1::2], strict=False) if name in _HEADS]
        names = {
            name.strip().decode("utf-8", "replace")
            for head in heads
            for name, value, rest in _COOKIE.findall(head)
            if value.strip(b'" ') and not _GONE.search(rest)
        }
        return tuple(sorted(names))


def entry(file: Source) -> Entry:
    """The entry in a file of `cache2/entries` or `cache2/doomed`. Raises Unreadable, NewerSchema."""
    if file.size < 4 + 4 + _HEADER.size:
        raise Unreadable("torn")
    start = int.from_bytes(file.at(file.size - 4, 4), "big")
    at = 4 + 2 * -(-start // _CHUNK)
    if not 0 <= start < file.size or file.size - start > _LARGEST:
        raise Unreadable("torn")
    metadata = file.at(start, file.size - 4 - start)
    if len(metadata) < at + _HEADER.size:
        raise Unreadable("torn")
    version, *_, key_size, _flags = _HEADER.unpack_from(metadata, at)
    at += _HEADER.size
    if not 1 <= version < 1000:
        raise Unreadable("no metadata")
    if version > _KNOWN:
        raise NewerSchema(f"version {version}, known {_KNOWN}")
    end, last = at + key_size, len(metadata)
    if version >= _TRAILED:
        last -= 4
        if int.from_bytes(metadata[last:], "big") != version:
            raise Unreadable("torn")
    if end >= last or metadata[end] != 0 or metadata[last - 1] != 0:
        raise Unreadable("torn")
    key = metadata[at:end].decode("utf-8", "surrogateescape")
    match = _KEY.match(key)
    if match is None:
        raise Unreadable("no key")
    tags, url = match.group(1) or "", match.group(2)
    suffix = next((tag[1:] for tag in tags.split(",") if tag.startswith("O^")), "")
    return Entry(
        key=key,
        origin=origin_of_url(url),
        attributes=parse_attributes(suffix),
        elements=metadata[end + 1 : last],
        checked=metadata[4:last],
        total=int.from_bytes(metadata[:4], "big"),
    )


def _quickly(folder: str, name: str) -> Entry | None:
    """The entry, if all that is needed is in the end of the file; None for what has to be looked at more closely."""
    end = tail(folder, name, _END)
    try:
        return entry(end) if end is not None else None
    except (Unreadable, NewerSchema, LookupError):
        return None


def _carefully(collector: Collector, path: Path) -> Entry | None:
    """The entry, or what is wrong with it. One on its way out may never have got its end; then its body is searched."""
    with collector.guard(path), source(path) as file:
        if not file.size:
            return None  # opened and never written
        try:
            return entry(file)
        except Unreadable:
            if path.parent.name != _DOOMED:
                raise
            for (host, port), count in sites_in(file.at(0, LARGEST)).items():
                mention(collector, "http_cache", path, host, port, count=count)
    return None


def _is_own(origin: Origin, attributes: Attributes) -> bool:
    """Whether the browser asked for it, by itself or for one of its own pages; what a site asks is in its partition."""
    own = not attributes.suffix or attributes.top_site.startswith("about:")
    return own and any(covers(domain, origin.host) for domain in ASKED)


def read_cache(collector: Collector, profile: Path) -> None:
    """Every entry, and those that are about to go. One file holds one answer, so visits are counted per folder."""
    top = profile / "cache2"
    with collector.guard(top):
        if is_directory(top):
            for name in ("entries", _DOOMED):
                with collector.guard(top / name):
                    _read_folder(collector, top / name, listing(top / name))


def _read_folder(collector: Collector, folder: Path, names: list[str]) -> None:
    seen: Counter[Origin] = Counter()
    tops: set[Attributes] = set()
    where = str(folder)
    for name in names:
        found = _quickly(where, name) if folder.name != _DOOMED else None
        if found is None:
            found = _carefully(collector, folder / name)
        if found is None:
            continue
        owners = collector.matcher.of_origin(found.origin) if found.origin else ()
        if folder.name != _DOOMED and not (found.is_named(name) and (not owners or found.is_whole)):
            collector.problem(folder / name, "unreadable", "damaged")
        if found.attributes.top_site:
            tops.add(found.attributes)
        if found.origin is not None and not _is_own(found.origin, found.attributes):
            seen[found.origin] += 1
            for platform in owners:
                for cookie in found.cookies:
                    kind = collector.matcher.kind(platform, "cookie", found.origin.host, cookie)
                    path = collector.relative(folder / name)
                    collector.add(platform, Trace("http_cache", path, found.origin.host, cookie, kind))
    for origin, count in seen.items():
        collector.visit("http_cache", folder, origin, count=count)
    for attributes in tops:
        name_top(collector, folder, attributes)
