"""Types a secret: only into a visible password or one-time-code field, of a safe frame, on the secret's own domains."""

from __future__ import annotations

from playwright.async_api import ElementHandle, Error, Frame, Locator

from toolkit.catalog.steps import SecretName
from toolkit.errors import Undecided, UsageError
from toolkit.runner.find import shown_page
from toolkit.runner.run import Run

# A field that a person would see: of some size, opaque, inside the page, not switched off. `code`: the autofill name of
# one-time codes: https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill
_FIELD = """e => {
  const box = e.getBoundingClientRect();
  const place = [box.left + scrollX, box.top + scrollY];
  return {
    tag: e.tagName, type: e.type || '', code: (e.autocomplete || '').includes('one-time-code'),
    seen: e.checkVisibility({opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true})
      && box.width >= 8 && box.height >= 8 && place[0] + box.width > 0 && place[1] + box.height > 0,
  };
}"""
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
    try:
        frame = await handle.owner_frame()
        fits = frame is not None and _safe_frame(run, frame) and await _fits(handle, name)
    except Error:
        raise Undecided("selector_gone", platform=run.site.id, step=place, page=shown_page(run)) from None
    if frame is None or not fits:
        raise refused
    secret = await run.secret(name)
    # The check holds for this very element: if the page swaps it or navigates, the handle is dead and nothing is typed.
    if not _safe_frame(run, frame):
        raise refused
    run.secrets_typed = run.secret_on_page = True
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
    return True


async def _fits(handle: ElementHandle, name: SecretName) -> bool:
    field = await handle.evaluate(_FIELD)
    if field["tag"] != "INPUT" or not field["seen"]:
        return False
    return field["type"] == "password" if name == "password" else field["code"] or field["type"] in _CODE_TYPES
