"""What one platform may hold in a running browser, and whether it is gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from toolkit.catalog.urls import is_loopback
from toolkit.traces.model import Partition

State = Literal["cleared", "not_cleared", "unknown"]


@dataclass(frozen=True)
class Storage:
    """Domains, origins known to have storage, what is kept apart per top-level site; names of cookies to keep.

    `top_sites`: origins of all platforms at work; one may be embedded in another, and its cookies kept apart for it.
    """

    domains: tuple[str, ...]
    origins: tuple[str, ...] = ()
    storage_keys: tuple[str, ...] = ()
    kept_cookies: frozenset[str] = frozenset()
    partitions: tuple[Partition, ...] = ()
    top_sites: tuple[str, ...] = ()

    def all_origins(self) -> list[str]:
        """Known origins, and the plain ones of each domain, which may have got storage during this run."""
        found = set(self.origins)
        for domain in self.domains:
            found |= {f"http://{domain}"} if is_loopback(domain) else {f"https://{domain}", f"https://www.{domain}"}
        return sorted(found)
