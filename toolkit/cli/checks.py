"""The checks of `doctor`: each looks at one thing and changes nothing. `missing` is what no run can do without."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from toolkit.errors import REASONS, Exit, ToolkitError, UsageError
from toolkit.texts import t

if TYPE_CHECKING:
    from toolkit.workspace.config import Config
    from toolkit.workspace.home import Home
    from toolkit.workspace.journal import Journal

State = Literal["ok", "note", "missing"]
_LEAST_PYTHON = (3, 11)
# Where Linux says whether programs may make the namespaces of Chromium's sandbox, and Ubuntu since 23.10:
# https://chromium.googlesource.com/chromium/src/+/main/docs/security/apparmor-userns-restrictions.md
_USERNS = {
    "/proc/sys/kernel/unprivileged_userns_clone": "0",
    "/proc/sys/kernel/apparmor_restrict_unprivileged_userns": "1",
}


@dataclass(frozen=True)
class Check:
    """`name` is a text `doctor.<name>`; `remedy` says what to type, empty where there is nothing to mend."""

    name: str
    state: State
    text: str
    remedy: str = ""

    def as_json(self) -> dict[str, str]:
        return {"name": self.name, "state": self.state, "text": self.text, "remedy": self.remedy}


def examine(option: Path | None) -> list[Check]:
    """All checks; the workspace's own only where there is a workspace that can be read."""
    from toolkit.workspace.home import find_home

    checks = [_python(), _driver(), _keyring(), _desktop(), _proxy(), *_sandbox()]
    try:
        home = find_home(option)
    except UsageError as error:
        return [*checks, _failed("home", error)]
    checks.append(_home(home))
    try:
        config = home.config()
    except UsageError as error:
        failed = _failed("config", error)
        return [*checks, *_browsers(None), failed, *_guarded("platforms", lambda: _platforms(home))]
    checks += [*_browsers(config), Check("config", "ok", str(home.config_file))]
    checks += _guarded("platforms", lambda: _platforms(home))
    return checks + _guarded("journal", lambda: _of_journal(home, config))


def _failed(name: str, error: ToolkitError) -> Check:
    return Check(name, "missing", error.reason.text, error.reason.remedy)


def _guarded(name: str, look: Callable[[], Iterator[Check]]) -> list[Check]:
    found: list[Check] = []
    try:
        found.extend(look())
    except ToolkitError as error:
        found.append(_failed(name, error))
    return found


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    enough = sys.version_info >= _LEAST_PYTHON
    return Check("python", "ok" if enough else "missing", version, "" if enough else t("doctor.python.mend"))


def _driver() -> Check:
    """Playwright's own program, which talks to the browser; wheels for odd systems come without it."""
    from importlib.util import find_spec

    found = find_spec("playwright")
    folder = Path(found.origin).parent / "driver" if found and found.origin else None
    there = folder is not None and any((folder / name).exists() for name in ("node", "node.exe"))
    there = there or bool(os.environ.get("PLAYWRIGHT_NODEJS_PATH"))
    mend = f"{Path(sys.executable).name} -m pip install --force-reinstall playwright"
    return Check(
        "driver", "ok" if there else "missing", t("doctor.there" if there else "doctor.absent"), "" if there else mend
    )


def _keyring() -> Check:
    import keyring

    from toolkit.secrets import system_keyring

    try:
        if not system_keyring.usable():
            return Check("keyring", "note", t("doctor.keyring.absent"), t("doctor.keyring.mend"))
        name = keyring.get_keyring().name
        system_keyring.read("doctor")
    except ToolkitError as error:
        return Check("keyring", "note", error.reason.text, error.reason.remedy)
    return Check("keyring", "ok", name)


def _desktop() -> Check:
    from toolkit.sessions.workbench import has_desktop

    if has_desktop():
        return Check(
            "desktop", "ok", os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY") or t("doctor.there")
        )
    return Check("desktop", "note", t("doctor.desktop.absent"), t("doctor.desktop.mend"))


def _proxy() -> Check:
    from toolkit.browser.wall import system_proxy

    if system_proxy():
        return Check("proxy", "note", t("doctor.proxy.there"), t("doctor.proxy.mend"))
    return Check("proxy", "ok", t("doctor.proxy.none"))


