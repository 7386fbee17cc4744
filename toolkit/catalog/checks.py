"""Rules that no single model can check: between a platform, its probe and its flows. Each finding has its position."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from toolkit.catalog.base import FileModel
from toolkit.catalog.conditions import Condition
from toolkit.catalog.loader import Loaded
from toolkit.catalog.platform import REQUESTS_ALLOWED, Flow, Platform, Probe
from toolkit.catalog.steps import ClearStorage, Fill, FlowName, Request, Select, Step, TokenFrom
from toolkit.catalog.targets import Target
from toolkit.catalog.tree import Place
from toolkit.catalog.urls import covers, variables, within
from toolkit.errors import FileError
from toolkit.texts import t

MAX_STEPS = 2000
"""How many steps a flow may come to, with every `repeat`, `retry` and `use` at its worst."""

Flows = Callable[[FlowName], Loaded[Flow] | None]
"""Gives another flow of the same platform."""

# fields that hold an address, and fields that hold a key of `texts`
_ADDRESSES: dict[type[FileModel], tuple[str, ...]] = {
    Step: ("open",), Probe: ("open",), Request: ("url",), TokenFrom: ("page",), ClearStorage: ("origin",)}
_TEXT_KEYS: dict[type[FileModel], tuple[str, ...]] = {
    Target: ("says", "label", "placeholder"), Select: ("says",), Step: ("person",)}
_SECRET_FIELD = re.compile(
    r"(?i)passw|passcode|passphrase|\bpass\b|pwd|contrase|senha|secret|otp\b|\bpin\b|one-time|2fa|verification")
_SECRET_PARAMETER = re.compile(r"(?i)passw|pwd|secret|token|credential|api[_-]?key|\bauth\b|authori[sz]ation")
_FRAME_HOST = re.compile(r"//([^/\"'\]\s]+)")


@dataclass(frozen=True)
class Finding:
    """Something wrong in a file: `code` is a text `file.<code>`; a warning does not keep the file from being used."""

    where: str
    code: str
    text: str
    level: Literal["error", "warning"] = "error"


def parts(model: FileModel, place: Place = ()) -> Iterator[tuple[Place, FileModel]]:
    """`model` and every model inside it, each with its place in the file."""
    yield place, model
    for name, info in type(model).model_fields.items():
        yield from _inside(getattr(model, name), (*place, info.alias or name))


def _inside(value: object, place: Place) -> Iterator[tuple[Place, FileModel]]:
    if isinstance(value, FileModel):
        yield from parts(value, place)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _inside(item, (*place, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _inside(item, (*place, key))


def finding(file: Loaded[Platform] | Loaded[Flow], place: Place, code: str, **params: object) -> Finding:
    return Finding(file.tree.where(place), code, t(f"file.{code}", **params))


def require(findings: Iterable[Finding]) -> None:
    """Raises FileError for the first finding that is an error."""
    for found in findings:
        if found.level == "error":
            raise FileError(found.where, found.text)


def platform_errors(platform: Loaded[Platform]) -> Iterator[Finding]:
    """What keeps a platform file from being used."""
    known = set(platform.value.vars)
    for field in ("domains", "assets"):
        for index, domain in enumerate(getattr(platform.value, field)):
            if variables(domain) - known:
                yield finding(platform, (field, index), "unknown_var")
    yield from _common_errors(platform, platform)
    for index, condition in enumerate(platform.value.probe.signed_in):
        if not _positive(condition):
            yield finding(platform, ("probe", "signed_in", index), "no_positive_sign")


def override_errors(own: Loaded[Platform], shipped: Platform) -> Iterator[Finding]:
    """A person's own file may replace a shipped one, but not widen where secrets are typed."""
    for index, domain in enumerate(own.value.domains):
        if not within(f"https://{domain}", shipped.domains):
            yield finding(own, ("domains", index), "added_domain")


def flow_errors(platform: Loaded[Platform], name: FlowName, flow: Loaded[Flow], flows: Flows) -> Iterator[Finding]:
    """What keeps a flow from being used on that platform. `flows` gives the flows that it may `use`."""
    yield from _common_errors(platform, flow)
    for place, part in parts(flow.value):
        if isinstance(part, Step) and part.request and name not in REQUESTS_ALLOWED:
            yield finding(flow, (*place, "request"), "request_here")
        if isinstance(part, Fill):
            yield from _fill_errors(platform.value, flow, place, part)
    uses = list(_use_errors(name, flow, flows, (name,), set()))
    yield from uses
    if not uses and _cost_of_all(flow.value.steps, flows, {}) > MAX_STEPS:
        yield finding(flow, ("steps",), "too_many_steps", limit=MAX_STEPS)


