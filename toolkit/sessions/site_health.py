"""Tells a broken flow from a site that is down: what the network did while a page was being worked on."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, Request, Response

from toolkit.catalog.urls import covers
from toolkit.errors import Reason
from toolkit.runner.site import Site

# What a page needs to work; pictures, fonts and beacons fail on healthy sites too.
_NEEDED = {"document", "script", "xhr", "fetch"}
# Of net::ERR_...: the page itself gave the request up, or our own wall stopped it.
# https://source.chromium.org/chromium/chromium/src/+/main:net/base/net_error_list.h
_HARMLESS = ("ERR_ABORTED", "ERR_BLOCKED", "ERR_CACHE")
# Firefox: https://searchfox.org/mozilla-central/source/xpcom/base/ErrorList.py
_FIREFOX = ("NS_ERROR_NET_", "NS_ERROR_CONNECTION_REFUSED", "NS_ERROR_UNKNOWN_HOST", "NS_ERROR_OFFLINE")
_PATIENCE = 3.0
"""Seconds after which a request without an answer counts as the site's slowness."""


class SiteHealth:
    """Watches the requests that contexts send to one platform's own hosts."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._under_way: dict[Request, float] = {}
        self.reason: Reason | None = None
        """Why the site could not be judged: it failed, or it does not answer. None while it seems healthy."""

    def watch(self, context: BrowserContext) -> None:
        """Watch this one, too."""
        context.on("request", self._sent)
        context.on("response", self._answered)
        context.on("requestfinished", self._ended)
        context.on("requestfailed", self._failed)

    def clear(self) -> None:
        """Forget what has been; what is under way stays."""
        self.reason = None

    def note_late(self) -> None:
        """Remember it when requests are without an answer at this moment."""
        late = time.monotonic() - _PATIENCE
        if self.reason is None and any(since < late for since in self._under_way.values()):
            self.reason = Reason("timeout", {"platform": self._site.id})

    def _own(self, request: Request) -> bool:
        host = urlsplit(request.url).netloc
        return request.resource_type in _NEEDED and any(covers(known, host) for known in self._site.hosts)

    def _sent(self, request: Request) -> None:
        # A GET by script may be a long poll, which has no answer for minutes on purpose.
        polls = request.resource_type in {"xhr", "fetch"} and request.method == "GET"
        if self._own(request) and not polls:
            self._under_way[request] = time.monotonic()

    def _answered(self, response: Response) -> None:
        self._under_way.pop(response.request, None)
        if self._own(response.request) and (response.status >= 500 or response.status == 429):
            self.reason = Reason("server_error", {"platform": self._site.id, "status": response.status})

    def _ended(self, request: Request) -> None:
        self._under_way.pop(request, None)

    def _failed(self, request: Request) -> None:
        self._under_way.pop(request, None)
        what = (request.failure or "").removeprefix("net::")
        broken = what.startswith(_FIREFOX) or (what.startswith("ERR_") and not what.startswith(_HARMLESS))
        if self._own(request) and broken:
            self.reason = Reason("network_down", {"platform": self._site.id, "host": urlsplit(request.url).netloc})
