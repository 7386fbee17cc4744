"""The replica of Mastodon, on any host: form sign-in, form logout with a token, a session cookie for guests too."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, field
from html import escape
from typing import ClassVar
from urllib.parse import quote

from toolkit.demo.replicas import web
from toolkit.demo.replicas.site import Site
from toolkit.demo.replicas.web import YEAR, Request, Response, answer, cookie, drop, redirect
from toolkit.demo.replicas.words import words
from toolkit.demo.replicas.world import Account, Session, World, code_fits

SESSION = "_session_id"
GUEST = "_mastodon_session"
REMEMBER = "remember_user_token"
REMEMBERED = "remember-"  # how its value starts here
CSP = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; form-action 'self'"
SIGN_IN = "/auth/sign_in"
SIGN_OUT = "/auth/sign_out"


@dataclass
class Visit:
    """What one _mastodon_session cookie stands for: guests have one as well."""

    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    ticket: str = ""
    flash: str = ""
    human: bool = False


class Mastodon(Site):
    platform: ClassVar[str] = "mastodon"
    login_paths = (SIGN_IN,)
    logout_paths = (SIGN_OUT,)

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.hosts = world.options.mastodon_hosts
        self.visits: dict[str, Visit] = {}
        self._key = secrets.token_bytes(32)
        self.routes = [
            ("GET", r"/", self.front),
            ("GET", r"/about|/explore|/@[\w.-]+", self.about),
            ("GET", r"/home|/deck/.*", self.home),
            ("GET", SIGN_IN, self.sign_in_page),
            ("POST", SIGN_IN, self.sign_in),
            ("POST", SIGN_OUT, self.sign_out),
            ("DELETE", SIGN_OUT, self.sign_out),
            ("GET", r"/auth/edit", self.edit),
            ("POST", r"/settings/sessions/(\d+)", self.revoke),
            ("GET", r"/settings/preferences(?:/\w+)?", self.preferences),
            ("GET", r"/api/v[12]/instance", self.instance),
        ]

    # cookies

    def sign(self, value: str) -> str:
        """Rails' signed cookie: base64 of the value, two dashes, hexadecimal HMAC."""
        data = base64.b64encode(value.encode()).decode()
        return quote(f"{data}--{hmac.new(self._key, data.encode(), hashlib.sha1).hexdigest()}", safe="")

    def session(self, request: Request) -> Session | None:
        """By _session_id; on version 3 also by remember_user_token, as long as the session it names lives."""
        tokens = [request.cookies.get(SESSION, "")]
        if self.world.options.mastodon_version == 3:
            tokens.append(request.cookies.get(REMEMBER, "").removeprefix(REMEMBERED))
        found = (self.world.find("mastodon", token, request.host) for token in tokens)
        return next((session for session in found if session is not None), None)

    def visit(self, request: Request) -> Visit:
        """The guest session of this browser; an unknown one starts anew (and does not match its old token)."""
        return self.visits.get(request.cookies.get(GUEST, "")) or Visit()

    def keep(self, request: Request, response: Response, visit: Visit, *, renew: bool = False) -> Response:
        """Sends _mastodon_session back: to guests as well, and a fresh one right after a logout."""
        key = request.cookies.get(GUEST, "")
        if renew or self.visits.get(key) is not visit:
            self.visits.pop(key, None)
            key = secrets.token_urlsafe(60)
            self.visits[key] = visit
        return response.cookie(cookie(GUEST, key, http_only=True, same_site="Lax"))

    def token_ok(self, request: Request, visit: Visit) -> bool:
        given = request.form.get("authenticity_token") or request.headers.get("X-CSRF-Token") or ""
        return request.same_origin and hmac.compare_digest(given.encode(), visit.csrf.encode())

    # pages

    def language(self, request: Request) -> str:
        session = self.session(request)
        return session.account.language if session else self.world.options.language

    def page(
        self, request: Request, view: str, visit: Visit | None = None, *, status: int = 200, **more: object
    ) -> Response:
        world, options = self.world, self.world.options
        visit = visit or self.visit(request)
        session = self.session(request)
        language = self.language(request)
        texts = {key: text.replace("{host}", request.host) if isinstance(text, str) else text
                 for key, text in words("mastodon", language).items()}  # fmt: skip
        me = {"id": str(session.account.id), "username": session.account.handle} if session else None
        flash, visit.flash = visit.flash, ""
        boot: dict[str, object] = {
            "view": view,
            "t": texts,
            "delays": world.delays(),
            "decoys": options.decoys,
            "worker": options.service_worker,
            "host": request.host,
            "csrf": visit.csrf,
            "flash": flash,
            "me": me,
            **more,
        }
        token = escape(visit.csrf, quote=True)
        state = json.dumps({"meta": {"me": me["id"] if me else None, "domain": request.host}}).replace("<", "\\u003c")
        extra = (
            f'<meta name="csrf-param" content="authenticity_token">\n<meta name="csrf-token" content="{token}">\n'
            f'<script id="initial-state" type="application/json">{state}</script>'
        )
        # Rails draws its forms on the server: who reads the page without running it finds the token as well.
        form = f'<form method="post"><input type="hidden" name="authenticity_token" value="{token}"></form>'
        response = web.page("mastodon", language=language, title=f"Mastodon · {request.host}", boot=boot,
                            where=f"https://{request.host}/packs", extra=extra, body=form)  # fmt: skip
        response.status = status
        response.headers.append(("Content-Security-Policy", CSP))
        return self.keep(request, response, visit)

    def need(self, request: Request) -> Response:
        visit = self.visit(request)
        visit.flash = "need"
        return self.keep(request, redirect(SIGN_IN), visit)

    def front(self, request: Request) -> Response:
        return redirect("/home" if self.session(request) else "/about")

    def about(self, request: Request) -> Response:
        return self.page(request, "about")

    def home(self, request: Request) -> Response:
        return self.page(request, "home") if self.session(request) else self.need(request)

    def preferences(self, request: Request) -> Response:
        return self.page(request, "preferences") if self.session(request) else self.need(request)

    def edit(self, request: Request) -> Response:
        session = self.session(request)
        if session is None:
            return self.need(request)
        rows = [
            {"n": s.number, "device": s.device, "since": f"{s.since:%Y-%m-%d %H:%M}", "current": s is session}
            for s in self.world.of(session.account, request.host)
        ]
        return self.page(request, "edit", rows=rows)

    def instance(self, request: Request) -> Response:
        version = f"{self.world.options.mastodon_version}.5.0"
        return answer({"domain": request.host, "uri": request.host, "title": request.host, "version": version})

    # in

    def sign_in_page(self, request: Request) -> Response:
        if self.session(request) is not None:
            visit = self.visit(request)
            visit.flash = "already"
            return self.keep(request, redirect("/home"), visit)
        return self.page(request, "sign_in")

    def sign_in(self, request: Request) -> Response:
        visit, form = self.visit(request), request.form
        if not self.token_ok(request, visit):
            return self.page(request, "token", status=422)
        if form.get("h-captcha-response") and visit.ticket:
            visit.human = True
        if "user[otp_attempt]" in form or (visit.ticket and visit.human):
            account = self.world.held(visit.ticket)
        else:
            account = self.world.account("mastodon", form.get("user[email]", ""), request.host)
            if account and form.get("user[password]") != account.password:
                account = None
        if account is None or request.fault == "wrong_password":
            visit.flash = "wrong"
            return self.page(request, "sign_in", visit, email=form.get("user[email]", ""), status=422)
        if account.challenge and not visit.human:
            visit.ticket = visit.ticket or self.world.hold(account)
            return self.page(request, "captcha", visit)
        if account.totp and not code_fits(account.totp, form.get("user[otp_attempt]", "")):
            if "user[otp_attempt]" in form:
                visit.flash = "otp_wrong"
            visit.ticket = visit.ticket or self.world.hold(account)
            return self.page(request, "otp", visit)
        self.world.release(visit.ticket)
        account.challenge = False
        return self.admit(request, account)

    def admit(self, request: Request, account: Account) -> Response:
        options = self.world.options
        token = self.sign(secrets.token_hex(16))
        self.world.open(account, request.host, token, request.device)
        age = None if options.session_cookies else YEAR
        response = redirect("/home").cookie(cookie(SESSION, token, max_age=age, http_only=True, same_site="Lax"))
        if options.mastodon_version == 3:
            response.cookie(cookie(REMEMBER, REMEMBERED + token, max_age=age, http_only=True, same_site="Lax"))
        return self.keep(request, response, Visit(flash="in"), renew=True)

    # out

    def sign_out(self, request: Request) -> Response:
        visit = self.visit(request)
        if request.method == "POST" and request.form.get("_method") != "delete":
            return web.plain(404)
        if not self.token_ok(request, visit):
            return self.page(request, "token", status=422)
        where = "/about" if self.world.options.mastodon_version == 3 else SIGN_IN
        if request.fault == "idle_logout":
            return redirect(where)
        session = self.session(request)
        if session is not None and request.fault != "lying_logout":
            session.alive = False
        response = redirect(where).cookie(drop(SESSION), drop(REMEMBER))
        return self.keep(request, response, Visit(flash="out" if session else ""), renew=True)

    def revoke(self, request: Request) -> Response:
        session, visit = self.session(request), self.visit(request)
        if session is None:
            return self.need(request)
        if request.form.get("_method") != "delete" or not self.token_ok(request, visit):
            return self.page(request, "token", status=422)
        for other in self.world.of(session.account, request.host):
            if str(other.number) == request.args[0]:
                other.alive = False
        visit.flash = "revoked"
        return self.keep(request, redirect("/auth/edit"), visit)

    def challenge(self, request: Request) -> Response | None:
        """Some instances put hCaptcha in front; it appears at the address asked for."""
        if self.area(request) == "api":
            return answer({"error": "Too many requests"}, 429)
        return self.page(request, "captcha")
