"""A platform as data: where it lives, what a session looks like, how to ask whether somebody is signed in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from toolkit.catalog.base import FileModel, OneOrMany, Seconds, YamlBool, YamlInt, problem
from toolkit.catalog.conditions import Condition, Conditions, JsonPath, Stored
from toolkit.catalog.steps import FlowName, Request, Steps
from toolkit.catalog.targets import Target, TextKey
from toolkit.catalog.urls import Domain, Url, variables

Confidence = Literal["high", "medium", "low"]
Says = Annotated[tuple[Annotated[str, StringConstraints(min_length=1, max_length=120)], ...], OneOrMany]
VarName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,30}$")]
PlatformId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,40}$")]


class Var(FileModel):
    """A host name that each account gives (`vars` of the account in toolkit.yaml)."""

    about: Annotated[str, StringConstraints(max_length=200)]
    default: Annotated[str, StringConstraints(max_length=253)] | None = None


class AccountId(FileModel):
    """Where the signed-in account's id is read and how it is decoded: url-decode, cut `after`, take a run of characters."""

    stored: Stored | None = None
    attribute: Annotated[str, StringConstraints(pattern=r"^(?:href|title|alt|value|content|data-[a-z0-9-]{1,40})$")] | None = None
    of: Annotated[tuple[Target, ...], OneOrMany] | None = Field(None, description="element whose attribute or text is read")
    json_: JsonPath | None = Field(None, alias="json", description="place in a JSON answer, or in the stored value's JSON")
    url_decode: YamlBool = False
    after: Annotated[str, StringConstraints(max_length=20)] | None = None
    take: Literal["digits", "word", "all"] = "all"

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if (self.stored is None and self.of is None and self.json_ is None) or (self.stored and self.of):
            raise problem("account_place")
        return self


class Session(FileModel):
    """What a sign-in leaves in the browser."""

    all_of: Annotated[tuple[Stored, ...], OneOrMany] = Field((), description="a session needs all of these")
    any_of: Annotated[tuple[Stored, ...], OneOrMany] = Field((), description="and one of these")
    also: Annotated[tuple[Stored, ...], OneOrMany] = Field(
        (), description="more that may stand for a sign-in (other accounts, push registrations): must be gone as well")
    conclusive: YamlBool = Field(False, description="true: these being there is a sign-in; false: guests may have them too")

    def rules(self) -> list[Stored]:
        return [*self.all_of, *self.any_of, *self.also]


class Probe(FileModel):
    """The question "signed in here, and as whom?": challenged first, then signed out, then signed in, else unknown."""

    open: Url | None = None
    request: Request | None = None
    challenged: Conditions | None = None
    signed_out: Conditions
    signed_in: Conditions = Field(description="needs a positive sign; the absence of a login form is none")
    settle: Seconds = Field(0.3, le=10, description="how long the answer must stay the same before it counts")
    within: Seconds = Field(15, le=120, description="how long to wait for an answer")
    account: AccountId | None = None

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

    kind: Literal["replica", "real server", "live account", "never"]
    on: dt.date | None = None


class Platform(FileModel):
    """One social network: `platforms/<id>.yaml`."""

    title: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    domains: Annotated[tuple[Domain, ...], OneOrMany, Field(min_length=1)] = Field(
        description="hosts (with all below them) that the platform's sessions live on; secrets are typed nowhere else")
    assets: Annotated[tuple[Domain, ...], OneOrMany] = Field((), description="hosts it loads scripts and styles from")
    vars: dict[VarName, Var] = Field(default_factory=dict)
    session: Session = Field(default_factory=Session)
    identity: Annotated[tuple[Stored, ...], OneOrMany] = Field((), description="names the account, opens nothing")
    device: Annotated[tuple[Stored, ...], OneOrMany] = Field((), description="spares a new-device check, grants nothing")
    probe: Probe
    replay: Literal["allowed", "never"] = Field("allowed", description="`never` where tokens rotate")
    signs_in_through: Annotated[tuple[PlatformId, ...], OneOrMany] = Field(
        (), description="identity providers that may have been used; they are logged out after this platform")
    accounts_at_most: YamlInt = Field(1, ge=1, le=20, description="how many accounts one browser may hold")
    texts: dict[TextKey, dict[Literal["en", "es", "pt"], Says]] = Field(default_factory=dict)
    risks: Annotated[tuple[str, ...], OneOrMany] = Field((), description="what automation may trigger here")
    confidence: dict[Annotated[str, StringConstraints(max_length=40)], Confidence] = Field(default_factory=dict)
    sources: Annotated[tuple[str, ...], OneOrMany] = ()
    verified: Verified = Field(default_factory=lambda: Verified(kind="never"))

    @model_validator(mode="after")
    def _whole(self) -> Self:
        known = set(self.vars)
        texts = [*self.domains, *self.assets, *self.probe.urls()]
        for name in sorted({v for text in texts for v in variables(text)} - known):
            raise problem("unknown_var", name=name)
        targets = [t for c in self.probe.conditions() for t in c.targets()] + list((self.probe.account and self.probe.account.of) or ())
        for name in sorted({k for t in targets for k in t.text_keys()} - set(self.texts)):
            raise problem("unknown_text", name=name)
        return self

    def stored(self) -> Iterator[tuple[Literal["session", "identity", "device"], Stored]]:
        """All storage rules with the kind of trace that they mean."""
        yield from (("session", rule) for rule in self.session.rules())
        yield from (("identity", rule) for rule in self.identity)
        yield from (("device", rule) for rule in self.device)


class Flow(FileModel):
    """A flow: `flows/<platform>/<name>.yaml`."""

    about: Annotated[str, StringConstraints(max_length=300)] | None = None
    steps: Steps
    confidence: Confidence | None = None
    sources: Annotated[tuple[str, ...], OneOrMany] = ()
    verified: Verified | None = None


FLOW_NAMES: tuple[FlowName, ...] = ("login", "logout", "logout_everywhere", "forget")
REQUESTS_ALLOWED: frozenset[FlowName] = frozenset({"logout", "logout_everywhere", "forget"})
