"""One HTTPS server on loopback for all hosts, with a certificate made on the spot."""

from __future__ import annotations

import contextlib
import socket
import ssl
import tempfile
import threading
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from toolkit.demo.replicas import web
from toolkit.demo.replicas.site import Site
from toolkit.demo.replicas.web import Request, Response
from toolkit.demo.replicas.world import World

MAX_BODY = 1_000_000  # bytes; no form here is near it


def tls_context(hosts: Iterable[str]) -> ssl.SSLContext:
    """A server context with a fresh P-256 key and a self-signed certificate; nothing of it stays on the disk."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "replicas")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=7))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    # load_cert_chain reads files only; the folder (0700) is gone before the first connection.
    with tempfile.TemporaryDirectory(prefix="replicas-") as folder:
        path = Path(folder, "server.pem")
        path.write_bytes(pem)
        context.load_cert_chain(path)
    return context


class Server(ThreadingHTTPServer):
    """Dispatches by Host header. The TLS handshake runs in the connection's own thread, so that an idle
    pre-connection of the browser blocks nobody."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, world: World, sites: Iterable[Site], port: int = 0) -> None:
        self.world = world
        self.sites: Mapping[str, Site] = {host: site for site in sites for host in site.hosts}
        self._tls = tls_context(self.sites)
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()
        super().__init__(("127.0.0.1", port), Handler)

    def server_bind(self) -> None:
        # HTTPServer.server_bind asks the resolver for the machine's name, which can take seconds.
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.socket.getsockname()[1]

    def start(self) -> None:
        threading.Thread(target=self.serve_forever, args=(0.02,), name="replicas", daemon=True).start()

    def stop(self) -> None:
        """Ends the server and every connection it still holds."""
        self.world.stopping.set()
        self.shutdown()
        self.server_close()
        with self._guard:
            held = list(self._open)
        for connection in held:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def finish_request(self, request: Any, client_address: Any) -> None:
        try:
            connection = self._tls.wrap_socket(request, server_side=True)
        except OSError:  # ssl.SSLError is one: the browser gave the connection up
            return
        with self._guard:
            self._open.add(connection)
        try:
            Handler(connection, client_address, self)
        except OSError:  # the browser went away in the middle of an answer
            return
        finally:
            with self._guard:
                self._open.discard(connection)
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()

    def dispatch(self, request: Request) -> Response:
        self.world.requests.append((request.host, request.method, request.path))
        site = self.sites.get(request.host)
        if site is None:
            return web.plain(404)
        fault = self.world.fault(site.platform, request.host, site.area(request))
        if fault is not None:
            request.fault, request.kind = fault.name, fault.kind
            if fault.name == "dead":
                return Response(close=True)
            if fault.name == "slow":
                self.world.stopping.wait(fault.seconds)
            if fault.name in ("server_500", "logout_500"):
                return web.plain(500)
            if fault.name == "redesign" and request.method == "GET":
                return web.plain(200, "A new look is coming")
        return site.answer(request)


class Handler(BaseHTTPRequestHandler):
    """Turns the wire into a Request, and a Response into the wire."""

    protocol_version = "HTTP/1.1"
    server_version = "replica"
    sys_version = ""
    timeout = 60
    disable_nagle_algorithm = True
    server: Server

    def handle_any(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > MAX_BODY:
            self.close_connection = True
            return
        body = self.rfile.read(length)
        parts = urlsplit(self.path)
        host = self.headers.get("Host", "").split(":", 1)[0].casefold()
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        method = "GET" if self.command == "HEAD" else self.command
        self.send(self.server.dispatch(Request(method, host, unquote(parts.path), query, self.headers, body)))

    do_GET = do_HEAD = do_POST = do_DELETE = do_OPTIONS = handle_any  # noqa: N815 (names of http.server)

    def send(self, response: Response) -> None:
        if response.close:
            self.close_connection = True
            return
        self.send_response(response.status)
        for name, value in response.headers:
            self.send_header(name, value)
        self.send_header("Content-Type", response.content_type)
        self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: what was asked is in Replicas.requests, without values."""
