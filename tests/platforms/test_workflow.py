"""The workflow in examples/: it loads, what it calls exists, and a pull request gets neither code nor secrets."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from toolkit.catalog.registry import Catalog
from toolkit.cli.app import COMMANDS, build
from toolkit.secrets.key import SecretKey
from toolkit.sessions.platform_subject import host_variable, user_variable

ROOT = Path(__file__).parents[2]
FILE = ROOT / "examples/ci/platforms.yml"


@pytest.fixture(scope="module")
def workflow() -> dict[str, Any]:
    # the plain loader would read `on` as true
    loaded: dict[str, Any] = yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return loaded


def _scripts(job: dict[str, Any]) -> str:
    return "\n".join(step["run"] for step in job["steps"] if "run" in step).replace("\\\n", " ")


def test_every_job_has_steps_that_say_what_to_do(workflow: dict[str, Any]) -> None:
    assert set(workflow) == {"name", "on", "permissions", "jobs"}
    assert set(workflow["on"]) == {"pull_request", "schedule", "workflow_dispatch"}
    for job in workflow["jobs"].values():
        assert all(("run" in step) != ("uses" in step) for step in job["steps"])
        assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", step["uses"]) for step in job["steps"] if "uses" in step)
        for name in re.findall(r"\bneeds\.(\w+)", str(job)) + ([job["needs"]] if "needs" in job else []):
            assert name in workflow["jobs"]


def test_every_toolkit_command_exists_with_its_options(workflow: dict[str, Any]) -> None:
    scripts = "\n".join(_scripts(job) for job in workflow["jobs"].values())
    lines = re.findall(r"\btoolkit (platform [^|<>\n]*)", scripts)
    assert len(lines) == 2
    for line in lines:
        words = shlex.split(line)
        assert " ".join(words[:2]) in {entry.path for entry in COMMANDS}
        command: Any = get_command(build(words[:2]))
        for name in words[:2]:
            command = command.commands[name]
        known = {option for param in command.params for option in param.opts}
        assert {word for word in words if word.startswith("--")} <= known


def test_the_plugin_has_the_option_that_is_used(workflow: dict[str, Any], pytestconfig: pytest.Config) -> None:
    used = set(re.findall(r"--toolkit-[a-z]+", _scripts(workflow["jobs"]["changed"])))
    plugin = (ROOT / "toolkit/pytest_plugin.py").read_text(encoding="utf-8")
    assert used and all(f'"{option}"' in plugin for option in used)


def test_a_pull_request_gets_no_secret_and_runs_no_code_of_its_own(workflow: dict[str, Any]) -> None:
    job = workflow["jobs"]["changed"]
    assert "secrets." not in str(job) and "environment" not in job
    assert job["steps"][0]["with"]["ref"] == "${{ github.event.pull_request.base.sha }}"
    assert job["steps"][0]["with"]["persist-credentials"] == "false"
    scripts = _scripts(job)
    assert "git checkout FETCH_HEAD -- platforms flows" in scripts
    assert "${{" not in scripts, "text of the event would be run by the shell"
    order = [next(n for n, step in enumerate(job["steps"]) if word in step.get("run", "")) for word in ("pip", "FETCH")]
    assert order == sorted(order), "the code is installed before anything of the pull request is there"


def test_the_live_job_names_the_variables_that_are_read(workflow: dict[str, Any]) -> None:
    job = workflow["jobs"]["live"]
    given = next(step["env"] for step in job["steps"] if "toolkit platform" in step.get("run", ""))
    catalog = Catalog()
    expected = {"PLATFORM"}
    for id_ in job["strategy"]["matrix"]["platform"]:
        user = given[user_variable(id_)]
        expected |= {user_variable(id_), SecretKey(id_, user, "password").variable}
        expected |= {host_variable(id_, name) for name in catalog.platform(id_).vars}
    assert set(given) == expected
    assert all(value.startswith("${{ secrets.") for name, value in given.items() if "_SECRET_" in name)
