"""Names of traces, made safe to show: a cookie or storage key can itself hold a token, an e-mail address or a URL."""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from functools import lru_cache

LONGEST = 64
_URL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://(?:[^/?#\s\"'|^@]*@)?([^/?#\s\"'|^@:]*)[^\s\"'|]*")
_EMAIL = re.compile(r"[^\s:/|=,;]+(?:@|%40)[^\s:/|=,;]+")
_RUN = re.compile(r"[A-Za-z0-9+=]{12,}|(?<![A-Za-z0-9])[0-9a-fA-F-]{20,}")
_RUN_URL_SAFE = re.compile(r"[A-Za-z0-9+=_\-]{20,}")  # base64 as URLs have it: it may cross word breaks
_LONG_NUMBER = re.compile(r"\d{7,}")


@lru_cache(maxsize=8192)
def safe_name(name: str) -> str:
    """`name` as it may be shown: URLs become their host; what looks like a token, an e-mail address or an account
    number, and everything over 64 characters, becomes the harmless beginning plus a short hash.
    """
    shown = _URL.sub(lambda match: match.group(1), name)
    shown = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in shown)
    secret_at = [match.start() for pattern in (_EMAIL, _LONG_NUMBER) for match in pattern.finditer(shown)]
    for runs in (_RUN, _RUN_URL_SAFE):
        secret_at = secret_at or [match.start() for match in runs.finditer(shown) if _is_random(match.group())]
    if not secret_at and len(shown) <= LONGEST:
        return shown
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{shown[: min([24, *secret_at])]}#{digest}"


def _is_random(run: str) -> bool:
    """Whether a run of characters looks made by a machine: mixed digits and letters, spread evenly.

    The bound separates hex and base64 tokens (over 3 bits a character from 12 characters on) from words with a number.
    """
    letters = sum(char.isalpha() for char in run)
    digits = sum(char.isdigit() for char in run)
    mixed_case = any(c.islower() for c in run) and sum(c.isupper() for c in run) > len(run) // 4
    if not letters or not (digits >= 3 or (mixed_case and len(run) >= 20)):
        return False
    entropy = -sum(n / len(run) * math.log2(n / len(run)) for n in Counter(run).values())
    return entropy >= 3.0
