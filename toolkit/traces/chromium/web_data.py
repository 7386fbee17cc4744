"""`Web Data` and `Account Web Data`: the browser's own sign-in, what was typed into forms, search engines.

Tables: https://chromium.googlesource.com/chromium/src/+/main/components/signin/public/webdata/token_service_table.cc,
https://chromium.googlesource.com/chromium/src/+/main/components/search_engines/keyword_table.cc and
https://chromium.googlesource.com/chromium/src/+/main/components/autofill/core/browser/webdata/
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from toolkit.traces.chromium.mentions import cells, mentioned
from toolkit.traces.chromium.push import GOOGLE
from toolkit.traces.collector import Collector
from toolkit.traces.files import Unreadable, is_file
from toolkit.traces.hosts import Origin
from toolkit.traces.sqlite import columns, opened
from toolkit.traces.stores.chromium import STORES

_FILES = tuple(store.path for store in STORES if store.reader == "chromium.web_data")
_STORE = "web_data"
# Rows that no site is noted for, but that name the person or the client.
_TYPED = ("autofill", "autocomplete", "addresses", "autofill_ai_entities", "credit_cards", "masked_credit_cards",
          "local_ibans", "masked_ibans", "loyalty_cards")  # fmt: skip


def read_web_data(collector: Collector, profile: Path) -> None:
    for name in _FILES:
        path = profile / name
        with collector.guard(path):
            if is_file(path):
                with opened(path, check=False) as database:  # every page with text is read anyway
                    _read(collector, path, database)


def _read(collector: Collector, path: Path, database: sqlite3.Connection) -> None:
    tokens = columns(database, "token_service")
    if tokens and "service" not in tokens:
        raise Unreadable("no column service")
    if tokens and (count := _count(database, "token_service")):
        # a refresh token signs the browser in to the account, and with it every page of Google's
        collector.visit("browser_account", path, GOOGLE, kind="session", count=count)
        collector.other(GOOGLE.host)
    for table in _TYPED:
        if columns(database, table) and (count := _count(database, table)):
            collector.anyone(_STORE, path, table, "identity", count)
    found: set[Origin] = set()
    for text in cells(database, without=("token_service", "keywords")):
        found |= mentioned(text)
    for origin in found | _engines(database):
        collector.visit(_STORE, path, origin)


def _count(database: sqlite3.Connection, table: str) -> int:
    return int(database.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0])  # noqa: S608 - names of our own


def _engines(database: sqlite3.Connection) -> set[Origin]:
    """Hosts of search engines that were found by visiting them: those that the browser brings have a number."""
    has = columns(database, "keywords")
    if not has:
        return set()
    if not {"url", "keyword", "prepopulate_id"} <= has:
        raise Unreadable("no table of search engines")
    brought = "prepopulate_id > 0" + (" OR starter_pack_id > 0" if "starter_pack_id" in has else "")
    rows = database.execute(f"SELECT url, keyword FROM keywords WHERE NOT ({brought})")  # noqa: S608 - our own words
    return {origin for row in rows for text in row if isinstance(text, str) for origin in mentioned(text)}
