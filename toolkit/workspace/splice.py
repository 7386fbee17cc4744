"""Changes to the text of toolkit.yaml that touch no other byte of it: PyYAML tells where what stands.

A round trip through ruamel.yaml keeps comments, but it re-indents lists and drops spaces in `{ a: b }`. So lines are
put in and taken out here, in block style as people write it; for anything else `CannotSplice` asks for the round trip.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

# YAML's line breaks (https://yaml.org/spec/1.1/#b-generic), as PyYAML counts lines
_LINE = re.compile(r"[^\n\r\x85\u2028\u2029]*(?:\r\n|[\n\r\x85\u2028\u2029]|$)")
_PLAIN = re.compile(r"\w(?:[\w .@-]*[\w.@-])?")


class CannotSplice(Exception):
    """The file is laid out in a way that needs the round trip."""


def add_profile(text: str, name: str, values: Mapping[str, Any]) -> str:
    """Put profile `name` behind the last one; `values` are its keys in the order to write, `accounts` a list."""
    lines = _Lines(text)
    pair = _pair(_root(text), "profiles")
    if pair is None:
        return lines.insert(lines.count(), ["profiles:", *_profile(name, values, "  ")])
    key, node = pair
    if _is_empty(node):
        return lines.emptied(key, node).insert(key.end_mark.line + 1, _profile(name, values, "  "))
    column = _block_column(node)
    return lines.insert(lines.end_of(node, column), _profile(name, values, " " * column))


def remove_profile(text: str, name: str) -> str:
    """Take the lines of profile `name` out; comments above it stay."""
    lines = _Lines(text)
    profiles = _pair(_root(text), "profiles")
    pair = _pair(profiles[1], name) if profiles else None
    if not profiles or not pair:
        raise CannotSplice
    column = _block_column(profiles[1])
    return lines.cut(pair[0].start_mark.line, lines.end_of(pair[1], column, pair[0]))


def add_account(text: str, profile: str, account: Mapping[str, Any]) -> str:
    """Put an account behind the last one of `profile`."""
    lines = _Lines(text)
    profiles = _pair(_root(text), "profiles")
    pair = _pair(profiles[1], profile) if profiles else None
    if not profiles or not pair:
        raise CannotSplice
    key, node = pair
    outer = _block_column(profiles[1])
    entry = f"- {_flow(account)}"
    if _is_empty(node):
        inner = " " * (outer + 2)
        return lines.emptied(key, node).insert(key.end_mark.line + 1, [f"{inner}accounts:", f"{inner}  {entry}"])
    column = _block_column(node)
    accounts = _pair(node, "accounts")
    if accounts is None:
        inner = " " * column
        return lines.insert(lines.end_of(node, column), [f"{inner}accounts:", f"{inner}  {entry}"])
    key, items = accounts
    if _is_empty(items):
        return lines.emptied(key, items).insert(key.end_mark.line + 1, [f"{' ' * (column + 2)}{entry}"])
    dash = _block_column(items)
    return lines.insert(lines.end_of(items, dash), [" " * dash + entry])


def remove_accounts(text: str, profile: str, indexes: Sequence[int]) -> str:
    """Take the lines of the accounts at `indexes` of `profile` out."""
    lines = _Lines(text)
    profiles = _pair(_root(text), "profiles")
    pair = _pair(profiles[1], profile) if profiles else None
    accounts = _pair(pair[1], "accounts") if pair else None
    if not accounts:
        raise CannotSplice
    dash = _block_column(accounts[1])
    for index in sorted(indexes, reverse=True):
        item = accounts[1].value[index]
        start = item.start_mark.line
        if not lines.at(start).startswith(" " * dash + "-"):
            raise CannotSplice
        lines = _Lines(lines.cut(start, lines.end_of(item, dash)))
    return lines.text


class _Lines:
    """A text as lines with their ends."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._lines: list[str] = [line for line in _LINE.findall(text) if line]
        self._end = "\r\n" if "\r\n" in text else "\n"

    def count(self) -> int:
        return len(self._lines)

    def at(self, line: int) -> str:
        return self._lines[line]

    def end_of(self, node: yaml.Node, column: int, key: yaml.Node | None = None) -> int:
        """The line behind `node` and behind comments that are indented deeper than `column`, so belong to it."""
        line = _last_line(node, key) + 1
        while line < len(self._lines) and re.match(rf" {{{column + 1},}}#", self._lines[line]):
            line += 1
        return line

    def insert(self, line: int, new: list[str]) -> str:
        before = self._lines[:line]
        if before and not before[-1].endswith(("\n", "\r")):
            before[-1] += self._end
        return "".join([*before, *(text + self._end for text in new), *self._lines[line:]])

    def cut(self, start: int, end: int) -> str:
        return "".join(self._lines[:start] + self._lines[end:])

    def emptied(self, key: yaml.Node, node: yaml.Node) -> _Lines:
        """Without the `{}`, `[]` or `null` behind `key`, so that lines can follow."""
        if node.start_mark.line != node.end_mark.line or node.start_mark.line != key.end_mark.line:
            raise CannotSplice
        start = key.end_mark.index + 1  # behind the colon
        if node.end_mark.index <= start:
            return self
        return _Lines(self.text[:start] + self.text[node.end_mark.index :])


def _root(text: str) -> yaml.Node:
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(node, yaml.MappingNode) or node.flow_style or re.search(r"^(?:---|\.\.\.)", text, re.MULTILINE):
        raise CannotSplice
    return node


def _pair(node: yaml.Node, name: str) -> tuple[yaml.Node, yaml.Node] | None:
    if not isinstance(node, yaml.MappingNode):
        raise CannotSplice
    return next(((key, value) for key, value in node.value if key.value == name), None)


def _is_empty(node: yaml.Node) -> bool:
    """`{}`, `[]`, `null` or nothing at all."""
    if isinstance(node, yaml.CollectionNode):
        return not node.value
    return bool(node.tag == "tag:yaml.org,2002:null")


def _block_column(node: yaml.Node) -> int:
    if not isinstance(node, yaml.CollectionNode) or node.flow_style:
        raise CannotSplice
    return int(node.start_mark.column)


def _last_line(node: yaml.Node, key: yaml.Node | None = None) -> int:
    """The last line with content of `node`: the end mark of a block stands behind comments and empty lines."""
    if isinstance(node, yaml.ScalarNode):
        if node.style in {"|", ">"}:
            raise CannotSplice
        return int(
            key.end_mark.line
            if key is not None and node.start_mark.index == node.end_mark.index
            else node.end_mark.line
        )
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _last_line(last[1], last[0]) if isinstance(node, yaml.MappingNode) else _last_line(last)
    return int(node.end_mark.line)


def _profile(name: str, values: Mapping[str, Any], indent: str) -> list[str]:
    lines = [f"{indent}{_scalar(name)}:"]
    for key, value in values.items():
        if key == "accounts":
            lines.append(f"{indent}  accounts:")
            lines += [f"{indent}    - {_flow(account)}" for account in value]
        else:
            lines.append(f"{indent}  {key}: {_scalar(value)}")
    return lines


def _flow(account: Mapping[str, Any]) -> str:
    parts = [
        f"{key}: {_flow(value) if isinstance(value, Mapping) else _scalar(value)}" for key, value in account.items()
    ]
    return "{" + ", ".join(parts) + "}"


def _scalar(value: object) -> str:
    """As people write it: quotes only where any YAML reader would take it for something else."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    plain = _PLAIN.fullmatch(text) and yaml.safe_load(text) == text
    return text if plain else json.dumps(text, ensure_ascii=False)
