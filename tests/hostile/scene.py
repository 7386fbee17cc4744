"""A platform, its flows and a run on hostile pages: what the tests of hostile flows share."""

from __future__ import annotations

import time
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import BrowserContext

from toolkit.browser.wall import Wall
from toolkit.catalog.loader import parse_yaml
from toolkit.catalog.platform import Flow, Platform
from toolkit.catalog.steps import SecretName
from toolkit.errors import ToolkitError
from toolkit.runner.probe import new_run
from toolkit.runner.run import Run
from toolkit.runner.site import Site
from toolkit.runner.steps import execute
from toolkit.secrets import Secret

PASSWORD = "Correct-Horse 7&é"
FORMS = ("Correct-Horse", "correct-horse", "Correct%2DHorse", "Q29ycmVjdC1Ib3JzZ")
SITE, ASSETS, EVIL = "www.site.test", "cdn.assets.test", "www.stranger.test"
PLATFORM = f"""
title: Site
domains: site.test
assets: assets.test
probe:
  open: https://{SITE}/me
  signed_out: {{visible: "#out"}}
  signed_in: {{visible: "#in"}}
  within: 4
"""
FILL = "{fill: {into: '#p', secret: password}, within: 3}"
FIELD = "<input id=p type=password>"
ECHO = "<script>const p = document.querySelector('#p'); p.oninput = () => { %s }</script>"


@dataclass
class Told:
    """All that the runner said while it worked."""

    texts: list[str] = field(default_factory=list)
    asked: int = 0
    """How often the secret was taken out of the store."""

    def tell(self, kind: str, text: str) -> None:
        self.texts.append(f"{kind}: {text}")

    async def secret(self, name: SecretName) -> Secret:  # noqa: ARG002 - as a SecretSource is called
        self.asked += 1
        return Secret(PASSWORD)


def leaks(text: str) -> list[str]:
    return [form for form in FORMS if form.lower() in text.lower()]


def flow(*steps: str) -> Flow:
    return parse_yaml(("steps:\n" + "".join(f"  - {step}\n" for step in steps)).encode(), Flow, "flow.yaml")


def site(platform: str = PLATFORM) -> Site:
    return Site("site", parse_yaml(platform.encode(), Platform, "site.yaml"), {}, lambda _: None, user="acme")


@asynccontextmanager
async def running(context: BrowserContext, wall: Wall, told: Told, **more: Any) -> AsyncIterator[Run]:
    more = {"secret": told.secret, "tell": told.tell, "deadline": time.monotonic() + 30, **more}
    async with new_run(context, site(), wall, **more) as run:
        yield run


async def outcome(run: Run, *steps: str) -> str:
    """The reason's code, or "done". What is raised shows no secret, neither in its text nor in its chain."""
    failure: ToolkitError | None = None
    try:
        await execute(run, flow(*steps).steps)
    except ToolkitError as caught:
        failure = caught
    if failure is None:
        return "done"
    assert not leaks("".join(traceback.format_exception(failure)))
    assert not leaks(f"{failure.reason} {failure.args} {failure.reason.text} {failure.reason.remedy}")
    return failure.reason.code


async def typed(run: Run) -> list[str]:
    """What stands in the fields of every frame."""
    script = "() => [...document.querySelectorAll('input')].map(e => e.value)"
    return [value for frame in run.page.frames for value in await frame.evaluate(script) if value]


OPEN = f"open: https://{SITE}/login"
