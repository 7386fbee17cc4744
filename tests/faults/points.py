"""Where faults strike: drawn from a seed that is printed, so that a failure can be repeated.

`TOOLKIT_FAULTS_SEED=7` sets the seed, `TOOLKIT_FAULTS_POINTS=all` (or a number) takes more points than CI has time for.
"""

from __future__ import annotations

import os
import random
import zlib
from itertools import pairwise

SEED = int(os.environ.get("TOOLKIT_FAULTS_SEED", "156"))


def chance(what: str) -> random.Random:
    """A source of chance for one test, the same in every run of the same seed."""
    print(f"{what}: TOOLKIT_FAULTS_SEED={SEED}")
    return random.Random(zlib.crc32(f"{SEED} {what}".encode()))


def drawn(what: str, total: int, usual: int) -> list[int]:
    """`usual` numbers of 1 to `total` (all of them where there are fewer), in order, spread over the whole range."""
    asked = os.environ.get("TOOLKIT_FAULTS_POINTS", str(usual))
    wanted = total if asked == "all" else min(total, int(asked))
    source = chance(what)
    edges = [1 + total * number // wanted for number in range(wanted + 1)]
    return [source.randrange(start, end) for start, end in pairwise(edges)]
