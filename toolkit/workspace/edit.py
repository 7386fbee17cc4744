"""Changes toolkit.yaml for the person and leaves everything else in it as the person wrote it.

A change is written only if the new text reads as exactly the configuration that was meant; in one step, so that a crash
or a full disk leaves the old file.
"""

from __future__ import annotations

import codecs
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from toolkit.errors import FileError, UsageError
from toolkit.texts import t
from toolkit.workspace import splice
from toolkit.workspace.config import Account, Config, Profile, parse_config
from toolkit.workspace.home import Home, write_error

Splice = Callable[[str], str]
RoundTrip = Callable[[Any], None]


def init(home: Home, *, environment: str = "live") -> bool:
    """Make the home and a toolkit.yaml with an explanation in the person's language; False if there is one already.

    Raises UsageError (home_unwritable), Undecided (disk_full).
    """
    home.create()
    with _locked(home):
        if home.config_file.exists():
            return False
        text = t("edit.starter", environment=environment)
        parse_config(text.encode(), str(home.config_file))
        write_private(home.config_file, text.encode())
    return True


def add_profile(home: Home, name: str, profile: Profile) -> None:
    """Raises UsageError: name_taken; FileError where the file is wrong, before or after."""

    def change(config: Config) -> tuple[Config, Splice, RoundTrip]:
        if name in config.profiles:
            raise UsageError("name_taken", name=name)
        values = _written(profile)

        def round_trip(data: Any) -> None:
            data["profiles"] = data.get("profiles") or {}
            data["profiles"][name] = values

        meant = _with_profiles(config, {**config.profiles, name: profile})
        return meant, lambda text: splice.add_profile(text, name, values), round_trip

    _edit(home, change)


def remove_profile(home: Home, name: str) -> None:
    """Take the profile out of the file; its directory stays. Raises UsageError (unknown_profile), FileError."""

    def change(config: Config) -> tuple[Config, Splice, RoundTrip]:
        config.profile(name)

        def round_trip(data: Any) -> None:
            del data["profiles"][name]

        rest = {other: profile for other, profile in config.profiles.items() if other != name}
        return _with_profiles(config, rest), lambda text: splice.remove_profile(text, name), round_trip

    _edit(home, change)


def add_account(home: Home, name: str, account: Account) -> None:
    """Put `account` into profile `name`. Raises UsageError (unknown_profile, name_taken), FileError."""

    def change(config: Config) -> tuple[Config, Splice, RoundTrip]:
        profile = config.profile(name)
        if account.label in {other.label for other in profile.accounts}:
            raise UsageError("name_taken", name=account.label)
        values = account.model_dump(exclude_defaults=True)

        def round_trip(data: Any) -> None:
            data["profiles"][name] = data["profiles"][name] or {}
            data["profiles"][name]["accounts"] = data["profiles"][name].get("accounts") or []
            data["profiles"][name]["accounts"].append(values)

        meant = _with_accounts(config, name, (*profile.accounts, account))
        return meant, lambda text: splice.add_account(text, name, values), round_trip

    _edit(home, change)


def remove_account(home: Home, name: str, platform: str, user: str) -> None:
    """Take the accounts of `user` on `platform`, on whatever host, out of profile `name`.

    Raises UsageError (unknown_profile, unknown_account), FileError.
    """

    def change(config: Config) -> tuple[Config, Splice, RoundTrip]:
        profile = config.profile(name)
        listed = list(enumerate(profile.accounts))
        gone = [index for index, account in listed if (account.platform, account.user) == (platform, user)]
        if not gone:
            raise UsageError("unknown_account", profile=name, platform=platform, account=user)

        def round_trip(data: Any) -> None:
            for index in reversed(gone):
                del data["profiles"][name]["accounts"][index]

        meant = _with_accounts(config, name, tuple(account for index, account in listed if index not in gone))
        return meant, lambda text: splice.remove_accounts(text, name, gone), round_trip

    _edit(home, change)


def write_private(path: Path, content: bytes) -> None:
    """Replace `path` (0600) in one step, on the disk when this returns; a link is followed.

    Raises UsageError (home_unwritable), Undecided (disk_full).
    """
    target = Path(os.path.realpath(path))
    new = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        try:
            with open(os.open(new, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:  # noqa: PTH123
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            new.replace(target)
        finally:
            new.unlink(missing_ok=True)
    except OSError as error:
        raise write_error(path, error) from error


def _edit(home: Home, change: Callable[[Config], tuple[Config, Splice, RoundTrip]]) -> None:
    home.config()  # says what is wrong before a lock is made in a place that is no workspace
    with _locked(home):
        raw = home.config_file.read_bytes()
        shown = str(home.config_file)
        meant, spliced, round_trip = change(parse_config(raw, shown))
        mark = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
        text = raw.removeprefix(mark).decode("utf-8")
        new = _by_lines(text, spliced, meant, shown)
        if new is None:
            new = _by_round_trip(text, round_trip)
            if parse_config(new.encode(), shown) != meant:
                raise FileError(shown, t("edit.cannot"))
        write_private(home.config_file, mark + new.encode())


def _by_lines(text: str, spliced: Splice, meant: Config, shown: str) -> str | None:
    """The text with lines put in or taken out; None where that does not read as what was meant."""
    try:
        new = spliced(text)
        return new if parse_config(new.encode(), shown) == meant else None
    except (splice.CannotSplice, FileError):
        return None


def _by_round_trip(text: str, change: RoundTrip) -> str:
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    data = yaml.load(text)
    change(data)
    out = io.StringIO()
    yaml.dump(data, out)
    return out.getvalue()


@contextmanager
def _locked(home: Home) -> Iterator[None]:
    from filelock import FileLock

    try:
        lock = FileLock(home.path / ".toolkit.yaml.lock", mode=0o600)
        lock.acquire(timeout=10)
    except OSError as error:  # filelock's Timeout is one too
        raise write_error(home.path, error) from error
    try:
        yield
    finally:
        lock.release()


def _written(profile: Profile) -> dict[str, Any]:
    values = profile.model_dump(exclude_defaults=True)
    if profile.accounts:
        values["accounts"] = [account.model_dump(exclude_defaults=True) for account in profile.accounts]
    return values


def _with_profiles(config: Config, profiles: dict[str, Profile]) -> Config:
    return config.model_copy(update={"profiles": profiles})


def _with_accounts(config: Config, name: str, accounts: tuple[Account, ...]) -> Config:
    profile = config.profiles[name].model_copy(update={"accounts": accounts})
    return _with_profiles(config, {**config.profiles, name: profile})
