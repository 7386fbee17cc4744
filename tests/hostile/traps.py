"""Listening sockets of a stranger, one set for each attack: they note every connection and datagram."""

from __future__ import annotations

import selectors
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class Trap:
    """One port on 127.0.0.1 and ::1, TCP and UDP. `caught` says what came: "tcp4", "tcp6", "udp4", "udp6"."""

    port: int
    caught: list[str] = field(default_factory=list)


@contextmanager
def traps(names: Sequence[str]) -> Iterator[dict[str, Trap]]:
    """A trap for each name, all open within the block."""
    found: dict[str, Trap] = {}
    waiting = selectors.DefaultSelector()
    for name in names:
        trap, sockets = _trap()
        found[name] = trap
        for kind, listening in sockets:
            waiting.register(listening, selectors.EVENT_READ, (trap, kind))
    over = threading.Event()
    thread = threading.Thread(target=_watch, args=(waiting, over), daemon=True)
    thread.start()
    try:
        yield found
    finally:
        over.set()
        thread.join()
        for key in list(waiting.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]
        waiting.close()


def _trap() -> tuple[Trap, list[tuple[str, socket.socket]]]:
    """Four sockets on one port number; another number is tried when one of the four is taken."""
    for _ in range(50):
        opened: list[tuple[str, socket.socket]] = []
        port = 0
        try:
            for number, family, address in ((4, socket.AF_INET, "127.0.0.1"), (6, socket.AF_INET6, "::1")):
                for kind, protocol in (("tcp", socket.SOCK_STREAM), ("udp", socket.SOCK_DGRAM)):
                    listening = socket.socket(family, protocol)
                    opened.append((f"{kind}{number}", listening))
                    listening.bind((address, port))
                    port = listening.getsockname()[1]
                    listening.setblocking(False)
                    if kind == "tcp":
                        listening.listen(20)
        except OSError:
            for _, listening in opened:
                listening.close()
        else:
            return Trap(port), opened
    raise AssertionError("no port is free on both loopback addresses, TCP and UDP")


def _watch(waiting: selectors.BaseSelector, over: threading.Event) -> None:
    while not over.is_set():
        for key, _ in waiting.select(0.05):
            trap, kind = key.data
            trap.caught.append(kind)
            with suppress(OSError):
                if kind.startswith("tcp"):
                    key.fileobj.accept()[0].close()  # type: ignore[union-attr]
                else:
                    key.fileobj.recv(4096)  # type: ignore[union-attr]
