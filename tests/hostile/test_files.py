"""Hostile and broken files: a clear error with its place, never a traceback, never a line of the source."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from toolkit.catalog.loader import MAX_BYTES, parse_yaml
from toolkit.catalog.platform import Flow, Platform
from toolkit.catalog.registry import Catalog, shipped_root
from toolkit.errors import FileError, ToolkitError
from toolkit.texts import set_language

MARK = "hunter2"  # looks like a name, a key and a password at once: the hardest to tell apart
FLOW = "steps:\n  - open: https://example.com/\n"
PLATFORM = """\
title: T
domains: [example.com]
probe: {open: https://example.com/me, signed_out: {path: /login}, signed_in: {path: /me}}
"""


def refused(text: str | bytes, model: type[Flow | Platform] = Flow) -> tuple[str, str]:
    """Where and why a file is refused; checks that the marker is in neither, in any language."""
    raw = text.encode() if isinstance(text, str) else text
    told = []
    for language in ("es", "pt", "en"):
        set_language(language)
        with pytest.raises(FileError) as caught:
            parse_yaml(raw, model, "f.yaml")
        error = caught.value
        told.append((str(error.reason.params["where"]), str(error.reason.params["problem"])))
        assert MARK not in "".join(told[-1])
        # PyYAML's and pydantic's own errors quote the source: they must not hang on to ours
        assert error.__context__ is None or error.__suppress_context__
    assert len({where for where, _ in told}) == 1
    return told[-1]


@pytest.mark.parametrize(("text", "where", "why"), [
    ("steps: [{clik: hunter2}]", "1:10", 'did you mean "click"?'),
    ("steps: [{open: https://example.com/, hunter2}]", "1:38", "unknown key; possible here"),
    ("steps: [{fill: {into: a, password: hunter2}}]", "1:26", "unknown key"),
    ("steps: [{fill: {into: a, secret: hunter2}}]", "1:34", "expected one of 'password' or 'totp'"),
    ("steps: [{fill: {into: a, secret: password, text: hunter2}}]", "1:16", "give secret or text"),
    ("steps: [{fill: {into: a, text: '{hunter2}'}}]", "1:16", "text can hold {user} alone"),
    ("steps: [{use: hunter2}]", "1:15", "expected one of"),
    ("steps: [{use: ../../hunter2}]", "1:15", "expected one of"),
    ("steps: [{screenshot: ../hunter2}]", "1:22", "is not what belongs here"),
    ("steps: [{screenshot: hunter2/x}]", "1:22", "is not what belongs here"),
    ("steps: [{click: 'a >> text=hunter2'}]", "1:17", "is not one CSS selector"),
    ("steps: [{click: xpath=hunter2}]", "1:17", "is not one CSS selector"),
    ("steps: [{click: //hunter2}]", "1:17", "is not one CSS selector"),
    ("steps: [{click: {css: 'text=hunter2'}}]", "1:23", "is not one CSS selector"),
    ("steps: [{click: {css: a, frame: 'a>>hunter2'}}]", "1:33", "is not one CSS selector"),
    ("steps: [{click: \"a\\nhunter2\"}]", "1:17", "control character"),
    ("steps: [{open: hunter2}, {python: hunter2}]", "1:16", "expected an address"),
    ("steps: [{python: hunter2}]", "1:10", "unknown key"),
    ("steps: [{eval: hunter2}]", "1:10", "unknown key"),
    ("steps: [{javascript: hunter2}]", "1:10", "unknown key"),
    ("steps: [{open: https://example.com/, use: logout}]", "1:9", "exactly one verb"),
    ("steps: [{within: 5}]", "1:9", "exactly one verb"),
    ("steps: [{use: logout, within: 99999}]", "1:31", "out of range (limit: 600)"),
    ("steps: [{use: logout, retry: 99}]", "1:30", "out of range (limit: 3)"),
    ("steps: [{repeat: {until: {path: /}, at_most: 999, steps: [{use: logout}]}}]", "1:46", "out of range (limit: 20)"),
    ("steps: hunter2", "1:8", "expected a list"),
    ("hunter2", "1:1", "expected keys with values"),
    ("[hunter2]", "1:1", "expected keys with values"),
    ("steps:\n  - hunter2\n", "2:5", "expected keys with values"),
    ("about: [hunter2]\nsteps: []", "1:8", "expected text"),
    ("steps: []", "1:8", "must not be empty"),
    ("about: hunter2", "1:1", 'key "steps" is missing'),
])
def test_wrong_flows(text: str, where: str, why: str) -> None:
    place, problem = refused(text)
    assert place == f"f.yaml:{where}"
    assert why in problem


@pytest.mark.parametrize(("text", "where", "why"), [
    ("a: hunter2: b", 1, "is not valid YAML here"),
    ("steps:\n\t- hunter2", 2, "is not valid YAML here"),
    ("steps: [hunter2", 2, "is not valid YAML here"),
    ("steps: 'hunter2", 1, "is not valid YAML here"),
    ('steps: "\\q hunter2"', 1, "is not valid YAML here"),
    ("steps: @hunter2", 1, "is not valid YAML here"),
    ("steps: !!python/object/apply:os.system [hunter2]", 1, "YAML tag"),
    ("steps: !hunter2 x", 1, "YAML tag"),
    ("a: &hunter2 b\nc: *hunter2", 1, "anchor or alias"),
    ("a: *hunter2", 1, "anchor or alias"),
    ("a: b\n---\nhunter2: c", 2, "second document"),
    ("? [hunter2]\n: c", 1, "key that is not plain text"),
    ("hunter2: 1\nb: 2\nhunter2: 3", 3, "first at line 1, column 1"),
    ("steps:\n  - {open: a, hunter2: 1, hunter2: 2}", 2, "first at line 2, column 15"),
    ("", 1, "is empty"),
    ("# hunter2", 1, "is empty"),
    ("a: hunter2\nb: \x00", 2, "control character"),
    ("a: hunter2 \x1b[31m", 1, "control character"),
    ('a: "hunter2 \\ud800"', 1, ""),
])
def test_no_yaml_of_ours(text: str, where: int, why: str) -> None:
    place, problem = refused(text)
    assert place.startswith(f"f.yaml:{where}:") or place == f"f.yaml:{where}"
    assert why in problem


def test_bytes_that_are_no_text() -> None:
    assert refused(b"steps: []\nabout: \xff\xfe hunter2") == ("f.yaml:2:1", "is not UTF-8 text; save it as UTF-8")
    assert "is not UTF-8" in refused("steps: hunter2".encode("utf-16"))[1]
    assert "is not UTF-8" in refused(b"\x80" * 100)[1]


@pytest.mark.parametrize("make", [
    lambda: b"about: " + b"hunter2 " * (10 * 1024 * 1024 // 8),
    lambda: b"a: &a [x]\n" + b"".join(b"b%d: &b%d [*a, *a]\n" % (n, n) for n in range(50)),
    lambda: b"[" * 100_000,
    lambda: b"{a: " * 60_000,
    lambda: b"- " * 120_000,
    lambda: b"".join(b" " * n + b"- \n" for n in range(600)),
    lambda: b"steps:\n" + b"  - {click: [a, b, c]}\n" * 10_000,
    lambda: b"steps:\n" + b"  - hunter2\n" * 20_000,
    lambda: b"? " * 100_000,
    lambda: b"".join(b"k%d: hunter2\n" % n for n in range(15_000)),
    lambda: b"\x00" * 200_000,
    lambda: b"a: |\n" + b"\n" * 200_000,
], ids=["10 MB", "alias bomb", "brackets", "braces", "dashes", "staircase", "steps", "wrong steps", "questions",
        "keys", "nul",
        "lines"])
def test_too_much_is_refused_quickly(make: Callable[[], bytes]) -> None:
    started = time.process_time()
    refused(make())
    assert time.process_time() - started < 15  # three languages; a blow-up would take minutes


def test_a_file_just_too_large() -> None:
    assert "is larger than 256 KB" in refused(FLOW.ljust(MAX_BYTES + 1))[1]
    assert parse_yaml(FLOW.ljust(MAX_BYTES).encode(), Flow, "f")


@pytest.mark.parametrize("url", [
    "http://example.com/", "https://example.com\\hunter2/", "https://user:hunter2@example.com/",
    "https://hunter2@example.com/",
    "https://example.com:8443/", "https://EXAMPLE.com/", "https://exämple.com/", "https://127.0.0.2/", "https://[::1]/",
    "https://2130706433/", "https://0x7f000001/", "https://127.0.0.0x1/", "https://127.1/", "https://10.0.0.1/",
    "https://example.com./", "https://example/", "https://.example.com/", "https://exa_mple.com/",
    "https://-a.example/",
    "https://{instance}.evil.example/", "https://{instance}@evil.example/", "https://example.com/{user}",
    "https://example.com/{hunter2}", "https://{a}{b}/", "//example.com/", "javascript:hunter2",
    "data:text/html,hunter2",
    "file:///etc/passwd", "view-source:https://example.com/", "about:blank", "https:///example.com/", "https://",
    '"https://example.com/\\nhunter2"', '"https://example.com/\\thunter2"', '"https://example.com/ hunter2"',
    '"\\x20https://example.com/"', '"https://example.com/\\u202ehunter2"', "https://localhost:99999/",
    "https://localhost:/",
    "https://localhost:1/hunter2 x", "https://example.com?hunter2", "https://example.com#hunter2", '""',
    "https://%65xample.com/",
    '"https://example.com/\\0"',
])
def test_addresses_that_are_no_plain_https(url: str) -> None:
    place, problem = refused(f"steps:\n  - open: {url if url.startswith(chr(34)) else repr(url)}\n")
    assert place == "f.yaml:2:11"
    assert problem.startswith("expected an address")


@pytest.mark.parametrize("url", [
    "https://example.com", "https://example.com/", "https://a-b.example.com/x/y.html?q=1&r=%20#/login",
    "https://{instance}/auth",
    "https://xn--bcher-kva.example/", "https://127.0.0.1:8008/", "https://localhost:8008/x",
    "https://example.com/@user/~x",
])
def test_addresses_that_are(url: str) -> None:
    assert parse_yaml(f"steps:\n  - open: '{url}'\n".encode(), Flow, "f").steps[0].open == url


@pytest.mark.parametrize("domain", [
    "com", "co.uk", "com.mx", "gob.es", "com.br", "github.io", "myshopify.com", "cloudfront.net", "s3.amazonaws.com",
    "pages.dev",
    "*.example.com", "example.com/", "https://example.com", "example.com:443", "Example.com", "exämple.com",
    "10.0.0.1", "::1",
    "[::1]", "127.0.0.0x1", "hunter2@example.com", "example..com", ".example.com", "example.com.",
    "{instance}.evil.example",
    "{Instance}", "{}", "hunter2", '"example.com\\n"', '"\\u202eexample.com"', '""', "a" * 64 + ".example",
    "a." * 140 + "example",
])
@pytest.mark.parametrize("field", ["domains", "assets"])
def test_domains_that_are_no_hosts_of_their_own(domain: str, field: str) -> None:
    written = domain if domain.startswith('"') else f"'{domain}'"
    own = f"{field}: [{written}]"
    text = PLATFORM.replace("domains: [example.com]", own) if field == "domains" else PLATFORM + own
    place, _ = refused(text, Platform)
    assert place.startswith("f.yaml:2:" if field == "domains" else "f.yaml:4:")


@pytest.mark.parametrize("default", ["com", "https://evil.example", "evil.example/x", "{other}", "a@evil.example",
"1.2.3.4"])
def test_the_default_of_a_variable_is_a_host(default: str) -> None:
    place, _ = refused(PLATFORM + f"vars:\n  instance:\n    about: host\n    default: '{default}'\n", Platform)
    assert place == "f.yaml:7:14"


@pytest.mark.parametrize("part", [
    'headers: {X-A: "a\\r\\nCookie: hunter2"}', 'headers: {X-A: "a\\nb"}', 'headers: {"X-A\\r\\nCookie": hunter2}',
    "headers: {Cookie: hunter2}", "headers: {Host: hunter2}", "headers: {Authorization: hunter2}",
    "headers: {Origin: hunter2}",
    "headers: {x-a b: hunter2}", 'form: {"a\\n": hunter2}', 'form: {a: "hunter2\\n"}', "method: TRACE",
    "method: CONNECT",
    "form: {a: b}, json: {a: b}", "ok: [hunter2]", "ok: [999]", "ok: []", "body: hunter2",
    "tokens: {from: {cookie: a}, into: {header: Cookie}}", "tokens: {from: {cookie: a}, into: {header: HOST}}",
    "tokens: {from: {cookie: a}, into: {header: Authorization}}",
    'tokens: {from: {cookie: a}, into: {header: "X\\r\\nY"}}',
    "tokens: {from: {cookie: a, meta: b}, into: {form: t}}", "tokens: {from: {meta: a}, into: {form: t}}",
    "tokens: {from: {cookie: a}, into: {form: t, query: t}}", "tokens: {from: {}, into: {form: t}}",
    "tokens: {from: {cookie: 'hunter2 x'}, into: {form: t}}", "secret: password", "text: '{user}'",
])
def test_requests_that_would_say_too_much(part: str) -> None:
    place, _ = refused(f"steps:\n  - request: {{url: https://example.com/out, {part}}}\n")
    assert place.startswith("f.yaml:2:")


@pytest.mark.parametrize("title", ['"\\x1b[31mhunter2"', '"a\\u202eb"', '"a\\nb"', '"\\u0007"', "''", "x" * 61])
def test_titles_that_a_terminal_would_obey(title: str) -> None:
    assert refused(PLATFORM.replace("title: T", f"title: {title}"), Platform)[0] == "f.yaml:1:8"


@pytest.mark.parametrize("text", [
    PLATFORM + "texts: {a: {fr: hunter2}}", PLATFORM + "texts: {A-b: {en: hunter2}}", PLATFORM + "texts: {a: {en: }}",
    PLATFORM + "texts: {a: {en: []}}", PLATFORM + "replay: hunter2", PLATFORM + "accounts_at_most: 99",
    PLATFORM + "signs_in_through: [../hunter2]", PLATFORM + "session: {all_of: {cookie: a, local_storage: hunter2}}",
    PLATFORM + "session: {all_of: {cookie: '*'}}", PLATFORM + "session: {all_of: {}}",
    PLATFORM + "session: {all_of: {indexed_db: a, value: hunter2}}", PLATFORM + "verified: {kind: hunter2}",
    PLATFORM + "verified: {kind: replica, on: hunter2}", PLATFORM.replace("/login", "hunter2"),
    PLATFORM.replace("probe: {", "probe: {request: {url: https://example.com/}, "), PLATFORM.replace("domains",
    "domain"),
    PLATFORM.replace("signed_in: {path: /me}", "account: {take: digits}"), PLATFORM.replace("[example.com]", "[]"),
])
def test_wrong_platforms(text: str) -> None:
    refused(text, Platform)


def mutations(text: str, rng: random.Random, rounds: int) -> list[str]:
    """`text` with pieces deleted, doubled, moved or replaced, and the marker thrown in."""
    pieces = ["{", "}", "[", "]", ":", "- ", "\n", "  ", "'", '"', "&", "*", "!", "#", "|", ">", "%", "@", "`", "\t",
        "\\", "?", ",",
              "\r", "\u2028", "\x00", "null", "[]", "{}", "~", "<<: ", "on", "1", "{user}"]
    made = []
    for _ in range(rounds):
        changed = text
        for _ in range(rng.randint(1, 3)):
            start = rng.randrange(len(changed))
            end = min(len(changed), start + rng.choice([0, 1, 2, 5, 20, 200]))
            piece = rng.choice(pieces)
            middle = rng.choice(["", piece, MARK, f" {MARK}: ", f"{piece}{MARK}", changed[start:end] * 2])
            changed = changed[:start] + middle + changed[end:]
        at = rng.randrange(len(changed))
        made.append(changed[:at] + MARK + changed[at:])
    return made


@pytest.mark.parametrize("name", ["instagram", "mastodon", "x"])
def test_damaged_files_never_give_a_traceback_nor_their_contents(name: str, tmp_path: Path) -> None:
    """Every damaged copy either still works or is refused by one of our errors, which does not show the marker."""
    rng = random.Random(20261122)
    files = [shipped_root() / f"platforms/{name}.yaml", *sorted((shipped_root() / f"flows/{name}").iterdir())]
    errors = 0
    for file in files:
        relative = file.relative_to(shipped_root())
        for number, text in enumerate(mutations(file.read_text(encoding="utf-8"), rng, 60)):
            home = tmp_path / f"{relative.stem}{number}"
            own = home / relative
            own.parent.mkdir(parents=True)
            own.write_bytes(text.encode())
            catalog = Catalog(home)
            try:
                for flow in catalog.flow_names(name):
                    catalog.flow(name, flow)
                catalog.platform(name)
            except ToolkitError as error:
                errors += 1
                shown = "".join(map(str, error.reason.params.values()))
            else:
                shown = ""
            assert MARK not in shown
            assert all(MARK not in finding.where + finding.text for finding in catalog.lint(name))
    assert errors > 30 * len(files)  # most damage is noticed
