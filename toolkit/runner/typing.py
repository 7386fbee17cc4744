"""Types a secret: only into a visible password or one-time-code field, of a safe frame, on the secret's own domains."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.async_api import ElementHandle, Error, Frame, Locator

from toolkit.catalog.steps import SecretName
from toolkit.errors import Undecided, UsageError
from toolkit.runner.find import shown_page
from toolkit.runner.run import Run

# What marks a field for a one-time code: the HTML standard's autofill name, or a numeric keypad.
# https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill
_FIELD = """e => ({
  tag: e.tagName, type: e.type || '', code: (e.autocomplete || '').includes('one-time-code'), hidden: !e.checkVisibility(),
})"""
_CODE_TYPES = {"text", "tel", "number", "password"}


async def type_secret(run: Run, element: Locator, name: SecretName, place: str) -> None:
    """Fill a secret in. Raises Undecided `proxy`, UsageError `secret_refused`, or what the secret store raises."""
    if run.secret is None:
        raise UsageError("secret_refused", platform=run.site.id, step=place, page=shown_page(run))
    if run.wall.behind_proxy:
        raise Undecided("proxy", platform=run.site.id)
    refused = UsageError("secret_refused", platform=run.site.id, step=place, page=shown_page(run))
    try:
        handle = await element.element_handle(timeout=2000)
    except Error:
        raise Undecided("selector_gone", platform=run.site.id, step=place, page=shown_page(run)) from None
    frame = await handle.owner_frame()
    if frame is None or not _safe_frame(run, frame) or not await _fits(handle, name):
        raise refused
    secret = await run.secret(name)
    # The check holds for this very element: if the page swaps it or navigates, the handle is dead and nothing is typed.
    if not _safe_frame(run, frame):
        raise refused
    run.secrets_typed = True
    try:
        await handle.fill(secret.reveal(), timeout=5000)
    except Error:
        # Playwright's message quotes what was to be typed.
        raise Undecided("selector_gone", platform=run.site.id, step=place, page=shown_page(run)) from None


def _safe_frame(run: Run, frame: Frame) -> bool:
    """Every frame from this one up to the page is the platform's own, over https (http on loopback)."""
    inside: Frame | None = frame
    while inside is not None:
        if not run.site.owns(inside.url):
            return False
        inside = inside.parent_frame
    return bool(urlsplit(frame.url).netloc)


async def _fits(handle: ElementHandle, name: SecretName) -> bool:
    field = await handle.evaluate(_FIELD)
    if field["tag"] != "INPUT" or field["hidden"]:
        return False
    return field["type"] == "password" if name == "password" else field["code"] or field["type"] in _CODE_TYPES
