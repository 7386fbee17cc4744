"""Searches a stream of bytes of any length in one buffer: windows that overlap, and what is packed inside.

Compressed content is unpacked while the stream goes by: every decoder that has begun is fed each window, and its output
is a stream of its own, searched the same way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from toolkit.traces.deep.hosts import LONGEST, REACH, host_around
from toolkit.traces.deep.unpack import DECODERS, Decoder, Sealed, Undecodable

if TYPE_CHECKING:
    from toolkit.traces.deep.needles import Needles, Pattern

WINDOW = 2 << 20
INNER_WINDOW = 1 << 20
DEEPEST = 4
"""Archives in archives in archives: deeper is a problem, not a search."""
ENOUGH = 100_000
"""Times that a domain's letters are looked at in one stream: a file full of them says nothing new."""
_AT_ONCE = 32
"""Decoders that run side by side in one stream; a profile has one, rarely two."""
Clip = Callable[[int, int], tuple[int, int] | None]


class TooMuch(Exception):
    """What is unpacked has no end. The text says so."""


class Sink(Protocol):
    """Takes what is found in one file."""

    def host(self, domain: str, host: str) -> None: ...
    def value(self, owner: str) -> None: ...
    def trouble(self, why: str) -> None: ...
    def unpacked(self, size: int) -> None:
        """Raises TooMuch when that is more than a file may unpack to."""


@dataclass
class Packed:
    """Compressed content from `start` to `stop` or its own end. `sure`: it was announced, so failing is a problem."""

    start: int
    decoder: Decoder
    stop: int | None = None
    sure: bool = False
    stream: Stream | None = field(default=None, repr=False)
    over: bool = False


