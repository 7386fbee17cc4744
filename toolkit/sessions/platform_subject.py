"""What `platform test` tries: a platform on a server, with the accounts that the environment names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from toolkit.catalog.platform import Platform
from toolkit.catalog.registry import Catalog
from toolkit.catalog.steps import Fill, SecretName
from toolkit.catalog.urls import is_host, is_loopback
from toolkit.errors import UsageError
from toolkit.runner.site import SecretSource, Site
from toolkit.secrets import Secret, SecretStore
from toolkit.secrets.key import SecretKey
from toolkit.secrets.totp import current_code
from toolkit.sessions.platform_results import Kind
from toolkit.sessions.units import Unit, unit_key
from toolkit.texts import t


@dataclass(frozen=True)
class Stand:
    """A server that a face has started for the test: browser switches, host variables, the environment of accounts."""

    args: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    environ: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Server:
    """Which server is tried. With kind `replica` the face starts one and gives it as a `Stand`."""

    kind: Kind
    values: Mapping[str, str]


@dataclass(frozen=True)
class Subject:
    """A platform ready to be tried: one account, or several that share the browser."""

    catalog: Catalog
    unit: Unit
    kind: Kind
    args: tuple[str, ...]
    keys: Mapping[str, Mapping[SecretName, SecretKey]] = field(repr=False)
    store: SecretStore = field(repr=False)

    def source(self, user: str) -> SecretSource:
        """Where the login flow takes an account's password and one-time codes from."""

        async def get(name: SecretName) -> Secret:
            secret = self.store.get(self.keys[user][name], domains=self.unit.site.domains)
            return await current_code(secret) if name == "totp" else secret

        return get


def user_variable(platform: str) -> str:
    """`TOOLKIT_TEST_USER_INSTAGRAM`: the account's user name; several, separated by commas, share one browser."""
    return f"TOOLKIT_TEST_USER_{platform.upper()}"


def host_variable(platform: str, name: str) -> str:
    """`TOOLKIT_TEST_VAR_MASTODON_INSTANCE`: the host for one of a platform's `vars`."""
    return f"TOOLKIT_TEST_VAR_{platform.upper()}_{name.upper()}"


def choose_server(
    catalog: Catalog,
    id_: str,
    *,
    environ: Mapping[str, str],
    live: bool = False,
    instance: str | None = None,
    values: Mapping[str, str] | None = None,
    has_replica: bool = False,
) -> Server:
    """This machine's own server where one is named, else the live site if asked for, else the replica.

    Raises UsageError: `bad_value`, `var_missing`, `not_supported`.
    """
    platform = catalog.platform(id_)
    typed = _typed(id_, platform, instance, values or {})
    found = {name: host for name in platform.vars if (host := environ.get(host_variable(id_, name)))}
    for name, host in found.items():
        if not is_host(host):
            raise UsageError("bad_value", what=host_variable(id_, name), problem=t("platform_test.expected_host"))
    given = {**found, **typed}
    if given and set(given) == set(platform.vars) and all(map(is_loopback, given.values())):
        return Server("real server", given)
    if live:
        return Server("live account", {**_defaults(platform), **given})
    if typed:
        raise UsageError("bad_value", what="--instance", problem=t("platform_test.needs_live"))
    if has_replica:
        return Server("replica", {})
    raise UsageError("not_supported", what=t("platform_test.no_replica", platform=id_))


def make_subject(
    catalog: Catalog, id_: str, server: Server, *, environ: Mapping[str, str], stand: Stand | None = None
) -> Subject:
    """Bring platform, server and accounts together; nothing has been asked of the server yet.

    Raises UsageError: `untrusted`, `flow_missing`, `var_missing`, `bad_value`, and `secret_missing` for an account or
    a password that is not there; Undecided `keyring_locked`.
    """
    catalog.check_trusted(id_)
    platform = catalog.platform(id_)
    stand = stand or Stand()
    environ = stand.environ if server.kind == "replica" else environ
    values = {**server.values, **stand.values}
    if missing := sorted(set(platform.vars) - set(values)):
        raise UsageError("var_missing", platform=id_, names=", ".join(missing), account="-")
    for flow in ("login", "logout"):
        if flow not in catalog.flow_names(id_):
            raise UsageError("flow_missing", platform=id_, flow=flow)
    users = _users(id_, platform, environ)
    hosts = tuple(values[name] for name in sorted(values))
    keys: dict[str, Mapping[SecretName, SecretKey]] = {
        user: {"password": SecretKey(id_, user, "password", hosts), "totp": SecretKey(id_, user, "totp", hosts)}
        for user in users
    }
    # A replica never sees a secret that a person keeps.
    store = SecretStore(
        [key for named in keys.values() for key in named.values()],
        environ=environ,
        allow_keyring=server.kind != "replica",
    )
    site = Site(id_, platform, values, lambda name: catalog.flow(id_, name), users[0])
    subject = Subject(catalog, Unit(unit_key(id_, values), site, users), server.kind, stand.args, keys, store)
    if _types_password(catalog, id_):
        for user in users:
            store.get(keys[user]["password"], domains=site.domains)  # missing: said before a browser starts
    return subject


def _typed(id_: str, platform: Platform, instance: str | None, values: Mapping[str, str]) -> dict[str, str]:
    """What `--instance` and `--var` say."""
    if unknown := sorted(set(values) - set(platform.vars)):
        raise UsageError("var_missing", platform=id_, names=", ".join(unknown), account="-")
    for name, host in values.items():
        if not is_host(host):
            raise UsageError("bad_value", what=f"--var {name}", problem=t("platform_test.expected_host"))
    if instance is None:
        return dict(values)
    left = [name for name in platform.vars if name not in values]
    if len(left) != 1:
        names = ", ".join(f"--var {name}=HOST" for name in platform.vars) or "-"
        raise UsageError("bad_value", what="--instance", problem=t("platform_test.needs_vars", names=names))
    return {**values, left[0]: _host_of(instance)}


def _host_of(instance: str) -> str:
    """The host of `https://social.example` or `http://127.0.0.1:3000`."""
    try:
        parts = urlsplit(instance)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    local = is_loopback(parts.netloc)
    safe = parts.scheme == ("http" if local else "https") and (local or port is None)
    if not safe or parts.path.strip("/") or parts.query or parts.fragment or not is_host(parts.netloc):
        raise UsageError("bad_value", what="--instance", problem=t("platform_test.expected_instance"))
    return parts.netloc


def _defaults(platform: Platform) -> dict[str, str]:
    return {name: var.default for name, var in platform.vars.items() if var.default}


def _users(id_: str, platform: Platform, environ: Mapping[str, str]) -> tuple[str, ...]:
    variable = user_variable(id_)
    users = tuple(dict.fromkeys(user.strip() for user in environ.get(variable, "").split(",") if user.strip()))
    if not users:
        raise UsageError("secret_missing", name=f"{id_}/user", command=f"export {variable}=USER", variable=variable)
    if len(users) > platform.accounts_at_most:
        most = t("platform_test.too_many_users", limit=platform.accounts_at_most)
        raise UsageError("bad_value", what=variable, problem=most)
    return users


def _types_password(catalog: Catalog, id_: str) -> bool:
    login = catalog.flow(id_, "login")
    steps = [inside for step in login.steps for inside in step.walk()] if login else []
    return any(isinstance(step.fill, Fill) and step.fill.secret == "password" for step in steps)  # noqa: S105
