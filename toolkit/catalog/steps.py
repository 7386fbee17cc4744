"""The verbs of a flow. Data, not code: nothing here can run a program, a script or an expression."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from toolkit.catalog.base import FileModel, OneOrMany, Seconds, YamlBool, YamlInt, problem, showable
from toolkit.catalog.conditions import Condition, JsonPath, Name, Statuses
from toolkit.catalog.targets import Css, Short, Target, Targets, TextKey
from toolkit.catalog.urls import Url

SecretName = Literal["password", "totp"]
FlowName = Literal["login", "logout", "logout_everywhere", "forget"]
FormName = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[\w.\[\]-]+$")]
HeaderName = Annotated[str, StringConstraints(pattern=r"^(?:X-[A-Za-z0-9-]{1,40}|Accept(?:-Language)?)$")]
Value = Annotated[str, StringConstraints(max_length=200), AfterValidator(showable)]
Key = Literal["Enter", "Escape", "Tab", "Space", "ArrowDown", "ArrowUp", "Home", "End", "Backspace"]


class Fill(FileModel):
    """Type into a field: a secret by its name, or text (`{user}` stands for the account's user name)."""

    into: Targets = Field(description="the field")
    secret: SecretName | None = Field(None, description="a secret of the account: `password`, or a code from `totp`")
    text: Short | None = Field(None, description="`{user}` (the account's user name), or text that is no secret")

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.secret is None) == (self.text is None):
            raise problem("secret_or_text")
        if self.text is not None and self.text != "{user}" and set("{}") & set(self.text):
            raise problem("only_user")
        return self


class Press(FileModel):
    """Press a key, on a target or where the focus is."""

    key: Key = Field(description="the key's name")
    on: Targets | None = Field(None, description="pressed there; without it where the focus is")


class Select(FileModel):
    """Choose an entry of a drop-down list by its value or its text (a key of `texts`)."""

    in_: Targets = Field(alias="in", description="the list")
    value: Short | None = Field(None, description="the entry's value")
    says: TextKey | None = Field(None, description="the entry's text (key of `texts`)")

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.value is None) == (self.says is None):
            raise problem("value_or_says")
        return self


class Check(FileModel):
    """Set a check box (`to: false` clears it)."""

    box: Targets = Field(description="the box, radio button or switch")
    to: YamlBool = Field(True, description="whether it is set or cleared")


class Expect(FileModel):
    """Stop with a reason unless the condition comes true in time."""

    that: Condition = Field(description="what must become true")
    else_reason: Literal["wrong_password", "challenge", "expectation_failed", "server_error"] = Field(
        "expectation_failed", alias="else", description="the reason given if it does not")


class TokenFrom(FileModel):
    """Where a CSRF token is read. `meta`, `input` and `json` look at the page or answer at `page`."""

    cookie: Name | None = Field(None, description="name of a cookie")
    meta: Short | None = Field(None, description="name of a `<meta>` element")
    input: FormName | None = Field(None, description="name of an `<input>` element")
    json_: JsonPath | None = Field(None, alias="json", description="place in a JSON answer")
    local_storage: Name | None = Field(None, description="a storage key; with `json` a place in its JSON value")
    page: Url | None = Field(None, description="fetched first, for `meta`, `input` and `json`")

    @model_validator(mode="after")
    def _one(self) -> Self:
        main = [x for x in (self.cookie, self.meta, self.input, self.local_storage) if x is not None]
        json_alone_or_stored = self.json_ is not None and (not main or self.local_storage is not None)
        if len(main) > 1 or (self.json_ is None and not main) or (self.json_ is not None and not json_alone_or_stored):
            raise problem("token_from")
        if (self.meta or self.input or (self.json_ and not self.local_storage)) and self.page is None:
            raise problem("token_page")
        return self


class TokenInto(FileModel):
    """Where the token is put into the request."""

    header: Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z-]{0,39}$")] | None = Field(
        None, description="name of a header")
    form: FormName | None = Field(None, description="name of a form field")
    query: FormName | None = Field(None, description="name of a query parameter")
    bearer: YamlBool = Field(False, description="as `Authorization: Bearer`")

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum((self.header is not None, self.form is not None, self.query is not None, self.bearer)) != 1:
            raise problem("token_into")
        if self.header and self.header.lower() in {"cookie", "host", "origin", "referer", "authorization"}:
            raise problem("header_refused")
        return self


class Token(FileModel):
    """A token that a request must carry, read from one place and put into another; never shown or stored."""

    from_: TokenFrom = Field(alias="from", description="where it is read")
    into: TokenInto = Field(description="where it is put")


class Request(FileModel):
    """A request from a blank page of the runner's own on the platform's origin, with the browser's cookies.

    The path is literal; there is no place for a user's text or a secret.
    """

    url: Url = Field(description="where to")
    method: Literal["GET", "POST", "PUT", "DELETE"] = Field("GET", description="HTTP method")
    form: dict[FormName, Value] | None = Field(None, description="body, sent as a form")
    json_: dict[FormName, Value] | None = Field(None, alias="json", description="body, sent as JSON")
    headers: dict[HeaderName, Short] | None = Field(None, description="`Accept` and `X-...` headers")
    tokens: Annotated[tuple[Token, ...], OneOrMany] = Field((), description="CSRF tokens that it must carry")
    ok: Statuses = Field((200, 201, 202, 204), description="statuses that mean success (after redirects)")

    @model_validator(mode="after")
    def _one_body(self) -> Self:
        if self.form is not None and self.json_ is not None:
            raise problem("form_or_json")
        return self

    def urls(self) -> list[str]:
        """Every address that this request touches."""
        return [self.url, *(t.from_.page for t in self.tokens if t.from_.page)]


