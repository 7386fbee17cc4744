"""localStorage as it was kept before `storage/default`: one table for all sites, `tset.ahpla.www.:https:443`.

https://searchfox.org/mozilla-central/source/dom/storage/StorageUtils.cpp
"""

from __future__ import annotations

from pathlib import Path

from toolkit.traces.collector import Collector
from toolkit.traces.files import Unreadable, is_file
from toolkit.traces.firefox.attributes import note_storage, parse_attributes
from toolkit.traces.firefox.databases import firefox_database
from toolkit.traces.firefox.storage import add_names
from toolkit.traces.hosts import Origin, parse_origin
from toolkit.traces.sqlite import columns
from toolkit.traces.stores.firefox import STORES

_ROWS = tuple(store for store in STORES if store.reader == "firefox.web_storage")


def read_web_storage(collector: Collector, profile: Path) -> None:
    """Both files with such a table."""
    for row in _ROWS:
        path = profile / row.path
        with collector.guard(path):
            if is_file(path):
                with firefox_database(path, row) as database:
                    has = columns(database, "webappsstore2")
                    if has and not {"originAttributes", "originKey", "key"} <= has:
                        raise Unreadable("no column originKey")
                    query = "SELECT originAttributes, originKey, key FROM webappsstore2"
                    rows = database.execute(query).fetchall() if has else []
                for suffix, spelled, key in rows:
                    origin = origin_of_key(str(spelled))
                    if origin and note_storage(collector, "local_storage", origin, parse_attributes(str(suffix or ""))):
                        add_names(collector, "local_storage", path, origin, [str(key)])


def origin_of_key(text: str) -> Origin | None:
    """The origin of `tset.ahpla.www.:https:443`; None for anything else."""
    host, _, rest = text.partition(".:")
    scheme, _, port = rest.partition(":")
    return parse_origin(f"{scheme}://{host[::-1]}" + (f":{port}" if port else ""))
