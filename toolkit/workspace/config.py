"""toolkit.yaml: the clients' profiles and accounts, and the browser that opens them."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, ValidationInfo

from toolkit.catalog.base import FileModel, YamlBool
from toolkit.catalog.loader import load_yaml, parse_yaml
from toolkit.catalog.platform import PlatformId, VarName
from toolkit.errors import UsageError
from toolkit.secrets.key import NAMES, SecretKey
from toolkit.texts import t
from toolkit.workspace.arguments import replica_switch
from toolkit.workspace.problems import problem
from toolkit.workspace.values import (
    Argument,
    Client,
    Color,
    EmptyList,
    EmptyMapping,
    Executable,
    Host,
    ProfileName,
    User,
)

M = TypeVar("M", bound=FileModel)
DEFAULT_COLOR = "#607d8b"
"""Of a profile without `color`: a grey that no client is likely to have."""


class BrowserSettings(FileModel):
    """The program that opens the profiles. `headless: auto` is with a window on a desktop, without one in CI."""

    executable: Executable | None = None
    args: Annotated[tuple[Argument, ...], EmptyList, Field(max_length=20)] = ()
    headless: Literal["auto", "true", "false"] = "auto"


class Account(FileModel):
    """One user on one platform; `vars` are the host names of platforms that have many."""

    platform: PlatformId
    user: User
    vars: Annotated[dict[VarName, Host], EmptyMapping] = Field(default_factory=dict)

    @property
    def hosts(self) -> tuple[str, ...]:
        """The host names of `vars`, in the order of their keys."""
        return tuple(self.vars[name] for name in sorted(self.vars))

    @property
    def label(self) -> str:
        """How tables name it: `instagram/acme_legal`, `mastodon@social.example/prensa`."""
        hosts = f"@{','.join(self.hosts)}" if self.vars else ""
        return f"{self.platform}{hosts}/{self.user}"

    def secret(self, name: str) -> SecretKey:
        """The key of its `password` or `totp`. Raises UsageError (bad_value)."""
        return SecretKey(self.platform, self.user, name, self.hosts)


def _no_account_twice(accounts: tuple[Account, ...]) -> tuple[Account, ...]:
    labels = [account.label for account in accounts]
    for label in labels:
        if labels.count(label) > 1:
            raise problem("account_twice", account=label)
    return accounts


class Profile(FileModel):
    """A managed browser profile, of one client."""

    client: Client | None = None
    color: Color = DEFAULT_COLOR
    browser: Literal["chromium", "chrome", "msedge", "firefox"] = "chromium"
    clean: Literal["everything", "sessions"] = "everything"
    keep_device: YamlBool = False
    accounts: Annotated[tuple[Account, ...], EmptyList, AfterValidator(_no_account_twice)] = ()


def _version(value: object) -> object:
    if value not in {"1", 1}:
        raise problem("version")
    return 1


def _replica_only(browser: BrowserSettings, info: ValidationInfo) -> BrowserSettings:
    if info.data.get("environment") == "live" and (switch := replica_switch(browser.args)):
        raise problem("argument_replica", switch=switch)
    return browser


class Config(FileModel):
    """The whole file. `environment: replica` allows test switches and leaves the keyring alone."""

    version: Annotated[Literal[1], BeforeValidator(_version)]
    environment: Literal["live", "replica"] = "live"
    browser: Annotated[BrowserSettings, EmptyMapping, AfterValidator(_replica_only)] = Field(
        default_factory=BrowserSettings
    )
    profiles: Annotated[dict[ProfileName, Annotated[Profile, EmptyMapping]], EmptyMapping] = Field(default_factory=dict)

    def profile(self, name: str) -> Profile:
        """The profile of that name. Raises UsageError (unknown_profile)."""
        if name not in self.profiles:
            near = difflib.get_close_matches(name, self.profiles, n=1)
            known = ", ".join(self.profiles)
            raise UsageError("unknown_profile", name=name, known=known, near=near[0] if near else "")
        return self.profiles[name]

    def client(self, name: str) -> str:
        """The client's name of a profile: what the file says, else the profile's own name."""
        return self.profile(name).client or name

    def secret_keys(self) -> list[SecretKey]:
        """The keys of all secrets that the accounts may have, each once, in the order of the file."""
        accounts = [account for profile in self.profiles.values() for account in profile.accounts]
        return list(dict.fromkeys(account.secret(name) for account in accounts for name in NAMES))


def load_config(path: Path) -> Config:
    """Read toolkit.yaml. Raises FileError with file:line:column."""
    return load_yaml(path, Config)


def parse_config(raw: bytes, shown: str) -> Config:
    """Like `load_config`, for a text that is not on the disk yet; `shown` names it in messages."""
    return parse_yaml(raw, Config, shown)


def build(model: type[M], **values: object) -> M:
    """A part of the file from what was typed on a command line. Raises UsageError (bad_value)."""
    try:
        return model(**values)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)[0]
        context = {name: value for name, value in found.get("ctx", {}).items() if name != "key"}
        if found["type"] == "literal_error":
            text = t("file.expected_one_of", expected=context["expected"])
        else:
            text = t(found["type"], **context) if "." in found["type"] else t("file.invalid")
        what = next((str(part) for part in reversed(found["loc"]) if isinstance(part, str)), model.__name__)
        raise UsageError("bad_value", what=what, problem=text) from None
