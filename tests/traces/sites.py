"""Little web sites that plant something in every store of a browser, over HTTP and HTTPS on loopback."""

from __future__ import annotations

import datetime as dt
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

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


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        host = (self.headers.get("Host") or "").partition(":")[0]
        script = self.path == "/sw.js"
        body = b"<!doctype html><title>page</title>"
        if host == "www.alpha.test" and self.path == "/":
            body += b'<iframe src="https://widget.beta.test/frame"></iframe>'
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript" if script else "text/html")
        for cookie in COOKIES.get(host, []):
            self.send_header("Set-Cookie", cookie)
        self.end_headers()
        self.wfile.write(b"" if script else body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serve(folder: Path) -> Iterator[tuple[int, int]]:
    """Ports of the HTTP and the HTTPS server, both on 127.0.0.1."""
    plain = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    secure = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(folder))
    secure.socket = context.wrap_socket(secure.socket, server_side=True, do_handshake_on_connect=False)
    threads = [threading.Thread(target=server.serve_forever, daemon=True) for server in (plain, secure)]
    for thread in threads:
        thread.start()
    try:
        yield plain.server_address[1], secure.server_address[1]
    finally:
        for server in (plain, secure):
            server.shutdown()
            server.server_close()


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "throw-away")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("*.test")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path
