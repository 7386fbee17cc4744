"""Finds platforms and flows: those that come with the program, and a person's own ones over them, file by file."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from toolkit.catalog import trust
from toolkit.catalog.base import escape
from toolkit.catalog.checks import Finding, flow_errors, override_errors, platform_errors, require
from toolkit.catalog.lints import lint
from toolkit.catalog.loader import Loaded, parse_with_positions, read_bytes
from toolkit.catalog.platform import FLOW_NAMES, Flow, Platform
from toolkit.catalog.steps import FlowName
from toolkit.errors import FileError, UsageError
from toolkit.texts import t

_ID = re.compile(r"[a-z0-9_]{1,40}")


@dataclass(frozen=True)
class Source:
    """One YAML file as it was read: `shown` is how messages name it."""

    name: str
    shown: str
    raw: bytes
    origin: Literal["shipped", "own"]


def shipped_root() -> Path:
    """The folder that holds the shipped `platforms` and `flows`: inside the wheel, else the repository's top level."""
    package = Path(__file__).resolve().parent.parent
    packed = package / "_data"
    return packed if packed.is_dir() else package.parent


class Catalog:
    """All platforms of a home directory. Files are read when first asked for, and once.

    `trusted` is where trust is kept (default: `<home>/trust.json`), or the pinned digests themselves by platform id.
    Methods with an id raise UsageError (unknown_platform, with `near`) and FileError (bad file, or a broken rule).
    """

    def __init__(
        self, home: Path | None = None, *, trusted: Mapping[str, str] | Path | None = None, shipped: Path | None = None,
    ) -> None:
        self._home = home
        self._shipped = shipped or shipped_root()
        self._trusted = home / "trust.json" if trusted is None and home else trusted
        self._sources: dict[str, dict[str, Source]] = {}
        self._platforms: dict[str, Loaded[Platform]] = {}
        self._flows: dict[tuple[str, FlowName], Loaded[Flow] | None] = {}
        self._checked: set[tuple[str, FlowName]] = set()

    def ids(self) -> list[str]:
        """Every platform there is, sorted."""
        roots = [self._shipped, *([self._home] if self._home else [])]
        names = {path.stem for root in roots for path in _entries(root / "platforms") if path.suffix == ".yaml"}
        return sorted(name for name in names if _ID.fullmatch(name))

    def platform(self, platform: str) -> Platform:
        """The platform of that id."""
        return self.loaded(platform).value

    def flow(self, platform: str, name: FlowName) -> Flow | None:
        """A flow of a platform; None if it has no such flow."""
        loaded = self._flow(platform, name)
        if loaded is None:
            return None
        if (platform, name) not in self._checked:
            require(flow_errors(self.loaded(platform), name, loaded, lambda used: self._flow(platform, used)))
            self._checked.add((platform, name))
        return loaded.value

    def flow_names(self, platform: str) -> list[FlowName]:
        """The flows that a platform has; reads none of them."""
        return [name for name in FLOW_NAMES if _flow_file(platform, name) in self._read(platform)]

    def origin(self, platform: str) -> Literal["shipped", "own"]:
        """`own` as soon as one file of the platform is the person's own."""
        return "own" if any(source.origin == "own" for source in self._read(platform).values()) else "shipped"

    def files(self, platform: str) -> list[Source]:
        """The files in use for a platform, its platform file first."""
        return list(self._read(platform).values())

    def loaded(self, platform: str) -> Loaded[Platform]:
        """The platform with the positions of its parts."""
        if platform not in self._platforms:
            loaded = self._parse(platform)
            require(platform_errors(loaded))
            self._platforms[platform] = loaded
        return self._platforms[platform]

    def lint(self, platform: str) -> list[Finding]:
        """Everything that is wrong or missing in the files of a platform; a malformed file is the only finding."""
        try:
            loaded = self._platforms.get(platform) or self._parse(platform)
            flows = {name: flow for name in self.flow_names(platform) if (flow := self._flow(platform, name))}
        except FileError as error:
            where, text = (str(error.reason.params[part]) for part in ("where", "problem"))
            return [Finding(where, "bad_file", text)]
        return lint(loaded, flows) + self._strays(platform)

    def check_trusted(self, platform: str) -> None:
        """Raises UsageError (untrusted) unless the platform's own files, as read here, are those that were trusted."""
        own = self._own_digest(platform)
        if own is not None and own != self._pinned(platform):
            raise UsageError("untrusted", platform=platform, command=f"toolkit platform trust {platform}")

    def trust(self, platform: str) -> None:
        """Pin the own files of a platform as they were read here, the ones that `trust_summary` told about."""
        own = self._own_digest(platform)
        if own is not None and isinstance(self._trusted, Path):
            trust.TrustStore(self._trusted).pin(platform, own)

    def trust_summary(self, platform: str) -> list[str]:
        """What the platform's files do, one line each, for a person to read before `trust`."""
        names = self.flow_names(platform)
        for name in names:
            self.flow(platform, name)  # with all checks: nobody should be asked to trust what would be refused
        flows = {name: flow for name in names if (flow := self._flow(platform, name))}
        return trust.summary(self.loaded(platform), flows)

    def _own_digest(self, platform: str) -> str | None:
        own = {source.name: source.raw for source in self._read(platform).values() if source.origin == "own"}
        return trust.digest(own) if own else None

    def _pinned(self, platform: str) -> str | None:
        if isinstance(self._trusted, Path):
            return trust.TrustStore(self._trusted).pinned(platform)
        return self._trusted.get(platform) if self._trusted else None

    def _parse(self, platform: str) -> Loaded[Platform]:
        source = self._read(platform)[_platform_file(platform)]
        loaded = parse_with_positions(source.raw, Platform, source.shown)
        shipped = self._shipped / source.name
        if source.origin == "own" and shipped.is_file():
            base = parse_with_positions(read_bytes(shipped, source.name), Platform, source.name)
            require(override_errors(loaded, base.value))
        return loaded

    def _flow(self, platform: str, name: FlowName) -> Loaded[Flow] | None:
        if (platform, name) not in self._flows:
            source = self._read(platform).get(_flow_file(platform, name))
            loaded = parse_with_positions(source.raw, Flow, source.shown) if source else None
            self._flows[platform, name] = loaded
        return self._flows[platform, name]

    def _read(self, platform: str) -> dict[str, Source]:
        """All files of a platform, read at one moment: what is trusted is what runs."""
        if platform not in self._sources:
            names = [_platform_file(platform), *(_flow_file(platform, name) for name in FLOW_NAMES)]
            found = [source for name in names if (source := self._source(name))] if _ID.fullmatch(platform) else []
            if not found or found[0].name != names[0]:
                raise self._unknown(platform)
            self._sources[platform] = {source.name: source for source in found}
        return self._sources[platform]

    def _source(self, name: str) -> Source | None:
        """The person's own file of that name, else the shipped one, else None."""
        if self._home and _there(own := self._home / name):
            if not _stays(own, self._home):
                raise FileError(str(own), t("file.leaves_home"))
            return Source(name, str(own), read_bytes(own, str(own)), "own")
        shipped = self._shipped / name
        return Source(name, name, read_bytes(shipped, name), "shipped") if shipped.is_file() else None

    def _unknown(self, platform: str) -> UsageError:
        stray = self._home / f"platforms/{platform}.yml" if self._home and _ID.fullmatch(platform) else None
        if stray and _there(stray):
            return FileError(str(stray), t("file.stray_name", name=f"{platform}.yaml"))
        near = difflib.get_close_matches(platform.lower(), self.ids(), n=1, cutoff=0.6)
        return UsageError("unknown_platform", name=escape(platform[:80]), near=near[0] if near else "")

    def _strays(self, platform: str) -> list[Finding]:
        """Own files beside the flows that nothing reads."""
        expected = [f"{name}.yaml" for name in FLOW_NAMES]
        entries = _entries(self._home / "flows" / platform) if self._home else []
        found = sorted(path for path in entries if path.name not in expected)
        text = t("file.stray_file", expected=", ".join(expected))
        return [Finding(escape(str(path)), "stray_file", text, "warning") for path in found]


def _platform_file(platform: str) -> str:
    return f"platforms/{platform}.yaml"


def _flow_file(platform: str, name: FlowName) -> str:
    return f"flows/{platform}/{name}.yaml"


def _there(path: Path) -> bool:
    """Whether something of that name is there, even a broken link; raises for what cannot be looked at."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise _unreadable(path, error) from None
    return True


def _stays(path: Path, home: Path) -> bool:
    try:
        return path.resolve().is_relative_to(home.resolve())
    except (OSError, RuntimeError):  # links in a circle
        return False


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise _unreadable(folder, error) from None


def _unreadable(path: Path, error: OSError) -> FileError:
    return FileError(str(path), t("file.cannot_read", why=error.strerror or type(error).__name__))
