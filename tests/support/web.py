"""Web sites under any host name, over HTTPS and HTTP on one loopback port: what persons and robots visit."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.support import browsers
from toolkit.browser.find import Browser
from toolkit.browser.start import Start


@dataclass(frozen=True)
class Seen:
    """A request that arrived; `path` with its query."""

    method: str
    host: str
    path: str
    body: bytes
    cookie: str


@dataclass(frozen=True)
class Reply:
    """What a page answers."""

    body: str | bytes = "<!doctype html><title>page</title>"
    headers: Sequence[tuple[str, str]] = ()
    status: int = 200


Page = Reply | Callable[[Seen], Reply]


@dataclass
class Web:
    """A running server: `pages` maps "host/path" (no query) to replies or to what makes them; any other address is an
    empty page. `key_hash` is that of the certificate's key, in the form of `--ignore-certificate-errors-spki-list`."""

    port: int
    key_hash: str = ""
    pages: dict[str, Page] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)

    @property
    def args(self) -> tuple[str, ...]:
        """What `toolkit.yaml` holds under `environment: replica`: all hosts are here."""
        return (f"--host-resolver-rules=MAP * 127.0.0.1:{self.port}", "--ignore-certificate-errors")

    def start(self, profile: Path, *more: str, store: str | None = "basic") -> Start:
        return Start(Browser("chromium", browsers.chromium(), "installed"), profile, store, (*self.args, *more))

    def page(self, place: str, body: str = "", *, headers: Sequence[tuple[str, str]] = (), status: int = 200) -> str:
        """Set what is answered at "host/path"; its address."""
        self.pages[place] = Reply("<!doctype html><title>page</title>" + body, headers, status)
        return f"https://{place}"

    def requests(self, place: str) -> list[Seen]:
        return [s for s in list(self.seen) if f"{s.host}{s.path}".partition("?")[0] == place]

    def wait_for(self, place: str, patience: float = 30) -> Seen:
        """The first request to "host/path", once it is there."""
        wait(lambda: bool(self.requests(place)), f"no request to {place}", patience)
        return self.requests(place)[0]


def wait(until: Callable[[], bool], otherwise: str, patience: float = 30) -> None:
    """Look again and again; the machine may be slow."""
    ends = time.monotonic() + patience
    while not until():
        assert time.monotonic() < ends, otherwise
        time.sleep(0.05)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    tls: ssl.SSLContext
    web: Web

    def finish_request(self, request: Any, client_address: Any) -> None:
        """A connection that starts with a TLS handshake record (RFC 8446, 5.1) is HTTPS."""
        if request.recv(1, socket.MSG_PEEK) == b"\x16":
            with self.tls.wrap_socket(request, server_side=True) as secure:
                super().finish_request(secure, client_address)
        else:
            super().finish_request(request, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Browsers break connections off whenever they like."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60

    def do_GET(self) -> None:
        web = self.server.web  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        host = (self.headers.get("Host") or "").partition(":")[0]
        request = Seen(self.command, host, self.path, body, self.headers.get("Cookie") or "")
        web.seen.append(request)
        page = web.pages.get(host + self.path.partition("?")[0], Reply())
        reply = page if isinstance(page, Reply) else page(request)
        content = reply.body if isinstance(reply.body, bytes) else reply.body.encode()
        self.send_response(reply.status)
        given = {name.lower() for name, _ in reply.headers}
        if "content-type" not in given:
            self.send_header("Content-Type", "text/html; charset=utf-8")
        for name, value in reply.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_PUT = do_DELETE = do_OPTIONS = do_GET  # noqa: N815 - names of the base class

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@contextmanager
def serving(folder: Path) -> Iterator[Web]:
    """A server on a free port of 127.0.0.1, with a throw-away certificate in `folder`."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate, key_hash = _certificate(folder)
    server.tls.load_cert_chain(certificate)
    server.web = Web(server.server_address[1], key_hash)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.web
    finally:
        server.shutdown()
        socketserver.TCPServer.server_close(server)  # without waiting for connections that a browser keeps open
        thread.join()


def _certificate(folder: Path) -> tuple[Path, str]:
    """A file with key and certificate; the SHA-256 of the public key, base64."""
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
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return path, base64.b64encode(hashlib.sha256(public).digest()).decode()
