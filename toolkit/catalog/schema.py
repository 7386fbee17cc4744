"""JSON Schema of platform and flow files, for editors: `# yaml-language-server: $schema=...`, and `platform schema`."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from toolkit.catalog.platform import Flow, Platform

# https://json-schema.org/draft/2020-12/schema is the dialect that pydantic writes
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TITLES: dict[type[BaseModel], str] = {Platform: "Platform file", Flow: "Flow file"}


def platform_schema() -> dict[str, Any]:
    """The schema of `platforms/<id>.yaml`, short forms included."""
    return _schema(Platform)


def flow_schema() -> dict[str, Any]:
    """The schema of `flows/<id>/<name>.yaml`, short forms included."""
    return _schema(Flow)


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    schema = model.model_json_schema(by_alias=True, mode="validation")
    parts = schema["$defs"]
    target = parts["Target"]
    selector = next(kind for kind in target["properties"]["css"]["anyOf"] if kind["type"] == "string")
    # a bare string is a CSS selector: the model reads it so before it looks at keys
    parts["Target"] = {"anyOf": [{**selector, "description": "CSS selector"}, target]}
    _tidy(schema)
    return {"$schema": _DIALECT, **schema, "title": _TITLES[model]}


def _tidy(node: Any) -> None:
    """Titles that only repeat a name are noise; a scalar may be written without quotes where a text belongs."""
    if isinstance(node, list):
        for item in node:
            _tidy(item)
    elif isinstance(node, dict):
        if isinstance(node.get("title"), str):
            del node["title"]
        if node.get("type") == "string" and not {"enum", "const"} & set(node):
            # an editor reads `one_tap_app_login: 0` as a number; here it stays the text that was written
            node["type"] = ["string", "number", "boolean"]
        is_duration = {"type": "number"} in node.get("anyOf", ())
        for name, item in node.items():
            if not (is_duration and name == "anyOf"):
                _tidy(item)
