"""The files of the receipts, read and each looked at for itself; how they hang together is the chain's business."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from toolkit.errors import UsageError
from toolkit.sessions.receipts.canonical import digest, encode
from toolkit.sessions.receipts.keys import key_id, signed_by
from toolkit.sessions.receipts.model import VERSION, OldReceipt, Receipt, from_old
from toolkit.workspace.home import Home

State = Literal["signed", "unsigned", "changed", "newer", "unreadable"]
"""`unsigned` is honest (version 1, or written while the key was out of reach); `changed` is not what was written."""


@dataclass(frozen=True)
class Found:
    """One file. `receipt` is there where it could be taken apart; `digest` is the SHA-256 of the file's bytes.

    `vouched`: the key that this one replaces has signed too.
    """

    name: str
    state: State
    digest: str = ""
    receipt: Receipt | None = None
    old: OldReceipt | None = None
    vouched: bool = False

    @property
    def content(self) -> Receipt | OldReceipt | None:
        return self.receipt or self.old


def names(home: Home) -> list[str]:
    """Of all receipts, oldest first."""
    return sorted(path.stem for path in home.receipts.glob("*.json")) if home.receipts.is_dir() else []


def read_all(home: Home) -> list[Found]:
    return [read_file(home.receipts / f"{name}.json") for name in names(home)]


def newest_first(home: Home) -> Iterator[Found]:
    """By name: where the clock never went back, by number too."""
    for name in reversed(names(home)):
        yield read_file(home.receipts / f"{name}.json")


def read_one(home: Home, name: str) -> Found:
    """By its name, or `latest`. Raises UsageError (unknown_receipt)."""
    there = names(home)
    stem = Path(name).name.removesuffix(".json")
    if name == "latest" and there:
        found = read_all(home)
        numbered = [one for one in found if one.receipt]
        return max(numbered, key=_sequence) if numbered else found[-1]
    if stem not in there:
        raise UsageError("unknown_receipt", name=stem)
    return read_file(home.receipts / f"{stem}.json")


def _sequence(found: Found) -> int:
    return found.receipt.sequence if found.receipt else 0


def read_file(path: Path) -> Found:
    try:
        data = path.read_bytes()
    except OSError:
        return Found(path.stem, "unreadable")
    return look_at(path.stem, data)


def look_at(name: str, data: bytes) -> Found:
    """What the bytes of a file called `name` are. Never raises: whoever wrote the file may have written anything."""
    sha256 = digest(data)
    try:
        body = json.loads(data)
        version = body["version"]
        if version == 1:
            return Found(name, "unsigned", sha256, old=from_old(body))
        if isinstance(version, int) and version > VERSION:
            return Found(name, "newer", sha256)
        receipt = Receipt.model_validate(body)
        exact = encode(body) == data
    # the last one: thousands of brackets in each other
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return Found(name, "changed", sha256)
    if not exact:
        return Found(name, "changed", sha256, receipt)
    return _judged(name, sha256, receipt, body)


def _judged(name: str, sha256: str, receipt: Receipt, body: dict[str, Any]) -> Found:
    signer, signature = receipt.signer, receipt.signature
    if (receipt.previous is None) != (receipt.sequence == 1):
        return Found(name, "changed", sha256, receipt)
    if signer is None and signature is None and receipt.unsigned:
        return Found(name, "unsigned", sha256, receipt)
    data = encode({key: value for key, value in body.items() if key != "signature"})
    fits = (
        signer is not None
        and signature is not None
        and not receipt.unsigned
        and signer.key_id == key_id(signer.public_key)
        and signed_by(signer.public_key, signature.value, data)
    )
    old_key = signature.old_key if signature else None
    if old_key is not None:
        replaced = signer.replaces if signer else None
        fits = fits and replaced is not None and signed_by(replaced, old_key, data)
    return Found(name, "signed" if fits else "changed", sha256, receipt, vouched=old_key is not None)
