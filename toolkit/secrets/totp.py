"""Time-based one-time codes, RFC 6238 (https://www.rfc-editor.org/rfc/rfc6238).

Written out here because the platform chooses the key, and pyotp 2.12 refuses any under 112 bits: the 16 characters of
base32 (80 bits) that many platforms hand out could not be used.
"""

from __future__ import annotations

import asyncio
import base64
import hmac
import re
import struct
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from toolkit.errors import UsageError
from toolkit.secrets.secret import Secret
from toolkit.texts import t

# A code that ends sooner could arrive at the server too late.
LEAST_SECONDS = 3.0
_KEY = re.compile(r"[A-Z2-7]{8,512}")
_ALGORITHMS = ("sha1", "sha256", "sha512")


@dataclass(frozen=True, repr=False)
class _Generator:
    key: bytes
    algorithm: str = "sha1"
    digits: int = 6
    period: int = 30

    def code(self, counter: int) -> str:
        """RFC 4226, section 5.3 (https://www.rfc-editor.org/rfc/rfc4226#section-5.3)."""
        digest = hmac.digest(self.key, struct.pack(">Q", counter), self.algorithm)
        (number,) = struct.unpack_from(">I", digest, digest[-1] & 0xF)
        return str((number & 0x7FFFFFFF) % 10**self.digits).zfill(self.digits)


def check(secret: Secret) -> None:
    """Raises UsageError (bad_value) unless `secret` is a base32 key or an `otpauth://totp/` address."""
    _generator(secret)


def code_at(secret: Secret, at: float) -> Secret:
    """The code at `at` (seconds since 1970). Raises UsageError (bad_value)."""
    generator = _generator(secret)
    return Secret(generator.code(int(at) // generator.period))


def seconds_left(secret: Secret, at: float) -> float:
    """How long the code of `at` still holds, in seconds. Raises UsageError (bad_value)."""
    period = _generator(secret).period
    return period - at % period


async def current_code(
    secret: Secret,
    *,
    clock: Callable[[], float] = time.time,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> Secret:
    """The code of now; waits for the next one when this one ends in less than `LEAST_SECONDS`.

    Raises UsageError (bad_value).
    """
    left = seconds_left(secret, clock())
    if left < LEAST_SECONDS:
        await sleep(left)
    return code_at(secret, clock())


def _generator(secret: Secret) -> _Generator:
    text = secret.reveal().strip()
    try:
        return _from_address(text) if text.lower().startswith("otpauth:") else _Generator(_key(text))
    except ValueError:  # its text may quote the key
        problem = t("secrets.expected_totp")
        raise UsageError("bad_value", what=t("secrets.totp"), problem=problem) from None


def _from_address(text: str) -> _Generator:
    """`otpauth://totp/LABEL?secret=KEY...`: https://github.com/google/google-authenticator/wiki/Key-Uri-Format."""
    address = urlsplit(text)
    values = {name.lower(): found[-1] for name, found in parse_qs(address.query).items()}
    key, algorithm = _key(values.get("secret", "")), values.get("algorithm", "SHA1").lower()
    generator = _Generator(key, algorithm, int(values.get("digits", 6)), int(values.get("period", 30)))
    in_range = 6 <= generator.digits <= 10 and 1 <= generator.period <= 300
    if address.netloc.lower() != "totp" or "encoder" in values or algorithm not in _ALGORITHMS or not in_range:
        raise ValueError("not an address of a kind that we know")
    return generator


def _key(text: str) -> bytes:
    key = re.sub(r"[\s-]", "", text).upper().rstrip("=")
    if not _KEY.fullmatch(key):
        raise ValueError("not base32")
    return base64.b32decode(key + "=" * (-len(key) % 8))
