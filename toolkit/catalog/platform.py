"""A platform as data: where it lives, what a session looks like, how to ask whether somebody is signed in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from toolkit.catalog.base import FileModel, Line, OneOrMany, Seconds, YamlBool, YamlInt, problem
from toolkit.catalog.conditions import Condition, Conditions, JsonPath, Stored
from toolkit.catalog.steps import FlowName, Request, Steps
from toolkit.catalog.targets import Targets, TextKey
from toolkit.catalog.urls import Domain, Host, Url

Confidence = Literal["high", "medium", "low"]
Says = Annotated[tuple[Annotated[Line, StringConstraints(max_length=120)], ...], Field(min_length=1), OneOrMany]
Lines = Annotated[tuple[Line, ...], OneOrMany]
StoredRules = Annotated[tuple[Stored, ...], OneOrMany]
Attribute = Annotated[str, StringConstraints(pattern=r"^(?:href|title|alt|value|content|data-[a-z0-9-]{1,40})$")]
VarName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,30}$")]
PlatformId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,40}$")]


class Var(FileModel):
    """A host name that each account gives (`vars` of the account in toolkit.yaml)."""

    about: Annotated[Line, StringConstraints(max_length=200)] = Field(description="what to write there")
    default: Host | None = Field(None, description="used where an account gives none")


class AccountId(FileModel):
    """Where the signed-in account's id is read; then it is url-decoded, cut `after` a text, and a run of it taken."""

    stored: Stored | None = Field(None, description="a cookie or storage entry")
    attribute: Attribute | None = Field(None, description="attribute of the element `of`; without it its text")
    of: Targets | None = Field(None, description="an element of the page")
    json_: JsonPath | None = Field(
        None, alias="json", description="place in a JSON answer, or in the stored value's JSON")
    url_decode: YamlBool = Field(False, description="undo `%3D` and the like first")
    after: Annotated[Line, StringConstraints(max_length=20)] | None = Field(None, description="what precedes the id")
    take: Literal["digits", "word", "all"] = Field("all", description="how far the id goes")

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if (self.stored is None and self.of is None and self.json_ is None) or (self.stored and self.of):
            raise problem("account_place")
        return self


class Session(FileModel):
    """What a sign-in leaves in the browser."""

    all_of: StoredRules = Field((), description="a session needs all of these")
    any_of: StoredRules = Field((), description="and one of these")
    also: StoredRules = Field(
        (), description="more that may stand for a sign-in (other accounts, push registrations): must be gone as well")
    conclusive: YamlBool = Field(
        False, description="true: these being there is a sign-in; false: guests may have them too")

    def rules(self) -> list[Stored]:
        return [*self.all_of, *self.any_of, *self.also]


class Probe(FileModel):
    """The question "signed in here, and as whom?": challenged first, then signed out, then signed in, else unknown."""

    open: Url | None = Field(None, description="the page to look at")
    request: Request | None = Field(None, description="or the request to make")
    challenged: Conditions | None = Field(None, description="the site wants a person: captcha, check, locked account")
    signed_out: Conditions = Field(description="nobody is signed in")
    signed_in: Conditions = Field(description="needs a positive sign; the absence of a login form is none")
    settle: Seconds = Field(0.3, le=10, description="how long the answer must stay the same before it counts")
    within: Seconds = Field(15, le=120, description="how long to wait for an answer")
    account: AccountId | None = Field(None, description="where the signed-in account's id is read")

    @model_validator(mode="after")
    def _one_question(self) -> Self:
        if (self.open is None) == (self.request is None):
            raise problem("open_or_request")
        return self

    def conditions(self) -> list[Condition]:
        return [*(self.challenged or ()), *self.signed_out, *self.signed_in]

    def urls(self) -> list[str]:
        return [self.open] if self.open else (self.request.urls() if self.request else [])


class Verified(FileModel):
    """When, and against what, the flows last worked. A flow verified on a replica is called so."""

    kind: Literal["replica", "real server", "live account", "never"] = Field(description="what they were tried on")
    on: dt.date | None = Field(None, description="the day, as `2026-11-22`")


class Platform(FileModel):
    """One social network: `platforms/<id>.yaml`."""

    title: Annotated[Line, StringConstraints(max_length=60)] = Field(description="the name people know it by")
    domains: Annotated[tuple[Domain, ...], Field(min_length=1), OneOrMany] = Field(
        description="hosts (with all below them) that the platform's sessions live on; secrets are typed nowhere else")
    assets: Annotated[tuple[Domain, ...], OneOrMany] = Field((), description="hosts it loads scripts and styles from")
    vars: dict[VarName, Var] = Field(
        default_factory=dict, description="host names that each account gives, for networks of many servers")
    session: Session = Field(default_factory=Session, description="what a sign-in leaves in the browser")
    identity: StoredRules = Field((), description="names the account, opens nothing")
    device: StoredRules = Field((), description="spares a new-device check, grants nothing")
    probe: Probe = Field(description='the question "signed in here, and as whom?"')
    replay: Literal["allowed", "never"] = Field("allowed", description="`never` where tokens rotate")
    signs_in_through: Annotated[tuple[PlatformId, ...], OneOrMany] = Field(
        (), description="identity providers that may have been used; they are logged out after this platform")
    accounts_at_most: YamlInt = Field(1, ge=1, le=20, description="how many accounts one browser may hold")
    texts: dict[TextKey, dict[Literal["en", "es", "pt"], Says]] = Field(
        default_factory=dict, description="what the pages say, per language: a page speaks the account's language")
    risks: Lines = Field((), description="what automation may trigger here")
    confidence: dict[TextKey, Confidence] = Field(default_factory=dict, description="how sure each part is")
    sources: Lines = Field((), description="where the facts come from")
    verified: Verified = Field(
        default_factory=lambda: Verified(kind="never"), description="when, and on what, the flows last worked")

    def stored(self) -> Iterator[tuple[Literal["session", "identity", "device"], Stored]]:
        """All storage rules with the kind of trace that they mean."""
        yield from (("session", rule) for rule in self.session.rules())
        yield from (("identity", rule) for rule in self.identity)
        yield from (("device", rule) for rule in self.device)


class Flow(FileModel):
    """A flow: `flows/<platform>/<name>.yaml`."""

    about: Line | None = Field(None, description="what to know about it, in a sentence")
    steps: Steps = Field(description="what to do, in order")
    confidence: Confidence | None = Field(None, description="how sure its facts are")
    sources: Lines = Field((), description="where its facts come from")
    verified: Verified | None = Field(None, description="when, and on what, it last worked")


FLOW_NAMES: tuple[FlowName, ...] = ("login", "logout", "logout_everywhere", "forget")
REQUESTS_ALLOWED: frozenset[FlowName] = frozenset({"logout", "logout_everywhere", "forget"})
