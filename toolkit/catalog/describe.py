"""Writes docs/flow-language.md from the models: `python -m toolkit.catalog.describe > docs/flow-language.md`."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from toolkit.catalog import examples
from toolkit.catalog.base import FileModel
from toolkit.catalog.conditions import Condition, JsonRule, Stored
from toolkit.catalog.platform import AccountId, Flow, Platform, Probe, Session, Var, Verified
from toolkit.catalog.schema import flow_schema, platform_schema
from toolkit.catalog.steps import (
    VERBS,
    Check,
    ClearStorage,
    Expect,
    Fill,
    Press,
    Repeat,
    Request,
    Select,
    Step,
    Token,
    TokenFrom,
    TokenInto,
)
from toolkit.catalog.targets import Target

_INTRO = """\
# The flow language

Generated from the models by `python -m toolkit.catalog.describe`; do not edit.

A platform is a file `platforms/<id>.yaml`, its flows are `flows/<id>/login.yaml`, `logout.yaml`,
`logout_everywhere.yaml` and `forget.yaml`. They are data: no step runs a program, a script or an expression.
Files are YAML 1.2 in UTF-8 without anchors, aliases and tags; a key written twice is an error.

- Addresses are `https://host/literal/path`, inside `domains`; the host may be a variable such as `{instance}`.
- Durations are written `10`, `1.5s`, `300ms` or `2m`.
- Where a list is allowed, its only element may stand alone.
- Texts that a page shows are keys of `texts`, with the wordings of every language. They match whole, and upper or lower
  case does not matter; `*` at the end of a wording stands for any rest.
- Secrets are named (`secret: password`), never written.
- `request` is possible in `logout`, `logout_everywhere`, `forget` and in a probe, never in `login`.
"""

# heading, model, examples by key; the models without a table of examples have one example of the whole in PARTS
_SECTIONS: tuple[tuple[str, type[FileModel], Mapping[str, str]], ...] = (
    ("Platform file", Platform, examples.PLATFORM),
    ("Var", Var, {}),
    ("Session", Session, {}),
    ("Probe", Probe, examples.PROBE),
    ("AccountId", AccountId, {}),
    ("Verified", Verified, {}),
    ("Flow file", Flow, examples.FLOW),
    ("Step", Step, examples.STEPS),
    ("Fill", Fill, {}),
    ("Press", Press, {}),
    ("Select", Select, {}),
    ("Check", Check, {}),
    ("Expect", Expect, {}),
    ("Request", Request, {}),
    ("Token", Token, {}),
    ("TokenFrom", TokenFrom, {}),
    ("TokenInto", TokenInto, {}),
    ("ClearStorage", ClearStorage, {}),
    ("Repeat", Repeat, {}),
    ("Condition", Condition, examples.CONDITIONS),
    ("Stored", Stored, {}),
    ("JsonRule", JsonRule, {}),
    ("Target", Target, examples.TARGETS),
)


def document() -> str:
    """The whole page. Raises LookupError for a verb, key or model that is not described or has no example."""
    schemas = {**platform_schema()["$defs"], **flow_schema()["$defs"]}
    schemas["Target"] = schemas["Target"]["anyOf"][1]
    schemas |= {"Platform": platform_schema(), "Flow": flow_schema()}
    if missing := set(schemas) - {model.__name__ for _, model, _ in _SECTIONS}:
        raise LookupError(f"no section for {', '.join(sorted(missing))}")
    if missing := set(VERBS) - set(examples.STEPS):
        raise LookupError(f"no example for {', '.join(sorted(missing))}")
    parts = [_INTRO]
    for heading, model, shown in _SECTIONS:
        parts.append("\n".join(_section(heading, model, shown, schemas[model.__name__])))
    return "\n".join(parts)


def _section(heading: str, model: type[FileModel], shown: Mapping[str, str], schema: dict[str, Any]) -> Iterator[str]:
    yield from (f"## {heading}", "", inspect.getdoc(model) or "", "")
    yield from ("| key | type | default | meaning |", "| --- | --- | --- | --- |")
    for key, part in schema["properties"].items():
        if not part.get("description"):
            raise LookupError(f"{model.__name__}.{key} has no description")
        default = "required" if key in schema.get("required", ()) else _default(part.get("default"))
        yield f"| `{key}` | {_type(part)} | {default} | {part['description']} |"
    yield ""
    if shown:
        if set(shown) != set(schema["properties"]):
            raise LookupError(f"{model.__name__}: examples and keys differ")
        for key in schema["properties"]:
            yield from (f"`{key}`", "", "```yaml", shown[key], "```", "")
    else:
        yield from ("```yaml", examples.PARTS[model.__name__], "```", "")


def _default(value: Any) -> str:
    if value is None or value in ([], {}):
        return ""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{', '.join(map(str, value)) if isinstance(value, (list, tuple)) else value}`"


def _type(part: dict[str, Any]) -> str:
    """A JSON Schema type in words."""
    if "$ref" in part:
        name = part["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in part:
        return _alternatives([kind for kind in part["anyOf"] if kind.get("type") != "null"])
    if "enum" in part or "const" in part:
        return ", ".join(f"`{value}`" for value in part.get("enum", [part.get("const")]))
    if str(part.get("type")) in {"array", "object"}:
        return _collection(part)
    simple = {"boolean": "true or false", "integer": "whole number"}
    return simple.get(str(part.get("type")), "text")


def _alternatives(kinds: list[dict[str, Any]]) -> str:
    if kinds[0].get("type") == "number":
        return "duration"
    lists = [kind for kind in kinds if kind.get("type") == "array"]
    return f"{_type(lists[0]['items'])}, or a list" if len(kinds) == 2 and lists else " or ".join(map(_type, kinds))


def _collection(part: dict[str, Any]) -> str:
    if part["type"] == "array":
        return f"list of {_type(part['items'])}"
    inner = part.get("additionalProperties") or next(iter(part.get("patternProperties", {}).values()))
    return f"keys with {_type(inner)}"


if __name__ == "__main__":
    sys.stdout.write(document())
