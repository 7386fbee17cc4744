"""What may be shown of a name, and whose host is whose: no browser needed."""

from __future__ import annotations

import pytest

from toolkit.traces import NameRule, PlatformRules, Reading, Trace
from toolkit.traces.chromium.origin_stores import origin_of_identifier
from toolkit.traces.hosts import Matcher, origin_of_url, parse_origin, parse_storage_key
from toolkit.traces.model import Disk, Kind
from toolkit.traces.names import safe_name

HARMLESS = [
    "sessionid", "auth_token", "__Secure-3PSIDTS", "__Host-sid", "ds_user_id", "_mastodon_session", "BSKY_STORAGE",
    "hydrogen_sessions_v1", "JSESSIONID", "li_at", "c_user", "remember_user_token", "ünïcode", "a" * 64,
    "rur", "twid", "wordpress_logged_in", "firebaseLocalStorageDb", "loid.2020", "localStorageMigrationVersion",
]  # fmt: skip
SECRETS = {
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9": "",
    "session:9f86d081884c7d659a2feaa0c55ad015": "session:",
    "mx_dehydrated_3fa85f64-5717-4562-b3fc-2c963f66afa6": "mx_dehydrated_",
    "user:person@acme.example:settings": "user:",
    "user%40acme.example": "",
    "draft-1234567890123": "draft-",
    "a" * 65: "a" * 24,
}


@pytest.mark.parametrize("name", HARMLESS)
def test_ordinary_names_are_shown(name: str) -> None:
    assert safe_name(name) == name


@pytest.mark.parametrize(("name", "prefix"), SECRETS.items())
def test_secret_looking_names_become_prefix_and_hash(name: str, prefix: str) -> None:
    shown = safe_name(name)
    assert shown.startswith(prefix + "#") and len(shown) == len(prefix) + 9
    assert shown == safe_name(name) != safe_name(name + "x")


def test_a_url_becomes_its_host() -> None:
    assert safe_name("https://user:pw@www.x.com:8443/reset?token=abc") == "www.x.com"
    assert safe_name("cache|https://www.x.com/a/b|v1") == "cache|www.x.com|v1"
    assert "\n" not in safe_name("a\nb\x1b[31m")


def owners(host: str, port: int | None, *domains: str) -> tuple[str, ...]:
    return Matcher([PlatformRules(domain, (domain,)) for domain in domains]).of_host(host, port)


@pytest.mark.parametrize(
    ("host", "port", "domains", "wanted"),
    [
        (".x.com", None, ("x.com",), ("x.com",)),
        ("a.b.x.com", 443, ("x.com",), ("x.com",)),
        ("notx.com", None, ("x.com",), ()),
        ("com", None, ("x.com",), ()),
        ("mail.x.com", None, ("x.com", "mail.x.com"), ("mail.x.com", "x.com")),
        ("127.0.0.1", None, ("127.0.0.1:1", "127.0.0.1:2"), ("127.0.0.1:1", "127.0.0.1:2")),
        ("127.0.0.1", 2, ("127.0.0.1:1", "127.0.0.1:2"), ("127.0.0.1:2",)),
        ("7.127.0.0.1", 2, ("127.0.0.1",), ()),
        ("a.localhost", 5, ("localhost:5",), ("localhost:5",)),
        ("[::1]", 5, ("[::1]:5", "[::1]"), ("[::1]:5", "[::1]")),
        ("X.COM", None, ("x.com",), ("x.com",)),
    ],
)
def test_whose_host(host: str, port: int | None, domains: tuple[str, ...], wanted: tuple[str, ...]) -> None:
    assert owners(host, port, *domains) == wanted


def test_the_exact_name_then_the_worse_kind_decides() -> None:
    names = (
        NameRule("cookie", "auth", "prefix", "session"),
        NameRule("cookie", "auth_theme", "exact", "device"),
        NameRule("cookie", "both", "exact", "identity"),
        NameRule("cookie", "both", "exact", "session"),
        NameRule("cookie", "narrow", "exact", "session", host="www.x.com"),
    )
    matcher = Matcher([PlatformRules("x", ("x.com",), names), PlatformRules("k", ("x.com",), names, keep_device=True)])
    kinds = {name: matcher.kind("x", "cookie", ".x.com", name) for name in ("auth_1", "auth_theme", "both", "narrow")}
    assert kinds == {"auth_1": "session", "auth_theme": "identity", "both": "session", "narrow": "visit"}
    assert matcher.kind("k", "cookie", "x.com", "auth_theme") == "kept"
    assert matcher.kind("x", "cookie", "a.www.x.com", "narrow") == "session"
    assert matcher.kind("x", "local_storage", "x.com", "both") == "visit"


def test_storage_keys() -> None:
    own = parse_storage_key("https://www.x.com/")
    assert own and str(own.origin) == "https://www.x.com" and own.top_site == "" and not own.cross_site
    third = parse_storage_key("https://www.x.com:8443/^0https://acme.example")
    assert third and str(third.origin) == "https://www.x.com:8443" and third.top_site == "https://acme.example"
    ancestor = parse_storage_key("https://www.x.com/^31")
    assert ancestor and ancestor.top_site == "https://www.x.com" and ancestor.cross_site
    opaque = parse_storage_key("https://www.x.com/^41^52^63")
    assert opaque and opaque.top_site == "opaque"
    for other in ("chrome-extension://abc/", "", "x.com", "https:///", "https://a b/", "https://x.com/path"):
        assert parse_storage_key(other) is None


def test_origins() -> None:
    assert str(parse_origin("http://localhost:80")) == "http://localhost"
    assert str(origin_of_url("https://u@www.X.com/p?q#f")) == "https://www.x.com"
    assert str(origin_of_identifier("https_www.x.com_0.indexeddb.leveldb")) == "https://www.x.com"
    assert str(origin_of_identifier("http_127.0.0.1_8080@1")) == "http://127.0.0.1:8080"
    assert str(origin_of_identifier("http_my_host.x.com_0")) == "http://my_host.x.com"
    assert origin_of_identifier("chrome-extension_abc_0.indexeddb.leveldb") is None


@pytest.mark.parametrize(
    ("store", "kind", "wanted"),
    [
        ("cookies", "visit", "dirty"),
        ("cookies", "kept", "clean"),
        ("local_storage", "session", "dirty"),
        ("local_storage", "identity", "residue"),
        ("history", "visit", "residue"),
        ("bookmarks", "kept", "clean"),
    ],
)
def test_the_verdict_of_the_disk(store: str, kind: Kind, wanted: Disk) -> None:
    trace = Trace(store, "p", "h", "n", kind)
    reading = Reading({"x": (trace,)}, (), 0, {}, {}, "Normal", frozenset())
    assert reading.disk("x") == reading.disk("x", clean_everything=False) == wanted
    assert trace.as_json() == {"store": store, "path": "p", "host": "h", "name": "n", "kind": kind, "count": 1}
