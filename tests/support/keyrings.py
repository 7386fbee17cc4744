"""A GNOME key ring of a test's own, on a private D-Bus: what a person's Linux desktop has, without touching theirs."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support import needs
from tests.support.processes import running

# no service directories: nothing but our own daemon may answer for org.freedesktop.secrets
# https://dbus.freedesktop.org/doc/dbus-daemon.1.html
_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={folder}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
"""


@contextmanager
def gnome_keyring(folder: Path) -> Iterator[dict[str, str]]:
    """An unlocked, empty GNOME key ring with its files in `folder`.

    Yields the variables that a child process needs to reach it: DBUS_SESSION_BUS_ADDRESS, and the keyring package's
    backend (the tests' default, a null key ring, would hide it).
    """
    program = needs.program("gnome-keyring-daemon", "gnome-keyring")
    # a socket's path has 107 characters at most, see unix(7): not below pytest's long folders
    with TemporaryDirectory(prefix="bus") as runtime, _private_bus(folder, runtime) as address:
        environment = {
            "DBUS_SESSION_BUS_ADDRESS": address,
            "PYTHON_KEYRING_BACKEND": "keyring.backends.SecretService.Keyring",
        }
        own = {"XDG_DATA_HOME": str(folder / "data"), "XDG_RUNTIME_DIR": runtime, "HOME": str(folder)}
        command = [program, "--foreground", "--unlock", "--components=secrets", f"--control-directory={runtime}"]
        with running(command, stdin=subprocess.PIPE, env={**os.environ, **environment, **own}) as daemon:
            assert daemon.stdin
            daemon.stdin.write(b"password of the tests")  # up to the end of input; an empty one would prompt
            daemon.stdin.close()
            _wait_for_secrets(address)
            yield environment


@contextmanager
def _private_bus(folder: Path, runtime: str) -> Iterator[str]:
    configuration = folder / "bus.conf"
    configuration.write_text(_BUS.format(folder=runtime))
    command = [
        needs.program("dbus-daemon", "dbus-daemon"),
        f"--config-file={configuration}",
        "--nofork",
        "--print-address",
    ]
    with running(command, stdout=subprocess.PIPE) as bus:
        assert bus.stdout
        address = bus.stdout.readline().decode().strip()
        assert address, "the D-Bus daemon did not start"
        yield address


def _wait_for_secrets(address: str, patience: float = 20) -> None:
    """Wait until the key ring answers on the bus and its default collection is unlocked."""
    from jeepney.io.blocking import open_dbus_connection
    from secretstorage import get_default_collection
    from secretstorage.exceptions import SecretStorageException

    deadline = time.monotonic() + patience
    while True:
        with open_dbus_connection(bus=address) as connection:
            try:
                if not get_default_collection(connection).is_locked():
                    return
            except SecretStorageException:
                if time.monotonic() > deadline:
                    raise
        assert time.monotonic() < deadline, "the key ring stayed locked"
        time.sleep(0.05)
