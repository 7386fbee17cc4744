"""A secret as a value that does not show itself, and the scrubbing of texts that may hold one."""

from __future__ import annotations

import hmac
import logging
import re
from collections.abc import Iterable
from typing import NoReturn

from toolkit.secrets.forms import pattern_of

MASK = "***"

# Every secret of this process, for `scrub`. Held until the process ends: an exception text or a log line may come long
# after the last use of the secret that it quotes.
_known: dict[str, None] = {}
_known_pattern: re.Pattern[str] | None = None


class Secret:
    """A text that str, repr, format, pickle and json never reveal; `reveal()` is the only way out.

    Raises ValueError when `value` is empty: an empty secret is a missing one.
    """

    __slots__ = ("_value",)
    # Unhashable: a hash that agrees with equality would tell something about the value.
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, value: str) -> None:
        if not value:
            raise ValueError("a secret must not be empty")
        self._value = value
        _remember(value)

    def reveal(self) -> str:
        """The value, for the one place that types it."""
        return self._value

    def __repr__(self) -> str:
        return f"Secret({MASK})"

    def __str__(self) -> str:
        return MASK

    def __format__(self, spec: str) -> str:
        return MASK

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(_bytes(self._value), _bytes(other._value))

    def __copy__(self) -> Secret:
        return self

    def __deepcopy__(self, memo: object) -> Secret:
        return self

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a Secret cannot be pickled")


def redact(text: str, secrets: Iterable[Secret]) -> str:
    """`text` with each of `secrets` replaced by `***`, also where it stands URL-encoded, escaped or in base64."""
    values = [secret.reveal() for secret in secrets]
    return pattern_of(values).sub(MASK, text) if values else text


def scrub(text: str) -> str:
    """`redact` with every secret that this process has held."""
    global _known_pattern
    if not _known:
        return text
    if _known_pattern is None:
        _known_pattern = pattern_of(list(_known))
    return _known_pattern.sub(MASK, text)


class RedactingFilter(logging.Filter):
    """Scrubs message, exception and stack of a record. Add it to handlers: a logger's filter misses its children."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = scrub(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = scrub(record.exc_text)
        # Handlers that format the exception by themselves would quote it unscrubbed.
        record.exc_info = None
        if record.stack_info:
            record.stack_info = scrub(record.stack_info)
        return True


def _remember(value: str) -> None:
    global _known_pattern
    if value not in _known:
        _known[value] = None
        _known_pattern = None


def _bytes(value: str) -> bytes:
    return value.encode("utf-8", "surrogatepass")
