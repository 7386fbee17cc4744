"""The shipped flows on the replicas, which were built without them; and the labels that they earn by it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.platforms.conftest import QUICK, Try, told
from toolkit.catalog.registry import Catalog
from toolkit.demo.stand import HAS_REPLICA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TOTP = "JBSWY3DPEHPK3PXP"
INSTAGRAM = [
    ({"language": "en", "variant": "A"}, {}),
    ({"language": "es", "variant": "B"}, {"language": "es"}),
    ({"language": "pt", "variant": "C"}, {"language": "pt", "embed": True}),
    ({"language": "es", "variant": "D"}, {"language": "es"}),
    ({"language": "pt", "variant": "B", "totp": TOTP}, {"language": "pt"}),
    ({"language": "es", "variant": "A"}, {"language": "es", "shadow": True, "session_cookies": True}),
]
X = [
    ({"language": "es"}, {"language": "es", "x_twid": "quotes"}),
    ({"language": "pt", "totp": TOTP}, {"language": "pt", "shadow": True}),
]
MASTODON = [
    ({"language": "es"}, {"language": "es", "mastodon_version": 3}),
    ({"language": "pt", "totp": TOTP}, {"language": "pt", "mastodon_version": 4}),
]
VARIANTS = [
    *(("instagram", "acme", account, options) for account, options in INSTAGRAM),
    *(("x", "acme", account, options) for account, options in X),
    *(("mastodon", "acme@acme.example", account, options) for account, options in MASTODON),
]
USERS = {"instagram": "acme", "x": "acme", "mastodon": "acme@acme.example"}


def _label(account: dict[str, Any], options: dict[str, Any]) -> str:
    return "-".join(str(value) for value in [*account.values(), *options.values()] if value != TOTP)


@pytest.mark.anyio
@pytest.mark.parametrize("platform", sorted(HAS_REPLICA))
async def test_a_shipped_platform_flips_and_ends_every_session(try_on: Try, platform: str) -> None:
    """With pages that draw as late as they do."""
    result = await try_on(platform, {USERS[platform]: {}}, everywhere=True, late=(0.2, 0.8))
    assert told(result) == ("flips", None, None)
    assert [step.name for step in result.steps] == [
        "probe_out", "login", "probe_in", "control", "logout", "probe_flips", "replay",
        "login_again", "other_device", "logout_everywhere", "everywhere_flips", "other_device_flips",
    ]  # fmt: skip
    assert result.kind == Catalog().platform(platform).verified.kind, "the label says something else"


def test_the_labels_are_those_that_the_suite_earns() -> None:
    """`replica` by the test above, `real server` by tests/realservers/test_platforms.py, and no other."""
    from tests.realservers.test_platforms import SERVERS

    catalog = Catalog()
    verified = {id_: catalog.platform(id_).verified for id_ in catalog.ids()}
    assert {id_ for id_, label in verified.items() if label.kind == "replica"} == HAS_REPLICA
    assert {id_ for id_, label in verified.items() if label.kind == "real server"} == set(SERVERS)
    assert {id_ for id_, label in verified.items() if label.on is None and label.kind != "never"} == set()


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("platform", "user", "account", "options"), VARIANTS, ids=[f"{p}-{_label(a, o)}" for p, _, a, o in VARIANTS]
)
async def test_every_documented_variant_flips(
    try_on: Try, platform: str, user: str, account: dict[str, Any], options: dict[str, Any]
) -> None:
    assert told(await try_on(platform, {user: account}, **options)) == ("flips", None, None)


@pytest.mark.anyio
@pytest.mark.parametrize("after", ["next", "pick"])
async def test_two_accounts_in_one_browser_are_both_logged_out(try_on: Try, after: str) -> None:
    result = await try_on("x", {"acme": {}, "tienda": {"language": "es"}}, x_after_logout=after, late=QUICK)
    assert told(result) == ("flips", None, None)
    assert {"login_2", "probe_in_2"} <= {step.name for step in result.steps}


@pytest.mark.anyio
@pytest.mark.parametrize("variant", ["unusual", "jf"])
async def test_a_sign_in_that_wants_a_person_is_not_called_broken(try_on: Try, variant: str) -> None:
    result = await try_on("x", {"acme": {}}, x_variant=variant)
    assert told(result) == ("unknown", "login", "person_needed")


@pytest.mark.anyio
async def test_an_account_that_is_challenged_after_its_password(try_on: Try) -> None:
    result = await try_on("instagram", {"acme": {"challenge": True}}, instagram_variant="A")
    assert told(result) == ("unknown", "login", "person_needed")
