"""The two sites: what a browser stores when it visits them, and what their pages find again later."""

from __future__ import annotations

import gzip
import json
import struct
import zlib
from collections.abc import Callable

from tests.plant.kinds import CLIENT, NEIGHBOUR, OWNERS, Marks
from tests.support.web import Reply, Seen, Web

DOMAIN = {CLIENT: "client.test", NEIGHBOUR: "neighbour.test"}
OTHER = {CLIENT: NEIGHBOUR, NEIGHBOUR: CLIENT}
PASSWORD = "Zaragoza-4711"
LONG = "; Max-Age=86400; Secure"
_HTML = "<!doctype html>"
_SCRIPT = ("Content-Type", "text/javascript")

FILL = """async (m) => {
  localStorage.setItem('token', m.local_storage);
  document.cookie = 'script-' + m.cookie_script + '=' + m.cookie_script + '; path=/; max-age=86400; secure';
  const put = (factory, name, values) => new Promise((done, fail) => {
    const request = factory.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore('store');
    request.onerror = () => fail(request.error);
    request.onsuccess = () => {
      const write = request.result.transaction('store', 'readwrite');
      values.forEach((value, key) => write.objectStore('store').put(value, key));
      write.oncomplete = () => { request.result.close(); done(); };
      write.onerror = () => fail(write.error);
    };
  });
  await put(indexedDB, 'db-' + m.indexed_db, [m.indexed_db, new Blob([(m.indexed_db + ' ').repeat(9000)])]);
  await (await caches.open('pages')).put('/kept', new Response(m.cache_storage));
  const root = await navigator.storage.getDirectory();
  const writing = await (await root.getFileHandle(m.opfs + '.txt', {create: true})).createWritable();
  await writing.write(m.opfs);
  await writing.close();
  if (navigator.storageBuckets && m.storage_bucket)
    await put((await navigator.storageBuckets.open('bucket')).indexedDB, 'in-bucket', [m.storage_bucket]);
  await navigator.serviceWorker.register('/sw.js');
  await navigator.serviceWorker.ready;
  await (await fetch('/cached.txt')).text();
  await (await fetch('/packed.txt')).text();
}"""

FILL_FRAME = """async (mark) => {
  localStorage.setItem('framed', mark);
  await new Promise((done, fail) => {
    const request = indexedDB.open('framed', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('store');
    request.onerror = () => fail(request.error);
    request.onsuccess = () => {
      const write = request.result.transaction('store', 'readwrite');
      write.objectStore('store').put(mark, 0);
      write.oncomplete = () => { request.result.close(); done(); };
    };
  });
}"""

# What the site's own page finds: kind -> value, null for nothing.
LOOK = """async () => {
  const first = async (factory, name) => {
    if (!(await factory.databases()).some((database) => database.name === name)) return null;
    const open = factory.open(name);
    const database = await new Promise((done) => { open.onsuccess = () => done(open.result); });
    const store = database.transaction('store').objectStore('store');
    const get = (key) => new Promise((done) => { const r = store.get(key); r.onsuccess = () => done(r.result); });
    const [text, blob] = await Promise.all([get(0), get(1)]);
    database.close();
    return blob && (await blob.text()) !== (text + ' ').repeat(9000) ? null : text ?? null;
  };
  const cached = async (path) => {
    try { return (await (await fetch(path, {cache: 'only-if-cached', mode: 'same-origin'})).text()).trim(); }
    catch { return null; }
  };
  const found = {local_storage: localStorage.getItem('token')};
  const name = (await indexedDB.databases()).map((database) => database.name).find((n) => n.startsWith('db-'));
  found.indexed_db = name ? await first(indexedDB, name) : null;
  found.cache_storage = (await (await caches.match('/kept'))?.text()) ?? null;
  const root = await navigator.storage.getDirectory();
  for await (const entry of root.values()) found.opfs = await (await entry.getFile()).text();
  if (navigator.storageBuckets && (await navigator.storageBuckets.keys()).includes('bucket'))
    found.storage_bucket = await first((await navigator.storageBuckets.open('bucket')).indexedDB, 'in-bucket');
  const worker = (await navigator.serviceWorker.getRegistration())?.active;
  if (worker) found.service_worker = await new Promise((done) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = (event) => done(event.data);
    worker.postMessage('who', [channel.port2]);
    setTimeout(() => done(null), 5000);
  });
  found.http_cache = await cached('/cached.txt');
  found.http_cache_gzip = await cached('/packed.txt');
  found.permission = Notification.permission;
  const shown = await (await navigator.serviceWorker.getRegistration())?.getNotifications();
  found.notification = shown?.[0]?.data ?? null;
  return found;
}"""

# Leave to show notifications, asked for after a click; then one is shown.
ASK = "() => { addEventListener('click', async () => { self.answer = await Notification.requestPermission() }) }"
NOTIFY = """async (mark) =>
  (await navigator.serviceWorker.ready).showNotification('Title ' + mark, {body: mark, data: mark, tag: mark})"""

LOOK_TAB = """() => [document.querySelector('#draft').value, sessionStorage.getItem('tab')]"""

LOOK_FRAME = """async () => (await indexedDB.databases()).some((d) => d.name === 'framed')
  ? localStorage.getItem('framed') : null"""

