"""Reads a YAML file into a model: `file:line:column` for every error, and never a line of the source in a message."""

from __future__ import annotations

import difflib
import stat
import types
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar, Union, cast, get_args, get_origin

from pydantic import BaseModel, ValidationError

from toolkit.catalog.tree import Place, Tree
from toolkit.errors import FileError
from toolkit.texts import t

M = TypeVar("M", bound=BaseModel)

MAX_BYTES = 256 * 1024
_BOUNDS = {"greater_than": "gt", "greater_than_equal": "ge", "less_than": "lt", "less_than_equal": "le"}
_SIMPLE = {
    "string_type": "expected_text",
    "list_type": "expected_list",
    "tuple_type": "expected_list",
    "dict_type": "expected_mapping",
    "model_type": "expected_mapping",
    "model_attributes_type": "expected_mapping",
    "too_short": "too_few",
    "string_too_short": "too_few",
    "too_long": "too_many",
    "string_too_long": "too_many",
}


@dataclass(frozen=True)
class Loaded(Generic[M]):
    """A file read into its model, and where each part of it stands."""

    value: M
    tree: Tree

    def error(self, place: Place, key: str, /, **params: object) -> FileError:
        """The error `file.<key>` at that part of the file."""
        return FileError(self.tree.where(place), t(f"file.{key}", **params))


def load_yaml(path: Path, model: type[M], *, shown: str | None = None) -> M:
    """Read `path` into `model`.

    `shown` is how messages name the file (default: the path as given). Raises FileError; OSError is turned into one.
    """
    return load_with_positions(path, model, shown=shown).value


def load_with_positions(path: Path, model: type[M], *, shown: str | None = None) -> Loaded[M]:
    """Like `load_yaml`; the answer also tells where everything stands."""
    shown = shown or str(path)
    return parse_with_positions(read_bytes(path, shown), model, shown)


def read_bytes(path: Path, shown: str) -> bytes:
    """At most one byte more than a file may have. Raises FileError, also for what is no regular file."""
    try:
        # a named pipe would block in open(), a device would never end
        if not stat.S_ISREG(path.stat().st_mode):
            raise FileError(shown, t("file.not_a_file"))
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise FileError(shown, t("file.cannot_read", why=error.strerror or type(error).__name__)) from None


def parse_yaml(raw: bytes, model: type[M], shown: str) -> M:
    """Like `load_yaml`, for bytes already read."""
    return parse_with_positions(raw, model, shown).value


def parse_with_positions(raw: bytes, model: type[M], shown: str) -> Loaded[M]:
    """Like `load_with_positions`, for bytes already read."""
    if len(raw) > MAX_BYTES:
        raise FileError(shown, t("file.too_large", limit=MAX_BYTES // 1024))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise FileError(f"{shown}:{line}:1", t("file.not_utf8")) from None
    tree = Tree(text, shown)
    try:
        return Loaded(model.model_validate(tree.data), tree)
    except ValidationError as error:
        raise _first_error(error, tree, model) from None


def _first_error(error: ValidationError, tree: Tree, model: type[BaseModel]) -> FileError:
    """The error that stands deepest in the file: of an element that fails in two ways, the inner one says most."""
    placed = []
    for item in error.errors(include_url=False, include_input=False):
        kind, loc = item["type"], item["loc"]
        of_key = loc[-1:] == ("[key]",)  # pydantic's mark for the key of a free mapping
        place, at = tree.locate(loc, key=of_key or kind == "extra_forbidden")
        placed.append((-len(place), kind == "missing", at, _message(cast("dict[str, Any]", item), model)))
    _, _, (line, column), text = min(placed)
    return FileError(f"{tree.shown}:{line}:{column}", text)


def _message(item: dict[str, Any], model: type[BaseModel]) -> str:
    kind, context, loc = item["type"], item.get("ctx") or {}, item["loc"]
    if "." in kind:  # a text key: raised by a validator of ours
        return t(kind, **{name: value for name, value in context.items() if name != "key"})
    if kind == "extra_forbidden":
        known = sorted(_keys_at(model, loc[:-1]))
        near = difflib.get_close_matches(str(loc[-1]), known, n=1, cutoff=0.6)
        # The unknown key itself is not shown: in `{into: ..., hunter2}` it is the secret. The position names it.
        return t("file.unknown_key_near", near=near[0]) if near else t("file.unknown_key", known=", ".join(known))
    if kind == "missing":
        return t("file.missing_key", key=loc[-1])
    if kind in {"literal_error", "enum"}:
        return t("file.expected_one_of", expected=context.get("expected", ""))
    if kind in _BOUNDS:
        return t("file.out_of_range", limit=f"{context[_BOUNDS[kind]]:g}")
    return t(f"file.{_SIMPLE.get(kind, 'invalid')}")


def _keys_at(model: type[BaseModel], loc: Place) -> set[str]:
    """The keys that the model knows at a pydantic location."""
    kind: Any = model
    for part in loc:
        kind = _inside(kind)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            fields = {info.alias or name: info.annotation for name, info in kind.model_fields.items()}
            kind = fields.get(str(part))
        elif get_origin(kind) in {tuple, list}:
            kind = get_args(kind)[0]
        elif get_origin(kind) is dict:
            kind = get_args(kind)[1]
    kind = _inside(kind)
    if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
        return set()
    return {info.alias or name for name, info in kind.model_fields.items()}


def _inside(kind: Any) -> Any:
    """A type without its metadata and without `| None`."""
    while True:
        if get_origin(kind) is Annotated:
            kind = get_args(kind)[0]
        elif get_origin(kind) in {Union, types.UnionType}:
            kind = next(part for part in get_args(kind) if part is not type(None))
        else:
            return kind
