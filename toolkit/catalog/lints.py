"""What a platform file should have but can be used without: warnings of `platform lint`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from toolkit.catalog.checks import Finding, finding, flow_errors, parts, platform_errors
from toolkit.catalog.loader import Loaded
from toolkit.catalog.platform import Flow, Platform
from toolkit.catalog.steps import FlowName, Select, Step
from toolkit.catalog.targets import Target
from toolkit.texts import LANGUAGES


def lint(platform: Loaded[Platform], flows: Mapping[FlowName, Loaded[Flow]]) -> list[Finding]:
    """All findings of a platform and its flows: errors first, then warnings."""
    found = list(platform_errors(platform))
    for name, flow in flows.items():
        found += flow_errors(platform, name, flow, flows.get)
    return found + [replace(warning, level="warning") for warning in _warnings(platform, flows)]


def _warnings(platform: Loaded[Platform], flows: Mapping[FlowName, Loaded[Flow]]) -> Iterator[Finding]:
    if not platform.value.sources:
        yield finding(platform, (), "no_sources")
    if platform.value.probe.challenged is None:
        yield finding(platform, ("probe",), "no_challenged")
    if "logout" not in flows:
        yield finding(platform, (), "no_logout")
    used = _text_keys(platform).union(*map(_text_keys, flows.values()))
    for key, texts in platform.value.texts.items():
        if missing := [language for language in LANGUAGES if language not in texts]:
            yield finding(platform, ("texts", key), "no_language", languages=", ".join(missing))
        if key not in used:
            yield finding(platform, ("texts", key), "unused_text")
    yield from _fragile_targets(platform)
    for flow in flows.values():
        yield from _fragile_targets(flow)


def _text_keys(file: Loaded[Platform] | Loaded[Flow]) -> set[str]:
    keys: set[str] = set()
    for _, part in parts(file.value):
        if isinstance(part, Target):
            keys |= part.text_keys()
        elif isinstance(part, Select) and part.says:
            keys.add(part.says)
        elif isinstance(part, Step) and part.person:
            keys.add(part.person)
    return keys


def _fragile_targets(file: Loaded[Platform] | Loaded[Flow]) -> Iterator[Finding]:
    """Lists of targets that all hang on class names or the shape of the page, which a redesign changes first."""
    for place, part in parts(file.value):
        for name, info in type(part).model_fields.items():
            targets = getattr(part, name)
            if isinstance(targets, tuple) and targets and all(map(_fragile, targets)):
                yield finding(file, (*place, info.alias or name), "css_only")


def _fragile(target: object) -> bool:
    return isinstance(target, Target) and target.css is not None and not set("[#") & set(target.css)
