"""The house rules that a machine can check: floors, sizes, texts in three languages, reason codes, honest tests."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from toolkit import texts
from toolkit.errors import REASONS

ROOT = Path(__file__).parents[1]
MAX_LINES = 400

FLOORS = {
    **dict.fromkeys(("errors", "texts"), 0),
    "reasons_page": 1,
    **dict.fromkeys(("catalog", "traces", "secrets"), 1),
    **dict.fromkeys(("workspace", "browser"), 2),
    "runner": 3,
    "sessions": 4,
    **dict.fromkeys(("cli", "bridge", "fleet", "report", "pytest_plugin"), 5),
}
OUTSIDE = "demo"  # imports what it likes below the faces
# the command line shows the demo and hands over the report's pages; it and the plugin test platforms on the replicas
MAY_USE = {"cli": {"demo", "report"}, "pytest_plugin": {"demo"}}
WITHOUT_A_FLOOR = {"__init__", "extension"}


def _sources(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


PRODUCT = _sources("toolkit")
TESTS = _sources("tests")


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def _room(path: Path) -> str:
    return path.relative_to(ROOT / "toolkit").with_suffix("").parts[0]


def _imported_modules(path: Path) -> Iterator[str]:
    """Full names of what `path` imports, also inside functions and for type checking."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (base, node.module) if part)
            yield from (f"{module}.{alias.name}" for alias in node.names)


def _imported_rooms(path: Path) -> set[str]:
    parts = (name.split(".") for name in _imported_modules(path))
    return {rest[0] for top, *rest in parts if top == "toolkit" and rest} & ({OUTSIDE, *FLOORS})


def _upwards(path: Path) -> set[str]:
    """The rooms that `path` imports though they are not on a floor below its own."""
    room = _room(path)
    imported = _imported_rooms(path) - {room}
    if room == OUTSIDE:
        return {other for other in imported if FLOORS[other] > FLOORS["sessions"]}
    if room in WITHOUT_A_FLOOR:
        return imported
    allowed: set[str] = MAY_USE.get(room, set())
    # errors and texts, the ground floor, know each other
    return {other for other in imported - allowed if other == OUTSIDE or FLOORS[other] >= FLOORS[room] > 0}


def test_every_room_has_a_floor() -> None:
    assert {_room(path) for path in PRODUCT} <= {OUTSIDE, *FLOORS, *WITHOUT_A_FLOOR}


def test_a_room_imports_only_from_floors_below() -> None:
    assert {_name(path): upwards for path in PRODUCT if (upwards := _upwards(path))} == {}


def test_a_file_has_one_subject() -> None:
    sizes = {_name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in [*PRODUCT, *TESTS]}
    assert {name: lines for name, lines in sizes.items() if lines >= MAX_LINES} == {}, "split these files"


def _all_texts() -> dict[str, tuple[str, dict[str, str]]]:
    """Key -> (module of toolkit/texts that holds it, its languages)."""
    found: dict[str, tuple[str, dict[str, str]]] = {}
    for module in (m for m in pkgutil.iter_modules(texts.__path__) if not m.name.startswith("_")):
        entries = importlib.import_module(f"toolkit.texts.{module.name}").TEXTS
        twice = found.keys() & entries.keys()
        assert not twice, f"two modules hold {twice}"
        found.update({key: (module.name, entry) for key, entry in entries.items()})
    return found


TEXTS = _all_texts()


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _fault(key: str) -> str | None:
    """What is wrong with a text, if anything."""
    module, entry = TEXTS[key]
    prefix = key.partition(".")[0]
    if texts._MODULES.get(prefix, prefix) != module:
        return f"t() would not look for it in {module}.py"
    if set(entry) != set(texts.LANGUAGES):
        return f"languages: {sorted(entry)}"
    blank = {language for language in entry if not entry[language].strip()}
    if blank and not (key.startswith("remedy.") and blank == set(entry)):  # some failures have no remedy
        return f"empty in {sorted(blank)}"
    placeholders = {language: sorted(_placeholders(entry[language])) for language in entry}
    return None if len({tuple(each) for each in placeholders.values()}) == 1 else f"placeholders: {placeholders}"


def test_a_text_is_there_in_every_language_with_the_same_placeholders() -> None:
    assert TEXTS
    assert {key: fault for key in TEXTS if (fault := _fault(key))} == {}


def _calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call with the last part of the called name."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Call):
            yield _called(node), node


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _literal(node: ast.Call) -> str | None:
    """The first argument, if it is written out as a string."""
    first = node.args[0] if node.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def test_texts_and_reason_codes_that_are_named_exist() -> None:
    named = [(name, _literal(node)) for path in PRODUCT for name, node in _calls(path)]
    keys = {key for name, key in named if name == "t" and key is not None and "." in key}
    assert keys - TEXTS.keys() == set()
    codes = {code for name, code in named if name in {"ToolkitError", "UsageError", "Undecided", "Reason"} and code}
    assert codes - REASONS.keys() == set()


def test_every_reason_has_its_texts_and_no_other_has() -> None:
    with_text = {key for key in TEXTS if key.startswith(("reason.", "remedy."))}
    assert with_text == {f"{kind}.{code}" for kind in ("reason", "remedy") for code in REASONS}


def test_every_reason_is_given_by_something() -> None:
    elsewhere = [path for path in PRODUCT if _room(path) != "texts"]
    strings = [
        node.value
        for path in elsewhere
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    unused = sorted(code for code in REASONS if strings.count(code) < 2)  # the table itself names it once
    assert unused == []


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(_tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _asserts(function: ast.AST) -> bool:
    """Whether it can fail by itself: `assert`, `pytest.raises`, `pytest.fail`, or a helper that says so in its name."""
    words = ("assert", "raises", "warns", "fail", "validate")  # the last one is jsonschema's
    return any(
        isinstance(node, ast.Assert) or (isinstance(node, ast.Call) and _called(node).startswith(words))
        for node in ast.walk(function)
    )


@cache
def _asserting_helpers() -> frozenset[str]:
    """Names of the functions in tests/ that can fail, directly or through another of them."""
    functions = [function for path in TESTS for function in _functions(path)]
    failing = {function.name for function in functions if _asserts(function)}
    while True:
        more = {function.name for function in functions if _calls_any(function, failing)} - failing
        if not more:
            return frozenset(failing)
        failing |= more


def _calls_any(function: ast.AST, names: set[str] | frozenset[str]) -> bool:
    return any(isinstance(node, ast.Call) and _called(node) in names for node in ast.walk(function))


def test_every_test_can_fail() -> None:
    tests = [
        (path, function)
        for path in TESTS
        if path.name.startswith("test_")
        for function in _functions(path)
        if function.name.startswith("test_")
    ]
    assert {path for path in TESTS if path.name.startswith("test_")} == {path for path, _ in tests}, (
        "a file has no tests"
    )
    helpers = _asserting_helpers()
    idle = [
        f"{_name(path)}::{test.name}" for path, test in tests if not _asserts(test) and not _calls_any(test, helpers)
    ]
    assert idle == []
