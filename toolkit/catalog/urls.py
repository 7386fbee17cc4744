"""Addresses and host names as platform files may write them: https, literal paths, variables only as the host."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Mapping
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator

from toolkit.catalog.base import problem

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?:{_LABEL}\.)*{_LABEL}")
_VAR = re.compile(r"\{([a-z][a-z0-9_]*)\}")
# printable ASCII without space, quotes, <, >, \, ^, `, { and }: https://url.spec.whatwg.org/#url-code-points
_URL = re.compile(r"https://(?P<host>\{[a-z][a-z0-9_]*\}|[a-z0-9.:-]+)(?P<path>/[!#-;=?-\[\]_a-z|~]*)?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_LOOPBACK = {"localhost", "127.0.0.1"}

# Names under which strangers register: a platform may not claim all of one. The rule for second-level names of
# countries (`com.mx`, `gob.es`, `co.uk`) and the hosting names that matter here stand for the whole list, which changes
# every week: https://publicsuffix.org/list/
_OF_A_COUNTRY = re.compile(
    r"(?:ac|co|com|edu|gen|go|gob|gov|govt|gv|id|ind|info|ltd|me|mil|ne|net|nom|or|org|plc|sch)\.[a-z]{2}")
_HOSTING = frozenset(
    "github.io gitlab.io blogspot.com myshopify.com herokuapp.com netlify.app vercel.app pages.dev web.app "
    "firebaseapp.com amazonaws.com s3.amazonaws.com cloudfront.net azurewebsites.net cloudapp.net workers.dev fly.dev "
    "onrender.com translate.goog host.bsky.network appspot.com run.app a.run.app azurestaticapps.net ngrok.io "
    "ngrok-free.app trycloudflare.com r2.dev glitch.me repl.co replit.app surge.sh wixsite.com weebly.com "
    "duckdns.org dyndns.org no-ip.org readthedocs.io nip.io sslip.io".split()
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
        # a last label that is a number makes an IPv4 address: https://url.spec.whatwg.org/#ends-in-a-number-checker
        return not _NUMBER.fullmatch(name.rsplit(".", 1)[1])
    return False


def is_suffix(host: str) -> bool:
    """Whether `host` is one under which strangers register names of their own, so that no platform may claim it."""
    if is_loopback(host):
        return False
    return "." not in host or host in _HOSTING or bool(_OF_A_COUNTRY.fullmatch(host))


def covers(domain: str, host: str) -> bool:
    """Whether `host` (as in a URL, with a port if any) is `domain` or below it; a port in `domain` must match."""
    if is_loopback(domain):
        return host == domain or (":" not in domain and host.partition(":")[0] == domain)
    name = host.partition(":")[0]
    return name == domain or name.endswith("." + domain)


def host_of(template: str) -> str:
    """The host of an address as written: `example.com`, `127.0.0.1:8008` or a variable such as `{instance}`."""
    found = _URL.fullmatch(template)
    return found["host"] if found else ""


def within(template: str, domains: Iterable[str]) -> bool:
    """Whether an address as written stays on one of `domains` as written; a variable is covered by itself alone."""
    host = host_of(template)
    return any(host == domain if variables(host + domain) else covers(domain, host) for domain in domains)


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
    return text if _VAR.fullmatch(text) else _check_host(text)


def _check_host(text: str) -> str:
    if not is_host(text):
        raise problem("expected_host")
    if is_suffix(text):
        raise problem("public_suffix", host=text)
    return text


Url = Annotated[str, AfterValidator(_check_url)]
"""`https://host/literal/path?and=query`; the host may be one variable, the path holds none."""
Domain = Annotated[str, AfterValidator(_check_domain)]
"""A host name that stands for itself and all below it, or one variable such as `{instance}`."""
Host = Annotated[str, AfterValidator(_check_host)]
"""A plain host name."""
