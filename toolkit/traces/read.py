"""A closed profile in, what it holds out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from toolkit.traces.chromium.profile import count_chromium, read_chromium
from toolkit.traces.collector import Collector
from toolkit.traces.files import listing
from toolkit.traces.firefox.profile import count_firefox, is_firefox, read_firefox
from toolkit.traces.hosts import Matcher
from toolkit.traces.model import Counts, PlatformRules, Reading
from toolkit.traces.running import lock_of


def read_profile(profile: Path, rules: Sequence[PlatformRules], *, quick: bool = False) -> Reading:
    """What the user-data directory `profile` holds of the platforms in `rules`, and of how many other sites.

    Opens files for reading only, and never raises for what it finds: whatever cannot be read is a `Problem`. A missing
    or empty directory is clean. `quick` leaves out what no sign-in depends on (history, session restore, preferences,
    saved passwords, caches) and looks names without a rule up less closely; cookies and web storage stay exact.
    """
    profile = profile.resolve()
    collector = Collector(profile, _matcher(tuple(rules)))
    held = lock_of(profile)
    if held is not None:
        collector.problem(profile / held[1], "profile_in_use", f"process {held[0]}")
    exit_types = read_chromium(collector, profile, quick)
    exit_type = exit_types.get("Default", next(iter(exit_types.values()), None))
    if _has_firefox(collector, profile):
        exit_type = _worse(exit_type, read_firefox(collector, profile, quick))
    return Reading(
        traces=collector.traces(),
        problems=collector.problems,
        other_hosts=collector.other_sites(),
        origins=collector.origins(),
        partitioned=collector.partitions(),
        exit_type=exit_type,
        key_versions=frozenset(collector.key_versions),
    )


def _has_firefox(collector: Collector, profile: Path) -> bool:
    with collector.guard(profile):
        return is_firefox(listing(profile))
    return False


def _worse(first: str | None, second: str | None) -> str | None:
    """Of two exit types one that is not "Normal", if there is one."""
    known = [each for each in (first, second) if each is not None]
    return next((each for each in known if each != "Normal"), known[0] if known else None)


@lru_cache(maxsize=64)
def _matcher(rules: tuple[PlatformRules, ...]) -> Matcher:
    return Matcher(rules)


def counts(profile: Path) -> Counts:
    """How much of the person's own would go with a rebuild, over all browser profiles in `profile`."""
    profile = profile.resolve()
    collector = Collector(profile, _matcher(()))
    found = count_chromium(collector, profile)
    if not _has_firefox(collector, profile):
        return found
    more = count_firefox(collector, profile)
    return Counts(
        passwords=_sum(found.passwords, more.passwords),
        history_urls=_sum(found.history_urls, more.history_urls),
        open_tabs=_sum(found.open_tabs, more.open_tabs),
        cookies=_sum(found.cookies, more.cookies),
    )


def _sum(first: int | None, second: int | None) -> int | None:
    return None if first is None or second is None else first + second
