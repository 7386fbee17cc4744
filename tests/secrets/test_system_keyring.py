"""The real GNOME keyring, on a D-Bus of its own, in a home of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import needs

PROGRAMS = {"dbus-run-session": "dbus", "dbus-send": "dbus", "gnome-keyring-daemon": "gnome-keyring"}

# $1: the password that opens the keyring, or "" for a keyring that nobody opens; $2: the Python program
SESSION = """
if [ -n "$1" ]; then mode=--unlock; else mode=--start; fi
printf '%s' "$1" | gnome-keyring-daemon --foreground $mode --components=secrets >/dev/null 2>&1 &
daemon=$!
trap 'kill $daemon' EXIT
for _ in $(seq 100); do
  dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner \
    string:org.freedesktop.secrets 2>/dev/null | grep -q 'boolean true' && break
  sleep 0.05
done
"$3" -c "$2"
"""

PREAMBLE = """
from toolkit.errors import Undecided
from toolkit.secrets import Secret, SecretKey, SecretStore
key = SecretKey("mastodon", "prensa@acme.example", "password", ("social.example",))
store = SecretStore([key], environ={})
def attempt(call):
    try:
        return call()
    except Undecided as error:
        return error.reason.code
"""


def run(tmp_path: Path, password: str, program: str) -> list[str]:
    for name, package in PROGRAMS.items():
        needs.program(name, package)
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    environment = {
        "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(runtime), "XDG_DATA_HOME": str(tmp_path / "data"),
        "PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(__file__).parents[2]), "LANG": "C.UTF-8",
    }  # fmt: skip
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", SESSION, "sh", password, PREAMBLE + program, sys.executable],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


pytestmark = pytest.mark.system


def test_set_get_remove(tmp_path: Path) -> None:
    out = run(
        tmp_path,
        "opens it",
        """
store.set(key, Secret("contraseña"), ["social.example"])
print(store.get(key, domains=["social.example"]).reveal(), store.list([key])[0].where)
import secretstorage
item, = secretstorage.get_default_collection(secretstorage.dbus_init()).get_all_items()
print(item.get_attributes()["service"], item.get_attributes()["username"], item.get_secret().decode())
store.remove(key)
print(store.list([key])[0].where)
""",
    )
    assert out == [
        "contraseña keyring",
        (
            "toolkit mastodon@social.example/prensa@acme.example/password "
            '{"secret": "contrase\\u00f1a", "domains": ["social.example"]}'
        ),
        "missing",
    ]


def test_locked_after_use(tmp_path: Path) -> None:
    out = run(
        tmp_path,
        "opens it",
        """
store.set(key, Secret("v"), ["social.example"])
import secretstorage
secretstorage.get_default_collection(secretstorage.dbus_init()).lock()
print(attempt(lambda: store.get(key, domains=["social.example"])))
print(attempt(lambda: store.set(key, Secret("w"), ["social.example"])))
print(attempt(lambda: store.remove(key)))
inherited = SecretStore([key], environ={key.variable: "from the environment"})
print(inherited.get(key, domains=["social.example"]).reveal())
""",
    )
    assert out == ["keyring_locked"] * 3 + ["from the environment"]


def test_never_opened(tmp_path: Path) -> None:
    assert run(tmp_path, "", 'print(attempt(lambda: store.get(key, domains=["social.example"])))') == ["keyring_locked"]
