"""Help: every command has an example and is explained in three languages; nothing heavy is imported for it."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

import pytest

from tests.cli.conftest import COMMAND, ROOT, Toolkit
from toolkit.cli.app import COMMANDS, Entry
from toolkit.texts import LANGUAGES
from toolkit.texts.help import TEXTS

HEAVY = ("playwright", "ruamel", "psutil", "keyring", "rich", "yaml", "cryptography", "asyncio")


@pytest.mark.parametrize("entry", COMMANDS, ids=lambda entry: entry.path)
def test_every_command_has_help_with_an_example(toolkit: Toolkit, entry: Entry) -> None:
    for language in LANGUAGES:
        answer = toolkit("--lang", language, *entry.path.split(), "--help")
        assert answer.code == 0 and answer.err == ""
        assert entry.example.splitlines()[0] in answer.out
        assert TEXTS[entry.help][language].split()[0] in answer.out
        assert TEXTS["help.example"][language] in answer.out
        assert "--home DIR" in answer.out
        assert "help." not in answer.out, "a text's key instead of the text"


@pytest.mark.parametrize("entry", COMMANDS, ids=lambda entry: entry.path)
def test_every_example_is_a_command_line_that_is_understood(toolkit: Toolkit, entry: Entry) -> None:
    import shlex

    for line in entry.example.splitlines():
        words = shlex.split(line.partition(">")[0])
        assert words[0] == "toolkit"
        answer = toolkit(*words[1:], "--help")
        assert answer.code == 0, answer.err


def test_bare_toolkit_and_bare_groups_show_help(toolkit: Toolkit) -> None:
    assert toolkit().out == toolkit("--help").out
    assert "logout-all" in toolkit().out
    group = toolkit("profile")
    assert group.code == 0 and "remove" in group.out


def test_the_language_is_the_systems_the_variables_or_the_options(
    toolkit: Toolkit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "pt_BR.UTF-8")
    assert toolkit("--help").out.startswith("Uso: toolkit COMANDO")
    monkeypatch.setenv("TOOLKIT_LANG", "es")
    assert "Órdenes" in toolkit("--help").out
    assert "Commands" in toolkit("--help", "--lang", "en").out
    assert "Commands" in toolkit("--lang=en", "--help").out


def test_version(toolkit: Toolkit) -> None:
    from toolkit import __version__

    assert toolkit("status", "--version").out == f"toolkit {__version__}\n"


@pytest.mark.parametrize("entry", [None, *COMMANDS], ids=lambda entry: entry.path if entry else "toolkit")
def test_help_imports_nothing_heavy(entry: Entry | None) -> None:
    words = [*(entry.path.split() if entry else []), "--help"]
    # typer itself reads a command's options with pydantic
    heavy = HEAVY if entry else (*HEAVY, "pydantic")
    code = (
        "import sys; from toolkit.cli.main import run; assert run(sys.argv[1:]) == 0; "
        f"print(sorted(set({heavy!r}) & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stderr.strip() == "[]"


@pytest.mark.slow
def test_help_is_quick() -> None:
    """Under 1.5 times the import of Typer itself; the fastest of ten, because other tests run beside this one."""

    def seconds(command: list[str]) -> float:
        began = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True, cwd=ROOT)
        return time.perf_counter() - began

    pairs = [(seconds([*COMMAND, "--help"]), seconds([sys.executable, "-c", "import typer"])) for _ in range(10)]
    ours, typers = (min(side) for side in zip(*pairs, strict=True))
    assert ours / typers < 1.5, statistics.median(ours / typers for ours, typers in pairs)
