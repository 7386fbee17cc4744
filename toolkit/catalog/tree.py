"""The data of a YAML document, and where each key and value of it stands.

PyYAML only parses here (to events); its implicit types are not used, because YAML 1.1 turns `on` into true and `0123`
into 83. Anchors, aliases, tags and documents after the first are refused: no file of ours needs them, and an alias bomb
cannot be written without. No message ever holds a part of the source: it may be a secret in the wrong place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from toolkit.catalog.base import Plain
from toolkit.errors import FileError
from toolkit.texts import t

Position = tuple[int, int]
"""Line and column, counted from 1."""
Place = tuple[str | int, ...]
"""Keys and list indexes that lead from the top of a document to one of its parts."""

MAX_DEPTH = 40
# The C parser when PyYAML has it (all wheels do); the same events either way.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Tree:
    """A parsed document: `data` of dict, list and str (`Plain` where written without quotes).

    Raises FileError with `shown:line:column` for anything that is not the plain YAML described above.
    """

    def __init__(self, text: str, shown: str) -> None:
        self.shown = shown
        self._keys: dict[Place, Position] = {}
        self._values: dict[Place, Position] = {(): (1, 1)}
        try:
            self._events = self._parse(text)
            event = next(self._events, None)
            if event is None:
                raise self._error((1, 1), t("file.empty"))
            self.data = self._build(event, ())
            for _ in self._events:  # what follows is refused there
                pass
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise self._error(_position(mark) if mark else (1, 1), t("file.syntax", hint=_hint(error))) from None
        except yaml.YAMLError as error:
            line = text.count("\n", 0, getattr(error, "position", 0)) + 1
            raise self._error((line, 1), t("file.odd_character")) from None

    def where(self, place: Place, *, key: bool = False) -> str:
        """`file:line:column` of the deepest part of `place` that the document has; of its key if asked for."""
        line, column = self.locate(place, key=key)[1]
        return f"{self.shown}:{line}:{column}"

    def locate(self, place: Place, *, key: bool = False) -> tuple[Place, Position]:
        """The deepest part of `place` that the document has, and where.

        Steps that the document does not have are skipped: a single element stands where its list is allowed.
        """
        found: Place = ()
        for part in place:
            if (*found, part) in self._values:
                found = (*found, part)
        at = self._keys.get(found) if key else None
        return found, at or self._values[found]

    def _error(self, at: Position, text: str) -> FileError:
        return FileError(f"{self.shown}:{at[0]}:{at[1]}", text)

    def _parse(self, text: str) -> Iterator[yaml.Event]:
        """The events of scalars and collections; refuses what our files may not use."""
        depth = documents = 0
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
            if isinstance(event, (yaml.NodeEvent, yaml.CollectionEndEvent)):
                yield event

    def _build(self, event: yaml.Event, place: Place) -> Any:
        at = self._values[place] = _position(event.start_mark)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, at)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Any] = []
            while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
                items.append(self._build(event, (*place, len(items))))
            return items
        data: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            at = _position(event.start_mark)
            if not isinstance(event, yaml.ScalarEvent):
                raise self._error(at, t("file.key_not_text"))
            key = str(self._scalar(event, at))
            if key in data:
                line, column = self._keys[*place, key]
                raise self._error(at, t("file.duplicate_key", line=line, column=column))
            self._keys[*place, key] = at
            data[key] = self._build(next(self._events), (*place, key))
        return data

    def _scalar(self, event: yaml.ScalarEvent, at: Position) -> str:
        value = str(event.value)
        # Half a surrogate pair ("\ud800") is no character: it could be neither shown nor written to a file.
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise self._error(at, t("file.odd_character"))
        return value if event.style else Plain(value)


def _position(mark: Any) -> Position:
    return mark.line + 1, mark.column + 1


def _hint(error: yaml.MarkedYAMLError) -> str:
    """PyYAML's problem without anything it quotes from the source."""
    return re.sub(r"'[^']*'|\"[^\"]*\"", "…", error.problem or error.context or "")
