"""The pytest plugin, in a pytest of its own with pytest-playwright (ours runs without it)."""

from __future__ import annotations

import os
import shutil
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from toolkit.catalog.registry import shipped_root

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.browser, pytest.mark.slow]

CONFTEST = """
import pytest

@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {{**browser_type_launch_args, "executable_path": {browser!r}, "args": {args!r}}}
"""


@pytest.fixture
def project(pytester: pytest.Pytester, chromium_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with copies of the shipped mastodon and x as its platforms; its browser tells when it is started."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    for platform in ("mastodon", "x"):
        for part in (f"platforms/{platform}.yaml", *(f"flows/{platform}/{f}.yaml" for f in ("login", "logout"))):
            (pytester.path / part).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(shipped_root() / part, pytester.path / part)
    browser = pytester.path / "browser"
    browser.write_text(f'#!/bin/sh\necho started >> "{pytester.path}/starts"\nexec "{chromium_path}" "$@"\n')
    browser.chmod(0o755)
    args = ["--no-sandbox"] if os.geteuid() == 0 else []
    pytester.makeconftest(CONFTEST.format(browser=str(browser), args=args))
    return pytester.path


def run(pytester: pytest.Pytester, *words: str) -> pytest.RunResult:
    installed = any(found.name == "toolkit" for found in entry_points(group="pytest11"))
    plugin = [] if installed else ["-p", "toolkit.pytest_plugin"]
    return pytester.runpytest_subprocess(*plugin, "-rs", "-p", "no:cacheprovider", *words, timeout=150)


def test_a_platform_passes_beside_tests_of_pytest_playwright(pytester: pytest.Pytester, project: Path) -> None:
    """Their event loop is running while ours does, and both start the browser that the fixture names."""
    (project / "test_page.py").write_text("def test_page(page):\n    page.goto('data:text/html,<title>t</title>')\n")
    junit = project / "out.xml"
    result = run(pytester, "test_page.py", "platforms/mastodon.yaml", "-v", f"--junitxml={junit}")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["*platforms/mastodon.yaml::flips PASSED*"])
    assert (project / "starts").read_text().count("started") == 2
    assert 'name="toolkit_kind" value="replica"' in junit.read_text()


def test_a_broken_platform_fails_with_step_and_selector(pytester: pytest.Pytester, project: Path) -> None:
    login = project / "flows/mastodon/login.yaml"
    login.write_text(login.read_text().replace("input[name='user[email]']", "#mail-2027", 1))
    result = run(pytester, "--toolkit-platforms", ".", "-k", "mastodon")
    result.assert_outcomes(failed=1, deselected=1)
    result.stdout.fnmatch_lines([
        "mastodon on its replica: broken",
        "*ok*probe_out*",
        "*failed*login*(selector_gone)*",
        "*flows/mastodon/login.yaml:3:5 fill #mail-2027",
    ])  # fmt: skip
    assert "Traceback" not in result.stdout.str()


def test_a_malformed_file_fails_with_its_line(pytester: pytest.Pytester, project: Path) -> None:
    file = project / "platforms/mastodon.yaml"
    file.write_text(file.read_text() + "colour: red\n")
    result = run(pytester, "platforms/mastodon.yaml")
    result.assert_outcomes(failed=1)
    line = file.read_text().count("\n")
    result.stdout.fnmatch_lines([f"*platforms/mastodon.yaml:{line}:1*"])


@pytest.mark.parametrize(("words", "outcome"), [((), "failed"), (("--toolkit-challenge=skip",), "skipped")])
def test_a_platform_that_wants_a_person_fails_unless_it_may_be_skipped(
    pytester: pytest.Pytester, project: Path, words: tuple[str, ...], outcome: str
) -> None:
    with (project / "conftest.py").open("a") as file:
        file.write("\nimport functools, toolkit.demo.stand as stand\n")
        file.write("stand.replica_stand = functools.partial(stand.replica_stand, x_variant='jf')\n")
    result = run(pytester, "platforms/x.yaml", *words)
    result.assert_outcomes(**{outcome: 1})
    result.stdout.fnmatch_lines(["*(person_needed)*" if outcome == "failed" else "*SKIPPED*X wants a person*"])


def test_what_cannot_be_tried_is_skipped_with_what_is_missing(
    pytester: pytest.Pytester, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = run(pytester, "platforms/mastodon.yaml", "--browser", "firefox")
    result.assert_outcomes(skipped=1)
    monkeypatch.setenv("TOOLKIT_TEST_VAR_MASTODON_INSTANCE", "127.0.0.1:9")
    result = run(pytester, "platforms/mastodon.yaml")
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["*SKIPPED*TOOLKIT_TEST_USER_MASTODON: *"])
    shutil.copy(project / "platforms/mastodon.yaml", project / "platforms/own.yaml")
    monkeypatch.delenv("TOOLKIT_TEST_VAR_MASTODON_INSTANCE")
    result = run(pytester, "platforms/own.yaml")
    result.stdout.fnmatch_lines(["*own has no replica*--toolkit-live and TOOLKIT_TEST_VAR_OWN_INSTANCE*"])
    assert not (project / "starts").exists(), "a browser was started for nothing"


def test_the_ini_option_collects_platforms_with_the_tests(pytester: pytest.Pytester, project: Path) -> None:
    pytester.makeini("[pytest]\ntoolkit_platforms = .\n")
    (project / "test_plain.py").write_text("def test_plain():\n    pass\n")
    result = run(pytester, "--collect-only", "-q")
    both = ["platforms/mastodon.yaml::flips", "platforms/x.yaml::flips"]
    result.stdout.fnmatch_lines([*both, "test_plain.py::test_plain"])
    shipped = run(pytester, "--collect-only", "-q", "--toolkit-platforms", "shipped")
    assert "instagram.yaml::flips" in shipped.stdout.str() and "test_plain" not in shipped.stdout.str()


def test_unused_it_collects_nothing_and_loads_nothing(pytester: pytest.Pytester, project: Path) -> None:
    (project / "test_plain.py").write_text(
        "import sys\n\ndef test_plain():\n"
        "    loaded = {name.split('.')[1] for name in sys.modules if name.startswith('toolkit.')}\n"
        "    assert loaded == {'pytest_plugin'}\n    assert 'yaml' not in sys.modules\n"
    )
    (project / "conftest.py").unlink()
    run(pytester, "-p", "no:playwright").assert_outcomes(passed=1)
    bad = run(pytester, "--toolkit-platforms", "nowhere")
    assert bad.ret == pytest.ExitCode.USAGE_ERROR
