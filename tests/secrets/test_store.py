from __future__ import annotations

import json
from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as FailKeyring
from keyring.backends.null import Keyring as NullKeyring
from keyring.errors import InitError, KeyringLocked, NoKeyringError, PasswordDeleteError

from toolkit.errors import Exit, ToolkitError, Undecided, UsageError
from toolkit.secrets import Secret, SecretKey, SecretStore

KEY = SecretKey("instagram", "acme_legal", "password")
DOMAINS = ["instagram.com", "www.instagram.com"]


class MemoryKeyring(KeyringBackend):
    priority = 5  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[tuple[str, str], str] = {}
        self.fails: Exception | None = None

    def _answer(self) -> None:
        if self.fails:
            raise self.fails

    def get_password(self, service: str, username: str) -> str | None:
        self._answer()
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._answer()
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._answer()
        if (service, username) not in self.entries:
            raise PasswordDeleteError("not there")
        del self.entries[service, username]


@pytest.fixture
def ring() -> Iterator[MemoryKeyring]:
    before = keyring.get_keyring()
    ring = MemoryKeyring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


def reason(error: pytest.ExceptionInfo[ToolkitError]) -> tuple[str, dict[str, object], Exit]:
    found = error.value.reason
    return found.code, found.params, found.exit


def test_names() -> None:
    assert KEY.keyring_name == "instagram/acme_legal/password"
    assert KEY.variable == "TOOLKIT_SECRET_INSTAGRAM_ACME_LEGAL_PASSWORD"
    hosted = SecretKey("mastodon", "prensa@acme.example", "totp", ("social.example", "x.example:8443"))
    assert hosted.keyring_name == "mastodon@social.example,x.example:8443/prensa@acme.example/totp"
    assert hosted.variable == "TOOLKIT_SECRET_MASTODON_PRENSA_ACME_EXAMPLE_TOTP"
    assert SecretKey("x", "Ñandú 1", "totp").variable == "TOOLKIT_SECRET_X__AND__1_TOTP"
    assert SecretKey("x", "two words", "totp").command == 'toolkit secret set x "two words" totp'


@pytest.mark.parametrize(
    ("platform", "user", "name", "hosts"),
    [
        ("x", "u", "pin", ()),
        ("X/y", "u", "totp", ()),
        ("x", "", "totp", ()),
        ("x", "a\nb", "totp", ()),
        ("x", "u", "totp", ("a/b",)),
    ],
)
def test_odd_names_are_refused(platform: str, user: str, name: str, hosts: tuple[str, ...]) -> None:
    with pytest.raises(UsageError) as error:
        SecretKey(platform, user, name, hosts)
    assert reason(error)[0] == "bad_value"


def test_set_get_list_remove(ring: MemoryKeyring) -> None:
    store = SecretStore([KEY], environ={})
    assert store.list([KEY])[0].where == "missing"
    store.set(KEY, Secret("pass-Ñ"), ["WWW.instagram.com", "instagram.com."])
    assert json.loads(ring.entries["toolkit", KEY.keyring_name]) == {"secret": "pass-Ñ", "domains": DOMAINS}
    assert store.get(KEY, domains=DOMAINS) == Secret("pass-Ñ")
    assert store.get(KEY, domains=DOMAINS[:1]) == Secret("pass-Ñ")
    assert store.list([KEY])[0].where == "keyring"
    store.remove(KEY)
    assert ring.entries == {}
    for call in (lambda: store.get(KEY, domains=DOMAINS), lambda: store.remove(KEY)):
        with pytest.raises(UsageError) as error:
            call()
        assert reason(error) == (
            "secret_missing",
            {
                "name": KEY.keyring_name,
                "command": "toolkit secret set instagram acme_legal password",
                "variable": KEY.variable,
            },
            Exit.USAGE,
        )


def test_more_domains_need_set_again(ring: MemoryKeyring) -> None:
    store = SecretStore(environ={KEY.variable: "from the environment"})
    store.set(KEY, Secret("kept"), DOMAINS)
    assert store.get(KEY, domains=["i.instagram.com"]) == Secret("kept")  # below one that it was kept for
    for other in ("notinstagram.com", "com", "instagram.com.evil.example", "instagram.com:8443"):
        with pytest.raises(UsageError):
            store.get(KEY, domains=[other])
    with pytest.raises(UsageError) as error:
        store.get(KEY, domains=[*DOMAINS, "evil.example"])
    assert reason(error)[:2] == (
        "secret_domains",
        {"name": KEY.keyring_name, "domains": "evil.example", "command": KEY.command},
    )


@pytest.mark.parametrize(
    "entry", ["plain text", "[]", '{"secret": "x"}', '{"secret": "", "domains": []}', '{"secret":1,"domains":3}']
)
def test_an_entry_that_is_not_ours_may_be_typed_nowhere(ring: MemoryKeyring, entry: str) -> None:
    ring.entries["toolkit", KEY.keyring_name] = entry
    with pytest.raises(UsageError) as error:
        SecretStore(environ={}).get(KEY, domains=DOMAINS)
    assert reason(error)[0] == "secret_domains"
    assert entry not in str(reason(error)[1])


