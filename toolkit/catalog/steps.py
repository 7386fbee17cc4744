"""The verbs of a flow. Data, not code: nothing here can run a program, a script or an expression."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from toolkit.catalog.base import FileModel, OneOrMany, Seconds, YamlBool, YamlInt, problem
from toolkit.catalog.conditions import Condition, JsonPath, Name
from toolkit.catalog.targets import Css, Short, Target, Targets, TextKey
from toolkit.catalog.urls import Url

SecretName = Literal["password", "totp"]
FlowName = Literal["login", "logout", "logout_everywhere", "forget"]
FormName = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[\w.\[\]-]+$")]
Key = Literal["Enter", "Escape", "Tab", "Space", "ArrowDown", "ArrowUp", "Home", "End", "Backspace"]


class Fill(FileModel):
    """Type into a field: a secret by its name, or text (`{user}` stands for the account's user name)."""

    into: Targets
    secret: SecretName | None = None
    text: Short | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.secret is None) == (self.text is None):
            raise problem("secret_or_text")
        if self.text is not None and self.text != "{user}" and "{" in self.text:
            raise problem("only_user")
        return self


class Press(FileModel):
    """Press a key, on a target or where the focus is."""

    key: Key
    on: Targets | None = None


class Select(FileModel):
    """Choose an entry of a drop-down list by its value or its text (a key of `texts`)."""

    in_: Targets = Field(alias="in")
    value: Short | None = None
    says: TextKey | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.value is None) == (self.says is None):
            raise problem("value_or_says")
        return self


class Check(FileModel):
    """Set a check box (`to: false` clears it)."""

    box: Targets
    to: YamlBool = True


class Expect(FileModel):
    """Stop with a reason unless the condition comes true in time."""

    that: Condition
    else_reason: Literal["wrong_password", "challenge", "expectation_failed", "server_error"] = Field(
        "expectation_failed", alias="else")


class TokenFrom(FileModel):
    """Where a CSRF token is read. `meta`, `input` and `json` look at the page or answer at `page`."""

    cookie: Name | None = None
    meta: Short | None = Field(None, description="name of a <meta>")
    input: FormName | None = Field(None, description="name of an <input>")
    json_: JsonPath | None = Field(None, alias="json", description="place in a JSON answer")
    local_storage: Name | None = Field(None, description="a storage key; with `json` a place in its JSON value")
    page: Url | None = Field(None, description="fetched first, for `meta`, `input` and `json`")

    @model_validator(mode="after")
    def _one(self) -> Self:
        main = [x for x in (self.cookie, self.meta, self.input, self.local_storage) if x is not None]
        if len(main) > 1 or (not main and self.json_ is None) or (self.json_ and (self.cookie or self.meta or self.input)):
            raise problem("token_from")
        if (self.meta or self.input or (self.json_ and not self.local_storage)) and self.page is None:
            raise problem("token_page")
        return self


class TokenInto(FileModel):
    """Where the token is put into the request."""

    header: Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z-]{0,39}$")] | None = None
    form: FormName | None = None
    query: FormName | None = None
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

    from_: TokenFrom = Field(alias="from")
    into: TokenInto


class Request(FileModel):
    """A request from a blank page of the runner's own on the platform's origin, with the browser's cookies.

    The path is literal; there is no place for a user's text or a secret.
    """

    url: Url
    method: Literal["GET", "POST", "PUT", "DELETE"] = "GET"
    form: dict[FormName, Annotated[str, StringConstraints(max_length=200)]] | None = None
    json_: dict[FormName, Annotated[str, StringConstraints(max_length=200)]] | None = Field(None, alias="json")
    headers: dict[Annotated[str, StringConstraints(pattern=r"^(?:X|Accept)-?[A-Za-z0-9-]{0,40}$")], Short] | None = None
    tokens: Annotated[tuple[Token, ...], OneOrMany] = ()
    ok: Annotated[tuple[YamlInt, ...], OneOrMany] = Field(
        (200, 201, 202, 204), description="statuses that mean success (after redirects)")

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

    origin: Url
    local_storage: Annotated[tuple[Name, ...], OneOrMany] = ()
    everything: YamlBool = False


class Repeat(FileModel):
    """Do steps again until a condition holds, at most `at_most` times."""

    until: Condition
    at_most: YamlInt = Field(5, ge=1, le=20)
    steps: Steps


VERBS = ("open", "click", "fill", "press", "select", "check", "wait", "expect", "request", "clear_storage", "person",
         "screenshot", "use", "if", "any", "repeat")


class Step(FileModel):
    """One step: one verb, with how long to try (`within`), whether it may fail (`optional`) and how often (`retry`)."""

    open: Url | None = Field(None, description="go to an address")
    click: Targets | None = Field(None, description="click the first target found")
    fill: Fill | None = None
    press: Press | None = None
    select: Select | None = None
    check: Check | None = None
    wait: Condition | None = Field(None, description="wait until this holds")
    expect: Expect | None = None
    request: Request | None = None
    clear_storage: ClearStorage | None = None
    person: TextKey | None = Field(None, description="wait for a human; the text says why (key of `texts`)")
    screenshot: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,40}$")] | None = Field(
        None, description="picture of the page, fields covered, into the run's folder; a plain name, no path")
    use: FlowName | None = Field(None, description="another flow of this platform")
    if_: Condition | None = Field(None, alias="if", description="do `then` if this comes true within the time")
    any: Annotated[tuple[Steps, ...], Field(min_length=2, max_length=6)] | None = Field(
        None, description="lists of steps; the first list that works is enough")
    repeat: Repeat | None = None

    then: Steps | None = None
    else_: Steps | None = Field(None, alias="else")
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
        own = [self.wait, self.if_, self.expect and self.expect.that, self.repeat and self.repeat.until]
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
