"""Reading profiles as `verify` does: one, a hundred, and one against hindsight.

    python -m tests.benchmarks.verify_profiles [--profiles 100]

The profiles are those of status_profiles.py: 2,000 cookies and 20 MB of Local Storage, made by a real Chromium.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.status_profiles import make_profiles, rules
from toolkit.traces import read_profile
from toolkit.traces.many import read_profiles

ROUNDS = 7


def _best_and_median(times: Sequence[float], unit: float = 1000) -> str:
    return f"{statistics.median(times) * unit:.0f} ms (median of {len(times)}, best {min(times) * unit:.0f})"


def _hindsight(profile: Path, folder: Path) -> float | None:
    """Seconds that hindsight takes for the profile, start of the program included; None where it is not installed."""
    script = Path(sysconfig.get_path("scripts")) / "hindsight.py"
    if not script.is_file():
        return None
    copy = folder / "copy"  # it may write into what it reads
    shutil.copytree(profile, copy, symlinks=True)
    to = ["-o", str(folder / "found"), "-f", "jsonl", "-l", str(folder / "log")]
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, str(script), "-i", str(copy / "Default"), *to], cwd=folder, capture_output=True, check=True
    )
    return time.perf_counter() - started


def measure(base: Path, count: int) -> None:
    paths = make_profiles(base / "profiles", count)
    asked = rules()
    times = []
    for _ in range(ROUNDS * 3):
        started = time.perf_counter()
        reading = read_profile(paths[0], asked)
        times.append(time.perf_counter() - started)
        assert not reading.problems and reading.disk("x_com") == "dirty"
    print(f"verify, one profile: {_best_and_median(times)}")
    many = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        readings = read_profiles([(path, asked) for path in paths])
        many.append(time.perf_counter() - started)
        assert len(readings) == count
    print(f"verify, {count} profiles: {_best_and_median(many)}")
    theirs = _hindsight(paths[0], base)
    if theirs is None:
        print("hindsight is not installed (pip install 'logout-toolkit[test]')")
        return
    program = "from toolkit.traces import read_profile; from tests.benchmarks.status_profiles import rules; import sys"
    program += "; from pathlib import Path; read_profile(Path(sys.argv[1]), rules())"
    ours = []
    for _ in range(3):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", program, str(paths[0])], check=True)
        ours.append(time.perf_counter() - started)
    print(
        f"hindsight over the same profile: {theirs:.1f} s, {theirs / statistics.median(times):.0f} times as long as the"
        f" reading; whole processes: {theirs / statistics.median(ours):.0f} times ({statistics.median(ours):.2f} s)"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--profiles", type=int, default=100)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="toolkit-bench-") as folder:
        measure(Path(folder), chosen.profiles)


if __name__ == "__main__":
    main()
