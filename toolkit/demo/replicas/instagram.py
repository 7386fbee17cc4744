"""The replica of Instagram: cookie session with a guest look-alike, logout by a request with a CSRF header."""

from __future__ import annotations

import secrets
from typing import ClassVar
from urllib.parse import quote

from toolkit.demo.replicas import web
from toolkit.demo.replicas.site import Site
from toolkit.demo.replicas.web import YEAR, Request, Response, answer, cookie, drop, redirect
from toolkit.demo.replicas.words import words
from toolkit.demo.replicas.world import Account, Session, World, code_fits

HOST = "www.instagram.com"
DOMAIN = ".instagram.com"
CDN = "static.cdninstagram.com"
EMBED = "www.facebook.com"
LOGIN_PATHS = ("/api/v1/web/accounts/login/ajax/", "/api/v1/web/accounts/login/ajax/two_factor/",
               "/api/v1/web/accounts/login/onetap/")  # fmt: skip
CHALLENGES = {
    "challenge": "/challenge/",
    "scraping_warning": "/accounts/scraping_warning/",
    "suspended": "/accounts/suspended/",
}


class Instagram(Site):
    platform: ClassVar[str] = "instagram"
    login_paths = LOGIN_PATHS
    logout_paths = ("/accounts/logout/ajax/",)

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.hosts = ("instagram.com", HOST, CDN, EMBED)
        self.nonces: dict[str, Account] = {}
        self.routes = [
            ("GET", r"/", self.home),
            ("GET", r"/accounts/login/?", self.login),
            ("GET", r"/accounts/login/two_factor/?", self.two_factor),
            ("POST", LOGIN_PATHS[0], self.sign_in),
            ("POST", LOGIN_PATHS[1], self.sign_in_code),
            ("POST", LOGIN_PATHS[2], self.sign_in_onetap),
            ("GET", r"/accounts/onetap/?", self.onetap),
            ("POST", r"/accounts/request_one_tap_login_nonce/", self.save_info),
            ("GET", r"/accounts/edit/?", self.edit),
            ("GET", r"/accounts/logout/?", self.logout_page),
            ("POST", r"/accounts/logout/ajax/", self.logout),
            ("GET", r"/(?:session|accounts)/login_activity/?", self.activity),
            ("POST", r"/session/login_activity/logout_session/", self.end_other),
            ("GET", r"/challenge/.*|/accounts/(?:scraping_warning|suspended)/", self.challenge_page),
            ("POST", r"/challenge/action/", self.person),
            ("GET", r"/data/shared_data/", self.shared_data),
            ("GET", r"/api/v1/users/(\d+)/info/", self.user_info),
            ("GET", r"/direct/inbox/|/legal/[a-z-]+/", self.plain_page),
            ("GET", r"/([a-z0-9._]+)/", self.profile),
        ]

    def answer(self, request: Request) -> Response:
        if request.host == "instagram.com":
            return redirect(f"https://{HOST}{quote(request.path)}", 301)
        if request.host == EMBED:
            line = cookie("datr", secrets.token_urlsafe(18), domain=".facebook.com", max_age=2 * YEAR,
                          http_only=True, same_site="None", partitioned=True)  # fmt: skip
            return web.plain(200, "Facebook").cookie(line)
        response = super().answer(request)
        return response if request.host == CDN else self.guest_cookies(request, response)

    # who is there

    def session(self, request: Request) -> Session | None:
        return self.world.find("instagram", request.cookies.get("sessionid"), request.host)

    def remembered(self, request: Request) -> Account | None:
        """The account this browser was last used with: by a dead session cookie, else by the device."""
        old = self.world.find("instagram", request.cookies.get("sessionid"), request.host, dead=True)
        return old.account if old else None

    def guest_cookies(self, request: Request, response: Response) -> Response:
        """What everybody gets, signed in or not: none of it proves anything."""
        jar, fresh = request.cookies, secrets.token_urlsafe
        already = " ".join(value for name, value in response.headers if name == "Set-Cookie")
        if "csrftoken" not in jar and "csrftoken=" not in already:
            response.cookie(cookie("csrftoken", fresh(24), domain=DOMAIN, max_age=31_449_600))
        if "mid" not in jar:
            response.cookie(cookie("mid", fresh(20), domain=DOMAIN, max_age=2 * YEAR, http_only=True))
            response.cookie(cookie("ig_did", fresh(24).upper(), domain=DOMAIN, max_age=YEAR, http_only=True))
            response.cookie(cookie("datr", fresh(18), domain=DOMAIN, max_age=2 * YEAR, http_only=True))
        if self.session(request) is not None and "rur=" not in already:
            response.cookie(cookie("rur", '"RVA\\054replica"', domain=DOMAIN, http_only=True, same_site="Lax"))
        return response

    def page(self, request: Request, view: str, *, account: Account | None = None, **more: object) -> Response:
        world, options = self.world, self.world.options
        session = self.session(request)
        account = account or (session.account if session else None)
        language = account.language if account else options.language
        boot: dict[str, object] = {
            "view": view,
            "t": words("instagram", language),
            "delays": world.delays(),
            "decoys": options.decoys,
            "worker": options.service_worker,
            "consent": options.consent and "ig_nrcb" not in request.cookies,
            "shadow": options.shadow,
            "embed": f"https://{EMBED}/plugins/" if options.embed else "",
            "me": {"id": str(account.id), "username": account.handle} if account else None,
            **more,
        }
        response = web.page("instagram", language=language, title="Instagram", boot=boot, where=f"https://{CDN}")
        response.headers.append(("Content-Security-Policy", (
            f"default-src 'self' https://{CDN}; style-src 'self' 'unsafe-inline' https://{CDN}; img-src 'self' data:; "
            f"frame-src https://{EMBED}; worker-src 'self'")))  # fmt: skip
        return response

    # signing in

    def variant(self) -> str:
        """The layout of the sign-in page, which is chosen before anybody said who they are."""
        signed_in = {s.account.id for s in list(self.world.sessions) if s.alive}
        for account in self.world.accounts:
            if account.platform == "instagram" and account.variant and account.id not in signed_in:
                return account.variant
        chosen = self.world.options.instagram_variant
        return self.world.draw(("A", "B", "C", "D")) if chosen == "random" else chosen

    def login_page(self, request: Request) -> Response:
        variant = self.variant()
        known = self.remembered(request)
        if variant == "D" and known is None:
            known = next((a for a in self.world.accounts if a.platform == "instagram"), None)
        who = {"id": str(known.id), "username": known.handle} if known else None
        return self.page(request, "login", variant=variant, remembered=who, next=request.query.get("next", "/"))

    def login(self, request: Request) -> Response:
        return redirect("/") if self.session(request) else self.login_page(request)

    def two_factor(self, request: Request) -> Response:
        field = {"A": "verificationCode", "B": "security_code", "C": "", "D": "verificationCode"}
        account = self.world.held(request.cookies.get("ig_2fa", ""))
        if account is None:
            return redirect("/accounts/login/")
        return self.page(request, "two_factor", field=field[account.variant or "A"])

    def csrf_ok(self, request: Request) -> bool:
        token = request.cookies.get("csrftoken", "")
        return bool(token) and request.same_origin and request.headers.get("X-CSRFToken") == token

    def refused(self) -> Response:
        return answer({"message": "CSRF token missing or incorrect", "status": "fail"}, 403)

    def sign_in(self, request: Request) -> Response:
        if not self.csrf_ok(request):
            return self.refused()
        form = request.form
        account = self.world.account("instagram", form.get("username", ""), request.host)
        if account is None or form.get("password") != account.password or request.fault == "wrong_password":
            return answer({"user": account is not None, "authenticated": False, "status": "ok"})
        return self.after_password(request, account)

    def after_password(self, request: Request, account: Account) -> Response:
        if account.challenge:
            ticket = self.world.hold(account)
            body = {"message": "checkpoint_required", "checkpoint_url": "/challenge/", "status": "fail"}
            return answer(body, 400).cookie(cookie("ig_checkpoint", ticket, max_age=600, http_only=True))
        if account.totp:
            ticket = self.world.hold(account)
            where = "/accounts/login/two_factor?next=%2F"
            return answer({"two_factor_required": True, "url": where, "status": "fail"}, 400).cookie(
                cookie("ig_2fa", ticket, max_age=600, http_only=True)
            )
        return self.admit(request, account)

    def sign_in_code(self, request: Request) -> Response:
        if not self.csrf_ok(request):
            return self.refused()
        ticket = request.cookies.get("ig_2fa", "")
        account = self.world.held(ticket)
        code = request.form.get("verificationCode", "")
        if account is None or not account.totp or not code_fits(account.totp, code):
            return answer({"message": "sms_code_validation_code_invalid", "status": "fail"}, 400)
        self.world.release(ticket)
        return self.admit(request, account).cookie(drop("ig_2fa"))

    def sign_in_onetap(self, request: Request) -> Response:
        """'Continue' with saved login info: no password asked, as long as the nonce in localStorage is good."""
        account = self.nonces.get(request.form.get("login_nonce", ""))
        if not self.csrf_ok(request) or account is None:
            return self.refused()
        return self.admit(request, account)

    def admit(self, request: Request, account: Account) -> Response:
        options = self.world.options
        token = f"{account.id}%3A{secrets.token_urlsafe(14)}%3A{secrets.randbelow(30)}%3A{secrets.token_urlsafe(28)}"
        self.world.open(account, HOST, token, request.device)
        age = None if options.session_cookies else YEAR
        ds_age = None if options.session_cookies else 7_776_000
        where = "/accounts/onetap/?next=%2F" if options.interstitials else "/"
        body = {"user": True, "userId": str(account.id), "authenticated": True, "url": where, "status": "ok"}
        return answer(body).cookie(
            cookie("sessionid", token, domain=DOMAIN, max_age=age, http_only=True),
            cookie("ds_user_id", str(account.id), domain=DOMAIN, max_age=ds_age),
            cookie("csrftoken", secrets.token_urlsafe(24), domain=DOMAIN, max_age=31_449_600),
        )

    # pages

    def to_login(self, request: Request) -> Response:
        return redirect(f"/accounts/login/?next={quote(request.path, safe='')}")

    def home(self, request: Request) -> Response:
        session = self.session(request)
        if session is None:
            return self.login_page(request)  # at / itself, with 200: the address does not change
        greet = self.world.options.interstitials and not session.greeted
        session.greeted = True
        return self.page(request, "home", greet=greet)

    def onetap(self, request: Request) -> Response:
        return self.page(request, "onetap") if self.session(request) else self.to_login(request)

    def edit(self, request: Request) -> Response:
        return self.page(request, "edit") if self.session(request) else self.to_login(request)

    def logout_page(self, request: Request) -> Response:
        """The GET alone ends nothing; the page's own script sends the request."""
        return self.page(request, "logout") if self.session(request) else redirect("/accounts/login/")

    def activity(self, request: Request) -> Response:
        session = self.session(request)
        if session is None:
            return self.to_login(request)
        mine = self.world.of(session.account, HOST)
        rows = [{"n": s.number, "device": s.device, "current": s is session} for s in mine]
        return self.page(request, "activity", rows=rows)

    def plain_page(self, request: Request) -> Response:
        if request.path.startswith("/direct/") and self.session(request) is None:
            return self.to_login(request)
        return self.page(request, "plain")

    def profile(self, request: Request) -> Response:
        account = self.world.account("instagram", request.args[0], request.host)
        return self.page(request, "plain", name=account.handle) if account else web.plain(404)

    # who am I

    def shared_data(self, request: Request) -> Response:
        session = self.session(request)
        viewer = {"id": str(session.account.id), "username": session.account.handle} if session else None
        token = request.cookies.get("csrftoken", "")
        return answer({"config": {"csrf_token": token, "viewer": viewer}, "language_code": self.world.options.language})

    def user_info(self, request: Request) -> Response:
        if not request.headers.get("X-IG-App-ID"):
            return answer({"message": "useragent mismatch", "status": "fail"}, 400)
        if self.session(request) is None:
            return answer({"message": "Please wait a few minutes before you try again.", "require_login": True,
                           "status": "fail"}, 401)  # fmt: skip
        account = self.world.account_by_id("instagram", int(request.args[0]))
        if account is None:
            return answer({"message": "User not found", "status": "fail"}, 404)
        user = {"pk": str(account.id), "username": account.handle, "full_name": account.handle}
        return answer({"user": user, "status": "ok"})

    # out

    def logout(self, request: Request) -> Response:
        if not self.csrf_ok(request):
            return self.refused()
        if request.form.get("one_tap_app_login") not in ("0", "1"):
            return answer({"message": "one_tap_app_login is required", "status": "fail"}, 400)
        if request.fault == "idle_logout":
            return answer({"status": "ok"})
        session = self.session(request)
        if session is not None and request.fault != "lying_logout":
            session.alive = False
            if request.form["one_tap_app_login"] == "0":
                self.nonces = {nonce: who for nonce, who in self.nonces.items() if who is not session.account}
        return answer({"status": "ok"}).cookie(
            drop("sessionid", DOMAIN), drop("ds_user_id", DOMAIN), drop("rur", DOMAIN),
            cookie("csrftoken", secrets.token_urlsafe(24), domain=DOMAIN, max_age=31_449_600),
        )  # fmt: skip

    def end_other(self, request: Request) -> Response:
        session = self.session(request)
        if session is None or not self.csrf_ok(request):
            return self.refused()
        for other in self.world.of(session.account, HOST):
            if str(other.number) == request.form.get("session_id") and other is not session:
                other.alive = False
        return answer({"status": "ok"})

    def save_info(self, request: Request) -> Response:
        session = self.session(request)
        if session is None or not self.csrf_ok(request):
            return self.refused()
        nonce = secrets.token_urlsafe(24)
        self.nonces[nonce] = session.account
        return answer({"login_nonce": nonce, "status": "ok"})

    # challenges

    def challenge(self, request: Request) -> Response | None:
        target = CHALLENGES.get(request.kind, "/challenge/")
        if request.path.startswith(("/challenge/", *CHALLENGES.values())):
            return None
        if request.method != "GET" or self.area(request) == "api":
            body = {"message": "challenge_required", "challenge": {"url": f"https://{HOST}{target}"}, "status": "fail"}
            return answer(body, 400)
        return redirect(f"{target}?next={quote(request.path, safe='')}")

    def challenge_page(self, request: Request) -> Response:
        kind = next(name for name, path in CHALLENGES.items() if request.path.startswith(path))
        account = self.world.held(request.cookies.get("ig_checkpoint", ""))
        return self.page(request, "challenge", kind=kind, account=account)

    def person(self, request: Request) -> Response:
        """A person confirmed the sign-in; the robot has no business here."""
        if not self.csrf_ok(request):
            return self.refused()
        ticket = request.cookies.get("ig_checkpoint", "")
        account = self.world.held(ticket)
        if account is None:
            return answer({"url": "/", "status": "ok"})
        self.world.release(ticket)
        account.challenge = False
        return self.after_password(request, account).cookie(drop("ig_checkpoint"))
