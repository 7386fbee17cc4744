"""What a test needs of the machine: without it the test is skipped with a reason, or fails where it must be there."""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest

# set by dev.py where it has installed everything (CI as root on Debian): a skip there would hide a broken set-up
COMPLETE = "TOOLKIT_TESTS_COMPLETE"


def missing(reason: str) -> NoReturn:
    """End the test: skipped with `reason`, or failed on a machine that was set up completely."""
    if os.environ.get(COMPLETE):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def program(name: str, package: str) -> str:
    """The path of the program `name`; ends the test if it is not installed (`package`: its name on Debian)."""
    found = shutil.which(name)
    if found is None:
        missing(f"{name} is not installed (Debian: apt-get install {package})")
    return found
