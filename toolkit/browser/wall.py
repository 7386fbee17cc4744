"""The network wall of a robot start: nothing is resolved or reached but the hosts of the platforms at work.

The resolver allow-list stops redirects, beacons, prefetch, service workers, WebSocket and IP literals. WebRTC does not
ask the resolver (measured: STUN packets to an IP literal went out), so its traffic outside proxies is switched off too.
"""

from __future__ import annotations

import fnmatch
import urllib.request
from collections.abc import Iterable, Sequence

from toolkit.catalog.urls import covers, is_loopback

# https://chromium.googlesource.com/chromium/src/+/main/net/dns/mapped_host_resolver.h
RULES = "--host-resolver-rules="
# Values: https://chromium.googlesource.com/chromium/src/+/main/content/public/common/content_switches.cc
_NO_WEBRTC = "--webrtc-ip-handling-policy=disable_non_proxied_udp"
# The system's proxy would resolve names for us, behind the wall's back.
_NO_PROXY = "--no-proxy-server"


class Wall:
    """Which hosts a robot start may reach.

    `hosts` are domains and assets of the platforms (each covers what is below it; `host:port` only on loopback).
    `args` are the person's own browser switches: a proxy there takes the wall away; under `environment: replica` a
    resolver rule there says where the allowed hosts really are.
    """

    def __init__(self, hosts: Iterable[str], args: Sequence[str] = ()) -> None:
        self.hosts = tuple(sorted(set(hosts)))
        self.switches = tuple(args)
        self._detours = [a.removeprefix(RULES) for a in args if a.startswith(RULES)]
        local = bool(self._detours) or all(is_loopback(host) for host in self.hosts)
        self.behind_proxy = any(a.startswith("--proxy-") for a in args) or (not local and system_proxy())

    def allows(self, host: str) -> bool:
        """Whether `host` (as in a URL, with a port if any) is inside."""
        return any(covers(allowed, host) for allowed in self.hosts)

    def args(self) -> list[str]:
        """The browser switches that put the wall up."""
        inside = [rule for host in self.hosts for rule in self._rules_for(host)]
        rules = RULES + ", ".join([*inside, "MAP * ~NOTFOUND"])
        return [rules, _NO_WEBRTC, *([] if self.behind_proxy else [_NO_PROXY])]

    def _rules_for(self, host: str) -> list[str]:
        if is_loopback(host) and ":" in host:
            return [f"MAP {host} {host}"]  # an exclusion would open every port of this machine
        patterns = [host] if is_loopback(host) else [host, f"*.{host}"]
        if (target := self.detour(host)) is not None:
            return [f"MAP {pattern} {target}" for pattern in patterns]
        return [f"EXCLUDE {pattern}" for pattern in patterns]

    def detour(self, host: str) -> str | None:
        """Where the person's own resolver rules (replica only) send `host`: the first rule that matches wins."""
        for rules in self._detours:
            for rule in rules.split(","):
                words = rule.split()
                if len(words) == 3 and words[0].upper() == "MAP" and fnmatch.fnmatch(host, words[1]):
                    return words[2]
        return None


def system_proxy() -> bool:
    """Whether this machine sends web traffic through a proxy (environment, macOS and Windows settings)."""
    return bool(set(urllib.request.getproxies()) - {"no"})
