"""Writes docs/platforms.md from the shipped platforms: `python -m toolkit.catalog.matrix > docs/platforms.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping

from toolkit.catalog.platform import FLOW_NAMES, Platform
from toolkit.catalog.registry import Catalog
from toolkit.catalog.steps import FlowName

_INTRO = """\
# Platforms

Generated from `platforms/` and `flows/` by `python -m toolkit.catalog.matrix`; do not edit.

*Verified* says on what the flows last worked, and when: a `replica` is a site of our own, built from the documented
facts; a `real server` is the platform's own software on this machine; a `live account` is the real site; `never` means
that no run was recorded in the file. Only `live account` says something about the real site on that day. Sites change:
try yours with `toolkit platform test ID --live` on a test account.

*Confidence* is how sure the facts behind the file are (names of cookies, addresses, texts), by its author's judgement:
what is not named is high, or not rated.
"""

_NOTES = """\
A platform without `logout_everywhere` cannot be signed out on other devices from here. A platform marked `no replay`
changes its tokens by itself, so its best result is `signed_out`, not `revoked`.
"""


def document(catalog: Catalog | None = None) -> str:
    """The whole page; by default of the shipped platforms alone."""
    catalog = catalog or Catalog()
    flows = " | ".join(f"`{name}`" for name in FLOW_NAMES)
    lines = [
        _INTRO,
        f"| platform | id | {flows} | verified | confidence |",
        "| --- | --- |" + " :-: |" * len(FLOW_NAMES) + " --- | --- |",
        *(_row(catalog, id_) for id_ in catalog.ids()),
        "",
        _NOTES,
        "## Risks",
        "",
        *_risks(catalog),
    ]
    return "\n".join(lines)


def _row(catalog: Catalog, id_: str) -> str:
    platform, has = catalog.platform(id_), catalog.flow_names(id_)
    marks = " | ".join("✓" if name in has else "–" for name in FLOW_NAMES)
    confidence = _confidence(platform.confidence, _of_flows(catalog, id_))
    return f"| {_title(platform)} | `{id_}` | {marks} | {_verified(platform)} | {confidence} |"


def _title(platform: Platform) -> str:
    return platform.title + (" (no replay)" if platform.replay == "never" else "")


def _verified(platform: Platform) -> str:
    on = platform.verified.on
    return f"{platform.verified.kind}, {on.isoformat()}" if on else platform.verified.kind


def _of_flows(catalog: Catalog, id_: str) -> dict[str, str]:
    names: list[FlowName] = catalog.flow_names(id_)
    flows = {name: catalog.flow(id_, name) for name in names}
    return {name: flow.confidence for name, flow in flows.items() if flow is not None and flow.confidence}


def _confidence(parts: Mapping[str, str], flows: Mapping[str, str]) -> str:
    """What the platform file says of its parts, and each flow of itself; the flow's own word counts."""
    levels = {**parts, **flows}
    if not levels:
        return "not said"
    named = [f"{level}: {', '.join(name for name in levels if levels[name] == level)}" for level in ("low", "medium")]
    return "; ".join(text for text in named if not text.endswith(": ")) or "high"


def _risks(catalog: Catalog) -> Iterator[str]:
    for id_ in catalog.ids():
        platform = catalog.platform(id_)
        if platform.risks:
            yield from (f"**{platform.title}**", "", *(f"- {risk}" for risk in platform.risks), "")


if __name__ == "__main__":
    sys.stdout.write(document().rstrip("\n") + "\n")
