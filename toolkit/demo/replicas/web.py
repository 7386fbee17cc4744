"""Requests, answers and cookies, as small as the replicas need them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from http import HTTPStatus
from importlib import resources
from string import Template
from typing import Any
from urllib.parse import parse_qsl

YEAR = 31_536_000


@dataclass
class Request:
    """One request as a site sees it. `fault` is the name of the fault that bites it, or None; `args` are the groups
    of the route that matched."""

    method: str
    host: str
    path: str
    query: dict[str, str]
    headers: Message
    body: bytes = b""
    fault: str | None = None
    kind: str = "challenge"
    args: tuple[str, ...] = ()

    @property
    def cookies(self) -> dict[str, str]:
        """Name to value; of two cookies with one name the first counts (RFC 6265 sends the longer path first)."""
        found: dict[str, str] = {}
        for part in "; ".join(self.headers.get_all("Cookie", [])).split(";"):
            name, sign, value = part.strip().partition("=")
            if sign:
                found.setdefault(name, value)
        return found

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))

    @property
    def json(self) -> dict[str, Any]:
        """The JSON object of the body; an empty one when the body is something else."""
        try:
            value = json.loads(self.body or b"{}")
        except ValueError:
            return {}
        return value if isinstance(value, dict) else {}

    @property
    def device(self) -> str:
        agent = self.headers.get("User-Agent", "")
        return next((name for name in ("Firefox", "Edg", "Chrome") if name in agent), "Browser")

    @property
    def same_origin(self) -> bool:
        """False for a request that another site's page sent (Fetch Metadata, else Origin)."""
        site = self.headers.get("Sec-Fetch-Site")
        if site is not None:
            return site in ("same-origin", "none")
        return self.headers.get("Origin") in (None, f"https://{self.host}")


@dataclass
class Response:
    """One answer; `close` instead of an answer ends the connection."""

    status: int = 200
    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    headers: list[tuple[str, str]] = field(default_factory=list)
    close: bool = False

    def cookie(self, *lines: str) -> Response:
        self.headers.extend(("Set-Cookie", line) for line in lines)
        return self


def redirect(location: str, status: int = 302) -> Response:
    return Response(status, headers=[("Location", location)])


def answer(value: object, status: int = 200) -> Response:
    return Response(status, json.dumps(value).encode(), "application/json; charset=utf-8")


def plain(status: int, text: str | None = None) -> Response:
    words = text or HTTPStatus(status).phrase
    return Response(status, f"<!doctype html><title>{words}</title><h1>{words}</h1>".encode())


def cookie(
    name: str,
    value: str,
    *,
    domain: str | None = None,
    max_age: int | None = None,
    http_only: bool = False,
    same_site: str | None = None,
    partitioned: bool = False,
) -> str:
    """A Set-Cookie line; always Secure and for the path /. Without `max_age` (seconds) it is a session cookie."""
    parts = [f"{name}={value}", "Path=/", "Secure"]
    if domain:
        parts.append(f"Domain={domain}")
    if max_age is not None:
        parts.append(f"Max-Age={max_age}")
    if http_only:
        parts.append("HttpOnly")
    if same_site:
        parts.append(f"SameSite={same_site}")
    if partitioned:
        parts.append("Partitioned")
    return "; ".join(parts)


def drop(name: str, domain: str | None = None) -> str:
    """The Set-Cookie line that ends a cookie; a partitioned one is another cookie and stays."""
    return cookie(name, '""', domain=domain, max_age=0) + "; Expires=Thu, 01 Jan 1970 00:00:00 GMT"


def asset(name: str) -> bytes:
    """A file of the pages/ folder."""
    return resources.files("toolkit.demo.replicas").joinpath("pages", name).read_bytes()


def page(
    brand: str,
    *,
    language: str,
    title: str,
    boot: Mapping[str, object],
    where: str,
    extra: str = "",
    body: str = "",
) -> Response:
    """The shell of every page: style and script come from `where` (an origin with a path); the script draws over
    `body`. `extra` goes into the head."""
    data = json.dumps(boot, ensure_ascii=False).replace("<", "\\u003c")
    shell = Template(asset("shell.html").decode())
    text = shell.substitute(brand=brand, language=language, title=title, boot=data, where=where, extra=extra, body=body)
    return Response(200, text.encode(), headers=[("Cache-Control", "private, no-cache, no-store, must-revalidate")])
