"""Removes platforms from a closed Firefox profile that is kept.

Cookies, saved passwords, storage, session restore, service workers, push and the cached answers go from the bytes; what
tells of visits alone (history, icons, permissions, zoom levels) stays, as for Chromium.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from toolkit.browser.firefox import scrub_databases as databases
from toolkit.browser.firefox import scrub_files as files
from toolkit.browser.firefox.owners import Owners

Store = Callable[[Path, Owners], None]
# Where a failure is said to be -> what cleans there. Sign-ins first; what lists storage after the storage itself.
STORES: tuple[tuple[str, Store], ...] = (
    ("cookies.sqlite", databases.scrub_cookies),
    ("sessionstore.jsonlz4", files.scrub_tabs),
    ("logins.json", files.scrub_saved_passwords),
    ("logins.db", databases.scrub_logins),
    ("credentialstate.sqlite", databases.scrub_credentials),
    ("storage", files.scrub_storage),
    ("storage.sqlite", databases.scrub_quota),
    ("webappsstore.sqlite", databases.scrub_old_local_storage),
    ("serviceworker.txt", files.scrub_service_workers),
    ("storage/permanent/chrome", databases.scrub_push),
    ("notificationstore.json", files.scrub_notifications),
    ("cache2", files.scrub_cache),
)
