"""Reads a closed browser profile: a directory in, traces out. No browser, no decryption, and nothing is written."""

from toolkit.traces.model import Counts, NameRule, Partition, PlatformRules, Problem, Reading, Trace
from toolkit.traces.read import counts, read_profile
from toolkit.traces.running import user_of

__all__ = [
    "Counts",
    "NameRule",
    "Partition",
    "PlatformRules",
    "Problem",
    "Reading",
    "Trace",
    "counts",
    "read_profile",
    "user_of",
]
