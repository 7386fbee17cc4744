"""A rebuilt profile in the real browser: bookmarks and an extension with what it stored are still there."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, Playwright

from tests.browser.people import HEADLESS, cookies, end, exit_type, files_with, person
from tests.support import browsers
from tests.support.web import Web
from toolkit.browser.launch import robot
from toolkit.browser.rebuild import rebuild
from toolkit.browser.wall import Wall
from toolkit.traces import PlatformRules, read_profile

pytestmark = [
    pytest.mark.browser,
    pytest.mark.anyio,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="closing is measured on Linux"),
]
MARKER = "NEVER-LEFT-BEHIND"
PAGE = f"""<script>
localStorage.setItem('{MARKER}', '{MARKER}'); document.cookie = 'sid={MARKER}; max-age=86400';
document.title = '{MARKER}'; onload = () => fetch('/loaded');
</script>"""


def extension(folder: Path) -> Path:
    """One that counts in `storage.local` and IndexedDB, unpacked."""
    folder.mkdir()
    manifest = {
        "manifest_version": 3, "name": "Counter", "version": "1.0", "permissions": ["storage"],
        "background": {"service_worker": "worker.js"},
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (folder / "worker.js").write_text(
        "chrome.storage.local.get({runs: 0}).then(({runs}) => chrome.storage.local.set({runs: runs + 1}))"
    )
    return folder


async def runs(playwright: Playwright, profile: Path, unpacked: Path, *, before: int = 0) -> int:
    """Start with the extension; how often it has counted, once that is more than `before`."""
    context: BrowserContext = await playwright.chromium.launch_persistent_context(
        profile,
        executable_path=browsers.chromium(),
        ignore_default_args=True,
        args=[
            "--headless=new", "--remote-debugging-pipe", f"--user-data-dir={profile}", "--no-first-run",
            "--password-store=basic", "--enable-unsafe-extension-debugging", f"--load-extension={unpacked}",
            "--disable-features=DisableLoadExtensionCommandLineSwitch", *browsers.launch_args(),
        ],
    )  # fmt: skip
    worker = context.service_workers[0] if context.service_workers else await context.wait_for_event("serviceworker")
    for _ in range(50):
        count = await worker.evaluate("async () => (await chrome.storage.local.get('runs')).runs ?? 0")
        if count > before:
            break
        await (await context.new_page()).wait_for_timeout(100)
    await context.close()
    return int(count)


async def test_it_starts_with_bookmarks_and_extension(
    web: Web, profile: Path, playwright: Playwright, tmp_path: Path
) -> None:
    unpacked = extension(tmp_path / "counter")
    url = web.page("www.site.test/", PAGE)
    with person(web.start(profile, HEADLESS), url) as pid:
        web.wait_for("www.site.test/loaded")
        end(pid)
    first = await runs(playwright, profile, unpacked)
    assert first >= 1
    roots = {
        "bookmark_bar": {"children": [{"date_added": "1", "guid": "0bc5d13f-2cba-5d74-951f-3f233fe6c909", "id": "5",
                                       "name": "Acme", "type": "url", "url": "https://acme.example/"}],
                         "date_added": "1", "id": "1", "name": "Bookmarks bar", "type": "folder"},
        "other": {"children": [], "id": "2", "name": "Other", "type": "folder"},
        "synced": {"children": [], "id": "3", "name": "Mobile", "type": "folder"},
    }  # fmt: skip
    (profile / "Default" / "Bookmarks").write_text(json.dumps({"roots": roots, "version": 1}))
    async with robot(playwright, web.start(profile), Wall(["site.test"], web.args), headless=True):
        pass
    assert files_with(profile, MARKER.encode())
    rebuild(profile, lambda *_: None)
    assert files_with(profile, MARKER.encode()) == []
    rules = [PlatformRules("site", ("site.test",))]
    reading = read_profile(profile, rules)
    assert (reading.traces["site"], reading.problems) == ((), ())
    async with robot(playwright, web.start(profile), Wall(["site.test"], web.args), headless=True) as context:
        assert context.pages
    assert exit_type(profile) == "Normal"
    assert cookies(profile) == []
    assert "https://acme.example/" in (profile / "Default" / "Bookmarks").read_text()
    assert await runs(playwright, profile, unpacked, before=first) > first
    assert read_profile(profile, rules).traces["site"] == ()
