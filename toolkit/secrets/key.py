"""How a secret is named: in the keyring, and in the environment."""

from __future__ import annotations

import re
from dataclasses import dataclass

from toolkit.errors import UsageError
from toolkit.texts import t

NAMES = ("password", "totp")
_PLATFORM = re.compile(r"[a-z0-9_]+")
_HOST = re.compile(r"[A-Za-z0-9.:\[\]-]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, order=True)
class SecretKey:
    """One secret of one account: platform id, user, name (`password` or `totp`), and the account's host vars.

    Raises UsageError (bad_value) for anything that cannot name a secret.
    """

    platform: str
    user: str
    name: str
    hosts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.name not in NAMES:
            raise UsageError("bad_value", what=t("secrets.name"), problem=t("secrets.expected_name"))
        hosts_fit = all(_HOST.fullmatch(host) for host in self.hosts)
        if not _PLATFORM.fullmatch(self.platform) or not self.user or _CONTROL.search(self.user) or not hosts_fit:
            raise UsageError("bad_value", what=t("secrets.account"), problem=t("secrets.expected_account"))

    @property
    def keyring_name(self) -> str:
        """`instagram/acme_legal/password`, `mastodon@social.example/prensa/totp`."""
        hosts = f"@{','.join(self.hosts)}" if self.hosts else ""
        return f"{self.platform}{hosts}/{self.user}/{self.name}"

    @property
    def variable(self) -> str:
        """`TOOLKIT_SECRET_INSTAGRAM_ACME_LEGAL_PASSWORD`. Hosts are no part of it: two accounts may collide."""
        parts = (self.platform, self.user, self.name)
        return "_".join(["TOOLKIT_SECRET", *(re.sub(r"[^A-Z0-9]", "_", part.upper()) for part in parts)])

    @property
    def command(self) -> str:
        """What to type to keep this secret. Double quotes work in every shell that people have, Windows' too."""
        user = self.user if re.fullmatch(r"[\w@.+-]+", self.user) else '"' + self.user.replace('"', '\\"') + '"'
        return f"toolkit secret set {self.platform} {user} {self.name}"
