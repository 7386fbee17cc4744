"""Origins as Firefox writes them: `https://a.example^userContextId=2&partitionKey=%28https%2Cb.example%29`.

What follows the `^` keeps containers and partitions apart:
https://searchfox.org/mozilla-central/source/caps/OriginAttributes.cpp
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qsl

from toolkit.traces.collector import Collector
from toolkit.traces.hosts import Origin, StorageKey, covers, parse_origin
from toolkit.traces.model import Partition

# Characters that no file name may have became `+` (FILE_ILLEGAL_CHARACTERS and the path separators):
# https://searchfox.org/mozilla-central/source/dom/quota/ActorsParent.cpp (MakeSanitizedOriginCString)
_FOLDER = re.compile(r"(https?)\+\+\+(\[[0-9a-fA-F+.]+\]|[^+^\[\]]+)(?:\+(\d{1,5}))?$")


@dataclass(frozen=True, slots=True)
class Attributes:
    """What keeps one site's data apart: `suffix` is as Firefox writes it, with its `^`, "" for none.

    `top_site` is the site that the data is partitioned by ("https://b.example", "" for none), `foreign` whether a frame
    of the site itself below a foreign one wrote it, `container` the number of the container (0: none).
    """

    suffix: str
    top_site: str
    foreign: bool
    container: int


@lru_cache(maxsize=4096)
def parse_attributes(suffix: str) -> Attributes:
    """The attributes in `^name=value&...`; what is not known is passed over, and stays in `suffix`."""
    named = dict(parse_qsl(suffix.lstrip("^"), keep_blank_values=True))
    top_site, foreign = _partition_key(named.get("partitionKey", ""))
    if not top_site and named.get("firstPartyDomain"):
        top_site = f"https://{named['firstPartyDomain']}"
    container = named.get("userContextId", "")
    return Attributes(suffix, top_site, foreign, int(container) if container.isdecimal() else 0)


def _partition_key(text: str) -> tuple[str, bool]:
    """`(https,b.example[,port][,f])`; f: below a foreign frame."""
    if not text.startswith("("):
        return (f"https://{text}" if text else ""), False
    scheme, _, rest = text.strip("()").partition(",")
    host, *more = rest.split(",")
    port = next((part for part in more if part.isdecimal()), "")
    return f"{scheme}://{host}" + (f":{port}" if port else ""), "f" in more


def split_origin(text: str) -> tuple[Origin | None, Attributes]:
    """`https://a.example^...` in its two parts; None for what is no web origin (extensions, about:, files)."""
    head, caret, tail = text.partition("^")
    return parse_origin(head), parse_attributes(caret + tail)


def split_folder(name: str) -> tuple[Origin | None, Attributes]:
    """The same of a folder's name in `storage/default`: `https+++a.example+8443^partitionKey=...`."""
    head, caret, tail = name.partition("^")
    match = _FOLDER.match(head)
    if match is None:
        return None, parse_attributes(caret + tail)
    scheme, host, port = match.groups()
    host = host.replace("+", ":") if host.startswith("[") else host
    return parse_origin(f"{scheme}://{host}" + (f":{port}" if port else "")), parse_attributes(caret + tail)


def partition(store: str, host: str, attributes: Attributes, name: str = "", path: str = "") -> Partition:
    """What is needed to clear data of `host` that lives under `attributes`."""
    top = parse_origin(attributes.top_site)
    cross = attributes.foreign or (top is not None and not covers(top.host, host.strip(".").lower()))
    return Partition(store, host, attributes.top_site, cross, name=name, path=path, attributes=attributes.suffix)


def note_storage(collector: Collector, store: str, origin: Origin, attributes: Attributes) -> tuple[str, ...]:
    """Note that `origin` holds storage; the platforms it belongs to."""
    owners = collector.storage(store, StorageKey(origin, "", False, str(origin)))
    if attributes.suffix:
        for platform in owners:
            collector.partition(platform, partition(store, origin.host, attributes))
    return owners


def name_top(collector: Collector, path: Path, attributes: Attributes) -> None:
    """The site that another one's data is partitioned by was visited too."""
    top = parse_origin(attributes.top_site)
    if top:
        collector.visit("partition", path, top)
