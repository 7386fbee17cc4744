"""The home directory: where everything of the workspace is, readable by its owner alone."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from toolkit.errors import ToolkitError, Undecided, UsageError
from toolkit.texts import t
from toolkit.workspace.config import Config, load_config
from toolkit.workspace.default_profiles import default_folders, within
from toolkit.workspace.values import is_profile_name

_PRIVATE = 0o700


@dataclass(frozen=True)
class Home:
    """Paths of a workspace. `path` is absolute. Made by `find_home`, which refuses a browser's own folder."""

    path: Path

    @property
    def config_file(self) -> Path:
        return self.path / "toolkit.yaml"

    @property
    def platforms(self) -> Path:
        return self.path / "platforms"

    @property
    def flows(self) -> Path:
        return self.path / "flows"

    @property
    def profiles(self) -> Path:
        return self.path / "profiles"

    @property
    def receipts(self) -> Path:
        return self.path / "receipts"

    @property
    def journal_file(self) -> Path:
        return self.path / "journal.sqlite"

    def profile(self, name: str) -> Path:
        """The browser's user-data directory of a profile; it need not exist.

        Raises UsageError: bad_value for a name that cannot be a profile's; profile_refused when it is a link or a
        browser's own folder.
        """
        if not is_profile_name(name):
            raise UsageError("bad_value", what=t("home.profile"), problem=t("config.profile_name"))
        folder = self.profiles / name
        straight = Path(os.path.realpath(self.path)) / "profiles" / name
        if os.path.normcase(os.path.realpath(folder)) != os.path.normcase(straight):  # a link, or a Windows junction
            raise UsageError("profile_refused", path=str(folder), why=t("home.link"))
        refuse_default(folder, holds_nothing=True)
        return folder

    def config(self) -> Config:
        """toolkit.yaml. Raises UsageError (no_workspace) where there is none, FileError where it is wrong."""
        try:
            there = self.config_file.exists()
        except OSError as error:  # another person's folder
            raise write_error(self.path, error) from None
        if not there:
            raise UsageError("no_workspace", path=str(self.path))
        return load_config(self.config_file)

    def create(self) -> None:
        """Make the directories that are missing, 0700. Raises UsageError (home_unwritable), Undecided (disk_full)."""
        try:
            _make_private(self.path)
            for folder in (self.platforms, self.flows, self.profiles, self.receipts):
                _make_private(folder)
            probe = self.path / f".write-test-{os.getpid()}"
            probe.touch(mode=0o600)
            probe.unlink()
        except OSError as error:
            raise write_error(self.path, error) from error


def find_home(option: Path | None = None, environ: Mapping[str, str] | None = None) -> Home:
    """The home of `--home`, else of TOOLKIT_HOME, else the system's user-data directory.

    Raises UsageError (profile_refused) for a browser's own folder.
    """
    environ = os.environ if environ is None else environ
    chosen = option or (Path(environ["TOOLKIT_HOME"]) if environ.get("TOOLKIT_HOME") else None)
    if chosen is None:
        from platformdirs import user_data_path

        chosen = user_data_path("toolkit", appauthor=False)
    path = Path(os.path.abspath(chosen.expanduser()))  # noqa: PTH100  (resolve() would hide a link from the checks)
    refuse_default(path)
    refuse_default(path / "profiles", holds_nothing=True)
    return Home(path)


def refuse_default(path: Path, *, holds_nothing: bool = False) -> None:
    """Raises UsageError (profile_refused) when `path` is, or leads into, a folder of a browser's own profiles.

    `holds_nothing`: also when such a folder lies inside `path`.
    """
    real = os.path.realpath(path)
    for folder in default_folders():
        theirs = os.path.realpath(folder)
        if within(real, theirs) or (holds_nothing and within(theirs, real)):
            raise UsageError("profile_refused", path=str(path), why=t("home.default", folder=folder))


def write_error(path: Path, error: OSError) -> ToolkitError:
    """What a failed write to the home means: the disk is full, or the place cannot be written to."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return Undecided("disk_full", path=str(path))
    return UsageError("home_unwritable", path=str(path), why=error.strerror or type(error).__name__)


def _make_private(folder: Path) -> None:
    """Make `folder`; one that is there is closed to others only if it is ours alone to use: empty, or a workspace."""
    try:
        folder.mkdir(mode=_PRIVATE, parents=True)
    except FileExistsError:
        if not folder.is_dir():
            raise
        if sys.platform != "win32" and stat.S_IMODE(folder.stat().st_mode) & 0o077 and _is_ours(folder):
            folder.chmod(_PRIVATE)


def _is_ours(folder: Path) -> bool:
    if folder.stat().st_uid != os.geteuid():
        return False
    return not any(folder.iterdir()) or (folder / "toolkit.yaml").exists() or (folder.parent / "toolkit.yaml").exists()
