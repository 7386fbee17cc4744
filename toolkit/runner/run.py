"""What a flow or probe needs while it runs: the page, the platform, the account's values, and what has been seen."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, Error, Frame, Page, Request, Response

from toolkit.browser.firefox.wall import REFUSED
from toolkit.browser.wall import Wall
from toolkit.errors import ToolkitError, Undecided
from toolkit.runner.site import SecretSource, Site, host_in
from toolkit.secrets import scrub

# How a page ends that the wall stopped, in Chromium and in Firefox.
_STOPPED = ("ERR_NAME_NOT_RESOLVED", REFUSED)

Tell = Callable[[str, str], None]
"""Called with a kind (`step`, `person`, `note`) and a short text that holds no secret."""


@dataclass(frozen=True)
class Answer:
    """What a `request` step got back. `body` is cut at 256 KB; `json` is None when the body is no JSON."""

    status: int
    url: str
    json: Any


@dataclass
class Run:
    """A flow or probe in progress on one page."""

    site: Site
    context: BrowserContext
    page: Page
    wall: Wall
    headed: bool = False
    secret: SecretSource | None = None
    tell: Tell = lambda _kind, _text: None
    deadline: float = field(default_factory=lambda: time.monotonic() + 300)
    pictures: Path | None = None
    answer: Answer | None = None
    status: int | None = None
    """HTTP status of the last document of the page itself."""
    failure: str = ""
    """Why the last document of the page itself did not come, in the browser's words."""
    blocked: list[str] = field(default_factory=list)
    """Hosts that the wall kept the page from, in order."""
    secrets_typed: bool = False
    secret_on_page: bool = False
    """Whether the page as it stands has had a secret typed into it; it may show it anywhere by now."""

    def watch(self) -> None:
        """Note what the wall blocks and how documents are answered."""
        self.page.on("requestfailed", self.failed)
        self.page.on("response", self._answered)
        self.page.on("dialog", lambda dialog: dialog.accept())

    def failed(self, request: Request) -> None:
        """Note a request that the wall stopped, and why the page's own document did not come."""
        host = host_in(request.url)
        if request.is_navigation_request():
            self.failure = request.failure or ""
        if not host or self.wall.allows(host):
            return
        if self.secrets_typed:
            # A page can ask for `<the password>.stranger.example`: what it makes up is not shown.
            host = scrub(".".join(host.split(".")[-2:]))
        if host not in self.blocked and len(self.blocked) < 20:
            self.blocked.append(host)

    def _answered(self, response: Response) -> None:
        if response.request.is_navigation_request() and response.frame == self.page.main_frame:
            self.status = response.status
            self.secret_on_page = False

    def left(self, within: float | None = None) -> float:
        """Seconds left for a step that may take `within`; raises Undecided `timeout` when the flow's time is over."""
        rest = self.deadline - time.monotonic()
        if rest <= 0:
            raise Undecided("timeout", platform=self.site.id)
        return min(rest, within) if within is not None else rest

    def frames(self) -> list[Frame]:
        """The page's frames that belong to the platform; the main frame is always looked at."""
        main = self.page.main_frame
        return [f for f in self.page.frames if f is main or self.site.owns(f.url)]

    def trouble(self, otherwise: ToolkitError) -> ToolkitError:
        """The likeliest cause when something did not appear: a server error, a blocked host, else `otherwise`."""
        if self.status is not None and self.status >= 500:
            return Undecided("server_error", platform=self.site.id, status=self.status)
        if self.blocked and not self.site.owns(self.page.url):
            return Undecided("host_blocked", platform=self.site.id, host=self.blocked[-1])
        return otherwise


def navigation_error(run: Run, url: str, error: Error) -> Undecided:
    """The reason for a page that did not open."""
    host = urlsplit(url).netloc
    foreign = [h for h in run.blocked if not run.wall.allows(h)]
    why = f"{error.message} {run.failure}"  # Firefox says why in the failed request alone
    if foreign and any(stopped in why for stopped in _STOPPED):
        return Undecided("host_blocked", platform=run.site.id, host=foreign[-1])
    if any(late in why for late in ("Timeout", "TIMED_OUT", "NET_TIMEOUT")):
        return Undecided("timeout", platform=run.site.id)
    return Undecided("network_down", platform=run.site.id, host=host)
