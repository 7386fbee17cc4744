"""What of a Firefox profile goes with a platform.

A platform owns its own origins, wherever they are partitioned and in every container, and what other sites stored
inside its pages: that lies under the platform's site (`partitionKey`), and nobody but the platform's pages reaches it.
"""

from __future__ import annotations

from toolkit.browser.scrub.databases import goes
from toolkit.traces.firefox.attributes import parse_attributes, split_folder
from toolkit.traces.hosts import Matcher, Origin, origin_of_url, parse_origin


class Owners:
    """Asks a matcher in Firefox's words."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher

    def host(self, host: str) -> bool:
        return bool(self._matcher.of_host(host.strip(".").lower()))

    def origin(self, origin: Origin | None) -> bool:
        return origin is not None and bool(self._matcher.of_origin(origin))

    def url(self, text: str) -> bool:
        """A URL or an origin, with or without attributes behind a `^`."""
        head, caret, tail = text.partition("^")
        return self.origin(origin_of_url(head)) or self.suffix(caret + tail)

    def suffix(self, suffix: str) -> bool:
        """Attributes as they follow an origin: `^userContextId=1&partitionKey=%28https%2Calpha.test%29`."""
        return self.origin(parse_origin(parse_attributes(suffix).top_site)) if suffix else False

    def cookie(self, host: str, name: str, suffix: str) -> bool:
        """Whether a cookie goes; those that the rules keep do not."""
        return goes(self._matcher, host, name) or (not self.host(host) and self.suffix(suffix))

    def directory(self, name: str) -> bool:
        """A directory of an origin in a repository of `storage/`."""
        origin, attributes = split_folder(name)
        return self.origin(origin) or (origin is not None and self.suffix(attributes.suffix))
