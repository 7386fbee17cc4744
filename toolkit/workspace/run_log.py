"""The part of the journal that tells how far each run came."""

from __future__ import annotations

import os

from toolkit.workspace.database import Database, now
from toolkit.workspace.records import Run


class RunLog(Database):
    """Runs and their steps, in the order in which they happened."""

    def run_begin(self, command: str) -> int:
        """A run of `command` begins in this process. Answers its number."""
        values = (command, os.getpid(), _process_started(os.getpid()) or 0.0, now())
        with self._change() as database:
            done = database.execute(
                "INSERT INTO runs (command, pid, process_started, began) VALUES (?, ?, ?, ?)", values
            )
            return int(done.lastrowid or 0)

    def step(self, run: int, profile: str, step: str) -> None:
        """The run begins `step` on `profile`."""
        self._run("INSERT INTO steps (run, profile, step, at) VALUES (?, ?, ?, ?)", (run, profile, step, now()))

    def run_end(self, run: int, outcome: str) -> None:
        """The run ended by itself, or a later one took note of its interruption (`outcome`: `interrupted`)."""
        self._run("UPDATE runs SET ended = ?, outcome = ? WHERE id = ? AND ended IS NULL", (now(), outcome, run))

    def interrupted_runs(self) -> list[Run]:
        """Runs that never ended and whose process is gone, the oldest first."""
        query = (
            "SELECT id, command, pid, began, ended, outcome, process_started FROM runs WHERE ended IS NULL ORDER BY id"
        )
        return [
            Run(run, command, pid, began, ended, outcome, self._steps(run))
            for run, command, pid, began, ended, outcome, started in self._rows(query)
            if not _is_alive(pid, started)
        ]

    def _steps(self, run: int) -> tuple[tuple[str, str, str], ...]:
        return tuple(self._rows("SELECT profile, step, at FROM steps WHERE run = ? ORDER BY id", (run,)))


def _process_started(pid: int) -> float | None:
    """When the process began (seconds since 1970), None if there is none: tells a number that is used again."""
    import psutil

    try:
        return float(psutil.Process(pid).create_time())
    except psutil.NoSuchProcess:
        return None
    except psutil.AccessDenied:
        return 0.0


def _is_alive(pid: int, started: float) -> bool:
    now = _process_started(pid)
    # 0: the system does not say when. psutil's clock may shift by a second with the system's.
    return now is not None and (now == 0.0 or started == 0.0 or abs(now - started) < 2.0)
