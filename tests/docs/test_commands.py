"""Every command that the pages name exists, with those options; every command of the program is in the reference."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

import dev
from tests.docs import pages
from toolkit.cli.app import COMMANDS, build
from toolkit.cli.settings import Settings


@cache
def _app() -> Any:
    return get_command(build())


def _typed() -> Iterator[tuple[Path, str]]:
    for page in pages.PAGES:
        for line in pages.shell_lines(page):
            yield page, line


def _named() -> Iterator[tuple[Path, str]]:
    for page in pages.PAGES:
        for code in pages.code_in_prose(page):
            yield page, code


def _of(program: str, found: Iterator[tuple[Path, str]]) -> list[tuple[str, str]]:
    """With at least one word behind the program's name."""
    return list(dict.fromkeys((pages.name(page), line) for page, line in found if line.startswith(f"{program} ")))


def _words(line: str) -> list[str]:
    """What the command gets: without its own name, and without where the shell sends its answer."""
    return shlex.split(line.partition(" > ")[0])[1:]


def _command(words: list[str]) -> tuple[Any, list[str]]:
    """The command that `words` name, and the words after it."""
    command, rest = _app(), Settings().take(words)
    while rest and rest[0] in getattr(command, "commands", {}):
        command, rest = command.commands[rest[0]], rest[1:]
    return command, rest


@pytest.mark.parametrize(("page", "line"), _of("toolkit", _typed()))
def test_a_command_to_type_is_taken_as_it_stands(page: str, line: str) -> None:
    command, rest = _command(_words(line))
    assert not hasattr(command, "commands"), f"{page}: {line}: no command of that name"
    assert command.make_context("toolkit", rest).params.keys() == {param.name for param in command.params}


@pytest.mark.parametrize(("page", "line"), _of("toolkit", _named()))
def test_a_command_that_is_mentioned_exists_with_its_options(page: str, line: str) -> None:
    command, rest = _command(_words(line))
    if hasattr(command, "commands"):
        assert rest in ([], ["--help"]), f"{page}: {line}: no command of that name"
        return
    options = {option for param in command.params for option in (*param.opts, *param.secondary_opts)}
    used = {word.partition("=")[0] for word in rest if word.startswith("-") and word != "--help"}
    assert used <= options, f"{page}: {line}: no such option"


def test_the_pages_name_commands_at_all() -> None:
    assert len(_of("toolkit", _typed())) > 10
    assert len(_of("toolkit", _named())) > 10


def test_a_command_that_is_not_there_is_found_out() -> None:
    command, rest = _command(_words("toolkit logout-everybody acme"))
    assert hasattr(command, "commands")
    assert rest == ["logout-everybody", "acme"]


def test_every_command_is_in_the_reference() -> None:
    reference = pages.text(pages.ROOT / "docs/commands.md")
    assert [entry.path for entry in COMMANDS if f"\n## toolkit {entry.path}\n" not in reference] == []


@pytest.mark.parametrize(("page", "line"), _of("python3", _typed()) + _of("python3", _named()))
def test_a_python_script_that_is_named_exists(page: str, line: str) -> None:
    script, *arguments = _words(line)
    assert (pages.ROOT / script).is_file(), f"{page}: {line}"
    if script == "dev.py":
        known, more = dev.parse(arguments)
        assert known.command == arguments[0]
        assert all((pages.ROOT / word).exists() for word in more if "/" in word), f"{page}: {line}"


@pytest.mark.parametrize(("page", "line"), _of("python", _named()))
def test_a_module_that_is_named_exists(page: str, line: str) -> None:
    flag, module, *_ = _words(line)
    assert flag == "-m"
    assert find_spec(module), f"{page}: {line}"
