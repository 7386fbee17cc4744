"""What the sites' own pages find again in a running browser, of either family."""

from __future__ import annotations

from playwright.async_api import BrowserContext, Page

from tests.plant import site
from tests.plant.kinds import OWNERS, Marks

_COOKIES = (
    "cookie_persistent", "cookie_session", "cookie_httponly", "cookie_host_prefix", "cookie_script", "cookie_cached",
)  # fmt: skip


async def look_at(context: BrowserContext, marks: Marks) -> dict[str, dict[str, bool]]:
    """Owner -> kind -> whether it is there, with the very value that was planted."""
    found: dict[str, dict[str, bool]] = {owner: {} for owner in OWNERS}
    for owner in OWNERS:
        found[owner] |= await _restored(context, marks.owned(owner))
    page = await context.new_page()
    for owner in OWNERS:
        other = site.OTHER[owner]
        m, theirs = marks.owned(owner), marks.owned(other)
        await page.goto(site.url(owner, "look"))
        values = await page.evaluate(site.LOOK)
        found[owner] |= {kind: value == m.get(kind) for kind, value in values.items() if kind in m}
        found[owner]["permission"] = values["permission"] == "granted"
        cookies = await page.text_content("#cookies") or ""
        for kind in _COOKIES:
            found[owner][kind] = f"-{m[kind]}={m[kind]}" in cookies
        frame = next(frame for frame in page.frames if site.widget(other) in frame.url)
        framed = await frame.text_content("#cookies") or ""
        found[other]["cookie_partitioned"] = f"={theirs['cookie_partitioned']}" in framed
        found[other]["partitioned_storage"] = await frame.evaluate(site.LOOK_FRAME) == theirs["partitioned_storage"]
        await page.goto(site.url(owner, "deep/look"))
        found[owner]["cookie_path"] = (await page.text_content("#cookies") or "").count(f"={m['cookie_path']}") == 2
    return found


async def _restored(context: BrowserContext, m: dict[str, str]) -> dict[str, bool]:
    tab = next((page for page in context.pages if f"/tab-{m['open_tab']}" in page.url), None)
    if tab is None:
        return {"open_tab": False, "session_storage": False}
    return await _look_into(tab, m)


async def _look_into(tab: Page, m: dict[str, str]) -> dict[str, bool]:
    await tab.bring_to_front()
    await tab.wait_for_selector("#draft")
    draft, kept = await tab.evaluate(site.LOOK_TAB)
    return {"open_tab": draft == m["open_tab"], "session_storage": kept == m["session_storage"]}
