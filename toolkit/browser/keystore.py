"""Where Chromium keeps the key of its cookies, and whether that place can be reached now.

A start without the key destroys the cookies written under it, while their sessions live on at the server (measured:
`v11` cookies vanished from page and disk). So the store is pinned when a profile is first opened, and a profile with
`v11` cookies is not started unless the keyring answers.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

from toolkit.errors import Undecided

# Values of --password-store:
# https://chromium.googlesource.com/chromium/src/+/main/docs/linux/password_storage.md
BASIC, GNOME = "basic", "gnome-libsecret"
# Prefixes of values encrypted with a key from the keyring; `v10` on Linux is a fixed key.
# https://chromium.googlesource.com/chromium/src/+/main/components/os_crypt/sync/os_crypt_linux.cc
_FROM_KEYRING = {"v11"}


def choose_store() -> str | None:
    """The `--password-store` to pin at a profile's first start; None where the system has one (Windows, macOS)."""
    if not sys.platform.startswith("linux"):
        return None
    return GNOME if secret_service_usable() else BASIC


def secret_service_usable() -> bool:
    """Whether a Secret Service answers on the session bus and its default collection is unlocked (no prompt)."""
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return False
    import secretstorage  # a dependency of keyring on Linux alone
    from secretstorage.exceptions import SecretServiceNotAvailableException, SecretStorageException

    try:
        connection = secretstorage.dbus_init()
    except (SecretServiceNotAvailableException, OSError):
        return False
    try:
        return not secretstorage.get_default_collection(connection).is_locked()
    except SecretStorageException:
        return False
    finally:
        connection.close()


def check_reachable(profile: str, key_versions: Iterable[str]) -> None:
    """Refuse a start that would destroy cookies. Raises Undecided `keystore_unreachable`."""
    if sys.platform.startswith("linux") and _FROM_KEYRING & set(key_versions) and not secret_service_usable():
        raise Undecided("keystore_unreachable", profile=profile)


def store_args(store: str | None) -> list[str]:
    """The browser switch for a pinned store."""
    return [f"--password-store={store}"] if store else []