def _sandbox() -> Iterator[Check]:
    if not sys.platform.startswith("linux"):
        return
    if os.geteuid() == 0:
        yield Check("sandbox", "note", t("doctor.sandbox.root"), t("doctor.sandbox.root_mend"))
        return
    for path, refused in _USERNS.items():
        try:
            value = Path(path).read_text(encoding="ascii").strip()
        except OSError:
            continue
        if value == refused:
            name = path.removeprefix("/proc/sys/").replace("/", ".")
            yield Check("sandbox", "note", t("doctor.sandbox.refused", name=name), t("doctor.sandbox.mend"))
            return
    yield Check("sandbox", "ok", t("doctor.there"))


def _home(home: Home) -> Check:
    folder = home.path
    if not folder.exists():
        return Check("home", "missing", str(folder), "toolkit init")
    if not os.access(folder, os.W_OK | os.X_OK):
        return _failed("home", UsageError("home_unwritable", path=str(folder), why=t("doctor.home.no_write")))
    if sys.platform != "win32" and stat.S_IMODE(folder.stat().st_mode) & 0o077:
        return Check("home", "note", t("doctor.home.open", path=folder), f"chmod 700 {folder}")
    return Check("home", "ok", str(folder))


def _browsers(config: Config | None) -> Iterator[Check]:
    """The browser of each family that a profile uses; of Chromium's where there is no profile yet."""
    from toolkit.browser.find import find_browser

    given = config.browser.executable if config else None
    used = {profile.browser == "firefox" for profile in config.profiles.values()} if config else set()
    for firefox in sorted(used or {False}):
        try:
            found = find_browser("firefox" if firefox else "chromium", Path(given) if given else None)
        except UsageError as error:
            yield _failed("browser", error)
        else:
            where = f"{found.executable}, {t(f'doctor.browser.{found.source}')}"
            yield Check("browser", "ok", f"{_version(found.executable) or found.product} ({where})")


def _version(executable: Path) -> str:
    """What the browser calls itself. On Windows `--version` opens a window instead of answering."""
    if sys.platform == "win32":
        return ""
    try:
        answer = subprocess.run([str(executable), "--version"], capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.strip().split("\n", 1)[0][:80]


def _platforms(home: Home) -> Iterator[Check]:
    from toolkit.catalog.registry import Catalog

    catalog, fine = Catalog(home.path), 0
    for id_ in catalog.ids():
        try:
            catalog.platform(id_)
            for name in catalog.flow_names(id_):
                catalog.flow(id_, name)
            catalog.check_trusted(id_)
            fine += 1
        except ToolkitError as error:
            malformed = error.reason.code == "bad_file"
            yield Check("platforms", "missing" if malformed else "note", error.reason.text, error.reason.remedy)
    yield Check("platforms", "ok", t("doctor.platforms.fine", count=fine))


def _of_journal(home: Home, config: Config) -> Iterator[Check]:
    from toolkit.workspace.journal import Journal

    if not home.journal_file.exists():
        yield Check("journal", "ok", t("doctor.journal.new"))
        return
    with closing(Journal(home.journal_file)) as journal:
        yield Check("journal", "ok", str(home.journal_file))
        for run in journal.interrupted_runs():
            text = t("doctor.interrupted", command=run.command, began=run.began)
            yield Check("runs", "note", text, "toolkit logout-all")
        for profile, platform in dict.fromkeys((row.profile, row.platform) for row in journal.open_rows()):
            text = t("doctor.open_session", profile=profile, platform=platform)
            yield Check("open", "note", text, f"toolkit everywhere {profile} {platform.partition('@')[0]}")
        for name in config.profiles:
            yield from _of_profile(home, config, journal, name)


def _of_profile(home: Home, config: Config, journal: Journal, name: str) -> Iterator[Check]:
    from toolkit.browser.find import find_browser
    from toolkit.browser.firefox.snap import check_snap
    from toolkit.browser.keystore import check_reachable
    from toolkit.browser.rebuild import leftovers
    from toolkit.traces import read_profile

    try:
        folder = home.profile(name)
        if journal.rebuild_state(name) is not None or leftovers(folder):
            yield Check("rebuild", "note", t("doctor.rebuild", profile=name), f"toolkit logout-all --profile {name}")
        pin = journal.pin(name)
        if pin is None and config.profiles[name].browser not in {"chromium", "firefox"}:
            find_browser(config.profiles[name].browser)
        elif pin is not None and not os.access(pin.executable, os.X_OK):
            raise UsageError("browser_changed", profile=name, pinned=pin.product, executable=pin.executable)
        if pin is not None:
            check_snap(Path(pin.executable), folder)
        check_reachable(name, read_profile(folder, (), quick=True).key_versions)
    except ToolkitError as error:
        state: State = "missing" if REASONS[error.reason.code] == Exit.USAGE else "note"
        yield Check("profile", state, error.reason.text, error.reason.remedy)
