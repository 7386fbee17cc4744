"""A replica with accounts of its own, for `platform test` and the pytest plugin."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from typing import Any

from toolkit.demo.replicas import PLATFORMS, Replicas
from toolkit.secrets.key import SecretKey
from toolkit.sessions.platform_subject import Stand, user_variable

HAS_REPLICA = frozenset(PLATFORMS)
INSTANCE = "mastodon.social"
_USERS = {"mastodon": "hola@bufete.example"}


@contextlib.contextmanager
def replica_stand(platform: str, **options: Any) -> Iterator[Stand]:
    """Start the replicas with one account on `platform`; `options` are those of Replicas."""
    with Replicas(**options) as replicas:
        yield stand_on(replicas, platform, {_USERS.get(platform, "bufete_social"): {}})


def stand_on(replicas: Replicas, platform: str, users: dict[str, dict[str, Any]]) -> Stand:
    """Accounts on replicas that are up; `users`: user name -> more for `Replicas.add_account`, but the password."""
    environ = {user_variable(platform): ",".join(users)}
    for user, more in users.items():
        password = secrets.token_urlsafe(12)
        replicas.add_account(platform, user, password, **more)
        environ[SecretKey(platform, user, "password").variable] = password
        if "totp" in more:
            environ[SecretKey(platform, user, "totp").variable] = more["totp"]
    return Stand(tuple(replicas.browser_args), {"instance": INSTANCE} if platform == "mastodon" else {}, environ)
