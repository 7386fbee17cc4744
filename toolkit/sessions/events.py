"""What a run tells its face while it goes on. Nothing in an event is secret."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Stage = Literal[
    "waiting",
    "reading",
    "closing",
    "starting",
    "remember",
    "control",
    "probe",
    "flow",
    "flip",
    "replay",
    "clearing",
    "rebuilding",
    "verifying",
    "scanning",
    "done",
    "step",
    "note",
    "person",
]


@dataclass(frozen=True)
class Event:
    """`platform` is None for what concerns the whole profile; `text` adds to the stage (a step, a verdict)."""

    profile: str
    platform: str | None
    stage: Stage
    text: str = ""


Emit = Callable[[Event], None]
