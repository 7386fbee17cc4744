"""Which Firefox serves a profile, what its wall says, and where it is refused: without a browser."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.support import needs
from toolkit.browser.find import find_browser, install_command
from toolkit.browser.firefox.prefs import MANAGED, new_profile_prefs, prepare_profile, read_prefs
from toolkit.browser.firefox.snap import check_snap
from toolkit.browser.firefox.wall import takes_another_way, wall_prefs
from toolkit.browser.wall import Wall
from toolkit.errors import UsageError
from toolkit.sessions.plan import signed_in_elsewhere
from toolkit.sessions.workbench import Workbench
from toolkit.traces.model import Partition, Reading, Trace
from toolkit.workspace.home import find_home
from toolkit.workspace.journal import Pin

CONFIG = """version: 1
browser: {{executable: {executable}}}
profiles:
  one: {{browser: {browser}}}
"""


def program(path: Path, content: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    path.chmod(0o755)
    return path


def bench(folder: Path, browser: str, executable: Path) -> Workbench:
    home = find_home(folder / "home")
    home.create()
    home.config_file.write_text(CONFIG.format(executable=executable, browser=browser))
    return Workbench(home)


def test_the_configured_program_is_for_its_own_family(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    firefox, chromium = program(tmp_path / "a/firefox"), program(tmp_path / "b/chromium")
    monkeypatch.setenv("PATH", str(tmp_path / "a"))
    assert bench(tmp_path, "firefox", chromium).browser("one").executable == firefox
    assert bench(tmp_path, "firefox", firefox).browser("one").source == "configured"
    monkeypatch.setenv("PATH", str(tmp_path / "b"))
    assert bench(tmp_path, "chromium", firefox).browser("one").executable == chromium


@pytest.mark.parametrize(("browser", "pinned"), [("chromium", "firefox"), ("firefox", "chromium")])
def test_a_profile_does_not_change_its_family(tmp_path: Path, browser: str, pinned: str) -> None:
    with_pin = bench(tmp_path, browser, program(tmp_path / browser))
    with_pin.journal.set_pin("one", Pin(pinned, str(program(tmp_path / pinned)), ""))
    with pytest.raises(UsageError) as caught:
        with_pin.browser("one")
    with_pin.close()
    assert caught.value.reason.code == "browser_changed"


def test_without_one_it_says_where_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("toolkit.browser.find.installed", lambda _product: None)
    with pytest.raises(UsageError) as caught:
        find_browser("firefox")
    assert caught.value.reason.code == "no_browser"
    assert install_command("firefox") in caught.value.reason.remedy
    assert "firefox" in install_command("firefox")


@pytest.mark.parametrize(
    ("folder", "content", "refused"),
    [
        (".local/share/toolkit", '#!/bin/sh\nexec /snap/bin/firefox "$@"\n', True),
        ("toolkit", '#!/bin/sh\nexec /snap/bin/firefox "$@"\n', False),
        (".local/share/toolkit", '#!/bin/sh\nexec /usr/lib/firefox/firefox "$@"\n', False),
        (".local/share/toolkit", "\x7fELF", False),
    ],
)
def test_a_snap_does_not_see_hidden_folders(
    folder: str, content: str, refused: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "ana"))
    firefox, profile = program(tmp_path / "bin/firefox", content), tmp_path / "ana" / folder / "profiles/one"
    try:
        check_snap(firefox, profile)
        said = ""
    except UsageError as error:
        said = error.reason.text
    assert bool(said) is refused
    assert (str(tmp_path / "ana/.local") in said) is refused


def answer(prefs: dict[str, object], url: str, host: str) -> str:
    """What the proxy script says of an address; runs in a JavaScript engine of its own."""
    node = shutil.which("node") or _drivers_node()
    script = unquote(str(prefs["network.proxy.autoconfig_url"]).partition(",")[2])
    import subprocess

    code = f"{script}; console.log(FindProxyForURL({json.dumps(url)}, {json.dumps(host)}))"
    return subprocess.run([node, "-e", code], capture_output=True, text=True, check=True).stdout.strip()


def _drivers_node() -> str:
    import playwright

    node = Path(playwright.__file__).parent / "driver/node"
    if not node.exists():
        needs.missing("no JavaScript engine")
    return str(node)


@pytest.mark.parametrize(
    ("host", "url", "way"),
    [
        ("site.test", "https://site.test/", "DIRECT"),
        ("a.b.site.test", "https://a.b.site.test/x", "DIRECT"),
        ("badsite.test", "https://badsite.test/", "PROXY 127.0.0.1:1"),
        ("site.test.evil.test", "https://site.test.evil.test/", "PROXY 127.0.0.1:1"),
        ("evil.test", "http://site.test@evil.test/", "PROXY 127.0.0.1:1"),
        ("127.0.0.1", "http://127.0.0.1:3000/x", "DIRECT"),
        ("127.0.0.1", "http://127.0.0.1:3001/x", "PROXY 127.0.0.1:1"),
        ("127.0.0.1", "http://127.0.0.1/127.0.0.1:3000", "PROXY 127.0.0.1:1"),
        ("localhost", "http://localhost:3000/", "PROXY 127.0.0.1:1"),
    ],
)
def test_the_wall_lets_through_what_is_inside(host: str, url: str, way: str) -> None:
    prefs = wall_prefs(Wall(["site.test", "127.0.0.1:3000"]))
    assert prefs["network.proxy.type"] == 2
    assert answer(dict(prefs), url, host) == way


def test_replicas_are_where_the_rules_say_and_in_one_place_only() -> None:
    prefs = wall_prefs(Wall(["site.test"], ["--host-resolver-rules=MAP * 127.0.0.1:4433"]))
    assert prefs["network.dns.forceResolve"] == "127.0.0.1"
    assert prefs["network.socket.forcePort"] == "443=4433;80=4433"
    two = "--host-resolver-rules=MAP a.test 127.0.0.1:1, MAP b.test 127.0.0.1:2"
    with pytest.raises(UsageError):
        wall_prefs(Wall(["a.test", "b.test"], [two]))


def test_behind_a_proxy_of_the_persons_there_is_no_script(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    wall = Wall(["site.test"])
    assert wall.behind_proxy
    assert "network.proxy.type" not in wall_prefs(wall)


def test_who_may_set_another_proxy(tmp_path: Path) -> None:
    firefox = program(tmp_path / "lib/firefox")
    assert not takes_another_way(tmp_path, firefox)
    (tmp_path / "extensions.json").write_text("[torn")
    assert takes_another_way(tmp_path, firefox)
    (tmp_path / "extensions.json").write_text('{"addons": [{"active": false, "userPermissions": null}]}')
    assert not takes_another_way(tmp_path, firefox)
    policies = program(tmp_path / "lib/distribution/policies.json", '{"policies": {"Proxy": {"Mode": "system"}}}')
    assert takes_another_way(tmp_path, firefox)
    policies.write_text('{"policies": {"DisableTelemetry": true}}')
    assert not takes_another_way(tmp_path, firefox)


def test_a_new_profile_has_its_settings_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    prepare_profile(tmp_path / "new", ["--lang=es"])
    written = read_prefs(tmp_path / "new/prefs.js")
    assert written.keys() == MANAGED.keys() | {"intl.accept_languages"}
    assert written["intl.accept_languages"] == '"es"'
    assert written["signon.rememberSignons"] == "false"
    (tmp_path / "new/prefs.js").write_text("own")
    prepare_profile(tmp_path / "new")
    assert (tmp_path / "new/prefs.js").read_text() == "own"
    assert new_profile_prefs([]) == MANAGED


@pytest.mark.parametrize(
    ("product", "path", "apart", "elsewhere"),
    [
        ("firefox", "cookies.sqlite", "", False),
        ("firefox", "storage/default/https+++site.test/ls", "^partitionKey=%28https%2Cx.test%29", False),
        ("firefox", "cookies.sqlite", "^userContextId=2", True),
        ("firefox", "cookies.sqlite", "^userContextId=7", False),  # a robot's own, of a run that was killed
        ("firefox", "Default/Cookies", "", True),
        ("firefox", "Profile 2/Cookies", "", True),
        ("chromium", "cookies.sqlite", "", True),
        ("chromium", "Default/Cookies", "", False),
    ],
)
def test_where_a_robot_cannot_log_out(tmp_path: Path, product: str, path: str, apart: str, elsewhere: bool) -> None:
    identities = [{"userContextId": 7, "name": "webdriver-0567665a-6b3a-4b89-8a79-887394c4cf1b"}]
    (tmp_path / "containers.json").write_text(json.dumps({"identities": identities}))
    reading = Reading(
        traces={"site": (Trace("cookies", path, "site.test", "sid", "session", 1),)},
        partitioned={"site": (Partition("cookies", "site.test", "", False, attributes=apart),) if apart else ()},
        problems=(), other_hosts=0, origins={}, exit_type="Normal", key_versions=frozenset(),
    )  # fmt: skip
    assert signed_in_elsewhere(reading, product, tmp_path) == (frozenset({"site"}) if elsewhere else frozenset())