class Stream:
    """One file, or one thing unpacked from it. Fill `space()`, say how much with `filled`, and `close` at the end."""

    def __init__(
        self, needles: Needles, sink: Sink, *, size: int = WINDOW, depth: int = 0, packed: list[Packed] | None = None
    ) -> None:
        self._needles, self._sink, self._depth = needles, sink, depth
        self._margin = 2 * REACH + 2 * LONGEST + needles.longest
        self._buffer = bytearray(size + 2 * self._margin)
        self._spare: list[Stream] = []
        self.rewind(packed or [])

    def rewind(self, packed: list[Packed], *, clip: Clip | None = None, loose: bool = False) -> None:
        """Begin a new stream in the same buffer. `clip` says in which field of a record a place is."""
        self._clip, self._loose = clip, loose
        self._used = 0  # bytes in the buffer
        self._seen = 0  # of these, how many the decoders have had
        self._judged = 0  # matches that end up to here are dealt with
        self._base = 0  # where in the stream the buffer begins
        self._waiting = sorted(packed, key=lambda one: one.start)
        self._running: list[Packed] = []
        self._planned = {one.start for one in packed}
        self._hosts: Counter[str] = Counter()

    def space(self) -> memoryview:
        """Where the next bytes of the stream go; never empty."""
        if self._used == len(self._buffer):
            self._search(final=False)
        return memoryview(self._buffer)[self._used :]

    def filled(self, count: int) -> None:
        self._used += count

    def skip(self, count: int) -> None:
        """A hole in the file: zeros that nobody wrote."""
        self._search(final=True)
        start = self._base + self._used + count
        self._used = self._seen = self._judged = 0
        self._base = start

    def write(self, data: bytes | memoryview) -> None:
        data = memoryview(data)
        while data:
            space = self.space()
            count = min(len(space), len(data))
            space[:count] = data[:count]
            self.filled(count)
            data = data[count:]

    def close(self) -> None:
        self._search(final=True)
        for packed in self._running:
            self._end(packed)
        self._running = []

    def _search(self, *, final: bool) -> None:
        with memoryview(self._buffer)[: self._used] as view:
            hits = self._needles.find(view)
        limit = self._used if final else self._used - self._margin
        patterns = self._needles.patterns
        for end, number in hits:
            if self._judged < end <= limit:
                self._hit(end, patterns[number])
        self._feed()
        self._judged = limit
        if not final:
            keep = 2 * self._margin
            moved = self._used - keep
            self._buffer[:keep] = self._buffer[moved : self._used]
            self._base += moved
            self._used = self._seen = keep
            self._judged -= moved

    def _hit(self, end: int, pattern: Pattern) -> None:
        start = end - len(pattern.text)
        if pattern.kind == "host":
            if self._hosts[pattern.owner] >= ENOUGH:
                return
            self._hosts[pattern.owner] += 1
            host = self._host(start, end, pattern)
            if host is not None:
                self._sink.host(pattern.owner, host)
        elif pattern.kind == "value":
            at = start - pattern.offset
            if at >= 0 and self._buffer.startswith(pattern.form, at, self._used):
                self._sink.value(pattern.owner)
        elif self._base + start not in self._planned:
            place = self._base + start
            self._waiting.append(Packed(place, DECODERS[pattern.owner](), sure=place == 0))  # type: ignore[index]

    def _host(self, start: int, end: int, pattern: Pattern) -> str | None:
        step = 2 if pattern.wide else 1
        low, high, loose = max(0, start - step * REACH), min(self._used, end + step * REACH), self._loose
        if self._clip is not None and not pattern.wide:
            span = self._clip(self._base + start, self._base + end)
            if span is not None:
                low, high, loose = max(low, span[0] - self._base), min(high, span[1] - self._base), False
        if pattern.wide:
            low += (start - low) % 2
            return host_around(_narrow(self._buffer[low:high]), (start - low) // 2, (end - low) // 2)
        text = bytes(self._buffer[low:high])
        start, end = start - low, end - low
        if pattern.backwards:
            text, start, end = text[::-1], len(text) - end + 1, len(text) - start
        return host_around(text, start, end, loose=loose)

    def _feed(self) -> None:
        """Give the decoders what is new in the buffer."""
        stop = self._base + self._used
        fresh = self._base + self._seen
        beginning = [packed for packed in self._waiting if packed.start < stop]
        if beginning:
            self._waiting = [packed for packed in self._waiting if packed.start >= stop]
        for packed in (*self._running, *beginning):
            first = max(packed.start, self._base) if packed in beginning else fresh
            last = stop if packed.stop is None else min(stop, packed.stop)
            if first < last:
                self._unpack(packed, self._copy(first, last))
            if packed.over or packed.decoder.done or (packed.stop is not None and packed.stop <= stop):
                self._end(packed)
            elif packed in beginning:
                self._running.append(packed)
        self._running = [packed for packed in self._running if not packed.over]
        for packed in self._running[_AT_ONCE:]:
            self._sink.trouble("too many archives in one")
            self._end(packed)
        del self._running[_AT_ONCE:]
        self._seen = self._used

    def _unpack(self, packed: Packed, data: bytes) -> None:
        try:
            for piece in packed.decoder.feed(data):
                self._sink.unpacked(len(piece))
                if packed.stream is None:
                    if self._depth + 1 >= DEEPEST:
                        raise TooMuch("archives in archives")
                    packed.stream = self._spare.pop() if self._spare else self._inner()
                    packed.stream.rewind([])
                packed.stream.write(piece)
        except TooMuch as error:
            packed.over = True
            self._sink.trouble(str(error))
        except Undecodable as error:
            packed.over = True
            if packed.sure or isinstance(error, Sealed):
                self._sink.trouble(f"cannot be unpacked ({error})")

    def _copy(self, first: int, last: int) -> bytes:
        with memoryview(self._buffer) as view:
            return bytes(view[first - self._base : last - self._base])

    def _inner(self) -> Stream:
        return Stream(self._needles, self._sink, size=INNER_WINDOW, depth=self._depth + 1)

    def _end(self, packed: Packed) -> None:
        if packed.stream is not None:
            packed.stream.close()
            self._spare.append(packed.stream)
            packed.stream = None
        packed.over = True


def _narrow(text: bytes | bytearray) -> bytes:
    """UTF-16 as one byte a character; what is not ASCII becomes 0xFF."""
    return bytes(low if high == 0 else 0xFF for low, high in zip(text[::2], text[1::2], strict=False))
