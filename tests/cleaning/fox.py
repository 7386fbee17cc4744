"""A real Firefox, stock, driven over WebDriver BiDi, and two sites in one profile: alpha goes, gamma stays.

The pages and marks are those of tests/scrub/plant.py. What no page can plant here without a push server or a person
(saved passwords, push subscriptions, old Local Storage, containers) is added to the files in Firefox's own formats.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import cramjam
from playwright.async_api import BrowserContext, async_playwright

from tests.scrub.plant import GOES, MARK, STAYS, fill, look
from tests.support import browsers
from tests.support.web import Reply, Web
from toolkit.traces.firefox.mozlz4 import unpack

EXTENSION = "counter@example.org"
BOOKMARK = "https://acme.example/kept"
TITLE = "a title that only history has"
_MANIFEST = {
    "manifest_version": 2, "name": "Counter", "version": "1.0", "permissions": ["storage", "<all_urls>"],
    "browser_specific_settings": {"gecko": {"id": EXTENSION}}, "background": {"scripts": ["background.js"]},
}  # fmt: skip
# Counts its starts in four places and tells.
_BACKGROUND = """(async () => {
  const {runs: local = 0} = await browser.storage.local.get('runs');
  const {runs: sync = 0} = await browser.storage.sync.get('runs');
  const web = Number(localStorage.getItem('runs') || 0);
  const database = await new Promise((done) => {
    const request = indexedDB.open('runs', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('store');
    request.onsuccess = () => done(request.result);
  });
  const store = () => database.transaction('store', 'readwrite').objectStore('store');
  const indexed = await new Promise((done) => {
    const request = store().get('runs');
    request.onsuccess = () => done(request.result || 0);
  });
  store().put(indexed + 1, 'runs');
  await browser.storage.local.set({runs: local + 1});
  await browser.storage.sync.set({runs: sync + 1});
  localStorage.setItem('runs', String(web + 1));
  await fetch(`https://counter.test/runs?${local}-${sync}-${web}-${indexed}`);
})()"""
_FRAME = """(mark) => {
  localStorage.setItem('framed', mark);
  document.cookie = 'framed=' + mark + '; path=/; max-age=86400; secure; samesite=none; partitioned';
}"""


def prefs(https: int) -> dict[str, Any]:
    return {
        "network.dns.forceResolve": "127.0.0.1",
        "network.socket.forcePort": f"443={https}",
        "browser.sessionstore.interval": 200,
        "xpinstall.signatures.required": False,  # ours is not signed
        "extensions.autoDisableScopes": 0,
        "services.settings.server": "data:,#nothing",
    }


@asynccontextmanager
async def opened(profile: Path, https: int) -> AsyncIterator[BrowserContext]:
    """The browser on `profile`, with all hosts on the HTTPS port; closed at the end as Playwright does it."""
    async with async_playwright() as playwright:
        context = await playwright.firefox.launch_persistent_context(
            profile, channel="moz-firefox", executable_path=browsers.firefox(), headless=True,
            firefox_user_prefs=prefs(https), ignore_https_errors=True,
        )  # fmt: skip
        yield context
        await context.close()


def runs(web: Web) -> list[str]:
    """What the extension told at each of its starts."""
    return [seen.path.partition("?")[2] for seen in web.requests("counter.test/runs")]


def _install(profile: Path) -> None:
    (profile / "extensions").mkdir(parents=True)
    with zipfile.ZipFile(profile / "extensions" / f"{EXTENSION}.xpi", "w") as archive:
        archive.writestr("manifest.json", json.dumps(_MANIFEST))
        archive.writestr("background.js", _BACKGROUND)


async def plant(profile: Path, web: Web) -> dict[str, Any]:
    """Fill a new profile; what the neighbour's page finds of its own."""
    _install(profile)
    for host in (GOES, STAYS):
        web.pages[f"{host}/sw.js"] = Reply("", [("Content-Type", "text/javascript")])
    web.page(f"{GOES}/", '<iframe src="https://widget.beta.test/framed"></iframe>', headers=_cookies(GOES))
    # the neighbour's own page, which stays in the cache, does not spell the platform's name
    framing = "document.write('<iframe src=https://www.al' + 'pha.test/framed></iframe>')"
    web.page(f"{STAYS}/", f"<script>{framing}</script>", headers=_cookies(STAYS))
    async with opened(profile, web.port) as context:
        for host in (STAYS, GOES):
            await fill(context, host)
            frame = next(frame for frame in context.pages[-1].frames if frame.url.endswith("/framed"))
            await frame.evaluate(_FRAME, MARK[GOES])
        await asyncio.to_thread(web.wait_for, "counter.test/runs")
        neighbour = await look(context, STAYS)
        recovery = await _recovery(profile)
    _add(profile, recovery)
    return neighbour


def _cookies(host: str) -> list[tuple[str, str]]:
    mark = MARK[host]
    return [
        ("Set-Cookie", f"sessionid={mark}; Path=/; Max-Age=86400; Secure; HttpOnly"),
        ("Set-Cookie", f"until_close={mark}; Path=/; Secure"),
        ("Set-Cookie", f"device_id=d; Domain={host.removeprefix('www.')}; Path=/; Max-Age=86400; Secure"),
        ("Cache-Control", "max-age=86400"),
    ]


async def _recovery(profile: Path) -> bytes:
    """The list of open tabs as Firefox writes it while it runs: both sites are in it, with their tabs' storage."""
    path = profile / "sessionstore-backups" / "recovery.jsonlz4"
    for _ in range(200):
        data = path.read_bytes() if path.exists() else b""
        text = unpack(data).decode() if data else ""
        if all(host in text and MARK[host] in text for host in (GOES, STAYS)) and "tab-token" in text:
            return data
        await asyncio.sleep(0.1)
    raise AssertionError("no list of open tabs")


def _add(profile: Path, recovery: bytes) -> None:
    (profile / "sessionstore-backups").mkdir(exist_ok=True)
    (profile / "sessionstore-backups" / "previous.jsonlz4").write_bytes(recovery)
    with closing(sqlite3.connect(profile / "cookies.sqlite")) as database, database:
        for host in (GOES, STAYS):
            database.execute(
                "INSERT INTO moz_cookies"
                " (originAttributes, name, value, host, path, expiry, lastAccessed, creationTime)"
                " VALUES ('^userContextId=2', 'contained', ?, ?, '/', 9999999999999, 1, 1)", (MARK[host], host),
            )  # fmt: skip
    default = profile / "storage" / "default"
    for host in (GOES, STAYS):
        shutil.copytree(default / f"https+++{host}", default / f"https+++{host}^userContextId=2")
        (default / f"https+++{host}^userContextId=2" / ".metadata-v2").unlink()  # it would name another origin
    (profile / "storage" / "to-be-removed" / "x").mkdir(parents=True)
    (profile / "storage" / "to-be-removed" / "x" / "data").write_text(MARK[GOES])
    logins = [
        {"id": number, "hostname": f"https://{host}", "formSubmitURL": "", "guid": f"{{{host}}}",
         "encryptedPassword": MARK[host]} for number, host in enumerate((GOES, STAYS))
    ]  # fmt: skip
    content = json.dumps({"nextId": 3, "logins": logins, "dismissedBreachAlertsByLoginGUID": {f"{{{GOES}}}": {}}})
    for name in ("logins.json", "logins-backup.json"):
        (profile / name).write_text(content)
    with closing(sqlite3.connect(profile / "logins.db")) as database, database:
        for host in (GOES, STAYS):
            database.execute(
                "INSERT INTO loginsL (origin, formActionOrigin, timeCreated, timePasswordChanged, secFields, guid)"
                " VALUES (?, '', 1, 1, ?, ?)", (f"https://{host}", MARK[host], host),
            )  # fmt: skip
    with closing(sqlite3.connect(profile / "webappsstore.sqlite")) as database, database:
        for host in (GOES, STAYS):
            key = f"{host[::-1]}.:https:443"
            database.execute("INSERT INTO webappsstore2 VALUES ('', ?, ?, 'token', ?)", (key, key, MARK[host]))
    notes = {f"https://{host}": {"1": {"body": MARK[host]}} for host in (GOES, STAYS)}
    (profile / "notificationstore.json").write_text(json.dumps(notes))
    _add_push(next((profile / "storage/permanent/chrome/idb").glob("*piupsah.sqlite")))
    _add_bookmark(profile / "places.sqlite")


def _add_push(path: Path) -> None:
    def encoded(text: str) -> bytes:
        return bytes(byte + 1 for byte in text.encode())

    with closing(sqlite3.connect(path)) as database, database:
        database.create_function("update_refcount", 2, lambda *_: None)
        for host in (GOES, STAYS):
            key, scope = b"0" + encoded(f"channel-{host}"), b"\x80" + encoded(f"https://{host}/") + b"\0"
            text = f"https://{host}/"
            # a structured clone, as far as its scope goes; the mark is random enough not to be packed away
            data = cramjam.snappy.compress_raw(b"scope\0\0\0" + bytes(8) + text.encode() + b"\0" + MARK[host].encode())
            database.execute("INSERT INTO object_data VALUES (1, ?, NULL, NULL, ?)", (key, bytes(data)))
            database.execute("INSERT INTO unique_index_data VALUES (2, ?, 1, ?, NULL)", (scope, key))


def _add_bookmark(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("INSERT INTO moz_origins (prefix, host, frecency) VALUES ('https://', 'acme.example', 1)")
        database.execute(
            "INSERT INTO moz_places (url, title, rev_host, guid, url_hash, origin_id, foreign_count, visit_count)"
            " VALUES (?, ?, 'elpmaxe.emca.', 'placeplacepl', 1, last_insert_rowid(), 1, 9)", (BOOKMARK, TITLE),
        )  # fmt: skip
        database.execute(
            "INSERT INTO moz_bookmarks (type, fk, parent, position, title, dateAdded, lastModified, guid)"
            " VALUES (1, last_insert_rowid(), 3, 0, 'Acme', 1, 1, 'acmeacmeacme')"
        )