class ClearStorage(FileModel):
    """Remove web storage of one origin: named keys, or all of it."""

    origin: Url = Field(description="an address of the origin")
    local_storage: Annotated[tuple[Name, ...], OneOrMany] = Field((), description="keys of localStorage")
    everything: YamlBool = Field(False, description="all storage of the origin")

    @model_validator(mode="after")
    def _something(self) -> Self:
        if bool(self.local_storage) == self.everything:
            raise problem("clear_what")
        return self


class Repeat(FileModel):
    """Do steps again until a condition holds, at most `at_most` times."""

    until: Condition = Field(description="looked at before each round")
    at_most: YamlInt = Field(5, ge=1, le=20, description="how many rounds")
    steps: Steps = Field(description="what a round does")


VERBS = ("open", "click", "fill", "press", "select", "check", "wait", "expect", "request", "clear_storage", "person",
         "screenshot", "use", "if", "any", "repeat")


class Step(FileModel):
    """One step: one verb, with how long to try (`within`), whether it may fail (`optional`) and how often (`retry`)."""

    open: Url | None = Field(None, description="go to an address")
    click: Targets | None = Field(None, description="click the first target found")
    fill: Fill | None = Field(None, description="type into a field")
    press: Press | None = Field(None, description="press a key")
    select: Select | None = Field(None, description="choose an entry of a drop-down list")
    check: Check | None = Field(None, description="set or clear a check box")
    wait: Condition | None = Field(None, description="wait until this holds")
    expect: Expect | None = Field(None, description="stop with a reason unless this comes true")
    request: Request | None = Field(None, description="a request with the browser's cookies (never in `login`)")
    clear_storage: ClearStorage | None = Field(None, description="remove web storage of an origin")
    person: TextKey | None = Field(None, description="wait for a human; the text says why (key of `texts`)")
    screenshot: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,40}$")] | None = Field(
        None, description="picture of the page, fields covered, into the run's folder; a plain name, no path")
    use: FlowName | None = Field(None, description="another flow of this platform")
    if_: Condition | None = Field(None, alias="if", description="do `then` if this comes true within the time")
    any: Annotated[tuple[Steps, ...], Field(min_length=2, max_length=6)] | None = Field(
        None, description="lists of steps; the first list that works is enough")
    repeat: Repeat | None = Field(None, description="do steps again until a condition holds")

    then: Steps | None = Field(None, description="with `if`: done when it came true")
    else_: Steps | None = Field(None, alias="else", description="with `if`: done when it did not")
    within: Seconds | None = Field(None, gt=0, le=600, description="how long to try; the default is 10s")
    optional: YamlBool = Field(False, description="a failure of this step is noted and passed over")
    retry: YamlInt = Field(0, ge=0, le=3, description="how often to try again after a failure")

    @model_validator(mode="after")
    def _one_verb(self) -> Self:
        given = [v for v in VERBS if getattr(self, _attribute(v)) is not None]
        if len(given) != 1:
            raise problem("one_verb", verbs=", ".join(VERBS))
        if (self.if_ is None) != (self.then is None) or (self.else_ is not None and self.if_ is None):
            raise problem("if_then")
        if self.optional and self.verb in ("request", "person"):
            raise problem("not_optional", verb=self.verb)
        return self

    @property
    def verb(self) -> str:
        return next(v for v in VERBS if getattr(self, _attribute(v)) is not None)

    @property
    def args(self) -> Any:
        """What stands behind the verb."""
        return getattr(self, _attribute(self.verb))

    def walk(self) -> list[Step]:
        """This step and all inside it."""
        lists = [self.then or (), self.else_ or (), *(self.any or ()), self.repeat.steps if self.repeat else ()]
        return [self, *(found for steps in lists for step in steps for found in step.walk())]

    def urls(self) -> list[str]:
        """Addresses that this step itself (not those inside it) opens or asks."""
        if self.open:
            return [self.open]
        if self.request:
            return self.request.urls()
        return [self.clear_storage.origin] if self.clear_storage else []

    def conditions(self) -> list[Condition]:
        """Conditions of this step itself."""
        own = (self.wait, self.if_, self.expect.that if self.expect else None,
               self.repeat.until if self.repeat else None)
        return [c for c in own if c is not None]

    def targets(self) -> list[Target]:
        """Targets of this step itself, those of its conditions included."""
        lists = [self.click, self.fill and self.fill.into, self.press and self.press.on,
                 self.select and self.select.in_, self.check and self.check.box]
        return [t for targets in lists for t in targets or ()] + [t for c in self.conditions() for t in c.targets()]


def _attribute(verb: str) -> str:
    return "if_" if verb == "if" else verb


Steps = Annotated[tuple[Step, ...], Field(min_length=1, max_length=60)]

for _model in (Repeat, Step):
    _model.model_rebuild()

__all__ = ["VERBS", "Css", "FlowName", "SecretName", "Step", "Steps"]
