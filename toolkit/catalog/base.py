"""What every model of a YAML file shares: strict keys, and scalars that stay text until a model says otherwise.

The loader hands every scalar over as text. Unquoted scalars arrive as `Plain`, so that `on`, `+34600` and `0123` stay
what the person wrote wherever a model says `str`; `YamlBool`, `YamlInt` and `Seconds` read YAML 1.2 core forms
(https://yaml.org/spec/1.2.2/#103-core-schema).
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator
from pydantic_core import PydanticCustomError


class Plain(str):
    """A scalar written without quotes."""

    __slots__ = ()


_NULLS = {"", "~", "null", "Null", "NULL"}
_TRUE = {"true", "True", "TRUE"}
_FALSE = {"false", "False", "FALSE"}
_INT = re.compile(r"[-+]?[0-9]{1,15}")
_SECONDS = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,3})?) ?(ms|s|m)?")
_FACTOR = {"ms": 0.001, "s": 1.0, "m": 60.0}


def problem(key: str, **params: object) -> PydanticCustomError:
    """An error for a validator to raise; `key` is a text `file.<key>` of toolkit/texts/file.py."""
    return PydanticCustomError(f"file.{key}", "{key}", {"key": f"file.{key}", **params})  # type: ignore[arg-type]


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


YamlBool = Annotated[bool, BeforeValidator(_bool, json_schema_input_type=bool)]
YamlInt = Annotated[int, BeforeValidator(_int, json_schema_input_type=int)]
Seconds = Annotated[float, BeforeValidator(_seconds, json_schema_input_type=float | str)]
"""A duration in seconds; written `10`, `1.5s`, `300ms` or `2m`."""
OneOrMany = BeforeValidator(_one_or_many)
"""Marks a list field that may be written as its only element."""


class FileModel(BaseModel):
    """Base of all models read from YAML: unknown keys are errors, instances do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _nulls(cls, data: Any) -> Any:
        if isinstance(data, dict):
            return {k: None if isinstance(v, Plain) and v in _NULLS else v for k, v in data.items()}
        return data
