"""Reads a YAML file into a model, with `file:line:column` for every error and never a line of the source in a message.

PyYAML only parses here (events and nodes); its implicit types are not used, because YAML 1.1 turns `on` into true and
`0123` into 83. Anchors, aliases, tags and documents after the first are refused: no file of ours needs them, and an
alias bomb cannot be written without.
"""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import Any, TypeVar, cast

import yaml
from pydantic import BaseModel, ValidationError

from toolkit.catalog.base import Plain
from toolkit.errors import FileError
from toolkit.texts import t

M = TypeVar("M", bound=BaseModel)
Position = tuple[int, int]
Path_ = tuple[str | int, ...]

MAX_BYTES = 256 * 1024
MAX_DEPTH = 40
_SHOWABLE_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,39}")
# The C parser when PyYAML has it (all wheels do); the same events either way.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_yaml(path: Path, model: type[M], *, shown: str | None = None) -> M:
    """Read `path` into `model`.

    `shown` is how messages name the file (default: the path as given). Raises FileError; OSError is turned into one.
    """
    shown = shown or str(path)
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise FileError(shown, t("file.cannot_read", why=error.strerror or type(error).__name__)) from None
    return parse_yaml(raw, model, shown)


def parse_yaml(raw: bytes, model: type[M], shown: str) -> M:
    """Like `load_yaml`, for bytes already read."""
    if len(raw) > MAX_BYTES:
        raise FileError(shown, t("file.too_large", limit=MAX_BYTES // 1024))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise FileError(f"{shown}:{line}:1", t("file.not_utf8")) from None
    tree = _Tree(text, shown)
    try:
        return model.model_validate(tree.data)
    except ValidationError as error:
        raise _first_error(error, tree, model) from None


class _Tree:
    """The data of a document, and where each key and value of it stands (1-based)."""

    def __init__(self, text: str, shown: str) -> None:
        self.shown = shown
        self.keys: dict[Path_, Position] = {}
        self.values: dict[Path_, Position] = {(): (1, 1)}
        try:
            self._refuse(text)
            node = yaml.compose(text, Loader=_Loader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise self._error(_position(mark) if mark else (1, 1), t("file.syntax", hint=_hint(error))) from None
        except yaml.YAMLError as error:
            line = text.count("\n", 0, getattr(error, "position", 0)) + 1
            raise self._error((line, 1), t("file.odd_character")) from None
        if node is None:
            raise self._error((1, 1), t("file.empty"))
        self.data = self._build(node, ())

    def _error(self, at: Position, text: str) -> FileError:
        return FileError(f"{self.shown}:{at[0]}:{at[1]}", text)

    def _refuse(self, text: str) -> None:
        depth = 0
        documents = 0
        for event in yaml.parse(text, Loader=_Loader):
            at = _position(event.start_mark)
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise self._error(at, t("file.alias"))
            if getattr(event, "tag", None):
                raise self._error(at, t("file.tag"))
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._error(at, t("file.documents"))
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                raise self._error(at, t("file.too_deep", limit=MAX_DEPTH))

    def _build(self, node: yaml.Node, path: Path_) -> Any:
        self.values[path] = _position(node.start_mark)
        if isinstance(node, yaml.ScalarNode):
            return node.value if node.style else Plain(node.value)
        if isinstance(node, yaml.SequenceNode):
            return [self._build(item, (*path, index)) for index, item in enumerate(node.value)]
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            at = _position(key_node.start_mark)
            if not isinstance(key_node, yaml.ScalarNode):
                raise self._error(at, t("file.key_not_text"))
            key = str(key_node.value)
            if key in data:
                first = self.keys[(*path, key)]
                raise self._error(at, t("file.duplicate_key", key=shown_key(key), line=first[0], column=first[1]))
            self.keys[(*path, key)] = at
            data[key] = self._build(value_node, (*path, key))
        return data

    def locate(self, loc: tuple[str | int, ...], *, key: bool) -> tuple[Path_, Position]:
        """The deepest part of a pydantic location that the file has, and where; union tags in between are skipped."""
        path: Path_ = ()
        for part in loc:
            if (*path, part) in self.values:
                path = (*path, part)
        where = self.keys.get(path) if key else None
        return path, where or self.values[path]


def _first_error(error: ValidationError, tree: _Tree, model: type[BaseModel]) -> FileError:
    """The error that stands deepest in the file (a union reports one per alternative; the deepest says most)."""
    placed = []
    for item in error.errors(include_url=False, include_input=False):
        kind = item["type"]
        path, at = tree.locate(item["loc"], key=kind == "extra_forbidden")
        placed.append((-len(path), kind == "missing", at, _message(cast("dict[str, Any]", item), model)))
    _, _, at, text = min(placed)
    return FileError(f"{tree.shown}:{at[0]}:{at[1]}", text)


def _message(item: dict[str, Any], model: type[BaseModel]) -> str:
    kind, context, last = item["type"], item.get("ctx") or {}, item["loc"][-1] if item["loc"] else ""
    if kind.startswith("file."):
        return t(kind, **{name: value for name, value in context.items() if name != "key"})
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(str(last), sorted(_known_keys(model)), n=1, cutoff=0.6)
        return t("file.unknown_key_near", key=shown_key(str(last)), near=near[0]) if near else t(
            "file.unknown_key", key=shown_key(str(last)))
    if kind == "missing":
        return t("file.missing_key", key=last)
    if kind in ("literal_error", "enum"):
        return t("file.expected_one_of", expected=context.get("expected", ""))
    simple = {"string_type": "expected_text", "list_type": "expected_list", "tuple_type": "expected_list",
              "dict_type": "expected_mapping", "model_type": "expected_mapping", "model_attributes_type": "expected_mapping",
              "too_short": "too_few", "string_too_short": "too_few", "too_long": "too_many", "string_too_long": "too_many"}
    return t(f"file.{simple.get(kind, 'invalid')}")


def _known_keys(model: type[BaseModel]) -> set[str]:
    """All keys that any part of the model knows (for "did you mean")."""
    keys: set[str] = set()
    seen: set[type] = set()
    todo: list[Any] = [model]
    while todo:
        kind = todo.pop()
        if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in seen:
            seen.add(kind)
            for name, info in kind.model_fields.items():
                keys.add(info.alias or name)
                todo.append(info.annotation)
        else:
            todo.extend(getattr(kind, "__args__", ()))
    return keys


def shown_key(key: str) -> str:
    """A key as a message may show it: one that does not look like a name may be a secret in the wrong place."""
    return key if _SHOWABLE_KEY.fullmatch(key) else "…"


def _position(mark: Any) -> Position:
    return mark.line + 1, mark.column + 1


def _hint(error: yaml.MarkedYAMLError) -> str:
    """PyYAML's problem without anything it quotes from the source."""
    return re.sub(r"'[^']*'|\"[^\"]*\"", "…", error.problem or error.context or "")