_WORKER = """// %s
self.addEventListener('message', (event) => event.ports[0].postMessage('%s'));
self.addEventListener('install', () => self.skipWaiting());
"""


def host(owner: str) -> str:
    return f"www.{DOMAIN[owner]}"


def widget(owner: str) -> str:
    return f"widget.{DOMAIN[owner]}"


def url(owner: str, path: str) -> str:
    return f"https://{host(owner)}/{path}"


def put_up(web: Web, marks: Marks, *, planting: bool = False) -> None:
    """Set the pages of both sites, which give cookies only while `planting`: a tab that is restored visits its site
    again. At both somebody is signed in until `/logout` is opened; called again, once more."""
    for owner in OWNERS:
        _pages(web, owner, marks.owned(owner), planting)
        _account(web, owner)


def _account(web: Web, owner: str) -> None:
    ended: list[Seen] = []

    def me(request: Seen) -> Reply:
        if "__Host-sid-" in request.cookie and not ended:
            return Reply(f'{_HTML}<p id="in">signed in</p>')
        return Reply("", [("Location", url(owner, "login"))], 302)

    def logout(request: Seen) -> Reply:
        ended.append(request)
        return Reply(f"{_HTML}<p>bye</p>")

    web.pages[f"{host(owner)}/me"] = me
    web.pages[f"{host(owner)}/logout"] = logout


def _pages(web: Web, owner: str, m: dict[str, str], planting: bool) -> None:
    def given(*cookies: str) -> list[tuple[str, str]]:
        return [("Set-Cookie", _named(each)) for each in cookies if planting]

    here = host(owner)
    icon = f'<link rel="icon" href="/icon-{m["favicon"]}.png">'
    frame = f'<iframe src="https://{widget(OTHER[owner])}/%s"></iframe>'
    cookies = [
        f"persistent={m['cookie_persistent']}; Domain={DOMAIN[owner]}; Path=/{LONG}",
        f"session={m['cookie_session']}; Path=/; Secure",
        f"hidden={m['cookie_httponly']}; Path=/{LONG}; HttpOnly",
        f"__Host-sid={m['cookie_host_prefix']}; Path=/{LONG}",
        f"twice={m['cookie_path']}; Path=/{LONG}",
        f"twice={m['cookie_path']}; Path=/deep{LONG}",
    ]
    group = json.dumps({"group": "g", "max_age": 86400, "endpoints": [{"url": url(owner, m["reporting"])}]})
    nel = ("NEL", json.dumps({"report_to": "g", "max_age": 86400}))
    web.page(f"{here}/plant", icon + frame % "frame", headers=[*given(*cookies), ("Report-To", group), nel])
    web.page(f"{here}/seen-{m['history']}", f"<title>title {m['history']}</title>")
    web.pages[f"{here}/icon-{m['favicon']}.png"] = Reply(_png(), [("Content-Type", "image/png")])
    web.pages[f"{here}/sw.js"] = Reply(_WORKER % (m["service_worker"], m["service_worker"]), [_SCRIPT])
    stays = ("Cache-Control", "max-age=86400, immutable")
    again = given(f"cached={m['cookie_cached']}; Path=/{LONG}")
    web.pages[f"{here}/cached.txt"] = Reply(m["http_cache"], [stays, *again, ("Content-Type", "text/plain")])
    packed = gzip.compress((m["http_cache_gzip"] + "\n" * 3000).encode())
    web.pages[f"{here}/packed.txt"] = Reply(
        packed, [stays, ("Content-Type", "text/plain"), ("Content-Encoding", "gzip")]
    )
    web.page(
        f"{here}/form",
        '<form method="post" action="/welcome"><input name="city" id="city" autofocus>'
        '<input name="user" autocomplete="username"><input type="password" name="password"><button>go</button></form>',
    )
    web.page(f"{here}/welcome", "<p>hello</p>")
    web.pages[f"{here}/file"] = Reply(
        "content", [("Content-Disposition", f'attachment; filename="{m["download"]}.txt"'), ("Content-Type", "x/y")]
    )
    web.page(f"{here}/tab-{m['open_tab']}", '<textarea id="draft"></textarea>')
    web.page(f"{here}/marked-{m['bookmark']}", f"<title>{m['bookmark']}</title>")
    web.pages[f"{here}/look"] = _told_cookies(frame % "look")
    web.pages[f"{here}/deep/look"] = _told_cookies("")
    web.page(
        f"{widget(owner)}/frame",
        headers=given(f"framed={m['cookie_partitioned']}; Path=/; SameSite=None; Partitioned{LONG}"),
    )
    web.pages[f"{widget(owner)}/look"] = _told_cookies("")


def _named(cookie: str) -> str:
    """The marker in the name as well: Chromium encrypts values, and only values."""
    name, _, rest = cookie.partition("=")
    return f"{name}-{rest.partition(';')[0]}={rest}"


def _told_cookies(body: str) -> Callable[[Seen], Reply]:
    """A page that holds the Cookie header of its own request: also what no script can see."""

    def reply(request: Seen) -> Reply:
        return Reply(f"{_HTML}<title>look</title>{body}<script type=json id=cookies>{request.cookie}</script>")

    return reply


def _png() -> bytes:
    """An icon of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(b"\0\xff\0\0")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")
