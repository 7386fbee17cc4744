"""What a rebuild carries over from a Firefox profile: bookmarks, extensions with their settings, some preferences.

Names of files: https://support.mozilla.org/kb/profiles-where-firefox-stores-user-data and
https://searchfox.org/mozilla-central/source/toolkit/mozapps/extensions/internal/XPIProvider.sys.mjs. All that is not
named here goes, with: icons of bookmarks, client certificates and own certificate authorities (`cert9.db`: they sign in
by themselves), the key of saved passwords (`key4.db`), containers, search engines, permissions of sites. Of an
extension everything stays (measured: `storage.local`, `storage.sync`, its IndexedDB and localStorage).
"""

from __future__ import annotations

import re
from pathlib import Path

from toolkit.browser.carry import Shape, carry, found, names, write
from toolkit.browser.firefox.bookmarks import PLACES, PLACES_PARTS, STORAGE, STORAGE_PARTS, carry_parts
from toolkit.browser.firefox.prefs import MANAGED, PREFS, as_lines

# Extensions, what they may do, and what they stored: `storage.local` lies in `storage/default` or, for old ones, in
# `browser-extension-data`; `storage.sync` in its database; scripts and menus they registered in `extension-store*`.
KEPT: tuple[tuple[str, Shape], ...] = (
    ("extensions", "folder"),
    ("extensions.json", "file"),
    ("extension-preferences.json", "file"),
    ("extension-settings.json", "file"),
    ("extension-store", "folder"),
    ("extension-store-menus", "folder"),
    ("extension-store-permissions", "folder"),
    ("addonStartup.json.lz4", "file"),
    ("browser-extension-data", "folder"),
    ("storage-sync-v2.sqlite", "file"),
    ("storage-sync-v2.sqlite-wal", "file"),
)
EXTENSION_STORAGE = "storage/default"
_EXTENSION = re.compile(r"moz-extension\+\+\+[0-9a-f-]{36}(\^.*)?")

# Keys of prefs.js; one that ends in a dot stands for all below. Language, fonts and colours, what a person sees of the
# browser, and the addresses under which extensions find what they stored.
KEPT_PREFS = (
    "accessibility.", "browser.compactmode.show", "browser.display.", "browser.download.always_ask_before_handling",
    "browser.download.useDownloadDir", "browser.tabs.inTitlebar", "browser.theme.",
    "browser.toolbars.bookmarks.visibility", "browser.uiCustomization.state", "browser.uidensity",
    "extensions.activeThemeID", "extensions.databaseSchema",
    "extensions.webextensions.ExtensionStorageIDB.migrated.", "extensions.webextensions.uuids", "font.",
    "general.autoScroll", "general.smoothScroll", "intl.accept_languages", "intl.locale.requested",
    "intl.regional_prefs.use_os_locales", "layout.css.devPixelsPerPx", "layout.spellcheckDefault",
    "sidebar.verticalTabs", "spellchecker.dictionary", "ui.systemUsesDarkTheme", "xpinstall.signatures.required",
)  # fmt: skip
_PREF = re.compile(r'user_pref\("([\w.@{}+:-]+)", (?:true|false|-?\d+|"(?:[^"\\]|\\.)*")\);')


def build_firefox(profile: Path, new: Path) -> None:
    """Fill `new` with what is kept of `profile`. Raises OSError; ValueError where bookmarks cannot be read."""
    for relative, shape in KEPT:
        carry(profile, new, relative, shape)
    for name in names(profile, EXTENSION_STORAGE):
        if is_extension_storage(name):
            carry(profile, new, f"{EXTENSION_STORAGE}/{name}", "folder")
    if (new / "storage").exists():
        carry_parts(profile, new, STORAGE, STORAGE_PARTS)
    carry_parts(profile, new, PLACES, PLACES_PARTS)
    lines = "".join(f"{line}\n" for line in kept_lines(profile))
    write(new / PREFS, (lines + as_lines(MANAGED)).encode())


def is_extension_storage(name: str) -> bool:
    """An extension's own storage; what it stored inside a site's page (`partitionKey`) names that site, and goes."""
    match = _EXTENSION.fullmatch(name)
    return match is not None and "partitionKey" not in (match[1] or "")


def kept_lines(profile: Path) -> list[str]:
    """Lines of prefs.js that stay as they are; of one key, the last counts. Raises OSError, ValueError for no UTF-8."""
    path = found(profile, PREFS, "file")
    lines = path.read_bytes().decode("utf-8").splitlines() if path else []
    return [line for line in lines if (match := _PREF.fullmatch(line)) and is_kept_pref(match[1])]


def is_kept_pref(key: str) -> bool:
    return any(key == kept or (kept.endswith(".") and key.startswith(kept)) for kept in KEPT_PREFS)
