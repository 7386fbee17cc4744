#!/usr/bin/env python3
"""Murmur, a made-up network for the worked example of CONTRIBUTING.md: one page, one account, on this machine alone.

    python3 examples/own-platform/site.py [--port 8765] [--lie]

The account is `ana` with the password `murmur-demo`. With `--lie` the site says goodbye and keeps the session, which
`toolkit platform test` must notice. Needs nothing but Python.
"""

from __future__ import annotations

import argparse
import http.cookies
import http.server
import secrets
import urllib.parse

USER, PASSWORD = "ana", "murmur-demo"
COOKIE = "murmur_session"

LOGIN = """<!doctype html><html lang="es"><title>Murmur</title><h1>Murmur</h1>
<form method="post" action="/login">
<label>Usuario <input name="user" autocomplete="username"></label>
<label>Contraseña <input name="password" type="password"></label>
<button>Iniciar sesión</button></form>"""
ACCOUNT = f"""<!doctype html><html lang="es"><title>Murmur</title><h1 data-user="{USER}">Hola, {USER}</h1>
<form method="post" action="/logout"><button>Cerrar sesión</button></form>"""


class Site(http.server.BaseHTTPRequestHandler):
    """`sessions` are the open ones; `lies`: logging out only takes the cookie away."""

    sessions: set[str]
    lies: bool

    def do_GET(self) -> None:
        signed_in = self.token() in self.sessions
        if self.path == "/account" and signed_in:
            self.page(ACCOUNT)
        elif self.path == "/login" and not signed_in:
            self.page(LOGIN)
        elif self.path == "/favicon.ico":
            self.send_error(404)
        else:
            self.go("/account" if signed_in else "/login")

    def do_POST(self) -> None:
        form = urllib.parse.parse_qs(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())
        if self.path == "/login" and form.get("user") == [USER] and form.get("password") == [PASSWORD]:
            token = secrets.token_urlsafe(16)
            self.sessions.add(token)
            self.go("/account", f"{COOKIE}={token}; HttpOnly; SameSite=Lax; Path=/; Max-Age=86400")
        elif self.path == "/logout":
            if not self.lies:
                self.sessions.discard(self.token())
            self.go("/login", f"{COOKIE}=; Path=/; Max-Age=0")
        else:
            self.go("/login")

    def token(self) -> str:
        found = http.cookies.SimpleCookie(self.headers.get("Cookie", "")).get(COOKIE)
        return found.value if found else ""

    def page(self, html: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(html.encode())

    def go(self, path: str, cookie: str | None = None) -> None:
        self.send_response(303)
        self.send_header("Location", path)
        if cookie:
            self.send_header("Set-Cookie", cookie)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is logged: what is typed into a form is nobody's business."""


def serve(port: int, *, lies: bool = False) -> http.server.ThreadingHTTPServer:
    """The site on a loopback port (0: any that is free), not yet running."""
    handler = type("Handler", (Site,), {"sessions": set(), "lies": lies})
    return http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="A made-up network on this machine.")
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--lie", action="store_true", help="keep the session at logout")
    options = parser.parse_args()
    with serve(options.port, lies=options.lie) as site:
        print(f"Murmur is at http://127.0.0.1:{site.server_port}, Ctrl-C ends it", flush=True)  # noqa: T201
        site.serve_forever()
