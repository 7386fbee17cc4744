"""What is asked of a profile and what is found in it. Plain values: no file is opened here.

A trace says where something is, on which host and under which name; never what it holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["session", "identity", "visit", "kept"]
RuleKind = Literal["session", "identity", "device"]
RuleStore = Literal["cookie", "local_storage", "session_storage", "indexed_db"]
Match = Literal["exact", "prefix"]
ProblemCode = Literal["unreadable", "newer_schema", "unclean_exit", "profile_in_use"]
Disk = Literal["clean", "residue", "dirty", "unknown"]


@dataclass(frozen=True, slots=True, order=True)
class Trace:
    """Something left on disk. `path` is relative to the profile, with forward slashes; `count` is rows or entries."""

    store: str
    path: str
    host: str
    name: str
    kind: Kind
    count: int = 1

    def as_json(self) -> dict[str, str | int]:
        return {
            "store": self.store,
            "path": self.path,
            "host": self.host,
            "name": self.name,
            "kind": self.kind,
            "count": self.count,
        }


@dataclass(frozen=True, slots=True)
class NameRule:
    """What a cookie, storage key or database of this name means. `host` narrows it to that host and its subdomains."""

    store: RuleStore
    name: str
    match: Match
    kind: RuleKind
    host: str | None = None


@dataclass(frozen=True, slots=True)
class PlatformRules:
    """A platform as the disk sees it.

    A domain covers itself and its subdomains; an IP literal covers only itself. A loopback server may carry its port
    (`127.0.0.1:18009`): storage is then told apart by the port, cookies are not, because cookies know no port.
    """

    platform: str
    domains: tuple[str, ...]
    names: tuple[NameRule, ...] = ()
    keep_device: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Why the disk is unknown. `path` is relative to the profile; `detail` is for a log and quotes no file."""

    path: str
    code: ProblemCode
    detail: str


@dataclass(frozen=True, slots=True, order=True)
class Partition:
    """A cookie or storage that the browser keeps apart per top-level site; what is needed to clear it.

    Cookies: `Network.deleteCookies` with `name`, `host`, `path` and `partitionKey` {`top_site`, `cross_site`}; the name
    is the real one, so it stays in memory and out of every output. Storage: `Storage.clearDataForStorageKey` with
    `storage_key`, as Chromium writes it (`https://www.x.com/^0https://acme.example`). Of Firefox `storage_key` is empty
    and `attributes` are the origin's, as Firefox writes them: `^userContextId=2&partitionKey=%28https%2Cx.example%29`;
    in a container alone `top_site` is empty.
    """

    store: str
    host: str
    top_site: str
    cross_site: bool
    storage_key: str = ""
    name: str = field(default="", repr=False)
    path: str = ""
    attributes: str = ""


@dataclass(frozen=True)
class Reading:
    """What a closed profile holds.

    `traces`, `origins` and `partitioned` have one entry for each platform asked for. `origins` are those that hold any
    storage, partitioned ones included ("https://www.x.com", with the port if it is not the scheme's). `other_hosts`
    counts the sites of no platform that hold cookies, storage or history. `exit_type` is that of `Default`, None when
    the profile was never started or just rebuilt; of Firefox "Normal" or "Crashed". Where both were used it is the
    worse of the two. `key_versions` are the prefixes of encrypted cookie values ("v10",
    "v11", "v20"), "plain" for values that are not encrypted, "other" for an older system cipher.
    """

    traces: dict[str, tuple[Trace, ...]]
    problems: tuple[Problem, ...]
    other_hosts: int
    origins: dict[str, tuple[str, ...]]
    partitioned: dict[str, tuple[Partition, ...]]
    exit_type: str | None
    key_versions: frozenset[str]

    def disk(self, platform: str, clean_everything: bool = True) -> Disk:  # noqa: ARG002 - part of the contract
        """The disk layer of `platform`: any problem makes it unknown, whatever was or was not found.

        `clean_everything` is how the profile is kept; it decides what `residue` means for the verdict (DESIGN section
        3), not what is on the disk. Raises KeyError for a platform that was not asked for.
        """
        traces = self.traces[platform]
        if self.problems:
            return "unknown"
        left = [trace for trace in traces if trace.kind != "kept"]
        if any(trace.kind == "session" or trace.store == "cookies" for trace in left):
            return "dirty"
        return "residue" if left else "clean"


@dataclass(frozen=True, slots=True)
class Counts:
    """What a rebuild takes away, in numbers for the person; None where unreadable. `open_tabs` is approximate."""

    passwords: int | None
    history_urls: int | None
    open_tabs: int | None
    cookies: int | None
