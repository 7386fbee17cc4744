"""What the three sites have in common: routes, areas for faults, assets."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import ClassVar

from toolkit.demo.replicas import web
from toolkit.demo.replicas.web import Request, Response
from toolkit.demo.replicas.world import World

Handler = Callable[[Request], Response]
Route = tuple[str, str, Handler]


class Site:
    """A platform under its host names. Subclasses fill `routes` and `hosts`."""

    platform: ClassVar[str]
    hosts: tuple[str, ...]
    login_paths: tuple[str, ...] = ()
    logout_paths: tuple[str, ...] = ()

    def __init__(self, world: World) -> None:
        self.world = world
        self.routes: list[Route] = []

    def area(self, request: Request) -> str:
        """page, api, login, logout or asset: where a fault may bite."""
        if request.path in self.logout_paths and request.method != "GET":
            return "logout"
        if request.path in self.login_paths and request.method == "POST":
            return "login"
        if request.path == "/favicon.ico" or request.path.endswith((".css", ".js")):
            return "asset"
        return "api" if "/api/" in request.path or request.path.startswith("/data/") else "page"

    def answer(self, request: Request) -> Response:
        if request.method == "GET" and self.area(request) == "asset":
            return self.asset(request.path)
        if request.fault == "challenge":
            challenged = self.challenge(request)
            if challenged is not None:
                return challenged
        known = False
        for method, pattern, handler in self.routes:
            match = re.fullmatch(pattern, request.path)
            if match:
                known = True
                if method == request.method:
                    request.args = match.groups()
                    return handler(request)
        return web.plain(405 if known else 404)

    def asset(self, path: str) -> Response:
        """Static files: shared style and script, with the site's own behind them."""
        name = path.rsplit("/", 1)[1]
        if name == "favicon.ico":
            icon = web.asset(f"{self.platform}.svg")
            return Response(200, icon, "image/svg+xml", [("Cache-Control", "max-age=86400")])
        if name == "sw.js":
            return Response(200, web.asset("sw.js"), "text/javascript; charset=utf-8", [("Cache-Control", "no-cache")])
        if name not in ("app.css", "app.js"):
            return web.plain(404)
        suffix = name[3:]
        body = web.asset(f"common{suffix}") + b"\n" + web.asset(f"{self.platform}{suffix}")
        kind = "text/css" if suffix == ".css" else "text/javascript"
        cors = [("Cache-Control", "public, max-age=86400"), ("Access-Control-Allow-Origin", "*")]
        return Response(200, body, f"{kind}; charset=utf-8", cors)

    def challenge(self, request: Request) -> Response | None:
        """The answer under the fault "challenge"; None lets the request through (the challenge page itself)."""
        raise NotImplementedError
