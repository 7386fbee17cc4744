"""The network wall of a Firefox robot: a proxy script that knows the allowed hosts, and a dead end for all others.

Firefox asks the script for every request, also for those of beacons, favicons, WebSockets and for addresses on this
machine (measured); what goes around it (WebRTC, name prefetch, DNS over HTTPS, alternative services) is switched off.
https://searchfox.org/mozilla-central/source/modules/libpref/init/StaticPrefList.yaml
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from toolkit.browser.firefox.prefs import Pref
from toolkit.browser.wall import Wall
from toolkit.catalog.urls import is_loopback
from toolkit.errors import UsageError

CERTIFICATES = "--ignore-certificate-errors"
# Port 1 belongs to the system (below 1024) and nothing listens there: https://www.rfc-editor.org/rfc/rfc1078
_DEAD_END = "PROXY 127.0.0.1:1"
REFUSED = "NS_ERROR_PROXY_CONNECTION_REFUSED"
"""How Firefox calls a request that ended in the dead end."""

_SCRIPT = """function FindProxyForURL(url, host) {
  var at = url.replace(/^[a-z]+:\\/\\//, '').split(/[\\/?#]/)[0].split('@').pop();
  for (var i = 0; i < NAMES.length; i++)
    if (host === NAMES[i] || host.slice(-NAMES[i].length - 1) === '.' + NAMES[i]) return 'DIRECT';
  for (i = 0; i < PLACES.length; i++) if (at === PLACES[i]) return 'DIRECT';
  return 'DEAD_END';
}"""

_AROUND: dict[str, Pref] = {
    "network.proxy.allow_bypass": False,
    "network.proxy.failover_direct": False,
    "network.proxy.allow_hijacking_localhost": True,
    "network.proxy.no_proxies_on": "",
    "network.trr.mode": 5,  # no DNS over HTTPS: https://wiki.mozilla.org/Trusted_Recursive_Resolver
    "network.dns.disablePrefetch": True,
    "network.dns.disablePrefetchFromHTTPS": True,
    "network.dns.upgrade_with_https_rr": False,
    "network.dns.use_https_rr_as_altsvc": False,
    "network.early-hints.enabled": False,
    "network.http.altsvc.enabled": False,
    "network.http.altsvc.oe": False,
    "network.http.http3.enable": False,
    "network.http.speculative-parallel-limit": 0,
    "network.predictor.enabled": False,
    "network.prefetch-next": False,
    "network.webtransport.enabled": False,
    "browser.places.speculativeConnect.enabled": False,
    "browser.urlbar.speculativeConnect.enabled": False,
    "media.peerconnection.enabled": False,
}
# A replica has no certificate of the real host, and Firefox keeps a list of hosts that may not have another one.
_REPLICA: dict[str, Pref] = {
    "network.stricttransportsecurity.preloadlist": False,
    "security.cert_pinning.enforcement_level": 0,
}


def wall_prefs(wall: Wall) -> dict[str, Pref]:
    """The preferences that put the wall up; behind a proxy of the person's, those that need no proxy script.

    Raises UsageError `not_supported` for resolver rules that lead to several places: Firefox has one for all hosts.
    """
    prefs = dict(_AROUND)
    if wall.behind_proxy:
        return prefs
    names = [host for host in wall.hosts if not is_loopback(host)]
    local = [host for host in wall.hosts if is_loopback(host)]
    names += [host for host in local if ":" not in host]
    script = _SCRIPT.replace("DEAD_END", _DEAD_END).replace("NAMES", json.dumps(names))
    script = script.replace("PLACES", json.dumps([host for host in local if ":" in host]))
    prefs["network.proxy.type"] = 2  # a proxy script
    prefs["network.proxy.autoconfig_url"] = f"data:application/x-ns-proxy-autoconfig,{quote(script)}"
    targets = {target for host in names if (target := wall.detour(host)) is not None}
    if len(targets) > 1:
        raise UsageError("not_supported", what="--host-resolver-rules (Firefox: MAP * 127.0.0.1:PORT)")
    for target in targets:
        address, _, port = target.rpartition(":")
        prefs |= {"network.dns.forceResolve": address, "network.socket.forcePort": f"443={port};80={port}"} | _REPLICA
    return prefs


def takes_another_way(profile: Path, executable: Path) -> bool:
    """Whether an extension or a policy of this system may set a proxy of its own, behind the wall's back.

    https://mozilla.github.io/policy-templates/#proxy; extensions: the permission `proxy`.
    """
    policies = (Path("/etc/firefox/policies/policies.json"), executable.resolve().parent / "distribution/policies.json")
    return any(re.search(r'"Proxy"|network\.proxy', _text(path)) for path in policies) or _proxy_extension(profile)


def _proxy_extension(profile: Path) -> bool:
    try:
        addons = json.loads(_text(profile / "extensions.json") or "{}").get("addons", [])
        active = [addon.get("userPermissions") or {} for addon in addons if addon.get("active")]
        return any("proxy" in rights.get("permissions", []) for rights in active)
    except (ValueError, AttributeError, TypeError):
        return True  # no telling


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def refuse_proxy_switch(args: Sequence[str]) -> None:
    """Firefox has no such switch, and to go without the person's proxy is not for us to choose. Raises UsageError."""
    if any(argument.startswith("--proxy-") for argument in args):
        raise UsageError("not_supported", what="--proxy-server (Firefox)")
