"""A virtual screen for browsers with a window."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from tests.support import needs
from tests.support.processes import running


@contextmanager
def xvfb() -> Iterator[str]:
    """An Xvfb on a display number that it picks itself (-displayfd, see Xserver(1)): yields its name, such as `:3`."""
    command = [needs.program("Xvfb", "xvfb"), "-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"]
    with running(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        assert server.stdout
        number = server.stdout.readline().strip().decode()
        assert number.isdigit(), "Xvfb did not start"
        yield f":{number}"
