from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from toolkit.errors import FileError, ToolkitError, UsageError
from toolkit.texts import set_language
from toolkit.workspace import edit
from toolkit.workspace.config import Account, Profile, build
from toolkit.workspace.home import Home

# every oddity that a round trip through a YAML library would iron out
FILE = """\
# ─── Agencia Ñandú: perfiles de clientes ───
#     (no tocar sin avisar a Lucía)

version:   1
environment: live      # nunca «replica» en este equipo

browser:               # el de siempre
    executable: '/usr/bin/true'   # comillas simples
    args: [ "--lang=es",   "--window-size=1200,800" ]
    headless: auto


profiles:

  # Bufete: ¡ojo!, cliente desde 2019
  acme:
    client:   "Bufete Acme"     # con comillas
    color: "#C0392B"   # rojo
    clean: everything
    accounts:
      - { platform: instagram,   user: acme_legal }   # la principal
      # la de prensa la lleva Marta
      - platform: mastodon
        user: 'prensa@acme.example'
        vars: {instance: social.example}

      - {platform: x, user: "+34600111222"}
      # ── fin de las cuentas de Acme ──

  # Panadería (pagan tarde)
  pan-y-mas:
    color: '#16a085'
    keep_device: true   # para no repetir el SMS
    accounts:
    - {platform: instagram, user: panymas}
    # - {platform: x, user: panymas}   (cerrada)

  vacio:          # todavía sin nada

# eso es todo, amigos
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    edit.init(home)
    home.config_file.write_bytes(FILE.encode())
    return home


def changed(home: Home, before: str = FILE) -> tuple[list[str], list[str]]:
    """The lines that went and the lines that came; all others are the same bytes."""
    after = home.config_file.read_bytes().decode()
    difference = list(difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True)))
    return [line[2:] for line in difference if line[0] == "-"], [line[2:] for line in difference if line[0] == "+"]


def test_add_profile(home: Home) -> None:
    accounts = (build(Account, platform="mastodon", user="+34 600", vars={"instance": "b.example"}),)
    edit.add_profile(home, "nuevo", build(Profile, client="Café: Ñ # 1", color="#ABCDEF", accounts=accounts))
    gone, came = changed(home)
    assert gone == []
    assert came == [
        "  nuevo:\n",
        '    client: "Café: Ñ # 1"\n',
        '    color: "#abcdef"\n',
        "    accounts:\n",
        '      - {platform: mastodon, user: "+34 600", vars: {instance: b.example}}\n',
    ]
    # behind the last profile, before the closing words
    assert home.config_file.read_text().endswith("\n\n# eso es todo, amigos\n")
    assert home.config().profiles["nuevo"].accounts == accounts
    assert home.config_file.stat().st_mode & 0o777 == 0o600


def test_remove_profile(home: Home) -> None:
    edit.remove_profile(home, "acme")
    gone, came = changed(home)
    assert came == []
    assert gone == FILE[FILE.index("  acme:\n") : FILE.index("\n  # Panadería")].splitlines(keepends=True)
    for name in ("pan-y-mas", "vacio"):
        edit.remove_profile(home, name)
    assert home.config().profiles == {}
    edit.add_profile(home, "acme", Profile())
    assert list(home.config().profiles) == ["acme"]


@pytest.mark.parametrize(
    ("profile", "line", "follows"),
    [
        ("acme", "      - {platform: x, user: otra}\n", "      # ── fin de las cuentas de Acme ──\n"),
        ("pan-y-mas", "    - {platform: x, user: otra}\n", "    - {platform: instagram, user: panymas}\n"),
    ],
)
def test_add_account(home: Home, profile: str, line: str, follows: str) -> None:
    edit.add_account(home, profile, build(Account, platform="x", user="otra"))
    assert changed(home) == ([], [line])
    assert home.config().profiles[profile].accounts[-1].user == "otra"


def test_add_account_to_an_empty_profile(home: Home) -> None:
    edit.add_account(home, "vacio", build(Account, platform="x", user="otra"))
    assert changed(home) == ([], ["    accounts:\n", "      - {platform: x, user: otra}\n"])


@pytest.mark.parametrize(
    ("platform", "user", "lines"),
    [
        ("instagram", "acme_legal", 2),  # with the comment that hangs on it
        ("mastodon", "prensa@acme.example", 3),
        ("x", "+34600111222", 1),
    ],
)
def test_remove_account(home: Home, platform: str, user: str, lines: int) -> None:
    before = home.config().profiles["acme"].accounts
    edit.remove_account(home, "acme", platform, user)
    gone, came = changed(home)
    assert came == []
    assert platform in gone[0]
    assert 1 <= len(gone) <= lines
    assert home.config().profiles["acme"].accounts == tuple(a for a in before if a.platform != platform)


def test_every_account_can_go_and_come_back(home: Home) -> None:
    for account in home.config().profiles["acme"].accounts:
        edit.remove_account(home, "acme", account.platform, account.user)
    assert home.config().profiles["acme"].accounts == ()
    edit.add_account(home, "acme", build(Account, platform="x", user="u"))
    assert [account.label for account in home.config().profiles["acme"].accounts] == ["x/u"]


@pytest.mark.parametrize(
    "text",
    [
        "version: 1",
        "version: 1\nprofiles:",
        "version: 1\nprofiles: {}   # nadie\n",
        "version: 1\nprofiles: null\n",
        "version: 1\r\nprofiles:\r\n  # uno\r\n  uno:\r\n    client: Uno\r\n",
        "\ufeffversion: 1\nprofiles:\n  uno:\n    client: Uno\n    accounts: []  # aún\n",
        "# flujo\nversion: 1\nprofiles: {uno: {client: Uno, accounts: [{platform: x, user: a}]}} # fin\n",
        "---\nversion: 1\nprofiles:\n  uno: {client: Uno}   # así\n",
        '{"version": 1, "profiles": {"uno": {"accounts": []}}}',
        "version: 1\nprofiles:\n    uno:\n        client: >-\n          Uno\n",
    ],
)
def test_other_layouts(tmp_path: Path, text: str) -> None:
    home = Home(tmp_path)
    home.create()
    home.config_file.write_bytes(text.encode())
    had = home.config().profiles
    edit.add_profile(home, "dos", build(Profile, client="Dos"))
    edit.add_account(home, "dos", build(Account, platform="x", user="b"))
    edit.add_account(home, "dos", build(Account, platform="x", user="c"))
    for name in had:
        edit.add_account(home, name, build(Account, platform="x", user="nueva"))
    config = home.config()
    assert list(config.profiles) == [*had, "dos"]
    assert [account.user for account in config.profiles["dos"].accounts] == ["b", "c"]
    for name in had:
        assert config.profiles[name].accounts[-1].user == "nueva"
        assert config.profiles[name].client == had[name].client
    after = home.config_file.read_bytes().decode()
    assert [
        part
        for part in ("# nadie", "# uno", "# aún", "# flujo", "# fin", "# así")
        if part in text and part not in after
    ] == []
    if "\r\n" in text:
        assert "\n" not in after.replace("\r\n", "")
    assert after.startswith("\ufeff") == text.startswith("\ufeff")
    edit.remove_account(home, "dos", "x", "b")
    edit.remove_account(home, "dos", "x", "c")
    edit.remove_profile(home, "dos")
    for name in had:
        edit.remove_account(home, name, "x", "nueva")
    assert home.config().profiles == had


def test_refusals_leave_the_file_alone(home: Home) -> None:
    account = build(Account, platform="instagram", user="acme_legal")
    calls = {
        "name_taken": lambda: edit.add_profile(home, "acme", Profile()),
        "unknown_profile": lambda: edit.remove_profile(home, "nadie"),
        "unknown_account": lambda: edit.remove_account(home, "acme", "instagram", "nadie"),
        "bad_file": lambda: edit.add_profile(home, "../x", Profile()),
    }
    for code, call in calls.items():
        with pytest.raises(ToolkitError) as error:
            call()
        assert error.value.reason.code == code
    with pytest.raises(UsageError) as taken:
        edit.add_account(home, "acme", account)
    assert taken.value.reason.code == "name_taken"
    assert home.config_file.read_text() == FILE
    home.config_file.write_text(FILE + "\ncuentas: 1\n")
    with pytest.raises(FileError):
        edit.add_profile(home, "otro", Profile())
    assert home.config_file.read_text() == FILE + "\ncuentas: 1\n"
    assert [path.name for path in home.path.iterdir() if path.name.endswith(".new")] == []


def test_a_linked_file_stays_a_link(home: Home, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.yaml"
    home.config_file.rename(real)
    home.config_file.symlink_to(real)
    edit.add_account(home, "vacio", build(Account, platform="x", user="otra"))
    assert home.config_file.is_symlink()
    assert "otra" in real.read_text()


@pytest.mark.parametrize("language", ["en", "es", "pt"])
@pytest.mark.parametrize("environment", ["live", "replica"])
def test_init(tmp_path: Path, language: str, environment: str) -> None:
    home = Home(tmp_path / "home")
    set_language(language)
    try:
        assert edit.init(home, environment=environment)
    finally:
        set_language(None)
    assert home.config().environment == environment
    assert home.config().profiles == {}
    before = home.config_file.read_bytes()
    assert not edit.init(home)
    assert home.config_file.read_bytes() == before
    assert home.config_file.stat().st_mode & 0o777 == 0o600
    edit.add_profile(home, "uno", Profile())
    assert home.config_file.read_bytes().startswith(before)


def test_build_says_what_does_not_fit() -> None:
    bad = [
        (Profile, {"color": "red"}, "color"), (Profile, {"browser": "safari"}, "browser"),
        (Account, {"platform": "X!", "user": "u"}, "platform"), (Account, {"platform": "x", "user": "a\nb"}, "user"),
        (Account, {"platform": "x", "user": "u", "vars": {"instance": "https://a.example"}}, "instance"),
    ]  # fmt: skip
    for model, values, what in bad:
        with pytest.raises(UsageError) as error:
            build(model, **values)
        assert error.value.reason.code == "bad_value"
        assert error.value.reason.params["what"] == what
