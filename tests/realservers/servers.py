"""What the tests see of a real server: its address, its accounts, and the truth that only the server knows."""

from __future__ import annotations

import itertools
import json
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.processes import running

PASSWORD = "correct-Horse-7-battery"


@dataclass(frozen=True)
class Account:
    """A test account: `user` is what a person types, `id` what the server calls it."""

    user: str
    password: str
    id: str


class ServerFailed(Exception):
    """A real server did not start or did not do what its tests rely on; the text holds the end of its log."""


def call(method: str, url: str, body: object = None, **headers: str) -> tuple[int, dict[str, Any]]:
    """One JSON request (underscores in header names become hyphens): the status and the decoded answer."""
    request = urllib.request.Request(url, method=method)
    for name, value in headers.items():
        request.add_header(name.replace("_", "-"), value)
    if body is not None:
        request.data = json.dumps(body).encode()
        request.add_header("Content-Type", "application/json")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=30) as response:
            return response.status, json.loads(response.read() or b"{}")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.loads(error.read() or b"{}")


@contextmanager
def served(command: Sequence[object], log: Path, is_up: Callable[[], bool], **options: Any) -> Iterator[None]:
    """`command` in the background until the block is left; its standard input stays open as long as we live."""
    with (
        log.open("wb") as out,
        running([str(part) for part in command], log=out, stdin=subprocess.PIPE, **options) as server,
    ):
        deadline = time.monotonic() + 120
        while not is_up():
            if server.poll() is not None or time.monotonic() > deadline:
                raise ServerFailed(f"{command[0]} did not start:\n{log.read_text(errors='replace')[-3000:]}")
            time.sleep(0.1)
        yield


def names() -> Iterator[str]:
    """Endless new account names, unique within one server."""
    return (f"client{number}" for number in itertools.count(1))
