"""Little web sites that plant something in every store of a browser, over HTTP and HTTPS on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.web import Reply, serving

SECRET = "NEVER-SHOW-THIS-VALUE"

COOKIES = {
    "www.alpha.test": [
        f"sessionid={SECRET}; Domain=alpha.test; Path=/; Max-Age=86400; Secure; HttpOnly",
        f"__Host-sid={SECRET}; Path=/; Max-Age=86400; Secure",
        f"twice={SECRET}; Path=/; Max-Age=86400",
        f"twice={SECRET}; Path=/deep; Max-Age=86400",
        f"until_close={SECRET}; Path=/",
        f"device_id={SECRET}; Path=/; Max-Age=86400",
        f"seen_8f14e45fceea167a5a36dedd4bea2543={SECRET}; Path=/; Max-Age=86400",
    ],
    "widget.beta.test": [
        f"part={SECRET}; Path=/; Max-Age=86400; Secure; SameSite=None; Partitioned",
    ],
    "www.gamma.test": [f"other={SECRET}; Path=/; Max-Age=86400"],
    "127.0.0.1": [f"local={SECRET}; Path=/; Max-Age=86400"],
}

PLANT = f"""async (framed) => {{
  const value = '{SECRET}';
  localStorage.setItem('token', value);
  localStorage.setItem('ünïcode', value);
  localStorage.setItem('тема', value);
  localStorage.setItem('mail:person@acme.example', value);
  sessionStorage.setItem('tab-token', value);
  await new Promise((done, fail) => {{
    const request = indexedDB.open('accounts-db', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('store');
    request.onerror = () => fail(request.error);
    request.onsuccess = () => {{
      const write = request.result.transaction('store', 'readwrite');
      write.objectStore('store').put(value, 'key');
      write.oncomplete = done;
    }};
  }});
  if (self.isSecureContext) {{
    const cache = await caches.open('pages');
    await cache.put('/cached', new Response(value));
    const root = await navigator.storage.getDirectory();
    await root.getFileHandle('file', {{create: true}});
    if (!framed) {{ await navigator.serviceWorker.register('/sw.js'); await navigator.serviceWorker.ready; }}
  }}
}}"""


@contextmanager
def serve(folder: Path) -> Iterator[int]:
    """The port of the sites' server, for HTTP and HTTPS."""
    with serving(folder) as web:
        frame = '<iframe src="https://widget.beta.test/frame"></iframe>'
        for host, cookies in COOKIES.items():
            headers = [("Set-Cookie", cookie) for cookie in cookies]
            for path in ("", "frame", "empty"):
                web.page(f"{host}/{path}", frame if f"{host}/{path}" == "www.alpha.test/" else "", headers=headers)
            web.pages[f"{host}/sw.js"] = Reply("", [("Content-Type", "text/javascript"), *headers])
        web.pages["localhost/sw.js"] = Reply("", [("Content-Type", "text/javascript")])
        yield web.port
