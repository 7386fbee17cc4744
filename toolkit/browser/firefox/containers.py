"""Containers of Firefox: the person's own, which a robot cannot work in, and those that a robot's second contexts are.

https://searchfox.org/mozilla-central/source/toolkit/components/contextualidentity/ContextualIdentityService.sys.mjs
"""

from __future__ import annotations

import json
import re
from collections.abc import Set as AbstractSet
from pathlib import Path

from toolkit.traces.model import Partition

# So WebDriver BiDi names its contexts; one is there after a robot was killed, with copies of sessions under way.
# https://searchfox.org/mozilla-central/source/remote/shared/UserContextManager.sys.mjs
_ROBOT = "remote"
_NUMBER = re.compile(r"userContextId=(\d+)")


def robot_containers(profile: Path) -> frozenset[int]:
    """The numbers of containers that a robot made, from `containers.json`; none where that cannot be read."""
    try:
        found = json.loads((profile / "containers.json").read_bytes())["identities"]
        return frozenset(i["userContextId"] for i in found if str(i.get("name", "")).startswith(_ROBOT))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return frozenset()


def in_container(apart: Partition, but: AbstractSet[int]) -> bool:
    """Whether data lies in a container other than `but`."""
    number = _NUMBER.search(apart.attributes)
    return number is not None and int(number[1]) not in but
