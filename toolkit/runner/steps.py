"""Executes steps: one handler per verb, in one table."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from playwright.async_api import Error, Locator

from toolkit.catalog.conditions import Condition
from toolkit.catalog.steps import Check, ClearStorage, Expect, Fill, FlowName, Press, Repeat, Request, Select, Step
from toolkit.catalog.targets import Targets
from toolkit.errors import ToolkitError, Undecided, UsageError
from toolkit.runner.conditions import comes_true
from toolkit.runner.find import _words, find, shown_page
from toolkit.runner.person import wait_for_person
from toolkit.runner.request import own_page, send
from toolkit.runner.run import Run, navigation_error
from toolkit.runner.typing import type_secret

WITHIN = 10.0
"""Seconds that a step tries when it does not say `within`."""
_IF_WITHIN = 1.5
"""Seconds that an `if` waits for its condition when it does not say `within`."""


async def execute(run: Run, steps: Sequence[Step], at: str = "") -> None:
    """Run steps in order. `at` is the place of the list ("3.then.") for messages. Raises the first failure."""
    for number, step in enumerate(steps, 1):
        place = f"{at}{number}"
        run.tell("step", f"{place} {step.verb}")
        await _with_modifiers(run, step, place)


async def _with_modifiers(run: Run, step: Step, place: str) -> None:
    for attempt in range(step.retry + 1):
        try:
            await _HANDLERS[step.verb](run, step, place)
        except ToolkitError as failure:
            if attempt < step.retry and not isinstance(failure, UsageError):
                run.tell("note", f"{place} {step.verb}: {failure.reason.code}, {attempt + 1}/{step.retry + 1}")
                continue
            if not step.optional:
                raise
            run.tell("note", f"{place} {step.verb}: {failure.reason.code}")
        return


def _within(step: Step) -> float:
    return step.within if step.within is not None else (_IF_WITHIN if step.verb == "if" else WITHIN)


async def _open(run: Run, step: Step, _place: str) -> None:
    url = run.site.url(step.args)
    for last in (False, True):
        run.failure = ""
        try:
            limit = run.left(max(_within(step), 30)) * 1000
            await run.page.goto(url, wait_until="domcontentloaded", timeout=limit)
            break
        except Error as error:
            if "ERR_ABORTED" in error.message or run.failure == "NS_BINDING_ABORTED":
                return  # the page went on to another address by itself; the steps that follow look at what is there
            if last or "interrupted by another navigation" not in error.message:
                raise navigation_error(run, url, error) from None
            # What the step before had set off (a reload after a click) came in between: once more.
    if run.status is not None and run.status >= 500:
        raise Undecided("server_error", platform=run.site.id, status=run.status)


Action = Callable[[Locator, float], Awaitable[Any]]
"""What is done to an element, within so many milliseconds."""


async def _act(run: Run, targets: Targets, step: Step, place: str, action: Action) -> None:
    """Find a target and act on it; if the page replaced it meanwhile, find it again while there is time."""
    budget = _within(step)
    for last in (False, True):
        element = await find(run, targets, budget, place)
        try:
            await action(element, run.left(budget / 2) * 1000)
        except Error as error:
            if last:
                code = "timeout" if "Timeout" in error.message else "selector_gone"
                raise run.trouble(Undecided(code, platform=run.site.id, step=place, page=shown_page(run))) from None
        else:
            return


async def _click(run: Run, step: Step, place: str) -> None:
    await _act(run, step.args, step, place, lambda element, ms: element.click(timeout=ms, no_wait_after=True))


async def _fill(run: Run, step: Step, place: str) -> None:
    args: Fill = step.args
    if args.secret is not None:
        element = await find(run, args.into, _within(step), place)
        await type_secret(run, element, args.secret, place)
        return
    text = (run.site.user or "") if args.text == "{user}" else (args.text or "")
    await _act(run, args.into, step, place, lambda element, ms: element.fill(text, timeout=ms))


async def _press(run: Run, step: Step, place: str) -> None:
    args: Press = step.args
    if args.on is None:
        await run.page.keyboard.press(args.key)
    else:
        await _act(run, args.on, step, place, lambda element, ms: element.press(args.key, timeout=ms))


async def _select(run: Run, step: Step, place: str) -> None:
    args: Select = step.args

    async def choose(element: Locator, ms: float) -> None:
        if args.value is not None:
            await element.select_option(value=args.value, timeout=ms)
            return
        wanted = _words(run, args.says or "")
        labels = [text for text in await element.locator("option").all_inner_texts() if wanted.match(text)]
        await element.select_option(label=labels[:1], timeout=ms)

    await _act(run, args.in_, step, place, choose)


async def _check(run: Run, step: Step, place: str) -> None:
    args: Check = step.args
    await _act(run, args.box, step, place, lambda element, ms: element.set_checked(args.to, timeout=ms))


async def _wait(run: Run, step: Step, place: str) -> None:
    condition: Condition = step.args
    if not await comes_true(run, condition, _within(step)):
        raise run.trouble(Undecided("timeout", platform=run.site.id, step=place))


async def _expect(run: Run, step: Step, place: str) -> None:
    args: Expect = step.args
    if not await comes_true(run, args.that, _within(step)):
        raise run.trouble(Undecided(args.else_reason, platform=run.site.id, step=place, page=shown_page(run)))


async def _request(run: Run, step: Step, place: str) -> None:
    args: Request = step.args
    run.answer = await send(run, args)
    if run.answer.status not in args.ok:
        raise Undecided("expectation_failed", platform=run.site.id, step=place, page=f"HTTP {run.answer.status}")


async def _clear_storage(run: Run, step: Step, _place: str) -> None:
    args: ClearStorage = step.args
    script = """([names, everything]) => {
      for (const key of Object.keys(localStorage))
        if (everything || names.some(n => n.endsWith('*') ? key.startsWith(n.slice(0, -1)) : key === n))
          localStorage.removeItem(key);
    }"""
    async with own_page(run, run.site.url(args.origin)) as page:
        await page.evaluate(script, [list(args.local_storage), args.everything])


async def _person(run: Run, step: Step, _place: str) -> None:
    why = run.site.platform.texts[step.args]
    await wait_for_person(run, why, step.within)


async def _screenshot(run: Run, step: Step, place: str) -> None:
    if run.pictures is None:
        return
    if run.secret_on_page:
        run.tell("note", f"{place} screenshot: -")
        return
    run.pictures.mkdir(parents=True, exist_ok=True, mode=0o700)
    fields = [frame.locator("css=input, textarea, [contenteditable]") for frame in run.page.frames]
    with contextlib.suppress(Error):  # a picture is a help, not a result
        await run.page.screenshot(path=run.pictures / f"{run.site.id}-{step.args}.png", mask=fields, timeout=5000)


async def _use(run: Run, step: Step, place: str) -> None:
    name: FlowName = step.args
    flow = run.site.flows(name)
    if flow is None:
        raise UsageError("flow_missing", platform=run.site.id, flow=name)
    await execute(run, flow.steps, f"{place}.{name}.")


async def _if(run: Run, step: Step, place: str) -> None:
    if await comes_true(run, step.args, _within(step)):
        await execute(run, step.then or (), f"{place}.then.")
    elif step.else_:
        await execute(run, step.else_, f"{place}.else.")


async def _any(run: Run, step: Step, place: str) -> None:
    failures: list[ToolkitError] = []
    for number, steps in enumerate(step.args, 1):
        try:
            await execute(run, steps, f"{place}.any{number}.")
        except UsageError as error:
            if error.reason.code != "secret_missing":
                raise
            failures.append(error)  # no one-time code is kept: the next way may be a person
            run.tell("note", f"{place}.any{number}: {error.reason.code}")
        except Undecided as error:
            if error.reason.code in ("wrong_password", "challenge", "network_down", "proxy"):
                raise  # another way would ask the same server the same thing
            failures.append(error)
            run.tell("note", f"{place}.any{number}: {error.reason.code}")
        else:
            return
    raise failures[0]


async def _repeat(run: Run, step: Step, place: str) -> None:
    args: Repeat = step.args
    for turn in range(args.at_most):
        if await comes_true(run, args.until, 0.2):
            return
        await execute(run, args.steps, f"{place}.{turn + 1}.")
    if not await comes_true(run, args.until, _within(step)):
        raise run.trouble(Undecided("timeout", platform=run.site.id, step=place))


_HANDLERS: dict[str, Callable[[Run, Step, str], Awaitable[None]]] = {
    "open": _open,
    "click": _click,
    "fill": _fill,
    "press": _press,
    "select": _select,
    "check": _check,
    "wait": _wait,
    "expect": _expect,
    "request": _request,
    "clear_storage": _clear_storage,
    "person": _person,
    "screenshot": _screenshot,
    "use": _use,
    "if": _if,
    "any": _any,
    "repeat": _repeat,
}
HANDLED = frozenset(_HANDLERS)
"""Verbs that have a handler; a test compares them with the schema's."""
