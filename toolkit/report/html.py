"""HTML by hand: everything that is not our own markup goes through `esc`."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Iterable

from toolkit.catalog.base import escape


def esc(text: object) -> str:
    """As it may stand between tags and in quoted attributes; control and direction marks are written out."""
    return html.escape(escape(str(text)), quote=True)


def tag(name: str, content: str, class_: str = "") -> str:
    """An element around `content`, which is markup."""
    attribute = f' class="{class_}"' if class_ else ""
    return f"<{name}{attribute}>{content}</{name}>"


def rows(parts: Iterable[str]) -> str:
    return "\n".join(part for part in parts if part)


def document(*, language: str, title: str, css: str, body: str) -> str:
    """A page that runs nothing and loads nothing; its one style sheet is allowed by its hash.

    https://www.w3.org/TR/CSP3/#csp-directives; `frame-ancestors` has no effect in a <meta>, so it is left out.
    """
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        f'<!doctype html>\n<html lang="{esc(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{esc(policy)}">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="robots" content="noindex">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{esc(title)}</title>\n<style>{css}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )
