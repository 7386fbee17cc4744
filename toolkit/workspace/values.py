"""The kinds of values in toolkit.yaml: names that become folders, colours, hosts, the browser's program."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from toolkit.catalog.base import Plain
from toolkit.catalog.urls import is_host
from toolkit.workspace.arguments import check_argument
from toolkit.workspace.permissions import writable_by_others
from toolkit.workspace.problems import problem

_PROFILE = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file#naming-conventions
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
# https://yaml.org/spec/1.2.2/#10321-tag-resolution
_NULLS = {"", "~", "null", "Null", "NULL"}
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def is_profile_name(name: str) -> bool:
    """Whether `name` can be a profile's: it becomes a folder's name on every system."""
    return bool(_PROFILE.fullmatch(name)) and name not in _RESERVED


def _profile_name(name: str) -> str:
    if not is_profile_name(name):
        raise problem("profile_name")
    return name


def _color(value: object) -> object:
    if not isinstance(value, str) or not _COLOR.fullmatch(value):
        raise problem("color")
    return value.lower()


def _one_line(limit: int) -> AfterValidator:
    def check(text: str) -> str:
        if not text.strip() or len(text) > limit or _CONTROL.search(text):
            raise problem("one_line", limit=limit)
        return text

    return AfterValidator(check)


def _host(text: str) -> str:
    if not is_host(text):
        raise problem("host")
    return text


def _executable(text: str) -> str:
    # the form of either system: a file may be written on one and checked on another
    absolute = PurePosixPath(text).is_absolute() or PureWindowsPath(text).is_absolute()
    if not absolute or _CONTROL.search(text):
        raise problem("not_absolute")
    if found := writable_by_others(Path(text)):
        raise problem("writable", path=str(found))
    return text


def _empty_mapping(value: object) -> object:
    return {} if _is_null(value) else value


def _empty_list(value: object) -> object:
    return () if _is_null(value) else value


def _is_null(value: object) -> bool:
    """The loader's models see None; below a free mapping a null still is the plain text that was written."""
    return value is None or (isinstance(value, Plain) and value in _NULLS)


ProfileName = Annotated[str, AfterValidator(_profile_name)]
Color = Annotated[str, BeforeValidator(_color)]
"""`#rrggbb`, in small letters."""
Client = Annotated[str, _one_line(80)]
User = Annotated[str, _one_line(254)]
Host = Annotated[str, AfterValidator(_host)]
"""A plain host name; with a port on loopback alone."""
Argument = Annotated[str, AfterValidator(check_argument)]
Executable = Annotated[str, AfterValidator(_executable)]
EmptyMapping = BeforeValidator(_empty_mapping)
"""Marks a mapping that may be written as a key without a value."""
EmptyList = BeforeValidator(_empty_list)
"""Marks a list that may be written as a key without a value."""
