"""How a flow points at something on a page: lists of targets tried in order, texts per language."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from toolkit.catalog.base import FileModel, Line, OneOrMany, problem

Short = Annotated[Line, StringConstraints(max_length=200)]


_ENGINE = re.compile(r"\s*(?:[A-Za-z_][\w:-]*\s*=|//|\.\.|[\"'])")


def _one_engine(css: str) -> str:
    # `css=`, `xpath=`, `text=` and `//` also switch Playwright's engine: https://playwright.dev/python/docs/other-locators
    if ">>" in css or _ENGINE.match(css):
        raise problem("css_chain")
    return css


Css = Annotated[Short, AfterValidator(_one_engine)]
"""A CSS selector; Playwright's `>>` chains (other engines) are not CSS and not allowed."""
Role = Literal[
    "alert", "alertdialog", "banner", "button", "checkbox", "combobox", "dialog", "heading", "img", "link", "list",
    "listitem", "main", "menu", "menuitem", "navigation", "option", "radio", "switch", "tab", "textbox",
]
TextKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class Target(FileModel):
    """One way to find an element, also inside open shadow roots. A bare string is a CSS selector."""

    role: Role | None = Field(None, description="ARIA role; give `says` or `name` with it")
    says: TextKey | None = Field(None, description="key of the platform's `texts`: matches any of its languages")
    name: Short | None = Field(None, description="the same text in every language (with `role`: the accessible name)")
    label: TextKey | None = Field(None, description="key of `texts` for the field's label")
    placeholder: TextKey | None = Field(None, description="key of `texts` for the field's placeholder")
    test_id: Short | None = Field(None, description="value of `data-testid`")
    css: Css | None = Field(None, description="CSS selector")
    frame: Css | None = Field(
        None, description="CSS selector of the frame; without it all frames of the platform are searched")

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, data: Any) -> Any:
        return {"css": data} if isinstance(data, str) else data

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = [self.role, self.label, self.placeholder, self.test_id, self.css]
        given = sum(way is not None for way in ways)
        if given > 1 or (given == 0 and self.says is None and self.name is None):
            raise problem("target_ways")
        if self.says and self.name:
            raise problem("says_or_name")
        return self

    def text_keys(self) -> set[str]:
        """Keys of the platform's `texts` that this target needs."""
        return {key for key in (self.says, self.label, self.placeholder) if key}


Targets = Annotated[tuple[Target, ...], Field(min_length=1, max_length=12), OneOrMany]
"""Alternatives for one element, the most reliable first; a single target may stand without the list."""
