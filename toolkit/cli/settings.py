"""What every command understands wherever it is typed: `--home`, `--lang`, `--quiet`, `--version`; and `--json`."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import UsageError
from toolkit.texts import LANGUAGES, set_language, t

if TYPE_CHECKING:
    from toolkit.sessions.workbench import Workbench


@dataclass
class Settings:
    """`json` is True as soon as `--json` is typed, so that an error before or in a command is told as an object too."""

    home: Path | None = None
    quiet: bool = False
    version: bool = False
    json: bool = False

    def take(self, arguments: Sequence[str]) -> list[str]:
        """Take the general options out of the arguments and answer the rest; uses the language from here on.

        Raises UsageError (bad_command).
        """
        asked = os.environ.get("TOOLKIT_LANG")
        set_language(asked if asked in LANGUAGES else None)
        rest, words = list[str](), list(arguments)
        while words:
            word = words.pop(0)
            if word == "--":
                return [*rest, word, *words]
            name, equals, value = word.partition("=")
            if name in {"--home", "--lang"}:
                if not equals and not words:
                    raise UsageError("bad_command", problem=t("cli.needs_value", option=name), command="toolkit --help")
                self._set(name, value if equals else words.pop(0))
            elif word in {"--quiet", "-q"}:
                self.quiet = True
            elif word == "--version":
                self.version = True
            else:
                self.json = self.json or word == "--json"
                rest.append(word)
        return rest

    def _set(self, name: str, value: str) -> None:
        if name == "--home":
            if not value:
                raise UsageError("bad_command", problem=t("cli.needs_value", option=name), command="toolkit --help")
            self.home = Path(value)
        elif value not in LANGUAGES:
            problem = t("cli.unknown_language", languages=", ".join(LANGUAGES))
            raise UsageError("bad_command", problem=problem, command="toolkit --lang es --help")
        else:
            set_language(value)


@contextlib.contextmanager
def workbench(settings: Settings, *, headed: bool | None = None, writes: bool = False) -> Iterator[Workbench]:
    """The workspace of this command, closed at the end. `writes` also makes folders of it that are missing.

    Raises UsageError: profile_refused, no_workspace, home_unwritable; FileError.
    """
    from toolkit.sessions.workbench import Workbench
    from toolkit.workspace.home import find_home

    bench = Workbench(find_home(settings.home), headed)
    try:
        _ = bench.config  # what is wrong with the file comes before anything else
        if writes:
            bench.home.create()
        yield bench
    finally:
        bench.close()
