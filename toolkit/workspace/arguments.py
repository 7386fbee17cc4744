"""The switches that toolkit.yaml may hand to the browser: a list, because `--utility-cmd-prefix` would run code."""

from __future__ import annotations

import re

from toolkit.workspace.problems import problem

_NUMBER_PAIR = re.compile(r"-?[0-9]{1,5},-?[0-9]{1,5}")

# Meanings: https://source.chromium.org/chromium/chromium/src/+/main:chrome/common/chrome_switches.cc and its peers in
# ui/ and services/network/public/cpp/network_switches.cc
_LIVE: dict[str, re.Pattern[str] | None] = {
    "--lang": re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"),
    "--window-size": re.compile(r"[0-9]{2,5},[0-9]{2,5}"),
    "--window-position": _NUMBER_PAIR,
    "--force-device-scale-factor": re.compile(r"[0-9](?:\.[0-9]{1,3})?"),
    "--proxy-server": re.compile(r"(?:(?:https?|socks[45]?)://)?(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?::[0-9]{1,5})?"),
    "--force-dark-mode": None,
}
_REPLICA: dict[str, re.Pattern[str] | None] = {
    "--host-resolver-rules": re.compile(r"[^\x00-\x1f]{1,4000}"),
    "--ignore-certificate-errors": None,
}


def check_argument(text: str) -> str:
    """Raises a problem for the loader unless `text` is a switch of the lists above with a value of its kind."""
    switch, equals, value = text.partition("=")
    known = _LIVE | _REPLICA
    if switch not in known:
        raise problem("argument", allowed=", ".join(_LIVE))
    pattern = known[switch]
    fits = not equals if pattern is None else bool(equals and pattern.fullmatch(value))
    if not fits:
        raise problem("argument_value", switch=switch)
    return text


def replica_switch(arguments: tuple[str, ...]) -> str | None:
    """The first of `arguments` that only `environment: replica` allows."""
    switches = (argument.partition("=")[0] for argument in arguments)
    return next((switch for switch in switches if switch in _REPLICA), None)
