"""Where a page goes: next to its receipt, or where the person says; readable by its owner alone."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from pathlib import Path

from toolkit.catalog.registry import Catalog
from toolkit.errors import ToolkitError
from toolkit.report.page import Titles, page
from toolkit.sessions.receipts.folder import Found
from toolkit.sessions.receipts.part import of_profile
from toolkit.texts import language
from toolkit.workspace.edit import write_private
from toolkit.workspace.home import Home


def write_page(home: Home, found: Found, profile: str | None, file: Path | None) -> Path:
    """Write the page of a receipt in the language in use, for all profiles or for one. Answers its absolute path.

    Raises ToolkitError (receipt_changed): a page would make a changed receipt look sound. UsageError (not_in_receipt,
    home_unwritable), Undecided (disk_full).
    """
    if found.state == "changed" or found.content is None:
        raise ToolkitError("receipt_changed", name=found.name)
    report = found.content.report
    if profile:
        report = of_profile(report, profile)
    parts = [found.name, *([profile] if profile else []), language(), "html"]
    path = (file or home.receipts / ".".join(parts)).absolute()
    text = page(found, report, _titles(home), whole=len(report.profiles) == len(found.content.report.profiles))
    write_private(path, text.encode("utf-8", "replace"))
    return path


def _titles(home: Home) -> Titles:
    """What platforms are called: as their files say, else their id. `mastodon@social.example` has its server behind."""
    catalog = Catalog(home.path)

    @cache
    def title(unit: str) -> str:
        platform, _, host = unit.partition("@")
        shown = platform
        with suppress(ToolkitError):  # removed, or broken since then
            shown = catalog.platform(platform).title
        return f"{shown} ({host})" if host else shown

    return title
