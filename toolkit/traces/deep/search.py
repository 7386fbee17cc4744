"""The deep scan: every byte of a profile, searched for platforms' hosts and for values that must be nowhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from toolkit.traces.chromium.leveldb_log import Damaged
from toolkit.traces.deep.files import LOCKS, Entry, Snapshot, opened, walk
from toolkit.traces.deep.http_cache import NeedsDictionary, bodies
from toolkit.traces.deep.leveldb import LOG, TABLE, write_log, write_table
from toolkit.traces.deep.needles import Needles
from toolkit.traces.deep.places import is_background, shown
from toolkit.traces.deep.sqlite import database, write_records
from toolkit.traces.deep.sqlite_pages import Pages
from toolkit.traces.deep.stream import INNER_WINDOW, Stream, TooMuch
from toolkit.traces.deep.unpack import Undecodable, unlz4
from toolkit.traces.files import Unreadable
from toolkit.traces.model import PlatformRules, Problem, Trace

Progress = Callable[[int, int], None]
"""Takes bytes looked at so far and bytes there are; what it raises ends the scan."""

STORE = "bytes"
# Hosts are counted apart up to here; a file that names more subdomains of a platform says nothing new.
_MOST_HOSTS = 64
# No honest file unpacks to more: deflate ends at 1:1032, and pages and scripts stay below 1:50.
_UNPACKED_LEAST, _UNPACKED_TIMES = 64 << 20, 64
_PROFILE_LEAST, _PROFILE_TIMES = 4 << 30, 8
_MOZLZ4 = b"mozLz40\0"
_LARGEST_LZ4 = 48 << 20
_STEP = 32 << 20


@dataclass(frozen=True)
class DeepReading:
    """What a deep scan found: for each platform asked for its traces, and what could not be looked at.

    Hosts are traces of kind "visit" with `host`, values of kind "session" without; the store is "bytes" and the path
    that of the file, or of the folder whose name it is. `scanned` and `unpacked` are bytes.
    """

    traces: Mapping[str, tuple[Trace, ...]]
    problems: tuple[Problem, ...]
    scanned: int
    unpacked: int


def scan(
    profile: Path,
    rules: Sequence[PlatformRules],
    values: Mapping[str, Iterable[bytes]] | None = None,
    *,
    progress: Progress | None = None,
) -> DeepReading:
    """Search all of the user-data directory `profile` for the rules' domains and for `values` (platform -> values).

    Hosts are looked for outside kept files and what a browser names by itself; values everywhere. Values of
    less than 8 bytes are left out. Files are opened for reading only, links never followed; nothing of a value is in
    the answer, in an error or on the disk. Content that the browser encrypted (cookie values) cannot be searched.
    Raises UsageError `not_supported` where the search engine does not run, and what `progress` raises; nothing else.
    """
    return _Scan(profile.resolve(), Needles(rules, values or {}), rules, progress).run()


class _Scan:
    def __init__(
        self,
        profile: Path,
        needles: Needles,
        rules: Sequence[PlatformRules],
        progress: Progress | None,
    ) -> None:
        self._profile, self._needles = profile, needles
        self._progress = progress
        self._found: dict[str, list[Trace]] = {rule.platform: [] for rule in rules}
        self._problems: dict[Problem, None] = {}
        self._total = self._done = self._ticked = self._unpacked = 0
        self._path = ""
        self._of_file = 0
        self._hosts: Counter[tuple[str, str]] = Counter()
        self._values: Counter[str] = Counter()
        self._most = self._limit = 0
        self._stream = Stream(needles, self)
        self._second = Stream(needles, self, size=INNER_WINDOW, depth=1)

    def run(self) -> DeepReading:
        entries = list(walk(self._profile))
        self._total = sum(entry.size for entry in entries)
        self._most = _PROFILE_LEAST + _PROFILE_TIMES * self._total
        for entry in entries:
            self._entry(entry)
        if self._progress is not None:
            self._progress(self._total, self._total)
        traces = {platform: tuple(sorted(found)) for platform, found in self._found.items()}
        return DeepReading(traces, tuple(self._problems), self._done, self._unpacked)

    # What the streams call, about the file at hand.

    def host(self, domain: str, host: str) -> None:
        if (domain, host) not in self._hosts and len(self._hosts) >= _MOST_HOSTS:
            host = domain
        self._hosts[domain, host] += 1

    def value(self, owner: str) -> None:
        self._values[owner] += 1

    def trouble(self, why: str) -> None:
        self._problems[Problem(self._path, "unreadable", why)] = None

    def unpacked(self, size: int) -> None:
        self._ticked += size
        self._tick()
        self._of_file += size
        self._unpacked += size
        if self._of_file > self._limit or self._unpacked > self._most:
            raise TooMuch("unpacks to far more than it is")

    def _entry(self, entry: Entry) -> None:
        self._path = shown(entry.path, self._needles)
        if entry.shape == "closed":
            self.trouble(entry.why)
        elif entry.shape == "link" and entry.name.decode(errors="replace") not in LOCKS:
            self.trouble("a link")
        for text in filter(None, (entry.name, entry.target)):
            self._stream.rewind([])
            self._stream.write(text)
            self._stream.close()
        self._tell(entry.path)
        if entry.shape == "file":
            self._file(entry)

    def _file(self, entry: Entry) -> None:
        self._limit = _UNPACKED_LEAST + _UNPACKED_TIMES * entry.size
        self._of_file = 0
        try:
            with opened(self._profile, entry) as file:
                self._search(entry, file)
        except Unreadable as error:
            self.trouble(str(error))
        except OSError as error:  # of the database that a log belongs to
            self.trouble(error.strerror or "cannot be read")
        self._tell(entry.path)

    def _search(self, entry: Entry, file: Snapshot) -> None:
        try:
            packed = bodies(entry.path, file)
        except NeedsDictionary:
            self.trouble("packed with a dictionary")
            packed = []
        with ExitStack() as stack:
            pages = database(self._profile, entry.path, file, stack)
            self._stream.rewind(packed, clip=pages.clip if pages else None, loose=pages is not None)
            self._read(file)
            first = self._take()
            self._second.rewind([])
            try:
                self._look_inside(entry.path, file, pages)
            except (Damaged, Undecodable) as error:
                self.trouble(f"cannot be unpacked ({error})")
            self._second.close()
        # The same bytes seen twice, as they lie and unpacked, count once.
        hosts, values = self._take()
        self._hosts, self._values = first[0] | hosts, first[1] | values

    def _read(self, file: Snapshot) -> None:
        place = 0
        while place < file.size:
            data = file.data_from(place)
            if data > place:
                self._stream.skip(data - place)
                self._advance(data - place)
                place = data
            count = file.read_into(self._stream.space(), place)
            if count == 0:
                break
            self._stream.filled(count)
            place += count
            self._advance(count)
        self._stream.close()

    def _look_inside(self, path: str, file: Snapshot, pages: Pages | None) -> None:
        """What the bytes do not show as they lie. Raises Damaged, Undecodable."""
        if pages:
            write_records(pages, path, self._second.write)
        elif TABLE.search(path):
            write_table(file, self._second.write)
        elif LOG.search(path):
            write_log(file, self._second.write)
        elif file.head.startswith(_MOZLZ4):
            if file.size > _LARGEST_LZ4:
                raise Undecodable("lz4 size")
            self._second.write(unlz4(file.at(0, file.size), _LARGEST_LZ4))

    def _take(self) -> tuple[Counter[tuple[str, str]], Counter[str]]:
        taken = self._hosts, self._values
        self._hosts, self._values = Counter(), Counter()
        return taken

    def _advance(self, count: int) -> None:
        self._done += count
        self._ticked += count
        self._tick()

    def _tick(self) -> None:
        if self._progress is not None and self._ticked >= _STEP:
            self._ticked = 0
            self._progress(self._done, self._total)

    def _tell(self, path: str) -> None:
        """Make traces of what was found in (or in the name of) one file."""
        hosts, values = self._take()
        for owner, count in values.items():
            self._found.setdefault(owner, []).append(Trace(STORE, self._path, "", "", "session", count))
        for (domain, host), count in hosts.items():
            if is_background(path, host):
                continue
            for platform in self._needles.domains[domain]:
                self._found[platform].append(Trace(STORE, self._path, host, "", "visit", count))
