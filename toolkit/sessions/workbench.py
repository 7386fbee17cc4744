"""Everything that a job works with: the home, its file, the catalogue, the journal, the secrets."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from toolkit.browser.find import Browser, find_browser, is_firefox_program
from toolkit.browser.firefox.snap import check_snap
from toolkit.browser.keystore import choose_store
from toolkit.browser.start import Start
from toolkit.browser.wall import Wall
from toolkit.catalog.registry import Catalog
from toolkit.catalog.steps import SecretName
from toolkit.errors import UsageError
from toolkit.runner.site import SecretSource
from toolkit.secrets import Secret, SecretStore
from toolkit.secrets.totp import current_code
from toolkit.sessions.units import Unit, units_of
from toolkit.workspace.config import Account, Config, Profile
from toolkit.workspace.home import Home
from toolkit.workspace.journal import Journal, Pin


@dataclass
class Workbench:
    """One workspace, opened for one command. Closed by the face that made it."""

    home: Home
    headed: bool | None = None
    """True or False where the person said `--headed` or `--headless`."""
    environ: Mapping[str, str] | None = None
    """Where secrets are looked for instead of the process's environment."""
    _units: dict[str, list[Unit]] = field(default_factory=dict)

    @cached_property
    def config(self) -> Config:
        return self.home.config()

    @cached_property
    def catalog(self) -> Catalog:
        return Catalog(self.home.path)

    @cached_property
    def journal(self) -> Journal:
        return Journal(self.home.journal_file)

    @cached_property
    def secrets(self) -> SecretStore:
        return SecretStore(
            self.config.secret_keys(), environ=self.environ, allow_keyring=self.config.environment == "live"
        )

    def close(self) -> None:
        if "journal" in self.__dict__:
            self.journal.close()

    def profiles(self, names: Sequence[str] = ()) -> list[str]:
        """The profiles named (all when none is), in the file's order. Raises UsageError `unknown_profile`."""
        for name in names:
            self.config.profile(name)
        return [name for name in self.config.profiles if not names or name in names]

    def profile(self, name: str) -> Profile:
        return self.config.profile(name)

    def folder(self, name: str) -> Path:
        return self.home.profile(name)

    def units(self, name: str) -> list[Unit]:
        if name not in self._units:
            self._units[name] = units_of(self.catalog, self.profile(name))
        return self._units[name]

    def window(self) -> bool:
        """Whether browsers show a window: as asked, as configured, else on a desktop only."""
        if self.headed is not None:
            return self.headed
        configured = self.config.browser.headless
        if configured != "auto":
            return configured == "false"
        return self.config.environment == "live" and not os.environ.get("CI") and has_desktop()

    def browser(self, name: str) -> Browser:
        """The browser of a profile: the pinned executable, else the one found now. Raises UsageError."""
        product = self.profile(name).browser
        given = self.config.browser.executable
        executable = Path(given) if given and is_firefox_program(Path(given)) == (product == "firefox") else None
        pinned = self.journal.pin(name)
        if pinned is None:
            return find_browser(product, executable)
        program = executable or Path(pinned.executable)
        fits = product in (pinned.product, "chromium") and (product == "firefox") == (pinned.product == "firefox")
        if not fits or not os.access(program, os.X_OK):
            raise UsageError("browser_changed", profile=name, pinned=pinned.product, executable=pinned.executable)
        return Browser(pinned.product, program, "configured" if executable else "installed")  # type: ignore[arg-type]

    def start(self, name: str) -> Start:
        """How to start a profile's browser; the first call pins product, executable and key store."""
        browser = self.browser(name)
        check_snap(browser.executable, self.folder(name))
        store = None if browser.product == "firefox" else choose_store()
        pin = self.journal.set_pin(name, Pin(browser.product, str(browser.executable), store or ""))
        return Start(browser, self.folder(name), pin.password_store or None, tuple(self.config.browser.args))

    def wall(self, units: Sequence[Unit]) -> Wall:
        return Wall([host for unit in units for host in unit.site.hosts], self.config.browser.args)

    def secret_source(self, unit: Unit, user: str) -> SecretSource:
        """Where a login takes an account's password and one-time codes from."""
        hosts = tuple(unit.site.values[name] for name in sorted(unit.site.values))
        account = next(
            (
                a
                for p in self.config.profiles.values()
                for a in p.accounts
                if a.platform == unit.platform and a.user == user and set(a.hosts) <= set(hosts)
            ),
            None,
        )
        keyed = account or Account(platform=unit.platform, user=user)

        async def get(name: SecretName) -> Secret:
            secret = self.secrets.get(keyed.secret(name), domains=unit.site.domains)
            return await current_code(secret) if name == "totp" else secret

        return get


def has_desktop() -> bool:
    """Whether there is a screen to show a window on."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
