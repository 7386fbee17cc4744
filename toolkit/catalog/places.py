"""Where in its file a step stands, and what it looks for: for a message about a step that no longer works."""

from __future__ import annotations

from toolkit.catalog.base import escape
from toolkit.catalog.loader import Loaded, parse_with_positions
from toolkit.catalog.platform import Flow, Platform
from toolkit.catalog.registry import Catalog
from toolkit.catalog.steps import FlowName, Step
from toolkit.catalog.targets import Target
from toolkit.catalog.tree import Place


def step_at(catalog: Catalog, platform: str, flow: FlowName, place: str) -> str:
    """`flows/x/login.yaml:12:5 click [data-testid=next], button "Next"` for the step that the runner calls `3.then.2`.

    Raises what the catalogue raises for the files.
    """
    loaded = _flow(catalog, platform, flow)
    where: Place = ()
    step: Step | None = None
    words = place.split(".")
    while words:
        word = words.pop(0)
        if word.isdigit():
            index = int(word) - 1
            if step is None:
                where, step = ("steps", index), loaded.value.steps[index]
            elif step.repeat is not None:  # the number of a round, then the number of a step
                where, step = _inside(where, ("repeat", "steps"), step.repeat.steps, int(words.pop(0)) - 1)
        elif step is not None and word in {"then", "else"}:
            steps = (step.then if word == "then" else step.else_) or ()
            where, step = _inside(where, (word,), steps, int(words.pop(0)) - 1)
        elif step is not None and step.any is not None:
            way = int(word.removeprefix("any")) - 1
            where, step = _inside(where, ("any", way), step.any[way], int(words.pop(0)) - 1)
        elif step is not None and step.use is not None:
            loaded, where, step = _flow(catalog, platform, step.use), (), None
    at = escape(loaded.tree.where(where))
    return f"{at} {_does(step, catalog.platform(platform))}" if step else at


def probe_at(catalog: Catalog, platform: str) -> str:
    """`platforms/x.yaml:12:1 probe`."""
    return f"{escape(catalog.loaded(platform).tree.where(('probe',), key=True))} probe"


def _inside(where: Place, way: Place, steps: tuple[Step, ...], index: int) -> tuple[Place, Step]:
    return (*where, *way, index), steps[index]


def _flow(catalog: Catalog, platform: str, flow: FlowName) -> Loaded[Flow]:
    name = f"flows/{platform}/{flow}.yaml"
    source = next(source for source in catalog.files(platform) if source.name == name)
    return parse_with_positions(source.raw, Flow, source.shown)


def _does(step: Step, platform: Platform) -> str:
    targets = list(dict.fromkeys(_shown(target, platform) for target in step.targets()))
    urls = ", ".join(step.urls())
    return escape(" ".join(part for part in (step.verb, urls, ", ".join(targets)) if part))


def _shown(target: Target, platform: Platform) -> str:
    """A target as a person reads it: a CSS selector as it is, a role with its text in quotes."""
    key = target.says or target.label or target.placeholder
    texts = [f'"{wording}"' for wordings in platform.texts[key].values() for wording in wordings[:1]] if key else []
    texts += [f'"{target.name}"'] if target.name else []
    place = target.css or target.role or (f"[data-testid={target.test_id}]" if target.test_id else "")
    return " ".join(part for part in (place, "/".join(dict.fromkeys(texts))) if part)
