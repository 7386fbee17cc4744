"""Bluesky's personal data server with its account pages: cookies look the same signed in and signed out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.realservers import install
from tests.realservers.servers import PASSWORD, Account, ServerFailed, call, names, served
from tests.support.network import free_port


class PdsServer:
    """A running PDS at `url` (host `localhost`: its pages refuse any other name), account pages at `url`/account.

    `alice` and `bob` are there; `new_account()` gives a test an account that nobody else signs in to.
    """

    def __init__(self, url: str, data: Path) -> None:
        self.url = url
        self._data = data
        self._names = names()
        self.alice = self._register("alice")
        self.bob = self._register("bob")

    def new_account(self) -> Account:
        return self._register(next(self._names))

    def devices(self, account: Account) -> list[str]:
        """The ids of the devices signed in to `account` on the account pages, from the server's own database."""
        with closing(sqlite3.connect(f"{(self._data / 'account.sqlite').as_uri()}?mode=ro", uri=True)) as database:
            rows = database.execute("SELECT deviceId FROM account_device WHERE did = ? ORDER BY 1", (account.id,))
            return [row[0] for row in rows]

    def cookies_valid(self, account: Account, cookies: dict[str, str]) -> bool:
        """Whether a browser with these cookies is signed in as `account`. The server may rotate `ses-id` on the way."""
        url = f"{self.url}/@atproto/oauth-provider/~api/account-sessions?sub={account.id}"
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "x_csrf_token": cookies.get("csrf-token", ""),
            "Referer": f"{self.url}/account",
            "Origin": self.url,
            "Sec_Fetch_Site": "same-origin",
            "Sec_Fetch_Mode": "same-origin",
            "Sec_Fetch_Dest": "empty",
        }
        status, answer = call("GET", url, **headers)
        if status not in (200, 401):
            raise ServerFailed(f"the PDS answered {status} {answer}")
        return status == 200

    def _register(self, name: str) -> Account:
        url = f"{self.url}/xrpc/com.atproto.server.createAccount"
        handle = f"{name}.test"
        body = {"handle": handle, "email": f"{name}@example.com", "password": PASSWORD}
        status, answer = call("POST", url, body)
        if status != 200:
            raise ServerFailed(f"the PDS answered {status} {answer}")
        return Account(handle, PASSWORD, answer["did"])


@contextmanager
def pds_server(folder: Path) -> Iterator[PdsServer]:
    """A PDS and its PLC directory on free ports of loopback, with their data in `folder`, until the block is left."""
    modules, home = install.pds(), install.node()
    port, directory_port = free_port(), free_port()
    data, log = folder / "data", folder / "pds.log"
    command = [home / "bin/node", install.HERE / "boot/run_pds.js", modules, data, str(port), str(directory_port)]
    with served(command, log, lambda: "ready" in log.read_text(errors="replace").split(), cwd=folder):
        yield PdsServer(f"http://localhost:{port}", data)
