"""A workspace whose client is signed in on a replica, made once; each fault gets a copy, and the server as it was."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Route, async_playwright

from tests.support import browsers
from tests.support.command import Toolkit
from toolkit.demo.replicas import Replicas
from toolkit.secrets import SecretKey
from toolkit.traces.stores import chromium, firefox
from toolkit.traces.stores.model import Store

PLATFORM, USER, HOST = "mastodon", "prensa@acme.example", "mastodon.social"
UNIT = f"{PLATFORM}@{HOST}"
PASSWORD = "correct horse 7"
MARK = "c2VjcmV0LW9mLXRoZS1jbGllbnQ"
"""What the client's pages stored: it must not be on the disk any more once something is called clean."""
NEIGHBOUR = "bmVpZ2hib3VyLW9mLXRoZS1jbGllbnQ"
FOREIGN = "intranet.example"

# What a fault test does not look at, and would copy hundreds of times.
_BALLAST = ("GPUCache", "Cache", "Code Cache", "DawnGraphiteCache", "DawnWebGPUCache", "GraphiteDawnCache",
            "ShaderCache", "GrShaderCache", "Crashpad", "component_crx_cache", "Safe Browsing", "BrowserMetrics",
            "GPUPersistentCache", "startupCache", "safebrowsing", "datareporting", "security_state", "crashes",
            "optimization_guide_model_store", "segmentation_platform")  # fmt: skip
_FILL = """async (mark) => {
  localStorage.setItem('draft', mark);
  sessionStorage.setItem('tab', mark);
  const database = await new Promise((done, fail) => {
    const request = indexedDB.open('accounts', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('store');
    request.onerror = () => fail(request.error);
    request.onsuccess = () => done(request.result);
  });
  await new Promise((done) => {
    const write = database.transaction('store', 'readwrite');
    write.objectStore('store').put(mark, 'text');
    write.oncomplete = done;
  });
  database.close();
  await (await caches.open('pages')).put('/cached', new Response(mark));
}"""

BOOKMARKS = {
    "checksum": "",
    "roots": {
        "bookmark_bar": {
            "children": [
                {"type": "url", "name": "Acme", "url": "https://mastodon.social/@acme", "id": "5", "date_added": "1"}
            ],
            "name": "Bookmarks bar", "type": "folder", "id": "1", "date_added": "1",
        },
        "other": {"children": [], "name": "Other", "type": "folder", "id": "2", "date_added": "1"},
        "synced": {"children": [], "name": "Mobile", "type": "folder", "id": "3", "date_added": "1"},
    },
    "version": 1,
}  # fmt: skip
EXTENSION = "Extensions/abcdefghijklmnopabcdefghijklmnop/1.0_0/manifest.json"
SETTINGS = "Local Extension Settings/abcdefghijklmnopabcdefghijklmnop/LOG"
ADD_ON = "extensions/helper@acme.example.xpi"
_ALLOWED = {"bookmark_bar": {"show_on_all_tabs": True}, "intl": {"accept_languages": "es-ES,es"}}


@dataclass(frozen=True)
class Family:
    """What differs between the families of browsers. `inside`: the browser profile's place in its directory."""

    name: str
    inside: str
    stores: tuple[Store, ...]
    program: Callable[[], Path]


CHROMIUM = Family("chromium", "Default/", chromium.STORES, browsers.chromium)
FIREFOX = Family("firefox", "", firefox.STORES, browsers.firefox)


@dataclass
class Scene:
    """One copy of the workspace. `toolkit` runs the command line on it, in a process of its own."""

    home: Path
    replicas: Replicas
    toolkit: Toolkit = field(init=False)

    def __post_init__(self) -> None:
        self.toolkit = Toolkit(self.home, _secrets())

    @property
    def profile(self) -> Path:
        return self.home / "profiles" / "acme"

    @property
    def inner(self) -> Path:
        return self.profile / "Default"

    def alive(self) -> set[str]:
        """The servers' own word."""
        return {session.platform for session in self.replicas.live_sessions()}

    def sign_everybody_out(self) -> None:
        for session in self.replicas._world.sessions:
            session.alive = False

    def clean(self, mode: str) -> None:
        """Set how the profile is cleaned: `everything` or `sessions`."""
        file = self.home / "toolkit.yaml"
        file.write_text(file.read_text().replace("clean: everything", f"clean: {mode}"))


@dataclass
class Stage:
    """The workspace that is copied."""

    source: Path
    replicas: Replicas
    family: Family
    _signed_in: list[bool] = field(default_factory=list)

    def scene(self, folder: Path, mode: str = "everything") -> Scene:
        """A copy in `folder`, everybody signed in again on the servers."""
        for session, alive in zip(self.replicas._world.sessions, self._signed_in, strict=False):
            session.alive = alive
        for session in self.replicas._world.sessions[len(self._signed_in) :]:
            session.alive = False
        shutil.copytree(self.source, folder, symlinks=True)
        scene = Scene(folder, self.replicas)
        scene.clean(mode)
        return scene


@contextmanager
def stage(folder: Path, family: Family = CHROMIUM) -> Iterator[Stage]:
    """Sign the client in by the shipped flows and fill its storages; close; make the copy small."""
    with Replicas(seed=3, language="es", late=(0.0, 0.05)) as replicas:
        replicas.add_account(PLATFORM, USER, PASSWORD, language="es")
        home = folder / "home"
        toolkit = Toolkit(home, _secrets())
        toolkit("init", "--environment", "replica")
        (home / "toolkit.yaml").write_text(_config(replicas, family))
        toolkit("login", "acme")
        profile = home / "profiles" / "acme"
        (_plant_firefox if family is FIREFOX else _plant_chromium)(profile, replicas)
        for name in _BALLAST:
            for place in (profile / name, profile / "Default" / name):
                shutil.rmtree(place, ignore_errors=True)
        made = Stage(home, replicas, family, [session.alive for session in replicas._world.sessions])
        assert {session.platform for session in replicas.live_sessions()} == {PLATFORM}
        yield made


