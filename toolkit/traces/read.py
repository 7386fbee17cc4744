"""A closed profile in, what it holds out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from toolkit.traces.chromium.profile import count_chromium, read_chromium
from toolkit.traces.collector import Collector
from toolkit.traces.hosts import Matcher
from toolkit.traces.model import Counts, PlatformRules, Reading
from toolkit.traces.running import LOCK, user_of


def read_profile(profile: Path, rules: Sequence[PlatformRules], *, quick: bool = False) -> Reading:
    """What the user-data directory `profile` holds of the platforms in `rules`, and of how many other sites.

    Opens files for reading only, and never raises for what it finds: whatever cannot be read is a `Problem`. A missing
    or empty directory is clean. `quick` leaves out what no sign-in depends on (history, session restore, preferences,
    saved passwords, caches) and looks names without a rule up less closely; cookies and web storage stay exact.
    """
    profile = profile.resolve()
    collector = Collector(profile, _matcher(tuple(rules)))
    pid = user_of(profile)
    if pid is not None:
        collector.problem(profile / LOCK, "profile_in_use", f"process {pid}")
    exit_types = read_chromium(collector, profile, quick)
    return Reading(
        traces=collector.traces(),
        problems=collector.problems,
        other_hosts=collector.other_sites(),
        origins=collector.origins(),
        partitioned=collector.partitions(),
        exit_type=exit_types.get("Default", next(iter(exit_types.values()), None)),
        key_versions=frozenset(collector.key_versions),
    )


@lru_cache(maxsize=64)
def _matcher(rules: tuple[PlatformRules, ...]) -> Matcher:
    return Matcher(rules)


def counts(profile: Path) -> Counts:
    """How much of the person's own would go with a rebuild, over all browser profiles in `profile`."""
    profile = profile.resolve()
    return count_chromium(Collector(profile, _matcher(())), profile)
