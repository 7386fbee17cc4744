"""Gathers what the readers of the single stores find, per platform, and what they could not read."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from toolkit.traces.chromium.leveldb_log import Damaged
from toolkit.traces.files import NewerSchema, Unreadable
from toolkit.traces.hosts import Matcher, Origin, StorageKey
from toolkit.traces.model import Kind, Partition, Problem, ProblemCode, Trace
from toolkit.traces.names import safe_name

# What bytes that are not what they should be can do to a parser that checks lengths as it goes.
_GARBAGE = (Damaged, OSError, ValueError, IndexError, OverflowError, MemoryError, RecursionError)


class Collector:
    """Traces of one profile directory while it is read."""

    def __init__(self, profile: Path, matcher: Matcher) -> None:
        self.profile = profile
        self._below = f"{profile}{os.sep}"
        self.matcher = matcher
        self.others: set[str] = set()
        self.key_versions: set[str] = set()
        self._found: Counter[tuple[str, str, str, str, str, Kind]] = Counter()
        self._problems: dict[Problem, None] = {}
        self._origins: dict[str, set[str]] = {name: set() for name in matcher.platforms}
        self._partitions: dict[str, set[Partition]] = {name: set() for name in matcher.platforms}
        self._anyones: list[Trace] = []

    def relative(self, path: Path) -> str:
        """As traces have it. By text: pathlib's own way was a tenth of a reading."""
        text = str(path)
        if not text.startswith(self._below):
            return path.relative_to(self.profile).as_posix()
        return text[len(self._below) :].replace(os.sep, "/")

    def problem(self, path: Path, code: ProblemCode, detail: str) -> None:
        self._problems[Problem(self.relative(path), code, detail)] = None

    @contextmanager
    def guard(self, path: Path) -> Iterator[None]:
        """Reading `path`: whatever its bytes do to the reader becomes a problem, and the reading goes on elsewhere."""
        try:
            yield
        except NewerSchema as error:
            self.problem(path, "newer_schema", str(error))
        except Unreadable as error:
            self.problem(path, "unreadable", str(error))
        except _GARBAGE as error:
            self.problem(path, "unreadable", type(error).__name__)

    def add(self, platform: str, trace: Trace) -> None:
        """Count a trace; its name is made safe here."""
        key = (platform, trace.store, trace.path, trace.host, safe_name(trace.name), trace.kind)
        self._found[key] += trace.count

    def visit(self, store: str, path: Path, origin: Origin, *, kind: Kind = "visit", count: int = 1) -> None:
        """Something without a name or rule of its own that names `origin`."""
        for platform in self.matcher.of_origin(origin):
            self.add(platform, Trace(store, self.relative(path), origin.host, "", kind, count))

    def anyone(self, store: str, path: Path, name: str, kind: Kind, count: int) -> None:
        """Something that does not say whose it is: it counts for each platform that left anything else."""
        self._anyones.append(Trace(store, self.relative(path), "", name, kind, count))

    def other(self, host: str) -> None:
        """`host` holds something; it counts if it is no platform's."""
        bare = host.strip(".").lower()
        if bare and not self.matcher.of_host(bare):
            self.others.add(bare)

    def storage(self, store: str, key: StorageKey) -> tuple[str, ...]:
        """Note that `key` holds storage; the platforms it belongs to. A partition also names its top-level site."""
        owners = self.matcher.of_origin(key.origin)
        for platform in owners:
            self._origins[platform].add(str(key.origin))
            if key.top_site:
                self.partition(
                    platform,
                    Partition(store, key.origin.host, key.top_site, key.cross_site, storage_key=key.serialized),
                )
        if not owners:
            self.other(key.origin.host)
        return owners

    def partition(self, platform: str, partition: Partition) -> None:
        self._partitions[platform].add(partition)

    def traces(self) -> dict[str, tuple[Trace, ...]]:
        found: dict[str, list[Trace]] = {name: [] for name in self.matcher.platforms}
        for (platform, store, path, host, name, kind), count in self._found.items():
            found[platform].append(Trace(store, path, host, name, kind, count))
        for own in found.values():
            if any(trace.kind != "kept" for trace in own):
                own.extend(self._anyones)
        return {platform: tuple(sorted(traces)) for platform, traces in found.items()}

    def hosts(self) -> set[str]:
        """Every host found so far, in whatever form its store writes it."""
        return {host for _, _, _, host, _, _ in self._found}

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(self._problems)

    def origins(self) -> dict[str, tuple[str, ...]]:
        return {platform: tuple(sorted(origins)) for platform, origins in self._origins.items()}

    def partitions(self) -> dict[str, tuple[Partition, ...]]:
        return {platform: tuple(sorted(found)) for platform, found in self._partitions.items()}

    def other_sites(self) -> int:
        """Hosts of no platform, a host below another one of them not counted again."""
        return sum(
            not any(".".join(parts[i:]) in self.others for i in range(1, len(parts) - 1))
            for parts in (host.split(".") for host in self.others)
        )
