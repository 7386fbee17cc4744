"""One platform for one account, with the values of its variables: what a run works on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from toolkit.catalog.platform import Flow, Platform
from toolkit.catalog.steps import FlowName, SecretName
from toolkit.catalog.urls import covers, fill, is_loopback, real_url
from toolkit.secrets import Secret

SecretSource = Callable[[SecretName], Awaitable[Secret]]


@dataclass
class Site:
    """One platform for one account: the data, and the values of its variables."""

    id: str
    platform: Platform
    values: Mapping[str, str]
    flows: Callable[[FlowName], Flow | None]
    user: str | None = None

    @property
    def domains(self) -> tuple[str, ...]:
        return tuple(fill(domain, self.values) for domain in self.platform.domains)

    @property
    def hosts(self) -> tuple[str, ...]:
        """Domains and assets: what the wall lets through."""
        return (*self.domains, *(fill(host, self.values) for host in self.platform.assets))

    def owns(self, url: str) -> bool:
        """Whether an address is on the platform's domains, over https (http on loopback alone)."""
        scheme, host = urlsplit(url).scheme, host_in(url)
        safe = scheme == "https" or (scheme == "http" and is_loopback(host))
        return safe and any(covers(domain, host) for domain in self.domains)

    def url(self, template: str) -> str:
        return real_url(template, self.values)


def host_in(url: str) -> str:
    """The host of an address, with its port if it has one.

    Not what stands before an `@`: a page that went to `https://platform.example:x@stranger.example/` is called so by
    the browser, and is the stranger's (measured).
    """
    return urlsplit(url).netloc.rpartition("@")[2]
