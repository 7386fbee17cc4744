"""Where the signing key and the head of the chain are kept: the system's keyring, else files of the home (0600).

`environment: replica` leaves the keyring alone, as it does for passwords.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from toolkit.errors import ToolkitError, Undecided
from toolkit.secrets import system_keyring
from toolkit.sessions.receipts.keys import SigningKey, stored_key
from toolkit.sessions.receipts.model import Store
from toolkit.workspace.edit import write_private
from toolkit.workspace.home import Home

# How long a keyring may ask a person to unlock it before a run goes on without a signature, in seconds.
PATIENCE = 20.0

T = TypeVar("T")


@dataclass(frozen=True)
class Head:
    """The newest receipt: its number and the SHA-256 of its file."""

    sequence: int
    digest: str

    def as_text(self) -> str:
        return json.dumps({"sequence": self.sequence, "sha256": self.digest})


def _stored_head(text: str) -> Head | None:
    try:
        body = json.loads(text)
        return Head(int(body["sequence"]), str(body["sha256"]))
    except (ValueError, TypeError, KeyError):
        return None


class Place(Protocol):
    """Every method raises ToolkitError where the place does not answer; None: there is nothing of that kind."""

    store: Store

    def key(self) -> SigningKey | None: ...
    def keep_key(self, key: SigningKey) -> None: ...
    def head(self) -> Head | None: ...
    def keep_head(self, head: Head) -> None: ...


class KeyringPlace:
    """Two entries for each home, named by its path. A keyring that has failed once is not asked again."""

    store: Store = "keyring"

    def __init__(self, home: Home) -> None:
        place = hashlib.sha256(os.path.normcase(os.path.realpath(home.path)).encode("utf-8", "replace")).hexdigest()
        self._entry = f"receipts/{place[:16]}"
        self._trouble: ToolkitError | None = None

    def usable(self) -> bool:
        """Whether there is a keyring at all. One that does not answer counts: it is then in trouble."""
        try:
            return self._ask(system_keyring.usable)
        except ToolkitError:
            return True

    def key(self) -> SigningKey | None:
        text = self._ask(lambda: system_keyring.read(f"{self._entry}/key"))
        return stored_key(text, self.store) if text else None

    def keep_key(self, key: SigningKey) -> None:
        self._ask(lambda: system_keyring.write(f"{self._entry}/key", key.private.reveal()))

    def head(self) -> Head | None:
        text = self._ask(lambda: system_keyring.read(f"{self._entry}/head"))
        return _stored_head(text) if text else None

    def keep_head(self, head: Head) -> None:
        self._ask(lambda: system_keyring.write(f"{self._entry}/head", head.as_text()))

    def _ask(self, call: Callable[[], T]) -> T:
        if self._trouble:
            raise self._trouble
        try:
            return _within(PATIENCE, call)
        except ToolkitError as error:
            self._trouble = error
            raise


class FilePlace:
    """`receipts.key` and `receipts.head` in the home."""

    store: Store = "file"

    def __init__(self, home: Home) -> None:
        self._key, self._head = home.path / "receipts.key", home.path / "receipts.head"

    def key(self) -> SigningKey | None:
        text = self._read(self._key.read_text)
        return stored_key(text, self.store) if text else None

    def keep_key(self, key: SigningKey) -> None:
        write_private(self._key, f"{key.private.reveal()}\n".encode())

    def head(self) -> Head | None:
        text = self._read(self._head.read_text)
        return _stored_head(text) if text else None

    def keep_head(self, head: Head) -> None:
        write_private(self._head, f"{head.as_text()}\n".encode())

    def _read(self, read: Callable[..., str]) -> str | None:
        try:
            return read(encoding="ascii", errors="replace")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Undecided("unreadable", path=str(self._key.parent), why=error.strerror or "") from error


@dataclass(frozen=True)
class Places:
    """`keyring` is None where there is none to use."""

    keyring: KeyringPlace | None
    file: FilePlace

    @property
    def active(self) -> Place:
        """Where a new key and the head go."""
        return self.keyring or self.file

    @property
    def all(self) -> tuple[Place, ...]:
        return (self.keyring, self.file) if self.keyring else (self.file,)


def places_of(home: Home, environment: str) -> Places:
    keyring = KeyringPlace(home) if environment == "live" else None
    return Places(keyring if keyring and keyring.usable() else None, FilePlace(home))


def _within(seconds: float, call: Callable[[], T]) -> T:
    """What `call` answers. A locked keyring may wait for a person who is not there: Undecided (keyring_locked) then."""
    answers: list[T] = []
    failures: list[BaseException] = []

    def ask() -> None:
        try:
            answers.append(call())
        except BaseException as error:  # noqa: BLE001 - raised again below, in the thread that asked
            failures.append(error)

    # a daemon: the process may end while the keyring is still waiting
    thread = threading.Thread(target=ask, name="keyring", daemon=True)
    thread.start()
    thread.join(seconds)
    if failures:
        raise failures[0]
    if not answers:
        raise Undecided("keyring_locked")
    return answers[0]
