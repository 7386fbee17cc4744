"""Conditions: what must be true of the page, the browser's stores or the last answer. Every one of them waits."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints, model_validator

from toolkit.catalog.base import FileModel, OneOrMany, YamlInt, problem
from toolkit.catalog.targets import Short, Target, Targets

Name = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=r"^[^*\s]+\*?$")]
"""A cookie or storage key; `*` at the end stands for any rest."""
PathPattern = Annotated[str, StringConstraints(pattern=r"^/[^\s?#{}]{0,120}$")]
"""Part of an address after the host: `/login` also matches `/login/x`, not `/loginx`; `*` stands for one segment."""
JsonPath = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+){0,9}$")]
"""Keys (or list positions) joined by dots: `config.viewer.username`."""


_STORES = ("cookie", "local_storage", "session_storage", "indexed_db")


class Stored(FileModel):
    """A cookie or a storage entry of the platform, by name; with `value` it must hold exactly that."""

    cookie: Name | None = Field(None, description="name of a cookie; `*` at the end stands for any rest")
    local_storage: Name | None = Field(None, description="a key of localStorage")
    session_storage: Name | None = Field(None, description="a key of sessionStorage")
    indexed_db: Name | None = Field(None, description="name of a database")
    value: Short | None = Field(None, description="checked in the live browser only: values are not read from disk")
    empty: Short | None = Field(None, description="a value that means `nothing stored`, such as `[]`")

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(getattr(self, store) is not None for store in _STORES) != 1:
            raise problem("one_store")
        if self.indexed_db and (self.value or self.empty):
            raise problem("no_value_here")
        return self

    @property
    def store(self) -> str:
        """`cookie`, `local_storage`, `session_storage` or `indexed_db`."""
        return next(s for s in _STORES if getattr(self, s) is not None)

    @property
    def name(self) -> str:
        """The name without its `*`."""
        return str(getattr(self, self.store)).removesuffix("*")

    @property
    def prefix(self) -> bool:
        """Whether `name` is only how the real name starts."""
        return str(getattr(self, self.store)).endswith("*")


class JsonRule(FileModel):
    """What the last JSON answer says at a place. Without `equals`: anything but null, false and empty."""

    at: JsonPath = Field(description="keys, or positions in lists, joined by dots: `config.viewer.username`")
    equals: Short | None = Field(None, description="the value must be this; else anything but null, false, empty")


Paths = Annotated[tuple[PathPattern, ...], Field(min_length=1), OneOrMany]
Fragments = Annotated[tuple[Short, ...], Field(min_length=1), OneOrMany]
Status = Annotated[YamlInt, Field(ge=100, le=599)]
Statuses = Annotated[tuple[Status, ...], Field(min_length=1), OneOrMany]


class Condition(FileModel):
    """All that is given must hold. Inside a list of conditions, one that holds is enough."""

    path: Paths | None = Field(None, description="the address's path is one of these")
    fragment: Fragments | None = Field(None, description="what follows `#` starts so")
    visible: Targets | None = Field(None, description="one of these is on the page and visible")
    hidden: Targets | None = Field(None, description="none of these is visible")
    stored: Stored | None = Field(None, description="a cookie or storage entry is there")
    status: Statuses | None = Field(None, description="HTTP status of the last `request`")
    json_: JsonRule | None = Field(None, alias="json", description="the last `request` answered JSON that says so")
    any: Annotated[tuple[Condition, ...], Field(min_length=1), OneOrMany] | None = Field(
        None, description="one of these holds")
    not_: Condition | None = Field(None, alias="not", description="this does not hold")

    @model_validator(mode="after")
    def _something(self) -> Self:
        # `visible:` with nothing behind it is null: such a condition would always hold
        if all(getattr(self, name) is None for name in type(self).model_fields):
            raise problem("empty_condition")
        return self

    def walk(self) -> list[Condition]:
        """This condition and all inside it."""
        inside = [*(self.any or ()), *((self.not_,) if self.not_ else ())]
        return [self, *(found for part in inside for found in part.walk())]

    def targets(self) -> list[Target]:
        """Every target of this condition and of those inside it."""
        return [t for part in self.walk() for t in (*(part.visible or ()), *(part.hidden or ()))]


Conditions = Annotated[tuple[Condition, ...], Field(min_length=1), OneOrMany]
"""Alternatives: one that holds is enough; a single condition may stand without the list."""


def as_any(conditions: Any) -> Condition:
    """One condition for a list of alternatives."""
    return conditions[0] if len(conditions) == 1 else Condition(any=conditions)
