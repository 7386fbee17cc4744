"""`receipt verify`: the whole chain against the key and the head that are kept apart from it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import Any, Literal

from toolkit.errors import Exit, ToolkitError
from toolkit.sessions.receipts.chain import Chain, Finding, Link, examine, finding
from toolkit.sessions.receipts.folder import Found, read_all, read_one
from toolkit.sessions.receipts.keys import fingerprint, key_id
from toolkit.sessions.receipts.model import Signer
from toolkit.sessions.receipts.places import Head, Places, places_of
from toolkit.sessions.receipts.write import receipts_lock
from toolkit.texts import t
from toolkit.workspace.home import Home

Outcome = Literal["intact", "broken", "unknown"]
_EXITS: dict[Outcome, Exit] = {"intact": Exit.CLEAN, "broken": Exit.DIRTY, "unknown": Exit.UNKNOWN}


@dataclass(frozen=True)
class Verification:
    """What `receipt verify` answers. `checked`: files looked at; `notes`: sentences that a reader has to know."""

    checked: int
    findings: tuple[Finding, ...]
    notes: tuple[str, ...]
    signer: Signer | None

    @property
    def outcome(self) -> Outcome:
        if any(one.exit == Exit.DIRTY for one in self.findings):
            return "broken"
        return "unknown" if self.findings else "intact"

    @property
    def exit(self) -> Exit:
        return _EXITS[self.outcome]

    def as_json(self) -> dict[str, Any]:
        key = {"key_id": self.signer.key_id, "store": self.signer.store} if self.signer else None
        return {
            "version": 1,
            "outcome": self.outcome,
            "checked": self.checked,
            "key": key,
            "findings": [{**one.reason.as_json(), "receipt": one.name} for one in self.findings],
            "notes": list(self.notes),
        }


@dataclass(frozen=True)
class _Known:
    """What the places answered. `silent`: the code of the keyring's trouble."""

    heads: tuple[Head, ...]
    stores: frozenset[str]
    """Stores that hold a head."""
    held: tuple[str, ...]
    silent: str | None


def verify_receipts(home: Home, environment: str, name: str | None = None) -> Verification:
    """Check all receipts, or what concerns the receipt `name`. Moves a head that a crash left behind.

    Raises UsageError (unknown_receipt), Undecided (receipts_busy).
    """
    only = read_one(home, name).name if name else None
    with ExitStack() as stack:
        may_write = _lock(stack, home)
        places = places_of(home, environment)
        found, known = read_all(home), _ask(places)
        chain = examine(found, known.heads, known.held)
        findings = [*chain.findings, *_cannot_tell(chain, known, environment)]
        if may_write and not any(one.exit == Exit.DIRTY for one in findings):
            _heal(places, chain, known)
    if only:
        findings = [one for one in findings if _concerns(one, only)]
    newest = chain.newest
    signers = [link.receipt.signer for link in chain.links if link.receipt.signer]
    checked = 1 if only else len(found)
    return Verification(checked, tuple(findings), _notes(chain, newest), signers[-1] if signers else None)


def _concerns(one: Finding, name: str) -> bool:
    """Whose key it was is a question to every receipt; newest ones that are lost are none to this one."""
    of_all = one.reason.code == "receipt_key_changed" or (one.name is None and one.exit == Exit.UNKNOWN)
    return one.name == name or of_all


def _lock(stack: ExitStack, home: Home) -> bool:
    """Hold the lock; False where nothing can be written to the home (a backup on a read-only disk)."""
    try:
        stack.enter_context(receipts_lock(home))
    except ToolkitError as error:
        if error.reason.code != "home_unwritable":
            raise
        return False
    return True


def _ask(places: Places) -> _Known:
    heads: list[tuple[str, Head]] = []
    held: list[str] = []
    silent: str | None = None
    for place in places.all:
        try:
            if head := place.head():
                heads.append((place.store, head))
            if key := place.key():
                held.append(key.public)
        except ToolkitError as error:
            silent = silent or error.reason.code
    return _Known(tuple(head for _, head in heads), frozenset(store for store, _ in heads), tuple(held), silent)


def _cannot_tell(chain: Chain, known: _Known, environment: str) -> list[Finding]:
    """What key and head would have told, had they been there."""
    newest = _newest_signed(chain.links)
    if newest is None or newest.receipt.signer is None:
        return [finding(known.silent)] if known.silent in ("keyring_locked", "keyring_absent") else []
    store = newest.receipt.signer.store
    if store == "keyring" and known.silent in ("keyring_locked", "keyring_absent"):
        return [finding(known.silent)]
    missing = []
    if not known.held:
        replica = store == "keyring" and environment == "replica"
        missing.append(finding("receipt_key_gone", why=t(f"receipts.key_gone.{'replica' if replica else store}")))
    if store not in known.stores:
        missing.append(finding("receipt_head_gone"))
    return missing


def _newest_signed(links: Sequence[Link]) -> Link | None:
    return next((link for link in reversed(links) if link.receipt.signer), None)


def _heal(places: Places, chain: Chain, known: _Known) -> None:
    newest = chain.newest
    behind = known.heads and newest and max(head.sequence for head in known.heads) < newest.receipt.sequence
    if behind and newest:
        # not now, then the next time
        with suppress(ToolkitError):
            places.active.keep_head(Head(newest.receipt.sequence, newest.found.digest))


def _notes(chain: Chain, newest: Link | None) -> tuple[str, ...]:
    changes = [change for change in chain.key_changes if change[3]]
    notes = [t("receipts.key_change", name=name, old=old, key=key) for name, old, key, _ in changes]
    last = _newest_signed(chain.links)
    if last and last.receipt.signer and last.receipt.signer.store == "file":
        notes.append(t("receipts.head_in_file"))
    if newest:
        notes.append(t("receipts.tamper_evident"))
    return tuple(notes)


def signature_line(found: Found) -> str:
    """One sentence on a receipt's own signature; for the chain there is `receipt verify`."""
    receipt = found.receipt
    if found.state == "signed" and receipt and receipt.signer:
        shown = fingerprint(key_id(receipt.signer.public_key)[:16])
        return t("receipts.signed", number=receipt.sequence, key=shown)
    if found.state == "unsigned":
        why = t(f"receipts.unsigned.{receipt.unsigned}" if receipt else "receipts.unsigned.version_1")
        return t("receipts.not_signed", why=why)
    return t("receipts.spoilt")
