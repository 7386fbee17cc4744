"""What people read in this repository, taken apart: code blocks, code in running text, links, headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")],
    key=lambda page: page.relative_to(ROOT).as_posix(),
)

_BLOCK = re.compile(r"^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`([^`]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A fenced block of code."""

    language: str
    text: str


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def blocks(page: Path) -> list[Block]:
    return [Block(found["language"], found["text"]) for found in _BLOCK.finditer(text(page))]


def prose(page: Path) -> str:
    """Without the blocks."""
    return _BLOCK.sub("", text(page))


def shell_lines(page: Path) -> Iterator[str]:
    """The commands that a reader is told to type."""
    for block in blocks(page):
        if block.language in ("sh", "bash", "console"):
            for line in block.text.splitlines():
                yield line.removeprefix("$ ").strip()


def code_in_prose(page: Path) -> Iterator[str]:
    """What stands between backticks, also over a line's end."""
    for found in _INLINE.findall(prose(page)):
        yield " ".join(found.split())


def links(page: Path) -> list[str]:
    return _LINK.findall(prose(page))


def anchors(page: Path) -> set[str]:
    """As GitHub makes them from headings."""
    kept = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in _HEADING.findall(prose(page)))
    return {words.replace(" ", "-") for words in kept}
