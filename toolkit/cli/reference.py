"""Writes docs/commands.md from the commands' own help: `python -m toolkit.cli.reference > docs/commands.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from typer.main import get_command

from toolkit.cli.app import build
from toolkit.texts import set_language, t

_WIDTH = 100

_INTRO = """\
# Commands

Generated from `toolkit --help` by `python -m toolkit.cli.reference`; do not edit.

Exit codes: 0 clean or done, 1 something is left, 2 used or configured wrongly, 3 a defect of ours, 4 could not tell,
130 interrupted. [The reasons](reasons.md) are listed with what to do about them.
"""


def document() -> str:
    """The whole page, in English: one section per command, in the order of `toolkit --help`."""
    set_language("en")
    try:
        return "\n".join([_INTRO, *_sections(get_command(build()), "toolkit", None)])
    finally:
        set_language(None)


def _sections(command: Any, name: str, parent: Any) -> Iterator[str]:
    sizes = {"terminal_width": _WIDTH, "max_content_width": _WIDTH}
    context = command.context_class(command, info_name=name, parent=parent, **sizes)
    commands = getattr(command, "commands", {})
    if not commands or parent is None:
        help_text = command.get_help(context)
        yield from (f"## {context.command_path}", "", "```text", _own_part(help_text, first=parent is None), "```", "")
    for child, its_command in commands.items():
        if not its_command.hidden:
            yield from _sections(its_command, child, context)


def _own_part(help_text: str, *, first: bool) -> str:
    """Without the options that go with every command, after their first time."""
    parts = help_text.strip().split("\n\n")
    general = t("help.general") + ":"
    return "\n\n".join(part for part in parts if first or not part.startswith(general))


if __name__ == "__main__":
    sys.stdout.write(document().rstrip("\n") + "\n")
