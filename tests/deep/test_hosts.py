"""What is a platform's host, and what only looks like one."""

from __future__ import annotations

import pytest

from toolkit.traces.deep.hosts import host_around

HOSTS = [
    ("https://x.com/", "x.com"), ("x.com", "x.com"), ("https://www.x.com/home", "www.x.com"), (".x.com", "x.com"),
    ("HTTPS://WWW.X.COM/", "www.x.com"), ("https_x.com_0", "x.com"),
    ("https_www.x.com_0.indexeddb.leveldb", "www.x.com"),
    ("https+++x.com^partitionKey=1", "x.com"),
    ("https%3A%2F%2Fx.com%2F", "x.com"),
    ("%252F%252Fwww.x.com", "www.x.com"),
    (r"\u002F\u002fx.com\u002F", "x.com"), (r"\/\/x.com\/", "x.com"), (r"\x2Fx.com", "x.com"), (r"a\nx.com\n", "x.com"),
    ("mailto:one@x.com", "x.com"), ("'x.com'", "x.com"), ("\0x.com\0", "x.com"), ("\x05x.com\x12", "x.com"),
    ("x.com:443", "x.com"), ("//x.com?q", "x.com"), ("see x.com.", "x.com"), ("see x.com, and", "x.com"),
    ("https://x.com./", "x.com"), ("^0https://x.com", "x.com"), ("https://x.com-backup", "x.com"),
    ("a.b.c.x.com", "a.b.c.x.com"),
    ("[*.]x.com,*", "x.com"), ("x.com...", "x.com"),
]  # fmt: skip
OTHERS = [
    "netflix.com", "https://www.netflix.com/", "x.community", "x.company/", "x.com.example", "https://x.com.evil.net/",
    "x.com-evil.net", "https://x.com-a.b/", "my-x.com", "1x.com", "x.comb", "x.como", "xx.com",
    "%2Fax.com", r"\nax.com",
    "\xe9x.com\xe9", "https://notx.com/", "x.com1",
]  # fmt: skip
PROGRAM_TEXT = [
    "e.t.me=1", "var a=t.me;", "t.message", "(t.me,n)", "return t.me}", "t.method()", "n?t.me:0", "this.t.me.x",
    "(t.me&&t.me)",    "a=t.me||b", "\x91t.me\x92",
]  # fmt: skip


def judge(text: str, domain: str) -> list[str | None]:
    data = text.encode("latin-1")
    places = [at for at in range(len(data)) if data[at : at + len(domain)].lower() == domain.encode()]
    assert places
    return [host_around(data, at, at + len(domain)) for at in places]


@pytest.mark.parametrize(("text", "host"), HOSTS)
def test_is_a_host(text: str, host: str) -> None:
    assert judge(text, "x.com") == [host]


@pytest.mark.parametrize(("text", "host"), [(a.replace("x.com", "instagram.com").replace("X.COM", "INSTAGRAM.COM"),
                                             b.replace("x.com", "instagram.com")) for a, b in HOSTS])  # fmt: skip
def test_a_long_host_too(text: str, host: str) -> None:
    assert judge(text, "instagram.com") == [host]


@pytest.mark.parametrize("text", OTHERS)
def test_is_part_of_something_else(text: str) -> None:
    assert set(judge(text, "x.com")) == {None}


@pytest.mark.parametrize("text", PROGRAM_TEXT)
def test_a_property_is_no_host(text: str) -> None:
    assert set(judge(text, "t.me")) == {None}


SHORTEST = ["https://t.me/name", '"t.me"', "\0t.me\0", "https%3A%2F%2Ft.me%2Fname", "one@t.me ", "www.t.me"]


@pytest.mark.parametrize("text", SHORTEST)
def test_the_shortest_host_in_its_company(text: str) -> None:
    assert judge(text, "t.me") == ["www.t.me" if "www" in text else "t.me"]


def test_an_address_has_no_subdomains() -> None:
    assert judge("http://127.0.0.1:8080/", "127.0.0.1") == ["127.0.0.1"]
    assert judge("http://10.127.0.0.1/", "127.0.0.1") == [None]
    assert judge("127.0.0.12", "127.0.0.1") == [None]


def test_a_field_that_begins_right_after_the_host_of_a_deleted_row() -> None:
    text = b"\x01\x02.x.comauth_token"
    assert host_around(text, 3, 8) is None
    assert host_around(text, 3, 8, loose=True) == "x.com"
    assert host_around(b"a.x.com.example", 2, 7, loose=True) is None
