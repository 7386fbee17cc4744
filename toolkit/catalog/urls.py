"""Addresses and host names as platform files may write them: https, literal paths, variables only as the host."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator

from toolkit.catalog.base import problem

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?:{_LABEL}\.)*{_LABEL}")
_VAR = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_URL = re.compile(r"https://(?P<host>\{[a-z][a-z0-9_]*\}|[a-z0-9.-]+)(?P<path>/[^\s{}\\]*)?")
_LOOPBACK = {"localhost", "127.0.0.1"}

# Second-level names under which strangers register: a platform may not claim all of one. The short list of those that
# social networks and site builders use; the rule of two labels below catches plain top-level domains.
# https://publicsuffix.org/list/
_SUFFIXES = frozenset(
    "co.uk org.uk com.br com.mx com.ar com.au co.jp com.co com.pe com.ve com.es com.pt com.tr co.in co.kr com.cn "
    "github.io gitlab.io blogspot.com wordpress.com myshopify.com herokuapp.com netlify.app vercel.app pages.dev "
    "web.app firebaseapp.com amazonaws.com cloudfront.net azurewebsites.net workers.dev fly.dev onrender.com "
    "translate.goog host.bsky.network".split()
)


def is_loopback(host: str) -> bool:
    """Whether `host` (with or without a port) is this machine: the only place where plain http is allowed."""
    return host.partition(":")[0] in _LOOPBACK


def is_host(text: str) -> bool:
    """A plain lower-case host name with a dot; with a port only on loopback; no IP address but 127.0.0.1."""
    name, colon, port = text.partition(":")
    if is_loopback(name):
        return not colon or (port.isascii() and port.isdigit() and 0 < int(port) < 65536)
    if colon or len(name) > 253 or not _HOST.fullmatch(name) or "." not in name:
        return False
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return not name.rsplit(".", 1)[1].isdigit()
    return False


def is_suffix(host: str) -> bool:
    """Whether `host` is one under which strangers register names of their own, so that no platform may claim it."""
    return "." not in host.partition(":")[0] and not is_loopback(host) or host in _SUFFIXES


def covers(domain: str, host: str) -> bool:
    """Whether `host` (as in a URL, with a port if any) is `domain` or below it; a port in `domain` must match."""
    if is_loopback(domain):
        return host == domain or (":" not in domain and host.partition(":")[0] == domain)
    name = host.partition(":")[0]
    return name == domain or name.endswith("." + domain)


def variables(text: str) -> set[str]:
    """The names in braces."""
    return set(_VAR.findall(text))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put the values of variables in. Raises KeyError with the name of one that has no value."""
    return _VAR.sub(lambda found: values[found[1]], text)


def real_url(template: str, values: Mapping[str, str]) -> str:
    """The address to open: variables filled in, and http instead of https on loopback."""
    url = fill(template, values)
    host = urlsplit(url).netloc
    return "http://" + url.removeprefix("https://") if is_loopback(host) else url


def origin_of(url: str) -> str:
    """`https://host[:port]` of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _check_url(text: str) -> str:
    found = _URL.fullmatch(text)
    if not found or not (variables(found["host"]) or is_host(found["host"])):
        raise problem("expected_url")
    return text


def _check_domain(text: str) -> str:
    if _VAR.fullmatch(text):
        return text
    if not is_host(text):
        raise problem("expected_host")
    if is_suffix(text):
        raise problem("public_suffix", host=text)
    return text


Url = Annotated[str, AfterValidator(_check_url)]
"""`https://host/literal/path?and=query`; the host may be one variable, the path holds none."""
Domain = Annotated[str, AfterValidator(_check_domain)]
"""A host name that stands for itself and all below it, or one variable such as `{instance}`."""