def _common_errors(platform: Loaded[Platform], file: Loaded[Platform] | Loaded[Flow]) -> Iterator[Finding]:
    """Addresses, text keys and requests, wherever they stand."""
    for place, part in parts(file.value):
        for field in _ADDRESSES.get(type(part), ()):
            if (url := getattr(part, field)) and (code := _address_error(platform.value, url)):
                yield finding(file, (*place, field), code)
        for field in _TEXT_KEYS.get(type(part), ()):
            if (key := getattr(part, field)) and key not in platform.value.texts:
                yield finding(file, (*place, field), "unknown_text")
        if isinstance(part, Request):
            yield from _request_errors(file, place, part)


def _address_error(platform: Platform, url: str) -> str | None:
    if variables(url) - set(platform.vars):
        return "unknown_var"
    if within(url, platform.domains):
        return None
    return "asset_url" if within(url, platform.assets) else "foreign_url"


def _request_errors(file: Loaded[Platform] | Loaded[Flow], place: Place, request: Request) -> Iterator[Finding]:
    """Literal values under names that stand for secrets; CSRF tokens are read by `tokens`, never written down."""
    for field, values in (("form", request.form), ("json", request.json_), ("headers", request.headers)):
        for name in values or ():
            if _SECRET_PARAMETER.search(name):
                yield finding(file, (*place, field, name), "literal_secret")
    query = request.url.partition("?")[2]
    if any(_SECRET_PARAMETER.search(pair.partition("=")[0]) for pair in query.split("&")):
        yield finding(file, (*place, "url"), "literal_secret")


def _fill_errors(platform: Platform, flow: Loaded[Flow], place: Place, fill: Fill) -> Iterator[Finding]:
    if fill.text is not None and fill.text != "{user}" and any(_asks_secret(platform, target) for target in fill.into):
        yield finding(flow, (*place, "text"), "literal_secret")
    for index, target in enumerate(fill.into):
        hosts = _FRAME_HOST.findall(target.frame or "") if fill.secret else []
        if any(not any(covers(domain, host) for domain in platform.domains) for host in hosts):
            yield finding(flow, (*place, "into", index, "frame"), "foreign_frame")


def _asks_secret(platform: Platform, target: Target) -> bool:
    says = [text for key in target.text_keys() for texts in platform.texts.get(key, {}).values() for text in texts]
    named = [target.css, target.test_id, target.name, *target.text_keys(), *says]
    return any(_SECRET_FIELD.search(name) for name in named if name)


def _positive(condition: Condition) -> bool:
    """Whether the condition needs something to be there."""
    signs = (condition.path, condition.fragment, condition.visible, condition.stored, condition.json_)
    return any(sign is not None for sign in signs) or bool(condition.any and all(map(_positive, condition.any)))


def _uses(flow: Flow) -> Iterator[tuple[Place, FlowName]]:
    for place, part in parts(flow):
        if isinstance(part, Step) and part.use:
            yield (*place, "use"), part.use


def _use_errors(
    top: FlowName, flow: Loaded[Flow], flows: Flows, chain: tuple[FlowName, ...], seen: set[FlowName],
) -> Iterator[Finding]:
    """Circles, flows that are not there, and requests that would reach a flow in which they are not allowed."""
    for place, name in _uses(flow.value):
        if name in chain:
            yield finding(flow, place, "use_cycle", chain=" → ".join((*chain, name)))
            continue
        if name in seen:
            continue
        seen.add(name)
        used = flows(name)
        if used is None:
            yield finding(flow, place, "use_missing", name=name)
        elif top not in REQUESTS_ALLOWED and any(isinstance(part, Request) for _, part in parts(used.value)):
            yield finding(flow, place, "request_here")
        else:
            yield from _use_errors(top, used, flows, (*chain, name), seen)


def _cost_of_all(steps: Iterable[Step], flows: Flows, known: dict[FlowName, int]) -> int:
    """How many steps these may come to; only for flows without circles. `known` remembers the cost of whole flows."""
    return sum(_cost(step, flows, known) for step in steps)


def _cost(step: Step, flows: Flows, known: dict[FlowName, int]) -> int:
    inner = [*(step.then or ()), *(step.else_ or ()), *(s for steps in step.any or () for s in steps)]
    cost = 1 + _cost_of_all(inner, flows, known)
    if step.repeat:
        cost += step.repeat.at_most * _cost_of_all(step.repeat.steps, flows, known)
    if step.use:
        if step.use not in known:
            used = flows(step.use)
            known[step.use] = _cost_of_all(used.value.steps, flows, known) if used else 0
        cost += known[step.use]
    return cost * (1 + step.retry)
