"""Writes docs/reasons.md from the table of reason codes: `python -m toolkit.reasons_page > docs/reasons.md`."""

from __future__ import annotations

import html
import sys
from collections.abc import Iterator

from toolkit.errors import REASONS, Exit
from toolkit.texts.reasons import TEXTS as SENTENCES
from toolkit.texts.remedies import TEXTS as REMEDIES

_INTRO = """\
# Reasons

Generated from the table of codes by `python -m toolkit.reasons_page`; do not edit.

Whatever cannot be done has a reason. In JSON it is `{"code": "selector_gone", "text": "..."}`; the code never changes
its meaning, the text is in the person's language (English here). The command's exit code follows from it. Words in
braces are filled in.
"""

_HEADINGS = {
    Exit.USAGE: "Exit code 2: what was asked for or configured cannot be used",
    Exit.DIRTY: "Exit code 1: something is left",
    Exit.UNKNOWN: "Exit code 4: could not tell",
    Exit.INTERRUPTED: "Exit code 130: ended by the person",
    Exit.UNEXPECTED: "Exit code 3: a defect of ours",
}


def document() -> str:
    """The whole page. Raises KeyError for a code without texts or an exit code without a heading."""
    unheaded = set(REASONS.values()) - set(_HEADINGS)
    if unheaded:
        raise KeyError(unheaded)
    return "\n".join([_INTRO, *(line for exit_code in _HEADINGS for line in _section(exit_code))])


def _section(exit_code: Exit) -> Iterator[str]:
    yield from (f"## {_HEADINGS[exit_code]}", "", "| code | what is said | what to do |", "| --- | --- | --- |")
    for code, its_exit in REASONS.items():
        if its_exit == exit_code:
            said, todo = SENTENCES[f"reason.{code}"]["en"], REMEDIES[f"remedy.{code}"]["en"]
            yield f"| `{code}` | {_cell(said)} | {_cell(todo)} |"
    yield ""


def _cell(text: str) -> str:
    """As it shows in a table; the question that may follow (`did_you_mean`) is no part of the sentence."""
    return html.escape(text.replace("{did_you_mean}", ""), quote=False).replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(document().rstrip("\n") + "\n")
