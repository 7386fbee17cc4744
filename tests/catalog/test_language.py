"""The language as others see it: JSON Schema, documentation, examples, template."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml

from toolkit.catalog import describe, examples
from toolkit.catalog.conditions import Condition
from toolkit.catalog.describe import document
from toolkit.catalog.loader import parse_yaml
from toolkit.catalog.new import template, write_template
from toolkit.catalog.platform import Flow, Platform, Probe
from toolkit.catalog.registry import Catalog, shipped_root
from toolkit.catalog.schema import flow_schema, platform_schema
from toolkit.catalog.steps import VERBS, Step
from toolkit.catalog.targets import Target
from toolkit.errors import UsageError

jsonschema = pytest.importorskip("jsonschema", reason="an editor's view of our files; needs the package jsonschema")
ROOT = Path(__file__).parents[2]
BARE = """\
title: T
domains: [example.com]
probe: {open: https://example.com/, signed_out: {path: /a}, signed_in: {path: /b}}
"""


def shipped_files(folder: str) -> list[Path]:
    return sorted((shipped_root() / folder).rglob("*.yaml"))


def as_an_editor_reads(text: str) -> Any:
    """YAML 1.2 core without dates, as editors' language servers read it."""

    class Loader(yaml.SafeLoader):
        yaml_implicit_resolvers: ClassVar = {
            first: [(tag, pattern) for tag, pattern in found if tag.rpartition(":")[2] in {"null", "int", "float"}]
            for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

    Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), ["t", "f"])
    return yaml.load(text, Loader)


SHIPPED = [*shipped_files("platforms"), *shipped_files("flows")]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_shipped_files_fit_the_schema(path: Path) -> None:
    schema = platform_schema() if path.parent.name == "platforms" else flow_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(as_an_editor_reads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("text", [
    "steps: [{clik: a}]", "steps: [{press: {key: F13}}]", "steps: []", "steps: [{use: other}]",
    "steps: [{within: true, use: login}]", "steps: [{click: {}, colour: red}]", "stepz: [{use: login}]",
])
def test_the_schema_refuses_what_the_model_refuses(text: str) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(flow_schema()).validate(as_an_editor_reads(text))
    with pytest.raises(UsageError):
        parse_yaml(text.encode(), Flow, "f")


def test_the_documentation_is_fresh() -> None:
    committed = (ROOT / "docs/flow-language.md").read_text(encoding="utf-8")
    assert committed == document(), "run: python -m toolkit.catalog.describe > docs/flow-language.md"


def test_a_verb_without_an_example_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(examples.STEPS, "person")
    with pytest.raises(LookupError, match="person"):
        document()


def test_every_verb_is_a_field_and_has_an_example() -> None:
    fields = {info.alias or name for name, info in Step.model_fields.items()}
    assert set(VERBS) == fields - {"then", "else", "within", "optional", "retry"}
    assert set(examples.STEPS) == fields


@pytest.mark.parametrize("key", sorted(examples.STEPS))
def test_step_examples_are_right(key: str) -> None:
    text = "steps:\n" + "\n".join("  " + line for line in examples.STEPS[key].splitlines())
    [step] = parse_yaml(text.encode(), Flow, key).steps
    assert step.verb == key or key in {"then", "else", "within", "optional", "retry"}


@pytest.mark.parametrize("key", sorted(examples.CONDITIONS))
def test_condition_examples_are_right(key: str) -> None:
    condition = parse_yaml(examples.CONDITIONS[key].encode(), Condition, key)
    assert {(Condition.model_fields[name].alias or name) for name in condition.model_fields_set} == {key}


@pytest.mark.parametrize("key", sorted(examples.TARGETS))
def test_target_examples_are_right(key: str) -> None:
    flow = parse_yaml(f"steps: [click: {_quoted(examples.TARGETS[key])}]".encode(), Flow, key)
    [target] = flow.steps[0].args
    assert getattr(target, key) is not None


def _quoted(text: str) -> str:
    return text if text.startswith("{") else f"'{text}'"


@pytest.mark.parametrize("key", sorted(examples.PLATFORM))
def test_platform_examples_are_right(key: str) -> None:
    if key != "probe":  # the example leaves out what the next section shows
        kept = [line for line in BARE.splitlines() if not line.startswith(f"{key}:")]
        assert parse_yaml("\n".join([*kept, examples.PLATFORM[key]]).encode(), Platform, key)


@pytest.mark.parametrize("key", sorted(examples.PROBE))
def test_probe_examples_are_right(key: str) -> None:
    parts = {"open": examples.PROBE["open"], "signed_out": examples.PROBE["signed_out"],
             "signed_in": examples.PROBE["signed_in"], key: examples.PROBE[key]}
    if key == "request":
        del parts["open"]
    assert parse_yaml("\n".join(parts.values()).encode(), Probe, key)


@pytest.mark.parametrize("key", sorted(examples.FLOW))
def test_flow_examples_are_right(key: str) -> None:
    parts = {"steps": examples.FLOW["steps"], key: examples.FLOW[key]}
    assert parse_yaml("\n".join(parts.values()).encode(), Flow, key)


@pytest.mark.parametrize("name", sorted(examples.PARTS))
def test_part_examples_are_right(name: str) -> None:
    assert parse_yaml(examples.PARTS[name].encode(), getattr(describe, name), name)


def test_examples_are_short() -> None:
    tables = (examples.STEPS, examples.CONDITIONS, examples.TARGETS, examples.PLATFORM, examples.PROBE,
              examples.FLOW, examples.PARTS)
    assert all(len(text.splitlines()) <= 3 for table in tables for text in table.values())


@pytest.mark.parametrize("name", ["my_network", "x1", "_", "a" * 40])
def test_the_template_is_a_working_platform(tmp_path: Path, name: str) -> None:
    written = write_template(tmp_path, name)
    catalog = Catalog(tmp_path)
    assert catalog.lint(name) == []
    assert catalog.flow_names(name) == ["login", "logout"]
    assert sum(len(path.read_text().splitlines()) for path in written) <= 27


def test_the_template_overwrites_nothing(tmp_path: Path) -> None:
    write_template(tmp_path, "mine")
    with pytest.raises(UsageError) as caught:
        write_template(tmp_path, "mine")
    assert caught.value.reason.code == "name_taken"


@pytest.mark.parametrize("name", ["", "Mine", "a-b", "../a", "a/b", "ñ", "a" * 41])
def test_the_template_needs_an_id(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        template(name)
    assert caught.value.reason.code == "bad_value"


def test_a_bare_string_is_a_css_selector() -> None:
    assert Target.model_validate("a.b") == Target(css="a.b")
