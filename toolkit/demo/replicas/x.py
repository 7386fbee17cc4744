"""The replica of X: several accounts in one browser, two-step sign-in, a confirm sheet before the logout."""

from __future__ import annotations

import re
import secrets
import time
from typing import ClassVar
from urllib.parse import quote

from toolkit.demo.replicas import web
from toolkit.demo.replicas.site import Site
from toolkit.demo.replicas.web import YEAR, Request, Response, answer, cookie, drop, redirect
from toolkit.demo.replicas.words import words
from toolkit.demo.replicas.world import Account, Session, World, code_fits

HOST = "x.com"
DOMAIN = ".x.com"
API = "api.x.com"
CDN = "abs.twimg.com"
ELSEWHERE = ("www.x.com", "twitter.com", "www.twitter.com", "mobile.twitter.com")
CSP = (
    f"default-src 'self' https://{CDN}; style-src 'self' 'unsafe-inline' https://{CDN}; img-src 'self' data:; "
    f"connect-src 'self' https://{API}; frame-src https://client-api.arkoselabs.com; worker-src 'self'"
)
LOGIN = "/i/flow/login"
JF = "/i/jf/onboarding/web"
TASK = "/i/api/1.1/onboarding/task.json"
LOGOUTS = ("/1.1/account/logout.json", "/i/api/1.1/account/logout.json")
STALE_SECONDS = 4.0  # how long after an account switch /home may start with the handle of before


