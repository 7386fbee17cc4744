"""Cleans single platforms out of a closed profile, on disk, and leaves every other site as it was."""

from toolkit.browser.scrub.platforms import scrub_platforms
from toolkit.browser.scrub.unfinished import unfinished

__all__ = ["scrub_platforms", "unfinished"]
