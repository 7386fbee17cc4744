"""Where secrets are kept: the system's keyring, and the environment where there is none (CI)."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from toolkit.errors import Undecided, UsageError
from toolkit.secrets import system_keyring
from toolkit.secrets.key import SecretKey
from toolkit.secrets.secret import Secret
from toolkit.texts import t

# Windows keeps at most 2,560 bytes of UTF-16 per entry, and ours holds the domains too:
# https://learn.microsoft.com/windows/win32/api/wincred/ns-wincred-credentialw (CRED_MAX_CREDENTIAL_BLOB_SIZE)
LONGEST = 512

Where = Literal["keyring", "environment", "missing"]


@dataclass(frozen=True)
class SecretRow:
    """Where a secret is found, never the secret."""

    platform: str
    user: str
    name: str
    where: Where


class SecretStore:
    """Reads and keeps secrets.

    `known` are the secrets of all accounts of the workspace: two of them that map onto one variable of the environment
    are told apart by nothing, so such a variable is refused. `allow_keyring=False` (environment: replica) leaves the
    environment alone as a source: test servers never see a person's real secrets.
    """

    def __init__(
        self,
        known: Iterable[SecretKey] = (),
        *,
        environ: Mapping[str, str] | None = None,
        allow_keyring: bool = True,
    ) -> None:
        self._known = frozenset(known)
        self._environ = os.environ if environ is None else environ
        self._allow_keyring = allow_keyring

    def get(self, key: SecretKey, *, domains: Iterable[str]) -> Secret:
        """The secret, from the keyring, else from the environment; `domains` are those of the platform as it is now.

        Raises UsageError: secret_missing; secret_collision; secret_domains when it was kept for fewer domains. Raises
        Undecided: keyring_locked, keyring_absent (there is a keyring, but it does not answer) when the environment has
        no secret either.
        """
        trouble: Undecided | None = None
        try:
            stored = self._stored(key)
        except Undecided as error:
            stored, trouble = None, error
        if stored is not None:
            return _unpack(key, stored, domains)
        value = self._from_environment(key)
        if value is not None:
            return Secret(value)
        if trouble:
            raise trouble
        raise _missing(key)

    def set(self, key: SecretKey, value: Secret, domains: Iterable[str]) -> None:
        """Keep `value` in the keyring, to be typed on `domains` alone.

        Raises UsageError (bad_value: too long; secret_replica) and Undecided (keyring_locked,
        keyring_absent).
        """
        if len(value.reveal()) > LONGEST:
            problem = t("secrets.expected_value", limit=LONGEST)
            raise UsageError("bad_value", what=t("secrets.value"), problem=problem)
        self._need_keyring(key)
        entry = {"secret": value.reveal(), "domains": sorted({_domain(domain) for domain in domains})}
        system_keyring.write(key.keyring_name, json.dumps(entry))

    def remove(self, key: SecretKey) -> None:
        """Remove it from the keyring. Raises UsageError (secret_missing, secret_replica), Undecided as `set` does."""
        self._need_keyring(key)
        if self._stored(key) is None:
            raise _missing(key) if system_keyring.usable() else Undecided("keyring_absent")
        system_keyring.delete(key.keyring_name)

    def list(self, keys: Iterable[SecretKey]) -> list[SecretRow]:
        """Where each of `keys` would be taken from. Raises as `get` does, except for what is missing."""
        return [SecretRow(key.platform, key.user, key.name, self._where(key)) for key in keys]

    def _where(self, key: SecretKey) -> Where:
        trouble: Undecided | None = None
        try:
            if self._stored(key) is not None:
                return "keyring"
        except Undecided as error:
            trouble = error
        if self._from_environment(key) is not None:
            return "environment"
        if trouble:
            raise trouble
        return "missing"

    def _stored(self, key: SecretKey) -> str | None:
        return system_keyring.read(key.keyring_name) if self._allow_keyring else None

    def _from_environment(self, key: SecretKey) -> str | None:
        # a variable filled from a file in CI often ends with a line break, a password never does
        value = self._environ.get(key.variable, "").rstrip("\r\n")
        if not value:
            return None
        rivals = sorted(other.keyring_name for other in self._known | {key} if other.variable == key.variable)
        if len(rivals) > 1:
            raise UsageError("secret_collision", variable=key.variable, accounts=", ".join(rivals))
        return value

    def _need_keyring(self, key: SecretKey) -> None:
        if not self._allow_keyring:
            raise UsageError("secret_replica", name=key.keyring_name, variable=key.variable)


def _unpack(key: SecretKey, stored: str, domains: Iterable[str]) -> Secret:
    """The secret of a keyring entry. An entry that is not ours has no domains, so it may be typed nowhere."""
    try:
        entry = json.loads(stored)
        value, kept = str(entry["secret"]), {_domain(str(domain)) for domain in entry["domains"]}
    except (ValueError, TypeError, KeyError):
        value, kept = "", set()
    needed = {_domain(domain) for domain in domains}
    added = sorted(domain for domain in needed if not _within(domain, kept))
    if added or not value:
        raise UsageError("secret_domains", name=key.keyring_name, domains=", ".join(added), command=key.command)
    return Secret(value)


def _missing(key: SecretKey) -> UsageError:
    return UsageError("secret_missing", name=key.keyring_name, command=key.command, variable=key.variable)


def _within(domain: str, kept: set[str]) -> bool:
    """A domain of a platform stands for all below it."""
    return any(domain == known or domain.endswith(f".{known}") for known in kept)


def _domain(text: str) -> str:
    return text.lower().rstrip(".")
