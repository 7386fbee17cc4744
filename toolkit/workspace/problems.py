"""How a validator of toolkit.yaml says what is wrong: a text of toolkit/texts/config.py, placed by the YAML loader."""

from __future__ import annotations

from pydantic_core import PydanticCustomError


def problem(key: str, **params: object) -> PydanticCustomError:
    """An error for a validator to raise; `key` is a text `config.<key>`."""
    return PydanticCustomError(f"config.{key}", "{key}", {"key": f"config.{key}", **params})