class X(Site):
    platform: ClassVar[str] = "x"
    login_paths = (TASK,)
    logout_paths = LOGOUTS

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.hosts = (HOST, API, CDN, *ELSEWHERE)
        self.routes = [
            ("GET", r"/", self.landing),
            ("GET", r"/login/?", self.short_login),
            ("GET", LOGIN, self.login),
            ("GET", JF, self.login),
            ("GET", r"/i/flow/signup", self.landing),
            ("POST", TASK, self.task),
            ("GET", r"/home", self.home),
            ("GET", r"/logout", self.logout_page),
            ("POST", "|".join(map(re.escape, LOGOUTS)), self.logout),
            ("OPTIONS", r"/1\.1/.*", self.preflight),
            ("GET", r"/account/switch", self.switch_page),
            ("POST", r"/i/api/1.1/account/multi/switch.json", self.switch),
            ("GET", r"/account/access", self.access),
            ("POST", r"/account/access", self.unlock),
            ("GET", r"/settings/(account|sessions)", self.settings),
            ("POST", r"/i/api/account/sessions/revoke_all", self.revoke_all),
            ("GET", r"/(\w+)", self.profile),
        ]

    def answer(self, request: Request) -> Response:
        if request.host in ELSEWHERE:
            old = ".twitter.com" if "twitter" in request.host else DOMAIN
            return redirect(f"https://{HOST}{quote(request.path)}", 301).cookie(*self.guest(old, request))
        response = super().answer(request)
        if request.host == CDN or request.method == "OPTIONS":
            return response
        if request.host == API:
            response.headers += self.cors(request)
        return response.cookie(*self.guest(DOMAIN, request))

    def guest(self, domain: str, request: Request) -> list[str]:
        """What every visitor gets: none of it proves a sign-in."""
        jar = request.cookies
        lines: list[str] = []
        if "guest_id" not in jar:
            number = f"v1%3A{time.time_ns() // 1000}"
            given = dict.fromkeys(("guest_id", "guest_id_marketing", "guest_id_ads"), number)
            given["personalization_id"] = f'"v1_{secrets.token_urlsafe(16)}=="'
            for name, value in given.items():
                lines += [cookie(name, value, domain=domain, max_age=2 * YEAR, same_site="None")]
        if domain == DOMAIN and "ct0" not in jar:
            lines.append(cookie("ct0", secrets.token_hex(16), domain=domain, max_age=21_600, same_site="Lax"))
            lines.append(cookie("gt", str(time.time_ns()), domain=domain, max_age=10_800))
        if domain == DOMAIN and self.world.options.partitioned and "__cf_bm" not in jar:
            # Cloudflare's bot cookie is partitioned: a logout of the site does not reach it.
            lines.append(cookie("__cf_bm", secrets.token_urlsafe(32), max_age=1800, http_only=True, same_site="None",
                                partitioned=True))  # fmt: skip
        return lines

    def cors(self, request: Request) -> list[tuple[str, str]]:
        if request.headers.get("Origin") != f"https://{HOST}":
            return []
        return [
            ("Access-Control-Allow-Origin", f"https://{HOST}"),
            ("Access-Control-Allow-Credentials", "true"),
            ("Access-Control-Allow-Headers", "authorization, content-type, x-csrf-token, x-twitter-active-user"),
            ("Access-Control-Allow-Methods", "POST, OPTIONS"),
        ]

    def preflight(self, request: Request) -> Response:
        return Response(204, headers=self.cors(request))

    # who is there

    def session(self, request: Request) -> Session | None:
        return self.world.find("x", request.cookies.get("auth_token"), HOST)

    def others(self, request: Request) -> list[Session]:
        """The other signed-in accounts of this browser, from auth_multi: "<uid>:<token>|<uid>:<token>"."""
        pairs = request.cookies.get("auth_multi", "").strip('"').split("|")
        found = (self.world.find("x", pair.partition(":")[2], HOST) for pair in pairs)
        return [session for session in found if session is not None]

    def identity(self, current: Session, others: list[Session]) -> list[str]:
        """The cookies of one signed-in account, with the others parked in auth_multi."""
        options = self.world.options
        age = None if options.session_cookies else 5 * YEAR
        number = current.account.id
        twid = f"u%3D{number}" if options.x_twid == "percent" else f'"u={number}"'
        lines = [
            cookie("auth_token", current.token, domain=DOMAIN, max_age=age, http_only=True, same_site="None"),
            cookie("twid", twid, domain=DOMAIN, max_age=age, same_site="None"),
            cookie("ct0", secrets.token_hex(80), domain=DOMAIN, max_age=age, same_site="Lax"),
        ]
        if others:
            value = "|".join(f"{s.account.id}:{s.token}" for s in others)
            line = cookie("auth_multi", f'"{value}"', domain=DOMAIN, max_age=age, http_only=True, same_site="Lax")
            lines.append(line)
        else:
            lines.append(drop("auth_multi", DOMAIN))
        return lines

    def page(self, request: Request, view: str, **more: object) -> Response:
        world, options = self.world, self.world.options
        session = self.session(request)
        language = session.account.language if session else options.language
        boot: dict[str, object] = {
            "view": view,
            "t": words("x", language),
            "delays": world.delays(),
            "decoys": options.decoys,
            "worker": options.service_worker,
            "bar": options.consent and "d_prefs" not in request.cookies,
            "shadow": options.shadow,
            "me": {"id": str(session.account.id), "handle": session.account.handle} if session else None,
            **more,
        }
        response = web.page("x", language=language, title="X", boot=boot, where=f"https://{CDN}")
        response.headers.append(("Content-Security-Policy", CSP))
        return response.cookie(cookie("lang", language)) if session else response

    def locked(self, request: Request) -> Response | None:
        session = self.session(request)
        return redirect("/account/access") if session and session.account.challenge else None

    # signing in: one page, the steps are answers of task.json

    def landing(self, request: Request) -> Response:
        if self.session(request) is not None or self.others(request):
            return redirect("/home")
        return self.page(request, "landing")

    def short_login(self, request: Request) -> Response:
        return redirect("/home" if self.session(request) else LOGIN)

    def login(self, request: Request) -> Response:
        """Also for a browser that is signed in: that is how a second account is added."""
        live = {s.account.id for s in list(self.world.sessions) if s.alive}
        waiting = (a.variant for a in self.world.accounts if a.platform == "x" and a.id not in live)
        variant = next(waiting, None) or self.world.options.x_variant
        if variant == "jf" and request.path == LOGIN:
            return redirect(f"{JF}?mode=login")
        return self.page(request, "login", jf=request.path == JF)

    def csrf_ok(self, request: Request) -> bool:
        token = request.cookies.get("ct0", "")
        return bool(token) and request.headers.get("x-csrf-token") == token

    def refused(self) -> Response:
        text = "This request requires a matching csrf cookie and header."
        return answer({"errors": [{"code": 353, "message": text}]}, 403)

    def task(self, request: Request) -> Response:
        """Steps: user -> (unusual) -> password -> (two_factor) -> in. `ticket` carries who it is between them."""
        if not self.csrf_ok(request):
            return self.refused()
        said = request.json
        step, value, ticket = (str(said.get(name, "")) for name in ("step", "value", "ticket"))
        if said.get("castle") == "robot":
            return self.error(399, "refused")
        if step == "user":
            account = self.world.account("x", value, HOST)
            if account is None:
                return self.error(398, "unknown")
            unusual = (account.variant or self.world.options.x_variant) == "unusual"
            return answer({"step": "unusual" if unusual else "password", "ticket": self.world.hold(account)})
        account = self.world.held(ticket)
        return self.error(366, "refused") if account is None else self.task_of(request, account, step, value, ticket)

    def task_of(self, request: Request, account: Account, step: str, value: str, ticket: str) -> Response:
        """The steps after the name."""
        if step == "unusual":
            known = value.strip().removeprefix("@").casefold() in (account.user.casefold(), account.handle.casefold())
            return answer({"step": "password"}) if known else self.error(399, "wrong_code")
        if step == "password":
            if value != account.password or request.fault == "wrong_password":
                return self.error(399, "wrong")
            return answer({"step": "two_factor"}) if account.totp else self.admit(request, account, ticket)
        if step == "two_factor" and account.totp and code_fits(account.totp, value):
            return self.admit(request, account, ticket)
        return self.error(399, "wrong_code")

    def error(self, code: int, message: str) -> Response:
        return answer({"errors": [{"code": code, "message": message}]}, 400)

    def admit(self, request: Request, account: Account, ticket: str) -> Response:
        self.world.release(ticket)
        before, others = self.session(request), self.others(request)
        others = [s for s in ([before] if before else []) + others if s.account is not account]
        session = self.world.open(account, HOST, secrets.token_hex(20), request.device)
        if before is not None and before.account is not account:
            session.stale = (before.account.handle, time.monotonic() + STALE_SECONDS)
        age = None if self.world.options.session_cookies else 5 * YEAR
        return answer({"step": "in", "url": "/home"}).cookie(
            *self.identity(session, others),
            cookie("kdt", secrets.token_urlsafe(30), domain=DOMAIN, max_age=5 * YEAR, http_only=True),
            cookie("att", f"1-{secrets.token_urlsafe(30)}", domain=DOMAIN, max_age=86_400, http_only=True),
            cookie("remember_checked_on", "1", domain=DOMAIN, max_age=age),
        )

    # pages

    def home(self, request: Request) -> Response:
        session = self.session(request)
        if session is None:
            # The shell answers 200 at /home; its script finds nobody and leaves.
            return redirect("/account/switch") if self.others(request) else self.page(request, "nobody")
        if (locked := self.locked(request)) is not None:
            return locked
        greet = self.world.options.interstitials and not session.greeted
        session.greeted = True
        stale = session.stale[0] if session.stale and session.stale[1] > time.monotonic() else None
        accounts = [s.account.handle for s in self.others(request)]
        return self.page(request, "home", greet=greet, stale=stale, accounts=accounts)

    def settings(self, request: Request) -> Response:
        session = self.session(request)
        if session is None:
            return redirect(f"{LOGIN}?redirect_after_login={quote(request.path, safe='')}")
        mine = self.world.of(session.account, HOST)
        rows = [{"n": s.number, "device": s.device, "current": s is session} for s in mine]
        return self.locked(request) or self.page(request, request.args[0], rows=rows)

    def profile(self, request: Request) -> Response:
        account = self.world.account("x", request.args[0], HOST)
        return self.page(request, "profile", name=account.handle) if account else web.plain(404)

    # out

    def logout_page(self, request: Request) -> Response:
        """Asks; looking at it ends nothing."""
        return self.page(request, "logout") if self.session(request) else redirect("/")

    def logout(self, request: Request) -> Response:
        """Ends the current account; the others of this browser stay signed in."""
        if not request.headers.get("authorization", "").startswith("Bearer "):
            return answer({"errors": [{"code": 215, "message": "Bad Authentication data."}]}, 400)
        if not self.csrf_ok(request):
            return self.refused()
        session, others = self.session(request), self.others(request)
        if session is None:
            return answer({"errors": [{"code": 32, "message": "Could not authenticate you."}]}, 401)
        if request.fault == "idle_logout":
            return answer({"status": "ok", "url": "/"})
        if request.fault != "lying_logout":
            session.alive = False
        for other in others:
            other.stale = (session.account.handle, time.monotonic() + STALE_SECONDS)
        return answer({"status": "ok", "url": "/account/switch" if others else "/"}).cookie(
            drop("auth_token", DOMAIN), drop("twid", DOMAIN), drop("att", DOMAIN),
            cookie("ct0", secrets.token_hex(16), domain=DOMAIN, max_age=21_600, same_site="Lax"),
        )  # fmt: skip

    def switch_page(self, request: Request) -> Response:
        others = self.others(request)
        if not others:
            return redirect("/home" if self.session(request) else "/")
        if self.world.options.x_after_logout == "pick" or self.session(request):
            return self.page(request, "switch", accounts=[s.account.handle for s in others])
        return redirect("/home").cookie(*self.identity(others[0], others[1:]))

    def switch(self, request: Request) -> Response:
        if not self.csrf_ok(request):
            return self.refused()
        before, others = self.session(request), self.others(request)
        wanted = next((s for s in others if s.account.handle == request.form.get("handle")), None)
        if wanted is None:
            return answer({"errors": [{"code": 34, "message": "not found"}]}, 404)
        if before is not None:
            wanted.stale = (before.account.handle, time.monotonic() + STALE_SECONDS)
        rest = ([before] if before else []) + [s for s in others if s is not wanted]
        return answer({"status": "ok", "url": "/home"}).cookie(*self.identity(wanted, rest))

    def revoke_all(self, request: Request) -> Response:
        session = self.session(request)
        if session is None or not self.csrf_ok(request):
            return self.refused()
        for other in self.world.of(session.account, HOST):
            other.alive = other is session
        return answer({"status": "ok"})

    # locked

    def challenge(self, request: Request) -> Response | None:
        if request.path == "/account/access":
            return None
        if request.method != "GET" or self.area(request) == "api":
            return answer({"errors": [{"code": 326, "message": "To protect our users from spam and other malicious "
                                       "activity, this account is temporarily locked."}]}, 403)  # fmt: skip
        return redirect("/account/access")

    def access(self, request: Request) -> Response:
        return self.page(request, "access")

    def unlock(self, request: Request) -> Response:
        """A person pressed Start."""
        session = self.session(request)
        if session is None or not self.csrf_ok(request):
            return self.refused()
        session.account.challenge = False
        return answer({"url": "/home"})
