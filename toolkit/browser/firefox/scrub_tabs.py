"""Takes platforms out of a list of tabs: their pages, what pages stored for the tab, session cookies.

A tab is an object with `entries`, its history; a closed one has it in `state`. A tab whose pages are all a platform's
goes; of another one the platform's pages go, also those in frames of other sites' pages.
https://searchfox.org/mozilla-central/source/browser/components/sessionstore/SessionStore.sys.mjs
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from toolkit.browser.firefox.owners import Owners

_OF_PAGE = ("formdata", "scroll", "image", "iconLoadingPrincipal", "title", "searchMode", "userTypedValue")
"""What a tab keeps of the page that is in front."""
Node = dict[str, Any]


def without_platforms(state: Node, owners: Owners) -> Node:
    """A list of tabs with only what is of other sites."""
    cleaned = _clean(state, owners)
    return cleaned if isinstance(cleaned, dict) else {}


def _clean(value: Any, owners: Owners) -> Any:
    """The value without what goes; None for a tab that goes whole."""
    if isinstance(value, list):
        return [kept for item in value if (kept := _clean(item, owners)) is not None or item is None]
    if not isinstance(value, dict):
        return value
    node: Node = dict(value)
    if isinstance(node.get("entries"), list):
        tab = _tab(node, owners)
        if tab is None:
            return None
        node = tab
    if isinstance(node.get("cookies"), list):
        node["cookies"] = [cookie for cookie in node["cookies"] if not _cookie(cookie, owners)]
    if isinstance(node.get("storage"), dict):
        node["storage"] = {origin: data for origin, data in node["storage"].items() if not owners.url(origin)}
    before = node.get("tabs")
    result = {}
    for key, inner in node.items():
        kept = inner if key in ("entries", "cookies", "storage") else _clean(inner, owners)
        if key == "state" and kept is None and inner is not None:
            return None  # a closed tab
        result[key] = kept
    if isinstance(before, list) and isinstance(result.get("selected"), int):
        result["selected"] = max(min(result["selected"], len(result["tabs"])), min(1, len(result["tabs"])))
    return result


def _tab(tab: Node, owners: Owners) -> Node | None:
    """The tab without the platforms' pages; None if no page is left."""
    entries, index = tab["entries"], tab.get("index")
    kept = [(number, page) for number, page in enumerate(entries, 1) if not _page(page, owners)]
    if entries and not kept:
        return None
    changed: Node = tab | {"entries": [_frames(page, owners) for _, page in kept]}
    if isinstance(index, int) and len(kept) < len(entries):
        changed["index"] = max(1, sum(number <= index for number, _ in kept))
        if all(number != index for number, _ in kept):
            changed = {key: value for key, value in changed.items() if key not in _OF_PAGE}
    formdata = changed.get("formdata")
    if isinstance(formdata, dict):
        changed["formdata"] = _forms(formdata, owners)
    if owners.url(str(tab.get("userTypedValue") or "")):
        del changed["userTypedValue"]
    return changed


def _page(page: Any, owners: Owners) -> bool:
    return isinstance(page, dict) and any(owners.url(str(page.get(key) or "")) for key in ("url", "originalURI"))


def _frames(page: Any, owners: Owners) -> Any:
    if isinstance(page, dict) and isinstance(page.get("children"), list):
        children = [_frames(child, owners) for child in page["children"] if not _page(child, owners)]
        return page | {"children": children}
    return page


def _forms(forms: Node, owners: Owners) -> Node:
    """What was typed into a page, and into its frames: `{url, id, xpath, children}`."""
    if owners.url(str(forms.get("url") or "")):
        return {}
    if isinstance(forms.get("children"), list):
        children = [_forms(child, owners) if isinstance(child, dict) else child for child in forms["children"]]
        return forms | {"children": children}
    return forms


def _cookie(cookie: Any, owners: Owners) -> bool:
    if not isinstance(cookie, dict):
        return False
    attributes = cookie.get("originAttributes")
    named = {key: text for key, text in attributes.items() if text} if isinstance(attributes, dict) else {}
    return owners.cookie(str(cookie.get("host", "")), str(cookie.get("name", "")), urlencode(named))
