"""Reads many profiles, on several cores where that is cheap."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from toolkit.traces.model import PlatformRules, Reading
from toolkit.traces.read import read_profile

Job = tuple[Path, Sequence[PlatformRules]]

# Below this many the start of the helpers costs more than they save.
_WORTH_IT = 16


def read_profiles(jobs: Sequence[Job], *, quick: bool = False) -> list[Reading]:
    """One reading for each (profile, rules), in order; see `read_profile`.

    Helpers are forked, which is quick, and safe as they only read files; macOS and Windows, where a helper has to load
    everything again, read in one process.
    """
    workers = min(4, os.cpu_count() or 1)
    if len(jobs) < _WORTH_IT or workers < 2 or not sys.platform.startswith("linux"):
        return [read_profile(path, rules, quick=quick) for path, rules in jobs]
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        return pool.starmap(_read, [(path, rules, quick) for path, rules in jobs], chunksize=8)


def _read(path: Path, rules: Sequence[PlatformRules], quick: bool) -> Reading:
    return read_profile(path, rules, quick=quick)
