"""Print the product's figures: ratios in one run against what a user would otherwise have, and whole-command times.

python -m tests.benchmarks            all of them
python -m tests.benchmarks help       `toolkit --help` against `python -c "import typer"`
python -m tests.benchmarks status     `toolkit status` over 100 profiles
python -m tests.benchmarks demo       `toolkit demo`
python -m tests.benchmarks verify     reading one profile, a hundred, and against hindsight
python -m tests.benchmarks deep       `toolkit verify --deep` over a gigabyte, against grep
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.benchmarks import deep_scan, verify_profiles
from tests.benchmarks.status_profiles import make_profiles
from tests.support.command import PROGRAM

ROUNDS = 15
PROFILES = 100


def seconds(command: Sequence[str], environ: dict[str, str] | None = None) -> float:
    """Wall time of one whole process. Raises CalledProcessError when it fails."""
    started = time.perf_counter()
    subprocess.run(command, check=True, env={**os.environ, **(environ or {})}, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def help_ratio() -> None:
    """The two commands in turn, so that a machine that slows down slows both."""
    ours, theirs = [*PROGRAM, "--help"], [sys.executable, "-c", "import typer"]
    seconds(ours), seconds(theirs)
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(ROUNDS)]
    ratio = statistics.median(a / b for a, b in pairs)
    print(
        f"toolkit --help: {ratio:.2f} times `import typer` (median of {ROUNDS} pairs;"
        f" {statistics.median(a for a, _ in pairs) * 1000:.0f} ms and"
        f" {statistics.median(b for _, b in pairs) * 1000:.0f} ms)"
    )


def status_time() -> None:
    """`toolkit status`, the whole command, over profiles with 2,000 cookies and 20 MB of Local Storage each."""
    with tempfile.TemporaryDirectory(prefix="toolkit-bench-") as folder:
        home = Path(folder) / "home"
        paths = make_profiles(home / "profiles", PROFILES)
        for path in (home, home / "profiles", *paths):
            path.chmod(0o700)
        lines = [f"  {path.name}: {{accounts: [{{platform: instagram, user: one}}]}}" for path in paths]
        (home / "toolkit.yaml").write_text("version: 1\nprofiles:\n" + "\n".join(lines) + "\n")
        command = [*PROGRAM, "status", "--json", "--home", str(home)]
        seconds(command)
        times = [seconds(command) for _ in range(7)]
        storage = sum(file.stat().st_size for file in (paths[0] / "Default/Local Storage/leveldb").iterdir())
        print(
            f"toolkit status: {statistics.median(times):.2f} s for {PROFILES} profiles of 2,000 cookies and"
            f" {storage / 1e6:.0f} MB Local Storage (median of {len(times)}, best {min(times):.2f} s)"
        )


def demo_time() -> None:
    print(f"toolkit demo: {seconds([*PROGRAM, '--quiet', 'demo']):.0f} s")


FIGURES: dict[str, Callable[[], None]] = {
    "help": help_ratio,
    "status": status_time,
    "demo": demo_time,
    "verify": lambda: verify_profiles.main([]),
    "deep": lambda: deep_scan.main([]),
}


def main(names: Sequence[str]) -> None:
    for name in names or FIGURES:
        FIGURES[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
