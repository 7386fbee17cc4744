"""The server itself: quick, silent, faults on call, and nothing left behind."""

from __future__ import annotations

import http.client
import socket
import ssl
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest

from toolkit.demo.replicas import FAULT_AREAS, Replicas
from toolkit.demo.replicas.words import words
from toolkit.demo.replicas.world import PLATFORMS, code_fits


@pytest.fixture
def replicas() -> Iterator[Replicas]:
    with Replicas() as running:
        yield running


def ask(port: int, host: str, path: str = "/", method: str = "GET") -> http.client.HTTPResponse:
    """One request under `host`, straight to the loopback port, whatever certificate it shows."""
    context = ssl._create_unverified_context()
    wire = context.wrap_socket(socket.create_connection(("127.0.0.1", port), timeout=5), server_hostname=host)
    with wire:
        wire.sendall(
            f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".encode()
        )
        answer = http.client.HTTPResponse(wire)
        answer.begin()
        answer.body = answer.read()  # type: ignore[attr-defined]
    return answer


def test_it_starts_quickly_and_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    begin = time.perf_counter()
    with Replicas() as running:
        assert ask(running.port, "x.com").status == 200
        assert time.perf_counter() - begin < 0.5
        assert list(tmp_path.iterdir()) == []
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", running.port), timeout=1).close()


def test_one_server_plays_all_hosts_and_notes_what_was_asked(replicas: Replicas) -> None:
    assert {"instagram.com", "www.instagram.com", "x.com", "twitter.com", "mastodon.social"} <= set(replicas.hosts)
    assert ask(replicas.port, "instagram.com", "/accounts/edit/").headers["Location"] == (
        "https://www.instagram.com/accounts/edit/"
    )
    assert ask(replicas.port, "elsewhere.example", "/a?token=secret").status == 404
    assert replicas.requests == [("instagram.com", "GET", "/accounts/edit/"), ("elsewhere.example", "GET", "/a")]


def test_an_idle_connection_holds_nobody_up(replicas: Replicas) -> None:
    with socket.create_connection(("127.0.0.1", replicas.port)):
        assert ask(replicas.port, "mastodon.social", "/about").status == 200


@pytest.mark.parametrize(
    ("platform", "host"), [("instagram", "www.instagram.com"), ("x", "x.com"), ("mastodon", "mstdn.example")]
)
def test_faults_bite_where_they_should(replicas: Replicas, platform: str, host: str) -> None:
    replicas.set_fault(platform, "server_500")
    assert ask(replicas.port, host).status == 500
    replicas.set_fault(platform, "server_500", times=1)
    assert [ask(replicas.port, host, "/about").status for _ in range(2)] == [
        500,
        200 if platform == "mastodon" else 404,
    ]
    replicas.set_fault(platform, "dead")
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        ask(replicas.port, host)
    replicas.set_fault(platform, "slow", seconds=0.4)
    begin = time.perf_counter()
    ask(replicas.port, host)
    assert time.perf_counter() - begin > 0.4
    replicas.set_fault(platform, "redesign")
    assert b"A new look" in ask(replicas.port, host).body  # type: ignore[attr-defined]
    replicas.set_fault(platform, None)
    assert ask(replicas.port, host).status in (200, 302)


def test_a_fault_can_be_narrowed(replicas: Replicas) -> None:
    replicas.set_fault("mastodon", "server_500", host="mstdn.example")
    assert ask(replicas.port, "mastodon.social", "/about").status == 200
    assert ask(replicas.port, "mstdn.example", "/about").status == 500
    replicas.set_fault("mastodon", "dead", where="logout")
    assert ask(replicas.port, "mstdn.example", "/about").status == 200
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        ask(replicas.port, "mstdn.example", "/auth/sign_out", "POST")


@pytest.mark.parametrize(("platform", "host", "path"), [
    ("instagram", "www.instagram.com", "/accounts/logout/ajax/"),
    ("x", "api.x.com", "/1.1/account/logout.json"),
    ("mastodon", "mastodon.social", "/auth/sign_out"),
])  # fmt: skip
def test_logout_500_hits_only_the_logout(replicas: Replicas, platform: str, host: str, path: str) -> None:
    replicas.set_fault(platform, "logout_500")
    assert ask(replicas.port, host, path, "POST").status == 500
    assert ask(replicas.port, host, "/").status != 500


def test_stopping_ends_a_slow_answer_at_once() -> None:
    with Replicas() as running:
        running.set_fault("x", "slow", seconds=60)
        wire = ssl._create_unverified_context().wrap_socket(socket.create_connection(("127.0.0.1", running.port)))
        wire.sendall(b"GET / HTTP/1.1\r\nHost: x.com\r\n\r\n")
        begin = time.perf_counter()
    assert time.perf_counter() - begin < 2
    wire.close()


@pytest.mark.parametrize("wrong", [{"x_variant": "Z"}, {"language": "de"}, {"mastodon_version": 5}])
def test_wrong_options_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="must be one of"):
        Replicas(**wrong)  # type: ignore[arg-type]


def test_wrong_names_are_refused(replicas: Replicas) -> None:
    with pytest.raises(ValueError, match="platform must be one of"):
        replicas.add_account("orkut", "a", "b")
    with pytest.raises(ValueError, match="variant must be one of"):
        replicas.add_account("instagram", "a", "b", variant="Z")
    with pytest.raises(ValueError, match="fault must be one of"):
        replicas.set_fault("x", "earthquake")
    with pytest.raises(ValueError, match="platform must be one of"):
        replicas.set_fault("orkut", "dead")
    assert set(FAULT_AREAS) >= {"lying_logout", "logout_500", "dead", "slow", "challenge", "wrong_password"}


def test_the_same_seed_draws_the_same_pages() -> None:
    drawn = []
    for _ in range(2):
        with Replicas(seed=7) as running:
            bodies = [ask(running.port, "www.instagram.com").body for _ in range(6)]  # type: ignore[attr-defined]
        drawn.append([body.split(b'"variant": "')[1][:1] for body in bodies])
    assert drawn[0] == drawn[1] and len(set(drawn[0])) > 1


def test_codes_are_those_of_rfc_6238() -> None:
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # appendix B of the RFC, SHA-1
    assert code_fits(secret, "287082", now=59) and code_fits(secret, "081804", now=1111111109)
    assert not code_fits(secret, "287082", now=59 + 90)
    assert code_fits(secret, pyotp.TOTP(secret).now())


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_text_is_there_in_every_language(platform: str) -> None:
    assert set(words(platform, "en")) == set(words(platform, "es")) == set(words(platform, "pt"))
