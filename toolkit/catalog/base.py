"""What every model of a YAML file shares: strict keys, and scalars that stay text until a model says otherwise.

The loader hands every scalar over as text. Unquoted scalars arrive as `Plain`, so that `on`, `+34600` and `0123` stay
what the person wrote wherever a model says `str`; `YamlBool`, `YamlInt` and `Seconds` read YAML 1.2 core forms
(https://yaml.org/spec/1.2.2/#103-core-schema).
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema


class Plain(str):
    """A scalar written without quotes."""

    __slots__ = ()


_NULLS = {"", "~", "null", "Null", "NULL"}
_TRUE = {"true", "True", "TRUE"}
_FALSE = {"false", "False", "FALSE"}
_INT = re.compile(r"[-+]?[0-9]{1,15}")
_SECONDS = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,3})?) ?(ms|s|m)?")
_FACTOR = {"ms": 0.001, "s": 1.0, "m": 60.0}
# Control characters, line ends, and the marks that turn the direction of writing: shown on a terminal, they could
# make a file look like another one. https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
_UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def problem(key: str, **params: object) -> PydanticCustomError:
    """An error for a validator to raise; `key` is a text `file.<key>` of toolkit/texts/file.py."""
    return PydanticCustomError(f"file.{key}", "{key}", {"key": f"file.{key}", **params})


def _bool(value: object) -> object:
    if isinstance(value, bool):
        return value
    if isinstance(value, Plain) and value in _TRUE | _FALSE:
        return value in _TRUE
    raise problem("expected_bool")


def _int(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, Plain) and _INT.fullmatch(value):
        return int(value)
    raise problem("expected_int")


def _seconds(value: object) -> object:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, str) and (found := _SECONDS.fullmatch(value)):
        return float(found[1]) * _FACTOR[found[2] or "s"]
    raise problem("expected_seconds")


def _one_or_many(value: object) -> object:
    return value if isinstance(value, (list, tuple)) else [value]


def escape(text: str) -> str:
    """Text of a file as it may be shown: what a terminal would obey is written out (`\\x1b`, `\\u202e`)."""
    return _UNSHOWABLE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def showable(value: str) -> str:
    """`value`, unless a terminal or a header would obey a part of it: then a `problem`."""
    if _UNSHOWABLE.search(value):
        raise problem("control_character")
    return value


class _OneOrMany:
    """Marks a list field that may be written as its only element, for the reader and for the JSON Schema."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(_one_or_many, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        many = handler(schema)
        return {"anyOf": [many["items"], many]}


YamlBool = Annotated[bool, BeforeValidator(_bool, json_schema_input_type=bool)]
YamlInt = Annotated[int, BeforeValidator(_int, json_schema_input_type=int)]
Seconds = Annotated[float, BeforeValidator(_seconds, json_schema_input_type=float | str)]
"""A duration in seconds; written `10`, `1.5s`, `300ms` or `2m`."""
OneOrMany = _OneOrMany()
Line = Annotated[str, StringConstraints(min_length=1, max_length=300), AfterValidator(showable)]
"""One line of text, without control characters."""


class FileModel(BaseModel):
    """Base of all models read from YAML: unknown keys are errors, instances do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _nulls(cls, data: Any) -> Any:
        if isinstance(data, dict):
            return {k: None if isinstance(v, Plain) and v in _NULLS else v for k, v in data.items()}
        return data
