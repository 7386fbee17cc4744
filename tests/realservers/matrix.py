"""Matrix: the home server Synapse, with the web client Hydrogen, which has no cookies at all."""

from __future__ import annotations

import base64
import functools
import hashlib
import hmac
import http.server
import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.realservers import install
from tests.realservers.servers import PASSWORD, Account, ServerFailed, call, names, served
from tests.support.network import free_port

_SHARED_SECRET = "registers the accounts of the tests"

# https://element-hq.github.io/synapse/latest/usage/configuration/config_documentation.html
_CONFIGURATION = """
server_name: localhost
public_baseurl: {url}/
listeners: [{{port: {port}, type: http, bind_addresses: [127.0.0.1], resources: [{{names: [client]}}]}}]
database: {{name: sqlite3, args: {{database: {folder}/homeserver.db}}}}
signing_key_path: {folder}/signing.key
media_store_path: {folder}/media
pid_file: {folder}/pid
macaroon_secret_key: {random}
registration_shared_secret: {secret}
report_stats: false
enable_registration: false
federation_domain_whitelist: []
trusted_key_servers: []
suppress_key_server_warning: true
rc_login:
  address: {{per_second: 1000, burst_count: 1000}}
  account: {{per_second: 1000, burst_count: 1000}}
  failed_attempts: {{per_second: 1000, burst_count: 1000}}
"""


class MatrixServer:
    """A running Synapse at `homeserver` and Hydrogen at `base_url` (both URLs without a slash at the end).

    `alice` and `bob` are there; `new_account()` gives a test an account that nobody else signs in to.
    """

    def __init__(self, homeserver: str, base_url: str) -> None:
        self.homeserver = homeserver
        self.base_url = base_url
        self._names = names()
        self._admin = self._register("admin", admin=True)
        self.alice = self._register("alice")[0]
        self.bob = self._register("bob")[0]

    def new_account(self) -> Account:
        return self._register(next(self._names))[0]

    def devices(self, account: Account) -> list[str]:
        """The ids of the devices signed in to `account`, as the server's administrator sees them."""
        url = f"{self.homeserver}/_synapse/admin/v2/users/{quote(account.id)}/devices"
        status, answer = call("GET", url, Authorization=f"Bearer {self._admin[1]}")
        _expect(status == 200, answer)
        return sorted(device["device_id"] for device in answer["devices"])

    def token_valid(self, token: str) -> bool:
        """Whether the server still takes this access token."""
        status, answer = call(
            "GET", f"{self.homeserver}/_matrix/client/v3/account/whoami", Authorization=f"Bearer {token}"
        )
        _expect(status == 200 or answer.get("errcode") == "M_UNKNOWN_TOKEN", answer)
        return status == 200

    def sign_in(self, account: Account) -> str:
        """Sign in as another device would; its access token."""
        identifier = {"type": "m.id.user", "user": account.user}
        body = {"type": "m.login.password", "identifier": identifier, "password": account.password}
        status, answer = call("POST", f"{self.homeserver}/_matrix/client/v3/login", body)
        _expect(status == 200, answer)
        token: str = answer["access_token"]
        return token

    def _register(self, user: str, *, admin: bool = False) -> tuple[Account, str]:
        """A new account without a device; for an administrator with one, whose token is the second value.

        https://element-hq.github.io/synapse/latest/admin_api/register_api.html
        """
        url = f"{self.homeserver}/_synapse/admin/v1/register"
        nonce = call("GET", url)[1]["nonce"]
        text = "\0".join((nonce, user, PASSWORD, "admin" if admin else "notadmin"))
        mac = hmac.new(_SHARED_SECRET.encode(), text.encode(), hashlib.sha1).hexdigest()
        body = {"nonce": nonce, "username": user, "password": PASSWORD, "admin": admin, "mac": mac}
        status, answer = call("POST", url, {**body, "inhibit_login": not admin})
        _expect(status == 200, answer)
        return Account(user, PASSWORD, answer["user_id"]), answer.get("access_token", "")


@contextmanager
def matrix_server(folder: Path) -> Iterator[MatrixServer]:
    """Synapse and Hydrogen on free ports of loopback, with their data in `folder`, until the block is left."""
    python, site = install.synapse(), install.hydrogen()
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    configuration = folder / "homeserver.yaml"
    values = {"url": url, "port": port, "folder": folder, "secret": _SHARED_SECRET, "random": secrets.token_hex()}
    configuration.write_text(_CONFIGURATION.format(**values))
    seed = base64.b64encode(secrets.token_bytes(32)).decode().rstrip("=")
    (folder / "signing.key").write_text(f"ed25519 a_test {seed}\n")
    command = [python, install.HERE / "boot/run_synapse.py", "--config-path", configuration]
    with (
        served(command, folder / "synapse.log", functools.partial(_answers, url), cwd=folder),
        _hydrogen(site, url) as client,
    ):
        yield MatrixServer(url, client)


@contextmanager
def _hydrogen(site: Path, homeserver: str) -> Iterator[str]:
    """Serve the files of Hydrogen, set to `homeserver`; yields the address."""
    configuration = json.dumps({"defaultHomeServer": homeserver, "themeManifests": []}).encode()

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args, directory=str(site))

        def do_GET(self) -> None:
            if self.path.partition("?")[0] != "/config.json":
                super().do_GET()
                return
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(configuration)))
            self.end_headers()
            self.wfile.write(configuration)

        def log_message(self, format: str, *args: object) -> None:
            """Requests are not the tests' business."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def _answers(url: str) -> bool:
    try:
        return call("GET", f"{url}/_matrix/client/versions")[0] == 200
    except OSError:
        return False


def _expect(condition: bool, answer: object) -> None:
    if not condition:
        raise ServerFailed(f"Synapse answered {answer}")
