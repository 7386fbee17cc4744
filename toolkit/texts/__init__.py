"""The one catalogue of texts that people read, in English, Spanish and Portuguese.

Each module of this package holds `TEXTS: {key: {"en": ..., "es": ..., "pt": ...}}`; a test checks that every entry
has all languages and the same placeholders in each. `t(key, **params)` renders in the language in use.
"""

from __future__ import annotations

import importlib
import locale
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

LANGUAGES = ("en", "es", "pt")
# first part of a key -> module of this package, imported when the first such text is asked for
_MODULES = {"reason": "reasons", "remedy": "remedies"}

_language: str | None = None


def set_language(language: str | None) -> None:
    """Use `language` (`en`, `es`, `pt`) from now on; None goes back to the system's."""
    global _language
    _language = language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Use `language` inside `with`, and what was in use again afterwards."""
    before = _language
    set_language(language)
    try:
        yield
    finally:
        set_language(before)


def language() -> str:
    """The language in use: the one set, else the system's, else English."""
    return _language or system_language()


def system_language() -> str:
    """The first of the system's languages that we have (POSIX order: LC_ALL, LC_MESSAGES, LANG), else English."""
    named = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    spoken = next((value for value in named if value), "") or (locale.getlocale()[0] or "")
    return _WINDOWS_NAMES.get(spoken.split("_")[0].lower(), spoken[:2].lower()) if spoken[:2] else "en"


# locale.getlocale() answers in English words on Windows:
# https://docs.python.org/3/library/locale.html#locale.getlocale
_WINDOWS_NAMES = {"spanish": "es", "portuguese": "pt", "english": "en"}


@cache
def _entries(module: str) -> dict[str, dict[str, str]]:
    texts: dict[str, dict[str, str]] = importlib.import_module(f"toolkit.texts.{module}").TEXTS
    return texts


def t(key: str, /, **params: object) -> str:
    """The text `key` in the language in use, with `{name}` placeholders filled from `params`.

    Raises KeyError for an unknown key: a missing text is a defect, found by the tests.
    """
    prefix = key.partition(".")[0]
    entry = _entries(_MODULES.get(prefix, prefix))[key]
    text = entry.get(language()) or entry["en"]
    return text.format(**params)
