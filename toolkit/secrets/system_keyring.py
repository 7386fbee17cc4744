"""The system's own store of secrets (Keychain, Credential Locker, Secret Service), by the `keyring` library.

Entries are texts under the service `toolkit`. `keyring` is imported on first use: it costs about 65 ms, and asking for
its backend talks to D-Bus.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.errors import Undecided

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "toolkit"
# keyring's own mark of a backend that is safe to choose (`keyring.core.recommended`); below stand `fail`, `null` and
# the plain-text files of keyrings.alt: https://github.com/jaraco/keyring/blob/v25.7.0/keyring/core.py
_RECOMMENDED = 1


def usable() -> bool:
    """Whether this system has a store that can be asked at all; it may still be locked."""
    return _backend() is not None


def read(entry: str) -> str | None:
    """The text kept as `entry`; None where there is none or no store. Raises Undecided (keyring_locked, _absent)."""
    backend = _backend()
    if backend is None:
        return None
    try:
        return backend.get_password(SERVICE, entry)
    except Exception as error:
        raise _translated(error) from error


def write(entry: str, text: str) -> None:
    """Keep `text` as `entry`, in place of what is there. Raises Undecided (keyring_locked, keyring_absent)."""
    backend = _needed()
    try:
        backend.set_password(SERVICE, entry, text)
    except Exception as error:
        raise _translated(error) from error


def delete(entry: str) -> None:
    """Remove `entry`, which is there. Raises Undecided (keyring_locked, keyring_absent)."""
    backend = _needed()
    try:
        backend.delete_password(SERVICE, entry)
    except Exception as error:
        raise _translated(error) from error


def _needed() -> KeyringBackend:
    backend = _backend()
    if backend is None:
        raise Undecided("keyring_absent")
    return backend


def _backend() -> KeyringBackend | None:
    import keyring

    try:
        backend = keyring.get_keyring()
        return backend if backend.priority >= _RECOMMENDED else None
    except Exception as error:  # a backend named in keyring's configuration may be missing or fail in any way
        raise Undecided("keyring_absent") from error


def _translated(error: Exception) -> Undecided:
    """Backends also let errors of D-Bus and of the operating system through, so every error counts as no answer.

    A Secret Service without a default collection raises InitError when nobody answers its prompt (measured with
    gnome-keyring 42 without a display): for the person that is a locked keyring.
    """
    from keyring.errors import InitError, KeyringLocked

    locked = isinstance(error, (KeyringLocked, InitError))
    return Undecided("keyring_locked" if locked else "keyring_absent")
