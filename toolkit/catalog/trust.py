"""Own files run only after a person has read what they do and said so: the digest of all of them is pinned."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from toolkit.catalog.base import escape
from toolkit.catalog.checks import parts
from toolkit.catalog.loader import Loaded, read_bytes
from toolkit.catalog.platform import Flow, Platform
from toolkit.catalog.steps import ClearStorage, Fill, FlowName, Request, Step, Token
from toolkit.catalog.targets import Target
from toolkit.errors import FileError, UsageError
from toolkit.texts import language, t

_DIGEST = re.compile(r"[0-9a-f]{64}")


def digest(files: Mapping[str, bytes]) -> str:
    """SHA-256 over names and contents; the same on every system (a BOM and the kind of line ends do not count)."""
    total = hashlib.sha256()
    for name in sorted(files):
        content = files[name].removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
        total.update(f"{name}\0{len(content)}\0".encode() + content)
    return total.hexdigest()


class TrustStore:
    """The pinned digests, by platform id: `trust.json` in the home directory.

    Raises FileError for a file that we did not write, UsageError (home_unwritable) when it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def pinned(self, platform: str) -> str | None:
        """The digest that was trusted, if any."""
        return self._load().get(platform)

    def pin(self, platform: str, value: str) -> None:
        self._save({**self._load(), platform: value})

    def unpin(self, platform: str) -> None:
        self._save({name: value for name, value in self._load().items() if name != platform})

    def _load(self) -> dict[str, str]:
        if not os.path.lexists(self.path):
            return {}
        try:
            data = json.loads(read_bytes(self.path, str(self.path)))
        except (ValueError, RecursionError):
            data = None
        pins = data.get("trusted") if isinstance(data, dict) else None
        if not isinstance(pins, dict) or not all(isinstance(v, str) and _DIGEST.fullmatch(v) for v in pins.values()):
            raise FileError(str(self.path), t("file.not_json"))
        return pins

    def _save(self, pins: dict[str, str]) -> None:
        """Written beside and moved over it: a run that stops half way leaves the old file. 0600 from the first byte."""
        text = json.dumps({"version": 1, "trusted": pins}, indent=2, sort_keys=True) + "\n"
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=".trust-")
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    file.write(text)
                    file.flush()
                    os.fsync(file.fileno())
                Path(name).replace(self.path)
            except OSError:
                with contextlib.suppress(OSError):
                    Path(name).unlink()
                raise
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise UsageError("home_unwritable", path=str(self.path.parent), why=why) from None


def summary(platform: Loaded[Platform], flows: Mapping[FlowName, Loaded[Flow]]) -> list[str]:
    """What a person should read before trusting: domains, every address and method, every text and use of a secret.

    One line each, in the language in use, safe to print.
    """
    value = platform.value
    lines = [t("trust.domains", hosts=", ".join(value.domains)), t("trust.secrets", hosts=", ".join(value.domains))]
    if value.assets:
        lines.append(t("trust.assets", hosts=", ".join(value.assets)))
    lines += [t("trust.var", name=name, default=var.default or "-") for name, var in value.vars.items()]
    lines += [t("trust.step", flow="probe", what=what) for what in _uses(value, platform.value)]
    for name, flow in flows.items():
        lines += [t("trust.step", flow=name, what=what) for what in _uses(flow.value, value)]
    return [escape(line) for line in lines]


def _uses(file: Platform | Flow, platform: Platform) -> Iterator[str]:
    for _, part in parts(file):
        if isinstance(part, Request):
            yield t("trust.request", method=part.method, url=part.url)
            sent = [*(part.form or {}).items(), *(part.json_ or {}).items(), *(part.headers or {}).items()]
            yield from (t("trust.sends", name=name, value=value) for name, value in sent)
        elif isinstance(part, Token):
            yield from _token(part)
        elif isinstance(part, ClearStorage):
            yield t("trust.clears", url=part.origin)
        elif isinstance(part, Fill):
            yield t("trust.types_secret", name=part.secret) if part.secret else t("trust.types", text=part.text)
        elif isinstance(part, Step) and part.click:
            yield t("trust.clicks", what=" / ".join(_named(target, platform) for target in part.click))
        elif isinstance(part, Step) and part.person:
            texts = platform.texts.get(part.person, {})
            says = next((texts[code] for code in (language(), "en", *texts) if code in texts), ("",))
            yield t("trust.person", text=says[0])
        elif getattr(part, "open", None):
            yield t("trust.open", url=part.open)  # type: ignore[attr-defined]


def _named(target: Target, platform: Platform) -> str:
    """What a target looks for, as the file says it."""
    says = sorted({text for key in target.text_keys() for texts in platform.texts[key].values() for text in texts[:1]})
    return ", ".join(part for part in (target.role, target.name, target.test_id, target.css, *says) if part)


def _token(token: Token) -> Iterator[str]:
    place = token.from_
    name = place.cookie or place.meta or place.input or place.local_storage or place.json_
    yield t("trust.token", name=name)
    if place.page:
        yield t("trust.request", method="GET", url=place.page)