def _plant_chromium(profile: Path, replicas: Replicas) -> None:
    _keep(profile / "Default")
    asyncio.run(_fill(profile, replicas))
    _allow(profile / "Default" / "Preferences")
    _save_password(profile / "Default" / "Login Data")


def _plant_firefox(profile: Path, _: Replicas) -> None:
    """A saved bookmark, an extension's file, a setting; and a second cookie of the client and one of a neighbour."""
    for name, text in ((ADD_ON, "PK of the helper"), ("user.js", 'user_pref("intl.accept_languages", "es-ES");')):
        (profile / name).parent.mkdir(exist_ok=True)
        (profile / name).write_text(text)
    with closing(sqlite3.connect(profile / "places.sqlite")) as places:
        places.execute(f"INSERT INTO moz_places (url, guid) VALUES ('https://{HOST}/@acme', 'aaaaaaaaaaaa')")
        places.execute(
            "INSERT INTO moz_bookmarks (type, fk, parent, position, title, guid) SELECT 1, last_insert_rowid(), id, "
            "99, 'Acme', 'bbbbbbbbbbbb' FROM moz_bookmarks WHERE guid = 'toolbar_____'"
        )
        places.commit()
    with closing(sqlite3.connect(profile / "cookies.sqlite")) as cookies:
        for host, value in ((HOST, MARK), (FOREIGN, NEIGHBOUR)):
            cookies.execute(
                "INSERT INTO moz_cookies (originAttributes, name, value, host, path, expiry, lastAccessed, "
                "creationTime, isSecure, isHttpOnly) VALUES ('', 'draft', ?, ?, '/', 4102444800000, 0, 0, 1, 0)",
                (value, host),
            )
        cookies.commit()


def kept(profile: Path) -> dict[str, Any]:
    """What the person keeps, as it is now."""
    if (profile / "places.sqlite").exists():
        with closing(sqlite3.connect(profile / "places.sqlite")) as places:
            marks = places.execute(
                "SELECT b.title, p.url FROM moz_bookmarks b JOIN moz_places p ON p.id = b.fk WHERE b.title = 'Acme'"
            ).fetchall()
        return {"bookmarks": marks, "extension": (profile / ADD_ON).read_bytes()}
    inner = profile / "Default"
    preferences = json.loads((inner / "Preferences").read_bytes())
    bar = json.loads((inner / "Bookmarks").read_bytes())["roots"]["bookmark_bar"]["children"]
    return {
        "bookmarks": [(mark["name"], mark["url"]) for mark in bar],
        "extension": (inner / EXTENSION).read_bytes(),
        "settings": (inner / SETTINGS).read_bytes(),
        "preferences": preferences["bookmark_bar"]["show_on_all_tabs"],
    }


def _secrets() -> dict[str, str]:
    return {SecretKey(PLATFORM, USER, "password", (HOST,)).variable: PASSWORD}


def _config(replicas: Replicas, family: Family) -> str:
    args = "\n".join(f'    - "{arg}"' for arg in replicas.browser_args)
    return (
        f"version: 1\nenvironment: replica\nbrowser:\n  executable: {family.program()}\n  args:\n{args}\n"
        f"profiles:\n  acme:\n    client: Acme\n    browser: {family.name}\n    clean: everything\n    accounts:\n"
        f"      - {{platform: {PLATFORM}, user: {USER}, vars: {{instance: {HOST}}}}}\n"
    )


def _keep(inner: Path) -> None:
    (inner / "Bookmarks").write_text(json.dumps(BOOKMARKS))
    for name, text in ((EXTENSION, '{"name": "helper", "version": "1.0"}'), (SETTINGS, "settings of the helper")):
        (inner / name).parent.mkdir(parents=True)
        (inner / name).write_text(text)


def _allow(path: Path) -> None:
    path.write_text(json.dumps({**json.loads(path.read_bytes()), **_ALLOWED}))


async def _fill(profile: Path, replicas: Replicas) -> None:
    async with async_playwright() as playwright:
        context = await playwright.chromium.launch_persistent_context(
            profile,
            executable_path=browsers.chromium(),
            ignore_default_args=True,
            args=["--headless", "--remote-debugging-pipe", f"--user-data-dir={profile}", "--no-first-run",
                  "--password-store=basic", "--restore-last-session", "--disable-extensions", *replicas.browser_args,
                  *browsers.launch_args(), "about:blank"],
        )  # fmt: skip
        for host, mark in ((HOST, MARK), (FOREIGN, NEIGHBOUR)):
            page = await context.new_page()
            await page.route("**/planting", _blank)
            await page.goto(f"https://{host}/planting")
            await page.evaluate(_FILL, mark)
            await page.close()
        await context.close()


async def _blank(route: Route) -> None:
    await route.fulfill(body="<title>x</title>", content_type="text/html")


def _save_password(path: Path) -> None:
    database = sqlite3.connect(path)
    names = [str(row[1]) for row in database.execute("PRAGMA table_info(logins)") if row[3] and not row[5]]
    values: dict[str, Any] = {
        "origin_url": "https://mastodon.social/", "signon_realm": "https://mastodon.social/",
        "username_value": USER, "password_value": MARK.encode(),
    }  # fmt: skip
    names = list(dict.fromkeys([*names, *values]))
    row = [values.get(name, 0) for name in names]
    database.execute(f"INSERT INTO logins ({', '.join(names)}) VALUES ({', '.join('?' * len(row))})", row)
    database.commit()
    database.close()
