"""Whose host is this? Hosts, origins and storage keys as Chromium writes them, matched to platforms by suffix."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from toolkit.traces.model import Kind, NameRule, PlatformRules, RuleStore

_ORIGIN = re.compile(r"(https?)://(\[[0-9a-fA-F:.]+\]|[^/:?#^\s\0@]+)(?::(\d{1,5}))?/?$")
_URL_START = re.compile(r"(https?)://(?:[^/?#@\s]*@)?(\[[0-9a-fA-F:.]+\]|[^/:?#\s\0@,]+)(?::(\d{1,5}))?")
_DEFAULT_PORTS = {"http": 80, "https": 443}
# What decides between two rules that both match: the exact name, then the worse kind.
_WORSE = {"session": 0, "identity": 1, "device": 2}


@dataclass(frozen=True, slots=True)
class Origin:
    """A web origin; `port` is always the effective one."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host}" + ("" if self.is_default_port else f":{self.port}")

    @property
    def is_default_port(self) -> bool:
        return _DEFAULT_PORTS.get(self.scheme) == self.port


@dataclass(frozen=True, slots=True)
class StorageKey:
    """An origin with the top-level site it is partitioned by; `top_site` is "" for a site's own storage."""

    origin: Origin
    top_site: str
    cross_site: bool
    serialized: str


@lru_cache(maxsize=16384)
def parse_origin(text: str) -> Origin | None:
    """`https://host[:port][/]` as an origin; None for anything else (extensions, chrome://, files, garbage)."""
    return _as_origin(_ORIGIN.match(text))


@lru_cache(maxsize=16384)
def origin_of_url(url: str) -> Origin | None:
    """The origin of a web URL or content-setting pattern; None for anything else."""
    return _as_origin(_URL_START.match(url))


def _as_origin(match: re.Match[str] | None) -> Origin | None:
    if match is None:
        return None
    scheme, host, port = match.groups()
    return Origin(scheme, host.lower(), int(port) if port else _DEFAULT_PORTS[scheme])


@lru_cache(maxsize=16384)
def parse_storage_key(text: str) -> StorageKey | None:
    """A storage key as LevelDB and the quota database hold it: `https://a.example[/]`, or with `^<code><value>` parts.

    Code 0 is the top-level site, 3 the ancestor bit (a frame of the site itself below a foreign one), 1 and 2 a nonce,
    4 to 6 an opaque top-level site:
    https://chromium.googlesource.com/chromium/src/+/main/third_party/blink/common/storage_key/storage_key.cc
    """
    head, *parts = text.split("^")
    origin = parse_origin(head)
    if origin is None:
        return None
    codes = {part[:1]: part[1:] for part in parts}
    top_site = codes.get("0", "")
    if parts and not top_site:
        top_site = str(origin) if "3" in codes else "opaque"
    serialized = f"{origin}/" + "".join(f"^{part}" for part in parts)
    return StorageKey(origin, top_site, bool(parts), serialized)


def is_ip(host: str) -> bool:
    """Whether `host` is an address: no top-level domain ends in a digit (RFC 3696, section 2)."""
    return host.endswith("]") or host[-1:].isdigit()


def suffixes(host: str) -> list[str]:
    """`a.b.example` -> itself, `b.example`, `example`; an address only itself."""
    if is_ip(host):
        return [host]
    parts = host.split(".")
    return [".".join(parts[i:]) for i in range(len(parts))]


def covers(domain: str, host: str) -> bool:
    """Whether `domain` is `host` or a parent of it."""
    return host == domain or (host.endswith("." + domain) and not is_ip(host))


class Matcher:
    """Hosts to platforms, names to kinds. Platforms may share a host: each of them then gets the trace."""

    def __init__(self, rules: Sequence[PlatformRules]) -> None:
        self.platforms = tuple(dict.fromkeys(rule.platform for rule in rules))
        self._domains: dict[str, list[tuple[int | None, str]]] = {}
        self._rules: dict[str, PlatformRules] = {rule.platform: rule for rule in rules}
        self._known: dict[tuple[str, int | None], tuple[str, ...]] = {}
        for rule in rules:
            for domain in rule.domains:
                host, port = _split_port(domain.lower().lstrip("."))
                self._domains.setdefault(host, []).append((port, rule.platform))

    @property
    def domains(self) -> tuple[str, ...]:
        """The hosts of all domains, without ports."""
        return tuple(self._domains)

    def of_host(self, host: str, port: int | None = None) -> tuple[str, ...]:
        """The platforms that own `host`; without a port (cookies) a domain's port is not asked for."""
        key = (host, port)
        found = self._known.get(key)
        if found is None:
            named = [pair for suffix in suffixes(host.lower().strip(".")) for pair in self._domains.get(suffix, ())]
            asked = [name for wanted, name in named if wanted is None or port is None or wanted == port]
            found = self._known[key] = tuple(dict.fromkeys(asked))
        return found

    def of_origin(self, origin: Origin) -> tuple[str, ...]:
        return self.of_host(origin.host, origin.port)

    def names(self, platform: str, store: RuleStore, host: str) -> list[NameRule]:
        """The platform's rules for one store that apply to `host`."""
        bare = host.strip(".").lower()
        return [
            rule
            for rule in self._rules[platform].names
            if rule.store == store and (rule.host is None or covers(rule.host.lower().lstrip("."), bare))
        ]

    def kind(self, platform: str, store: RuleStore, host: str, name: str) -> Kind:
        """What a name means on a platform; without a rule it is a visit."""
        fitting = [
            rule
            for rule in self.names(platform, store, host)
            if name == rule.name or (rule.match == "prefix" and name.startswith(rule.name))
        ]
        if not fitting:
            return "visit"
        rule = min(fitting, key=lambda rule: (rule.match == "prefix", -len(rule.name), _WORSE[rule.kind]))
        if rule.kind == "device":
            return "kept" if self._rules[platform].keep_device else "identity"
        return rule.kind


def _split_port(domain: str) -> tuple[str, int | None]:
    head, colon, tail = domain.rpartition(":")
    return (head, int(tail)) if colon and tail.isdigit() and not domain.endswith("]") else (domain, None)
