"""Profiles, accounts, secrets, platforms, receipts, states: answers for people and for programs."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import COMMAND, ROOT, Toolkit, in_process
from toolkit.workspace.journal import Journal


def test_init_says_what_comes_next_and_keeps_what_is_there(toolkit: Toolkit, tmp_path: Path) -> None:
    answer = toolkit("init", "--lang", "es")
    assert answer.code == 0 and "Lo que sigue:" in answer.out and "toolkit doctor" in answer.out
    file = tmp_path / "home" / "toolkit.yaml"
    assert "Los perfiles de los clientes" in file.read_text()
    before = file.read_bytes()
    assert "Already there" in toolkit("init").out
    assert file.read_bytes() == before


def test_empty_states_name_the_next_command(toolkit: Toolkit) -> None:
    toolkit("init")
    assert "toolkit logout-all" in toolkit("receipt", "list").err
    for words in (["status"], ["profile", "list"], ["logout-all"], ["verify"], ["account", "list"]):
        answer = toolkit(*words)
        assert answer.code == 0 and "toolkit profile add" in answer.err, words
    assert toolkit("status", "--json").json == {"version": 1, "profiles": []}
    toolkit("profile", "add", "acme")
    assert "toolkit account add acme" in toolkit("account", "list").err
    assert "no accounts" in toolkit("status").out


def test_general_options_stand_anywhere(toolkit: Toolkit, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TOOLKIT_HOME")
    home = str(workspace)
    answers = [
        toolkit("status", "--json", "--home", home),
        toolkit("--home", home, "status", "--json"),
        toolkit("status", f"--home={home}", "--json", "--quiet"),
    ]
    assert {answer.out for answer in answers} == {answers[0].out}
    assert answers[0].json["profiles"][0]["profile"] == "acme"


def test_status_has_the_shape_of_the_contract(toolkit: Toolkit, workspace: Path) -> None:
    answer = toolkit("status", "acme", "--json")
    assert answer.code == 0 and answer.err == ""
    [profile] = answer.json["profiles"]
    assert {"profile", "client", "browser_running", "platforms"} <= profile.keys()
    assert profile["client"] == "Bufete Acme" and profile["browser_running"] is False
    keys = {"platform", "account", "signed_in", "account_id", "as_of", "open_on_server"}
    assert [set(one) for one in profile["platforms"]] == [keys, keys]
    assert {one["signed_in"] for one in profile["platforms"]} == {"no"}


@pytest.mark.parametrize("command", ["verify", "logout-all"])
def test_reports_have_the_shape_of_the_contract(toolkit: Toolkit, workspace: Path, command: str) -> None:
    answer = toolkit(command, "--json")
    report = answer.json
    assert answer.code == 0
    assert list(report) == [
        "version",
        "command",
        "environment",
        "verdict",
        "started",
        "seconds",
        "profiles",
        "results",
        "receipt",
    ]
    assert (report["version"], report["command"], report["environment"]) == (1, command, "live")
    assert list(report["profiles"][0]) == ["profile", "verdict", "disk", "reason", "other_hosts", "traces"]
    assert list(report["results"][0]) == [
        "profile",
        "platform",
        "account",
        "verdict",
        "server",
        "browser",
        "disk",
        "open_on_server",
        "reason",
        "seconds",
        "traces",
    ]
    assert (workspace / report["receipt"]).is_file()
    shown = toolkit("receipt", "show", "--json").json
    assert shown["signature"]["value"] and shown["report"]["command"] == command
    assert command in toolkit("receipt", "show").out
    assert toolkit("receipt", "list", "--json").json["receipts"] == [Path(report["receipt"]).stem]


def test_the_table_ends_with_what_is_not_covered_and_the_receipt(toolkit: Toolkit, workspace: Path) -> None:
    answer = toolkit("logout-all", "--lang", "es")
    assert answer.code == 0
    assert "Bufete Acme" in answer.out and "limpio" in answer.out
    assert "toolkit everywhere PERFIL" in answer.out and "Comprobante: " in answer.out
    assert "leyendo el disco" in answer.err
    quiet = toolkit("logout-all", "--quiet")
    assert (quiet.code, quiet.out, quiet.err) == (0, "", "")


def test_dry_run_changes_nothing(toolkit: Toolkit, workspace: Path) -> None:
    toolkit("status")  # makes the journal
    before = sorted(path for path in workspace.rglob("*") if "sqlite-" not in path.name)
    plan = toolkit("logout-all", "--dry-run", "--json").json
    assert plan["dry_run"] is True
    assert plan["profiles"] == [
        {
            "profile": "acme",
            "starts_browser": False,
            "browser_running": False,
            "log_out": [],
            "rebuild": None,
            "reason": None,
        }
    ]
    plan = toolkit("everywhere", "acme", "instagram", "--dry-run", "--json").json["profiles"][0]
    assert plan["starts_browser"] and plan["log_out"] == [{"platform": "instagram", "account": "acme_legal"}]
    assert "acme_legal on instagram" in toolkit("login", "acme", "--dry-run").out
    assert sorted(path for path in workspace.rglob("*") if "sqlite-" not in path.name) == before


def test_open_sessions_are_shown_until_they_are_acknowledged(toolkit: Toolkit, workspace: Path) -> None:
    with Journal(workspace / "journal.sqlite") as journal:
        journal.open_unconfirmed("acme", "instagram", "acme_legal", "timeout")
        journal.open_unconfirmed("gone", "x", "old", "timeout")
    status = toolkit("status")
    assert status.code == 4 and "may still be open" in status.out
    assert "toolkit everywhere acme instagram" in status.out and "toolkit acknowledge gone x" in status.out
    report = toolkit("logout-all")
    assert report.code == 4 and "Next: toolkit everywhere acme instagram" in report.out
    doctor = toolkit("doctor", "--json").json
    assert {c["remedy"] for c in doctor["checks"] if c["name"] == "open"} == {
        "toolkit everywhere acme instagram",
        "toolkit everywhere gone x",
    }
    assert toolkit("acknowledge", "acme", "instagram").out.endswith(": 1\n")
    assert toolkit("acknowledge", "gone", "x").code == 0
    assert toolkit("status").code == 0
    assert "No session" in toolkit("acknowledge", "acme", "instagram").out


def test_profiles_and_accounts_come_and_go(toolkit: Toolkit, workspace: Path) -> None:
    listed = toolkit("profile", "list", "--json").json["profiles"]
    assert [account["label"] for account in listed[0]["accounts"]] == [
        "instagram/acme_legal",
        "mastodon@social.example/prensa@acme.example",
    ]
    assert "Bufete Acme" in toolkit("profile", "show", "acme").out
    removed = toolkit("account", "remove", "acme", "instagram", "acme_legal")
    assert removed.code == 0 and "toolkit logout acme instagram" in removed.out
    assert [row["platform"] for row in toolkit("account", "list", "--json").json["accounts"]] == ["mastodon"]


def test_a_profile_is_removed_with_its_folder_and_without_forgetting(toolkit: Toolkit, workspace: Path) -> None:
    folder = workspace / "profiles" / "acme"
    (folder / "Default").mkdir(parents=True)
    (folder / "Default" / "Cookies").write_bytes(b"no database")
    assert toolkit("profile", "remove", "acme").code == 4
    assert folder.exists()
    removed = toolkit("profile", "remove", "acme", "--yes")
    assert removed.code == 0, removed.err
    assert "instagram" in removed.out and not folder.exists()
    rows = toolkit("status", "--json").json["profiles"][0]["platforms"]
    assert {row["platform"] for row in rows} == {"instagram", "mastodon"}
    assert all(row["open_on_server"] for row in rows)


def test_a_clean_profile_is_removed_only_when_somebody_agrees(toolkit: Toolkit, workspace: Path) -> None:
    assert toolkit("profile", "remove", "acme", "--json").code == 2  # it answers nothing in JSON
    refused = toolkit("profile", "remove", "acme")
    assert refused.code == 4 and "--yes" in refused.err
    assert toolkit("profile", "remove", "acme", "--yes").code == 0
    assert toolkit("status", "--json").json["profiles"] == []


def on_terminal(words: list[str], answer: str) -> tuple[int, str]:
    """Runs a command on a terminal of its own, and types `answer` when it asks. (exit code, everything shown)"""
    master, slave = pty.openpty()
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([*COMMAND, *words], stdin=slave, stdout=slave, stderr=slave, env=env) as process:
        os.close(slave)
        shown, asked = "", False
        while select.select([master], [], [], 60)[0]:
            try:
                part = os.read(master, 4096)
            except OSError:  # Linux: the other end is closed
                break
            if not part:
                break
            shown += part.decode()
            if not asked and ("[y/N]" in shown or "[s/N]" in shown or "acme_legal:" in shown):
                asked = True
                os.write(master, answer.encode() + b"\n")
        os.close(master)
        return process.wait(60), shown


def test_on_a_terminal_it_is_asked(workspace: Path) -> None:
    code, shown = on_terminal(["profile", "remove", "acme", "--lang", "es"], "n")
    assert code == 4 and "¿Borrar el perfil acme con todo lo que contiene?" in shown
    code, shown = on_terminal(["profile", "remove", "acme", "--lang", "es"], "sí")
    assert code == 0 and "Se ha borrado el perfil acme" in shown


def test_the_first_clean_up_is_asked_for_with_its_counts(workspace: Path) -> None:
    (workspace / "profiles" / "acme" / "Default").mkdir(parents=True)
    code, shown = on_terminal(["logout-all", "--lang", "es"], "n")
    assert code == 4 and "Primera limpieza de Bufete Acme" in shown and "contraseñas guardadas (0)" in shown


def test_on_a_terminal_the_run_is_shown_live(workspace: Path) -> None:
    (workspace / "profiles" / "acme" / "Default").mkdir(parents=True)
    code, shown = on_terminal(["logout-all", "--lang", "es"], "sí")
    assert code == 0, shown
    assert "\x1b[?25l" in shown, "a live display hides the cursor"
    assert "✓" in shown and "Resultado: limpio" in shown and "Comprobante: " in shown


def test_no_accounts_of_the_machines_keyring(toolkit: Toolkit, workspace: Path) -> None:
    answer = toolkit("secret", "set", "instagram", "acme_legal", "password", stdin="hunter2\n")
    assert answer.code == 4 and "no keyring" in answer.err and "hunter2" not in answer.err
    listed = toolkit("secret", "list", "--json").json["secrets"]
    assert {row["where"] for row in listed} == {"missing"} and len(listed) == 4


def test_an_empty_secret_and_a_key_that_gives_no_codes_are_refused(toolkit: Toolkit, workspace: Path) -> None:
    assert "nothing was typed or piped in" in toolkit("secret", "set", "instagram", "acme_legal", "password").err
    answer = toolkit("secret", "set", "instagram", "acme_legal", "totp", stdin="not a key!\n")
    assert answer.code == 2 and "QR code" in answer.err and "not a key" not in answer.err


def test_the_environment_is_a_source_of_secrets(
    toolkit: Toolkit, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOOLKIT_SECRET_INSTAGRAM_ACME_LEGAL_PASSWORD", "hunter2")
    answer = toolkit("secret", "list", "--json")
    assert answer.json["secrets"][0] == {
        "platform": "instagram",
        "user": "acme_legal",
        "name": "password",
        "where": "environment",
    }
    assert "hunter2" not in answer.out


@pytest.mark.system
def test_a_real_keyring_keeps_a_secret_with_its_domains(workspace: Path, private_keyring: dict[str, str]) -> None:
    words = ["secret", "set", "mastodon", "prensa@acme.example", "password"]
    done = subprocess.run(
        [*COMMAND, *words],
        input="hunter2\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, **private_keyring, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr
    assert "social.example" in done.stdout and "hunter2" not in done.stdout + done.stderr
    listed = json.loads(in_process("secret", "list", "--json", environment=private_keyring).out)["secrets"]
    assert [row["where"] for row in listed if row["platform"] == "mastodon"] == ["keyring", "missing"]
    removed = in_process("secret", "remove", "mastodon", "prensa@acme.example", "password", environment=private_keyring)
    assert removed.code == 0, removed.err
    code, shown = on_terminal_with(["secret", "set", "instagram", "acme_legal", "password"], "hunter2", private_keyring)
    assert code == 0 and "hunter2" not in shown


def on_terminal_with(words: list[str], answer: str, environment: dict[str, str]) -> tuple[int, str]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        return on_terminal(words, answer)


def test_the_list_of_platforms_is_exactly_the_contracts(toolkit: Toolkit, workspace: Path) -> None:
    listed = toolkit("platform", "list", "--json").json
    assert set(listed) == {"version", "platforms"} and listed["version"] == 1
    for platform in listed["platforms"]:
        assert list(platform) == ["id", "title", "flows", "verified", "origin"]
        assert list(platform["verified"]) == ["kind", "on"]
        assert platform["origin"] == "shipped" and "logout" in platform["flows"]
    assert [platform["id"] for platform in listed["platforms"]] == sorted(p["id"] for p in listed["platforms"])
    assert "Instagram" in toolkit("platform", "list").out
    assert "instagram.com" in toolkit("platform", "show", "instagram").out


def test_an_own_platform_from_new_to_trusted(toolkit: Toolkit, workspace: Path) -> None:
    assert toolkit("platform", "new", "my_network").code == 0
    assert toolkit("platform", "new", "my_network").code == 2
    lint = toolkit("platform", "lint", "my_network")
    assert lint.code == 0 and "errors: 0" in lint.out
    assert toolkit("platform", "show", "my_network", "--json").json["trusted"] is False
    unsure = toolkit("platform", "trust", "my_network")
    assert unsure.code == 4 and "my-network.example" in unsure.out
    assert toolkit("platform", "trust", "my_network", "--yes").code == 0
    assert toolkit("platform", "show", "my_network", "--json").json["trusted"] is True
    file = workspace / "platforms" / "my_network.yaml"
    file.write_text(file.read_text() + "colour: red\n")
    broken = toolkit("platform", "lint", "my_network")
    assert broken.code == 2 and "my_network.yaml:" in broken.out
    listed = toolkit("platform", "list", "--json")
    assert listed.code == 2 and "my_network" not in listed.out and "instagram" in listed.out
    checks = toolkit("doctor", "--json").json["checks"]
    assert [c["state"] for c in checks if c["name"] == "platforms"] == ["missing", "ok"]


def test_schemas(toolkit: Toolkit) -> None:
    assert toolkit("platform", "schema").json["title"] == "Platform file"
    assert toolkit("platform", "schema", "flow").json["title"] == "Flow file"
    assert toolkit("platform", "schema", "python").code == 2


def test_doctor(toolkit: Toolkit, workspace: Path) -> None:
    answer = toolkit("doctor", "--json")
    names = [check["name"] for check in answer.json["checks"]]
    assert {"python", "driver", "keyring", "desktop", "proxy", "home", "config", "browser", "platforms"} <= set(names)
    assert answer.code == (0 if answer.json["ok"] else 2)
    workspace.chmod(0o755)
    shown = toolkit("doctor", "--lang", "es").out
    assert f"chmod 700 {workspace}" in shown and "Espacio de trabajo" in shown
