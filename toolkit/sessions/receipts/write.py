"""Writes a run's receipt: next in the chain, signed where the key answers, readable by its owner alone."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from toolkit.errors import ToolkitError, Undecided
from toolkit.sessions.receipts.body import body_of, utc
from toolkit.sessions.receipts.canonical import canonical, digest
from toolkit.sessions.receipts.folder import Found, newest_first
from toolkit.sessions.receipts.keys import SigningKey, new_key
from toolkit.sessions.receipts.model import Receipt, Unsigned
from toolkit.sessions.receipts.places import Head, Places, places_of
from toolkit.sessions.results import Report
from toolkit.workspace.config import Config
from toolkit.workspace.home import Home, write_error

# Longer than a keyring's patience, so that a run waits for another one whose keyring asks for its password; seconds.
_LOCK_PATIENCE = 60.0


def write_receipt(home: Home, config: Config, report: Report) -> str:
    """Write a run's receipt and move the head. Returns its path relative to the home.

    Raises UsageError (home_unwritable), Undecided (disk_full; receipts_busy). A keyring that is locked, slow or gone
    raises nothing: the receipt is then unsigned and says why.
    """
    try:
        home.receipts.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise write_error(home.receipts, error) from error
    with receipts_lock(home):
        places = places_of(home, config.environment)
        head = _head(places)
        found = _newest(home, head)
        tip = tip_of(found, head)
        now = datetime.now().astimezone()
        name = _free(home.receipts, now)
        body = {
            **body_of(report, config, name, now),
            "sequence": tip.sequence + 1 if tip else 1,
            "previous": tip.digest if tip else None,
        }
        data = _signed(body, places, _last_signed(found), config.environment)
        path = home.receipts / f"{name}.json"
        _create(path, data)
        # A head that stays behind is no harm: the next run and `receipt verify` follow the chain from there.
        with suppress(ToolkitError):
            places.active.keep_head(Head(body["sequence"], digest(data)))
    return path.relative_to(home.path).as_posix()


@contextmanager
def receipts_lock(home: Home) -> Iterator[None]:
    """One writer at a time, or the chain would fork. Raises UsageError (home_unwritable), Undecided (receipts_busy)."""
    from filelock import FileLock, Timeout

    lock = FileLock(home.path / ".receipts.lock", timeout=_LOCK_PATIENCE, mode=0o600, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        raise Undecided("receipts_busy") from None
    except OSError as error:
        raise write_error(home.path, error) from error
    try:
        yield
    finally:
        lock.release()


def _head(places: Places) -> Head | None:
    """The head, None where none can be read. That of a time before the keyring serves until the keyring has one."""
    for place in places.all:
        try:
            if head := place.head():
                return head
        except ToolkitError:
            return None  # an old one in a file would lead astray
    return None


def _newest(home: Home, head: Head | None) -> list[Found]:
    """The receipts that decide what comes next: back to the head's and to a signed one; else all."""
    found: list[Found] = []
    reached = False
    for one in newest_first(home):
        found.append(one)
        reached = reached or (head is not None and one.digest == head.digest)
        if reached and any(each.state == "signed" for each in found):
            break
    return found


def tip_of(found: Sequence[Found], head: Head | None) -> Head | None:
    """What the next receipt continues; None for the first.

    From the head along the receipts that continue it: a crash leaves the head one behind, a locked keyring several.
    The head counts even where its receipt is gone, so that the gap stays for ever. Without a head, the highest number.
    """
    numbered = [(one.receipt, one.digest) for one in found if one.receipt]
    if head is None:
        highest = max(numbered, key=lambda pair: pair[0].sequence, default=None)
        return Head(highest[0].sequence, highest[1]) if highest else None
    following = {
        (one.receipt.sequence, one.receipt.previous): one.digest
        for one in found
        if one.receipt and one.state in ("signed", "unsigned")
    }
    tip = head
    while next_digest := following.get((tip.sequence + 1, tip.digest)):
        tip = Head(tip.sequence + 1, next_digest)
    return tip


def _last_signed(found: Sequence[Found]) -> Receipt | None:
    signed = [one.receipt for one in found if one.receipt and one.state == "signed"]
    return max(signed, key=lambda receipt: receipt.sequence, default=None)


def _signed(body: dict[str, Any], places: Places, last: Receipt | None, environment: str) -> bytes:
    """The bytes of the whole receipt."""
    key, unsigned = _key(places, last, environment)
    before = last.signer.public_key if last and last.signer else None
    if key is None:
        return canonical({**body, "signer": None, "unsigned": unsigned, "signature": None})
    replaces = before if before != key.public else None
    signer = {"key_id": key.key_id, "public_key": key.public, "store": key.store, "replaces": replaces}
    body = {**body, "signer": signer, "unsigned": None}
    data = canonical(body)
    old = _key_in_file(places) if replaces else None
    old_key = old.sign(data) if old and old.public == replaces else None
    return canonical({**body, "signature": {"value": key.sign(data), "old_key": old_key}})


def _key(places: Places, last: Receipt | None, environment: str) -> tuple[SigningKey | None, Unsigned | None]:
    """The key to sign with, made if there is none; else why there is no signature.

    Where the chain was signed from the keyring and there is none now (ssh, cron), no other key is made up: anybody
    could do that.
    """
    of_keyring = last and last.signer and last.signer.store == "keyring"
    if environment == "live" and places.keyring is None and of_keyring:
        return None, "keyring_absent"
    place = places.active
    try:
        key = place.key()
        if key is None:
            key = new_key(place.store)
            place.keep_key(key)
    except ToolkitError as error:
        if error.reason.code == "keyring_locked":
            return None, "keyring_locked"
        return None, "keyring_absent" if error.reason.code == "keyring_absent" else "key_unusable"
    return key, None


def _key_in_file(places: Places) -> SigningKey | None:
    with suppress(ToolkitError):
        return places.file.key()
    return None


def _free(folder: Path, now: datetime) -> str:
    """`2026-11-22T09-00-04Z`, with a number behind it when two runs end in one second."""
    stem = utc(now).replace(":", "-")
    names = [stem, *(f"{stem}-{number:03}" for number in range(2, 1000))]
    return next(name for name in names if not (folder / f"{name}.json").exists())


def _create(path: Path, data: bytes) -> None:
    """The whole file or none, on the disk when this returns. Raises UsageError, Undecided as `write_error` says."""
    new = path.with_name(".receipt.new")
    try:
        new.unlink(missing_ok=True)  # of a run that was killed
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.rename(path)
        if os.name == "posix":
            handle = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
    except OSError as error:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise write_error(path.parent, error) from error