def test_keyring_wins_and_environment_fills_in(ring: MemoryKeyring) -> None:
    store = SecretStore(environ={KEY.variable: "environment\r\n"})
    assert store.get(KEY, domains=DOMAINS) == Secret("environment")
    assert store.list([KEY])[0].where == "environment"
    store.set(KEY, Secret("keyring"), DOMAINS)
    assert store.get(KEY, domains=DOMAINS) == Secret("keyring")
    assert store.list([KEY])[0].where == "keyring"


@pytest.mark.parametrize("backend", [FailKeyring, NullKeyring])
def test_without_a_usable_keyring(ring: MemoryKeyring, backend: type[KeyringBackend]) -> None:
    keyring.set_keyring(backend())
    store = SecretStore(environ={KEY.variable: "from CI"})
    assert store.get(KEY, domains=DOMAINS) == Secret("from CI")
    with pytest.raises(UsageError) as missing:
        SecretStore(environ={}).get(KEY, domains=DOMAINS)
    assert reason(missing)[0] == "secret_missing"
    for call in (lambda: store.set(KEY, Secret("x"), DOMAINS), lambda: store.remove(KEY)):
        with pytest.raises(Undecided) as absent:
            call()
        assert reason(absent) == ("keyring_absent", {}, Exit.UNKNOWN)


@pytest.mark.parametrize(
    ("fails", "code"),
    [
        (KeyringLocked("no"), "keyring_locked"), (InitError("Prompt dismissed.."), "keyring_locked"),
        (NoKeyringError("no"), "keyring_absent"), (ConnectionRefusedError("D-Bus"), "keyring_absent"),
    ],
)  # fmt: skip
def test_a_keyring_that_does_not_answer(ring: MemoryKeyring, fails: Exception, code: str) -> None:
    ring.fails = fails
    silent = SecretStore(environ={})
    calls = [
        lambda: silent.get(KEY, domains=DOMAINS), lambda: silent.list([KEY]),
        lambda: silent.set(KEY, Secret("x"), DOMAINS), lambda: silent.remove(KEY),
    ]  # fmt: skip
    for call in calls:
        with pytest.raises(Undecided) as error:
            call()
        assert reason(error) == (code, {}, Exit.UNKNOWN)
    assert SecretStore(environ={KEY.variable: "v"}).get(KEY, domains=DOMAINS) == Secret("v")
    assert SecretStore(environ={KEY.variable: "v"}).list([KEY])[0].where == "environment"


def test_collision_of_two_accounts_on_one_variable(ring: MemoryKeyring) -> None:
    one = SecretKey("mastodon", "prensa", "password", ("a.example",))
    two = SecretKey("mastodon", "prensa", "password", ("b.example",))
    dot = SecretKey("instagram", "acme.legal", "password")
    store = SecretStore([one, two, KEY, dot], environ={one.variable: "v", KEY.variable: "w"})
    for key in (one, two, KEY, dot):
        with pytest.raises(UsageError) as error:
            store.get(key, domains=[])
        assert reason(error)[0] == "secret_collision"
        assert reason(error)[1]["variable"] == key.variable
    assert reason(error)[1]["accounts"] == "instagram/acme.legal/password, instagram/acme_legal/password"
    # the same account in two profiles is one account, and the keyring tells all of them apart
    assert SecretStore([KEY, KEY], environ={KEY.variable: "w"}).get(KEY, domains=[]) == Secret("w")
    store.set(one, Secret("kept"), ["a.example"])
    assert store.get(one, domains=["a.example"]) == Secret("kept")


def test_replica_leaves_the_keyring_alone(ring: MemoryKeyring) -> None:
    SecretStore(environ={}).set(KEY, Secret("real"), DOMAINS)
    replica = SecretStore(environ={}, allow_keyring=False)
    with pytest.raises(UsageError) as missing:
        replica.get(KEY, domains=DOMAINS)
    assert reason(missing)[0] == "secret_missing"
    assert replica.list([KEY])[0].where == "missing"
    for call in (lambda: replica.set(KEY, Secret("x"), DOMAINS), lambda: replica.remove(KEY)):
        with pytest.raises(UsageError) as refused:
            call()
        assert reason(refused)[:2] == ("secret_replica", {"name": KEY.keyring_name, "variable": KEY.variable})
    assert SecretStore(environ={}).get(KEY, domains=DOMAINS) == Secret("real")


def test_too_long(ring: MemoryKeyring) -> None:
    with pytest.raises(UsageError) as error:
        SecretStore(environ={}).set(KEY, Secret("x" * 513), DOMAINS)
    assert reason(error)[0] == "bad_value"
    assert ring.entries == {}
