"""What goes wrong is told in one sentence with the command that mends it, and with the exit code of its reason."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Toolkit, in_process
from toolkit.secrets import Secret


def test_without_a_workspace_init_is_named(toolkit: Toolkit) -> None:
    for words in (["status"], ["logout-all"], ["profile", "list"], ["receipt", "list"], ["open", "acme"]):
        answer = toolkit(*words)
        assert answer.code == 2 and answer.out == ""
        assert "toolkit init" in answer.err
        assert "Traceback" not in answer.err


def test_errors_are_objects_under_json(toolkit: Toolkit, workspace: Path) -> None:
    answer = toolkit("--lang", "es", "status", "amce", "--json")
    assert answer.code == 2
    text = "No existe el perfil amce. ¿Querías decir acme?"
    assert answer.json == {"version": 1, "error": {"code": "unknown_profile", "text": text}}
    assert f"error: {text}" in answer.err and "toolkit profile list" in answer.err


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["logout", "acme", "instagam"], "There is no platform instagam. Did you mean instagram?"),
        (["logout-all", "--platform", "mastodn"], "There is no platform mastodn. Did you mean mastodon?"),
        (["everywhere", "acm"], "There is no profile acm. Did you mean acme?"),
        (["acknowledge", "acme", "instagra"], "Did you mean instagram?"),
        (["profile", "add", "acme"], "acme is there already"),
        (["profile", "add", "Ácme"], "small letters"),
        (["profile", "add", "b", "--browser", "netscape"], "browser: expected one of"),
        (["profile", "add", "b", "--account", "instagram"], "PLATFORM:USER"),
        (["profile", "add", "b", "--color", "red"], "expected a colour"),
        (["account", "add", "acme", "mastodon", "x"], "instance"),
        (["account", "remove", "acme", "x", "nobody"], "No account nobody of x is listed"),
        (["secret", "set", "x", "nobody", "password"], "No account nobody of x is listed"),
        (["secret", "set", "instagram", "acme_legal", "pin"], "expected password or totp"),
        (["receipt", "show", "../../toolkit.yaml"], "There is no receipt"),
        (["platform", "show", "nope"], "There is no platform nope."),
        (["platform", "new", "My-Network"], "letters a-z, digits"),
        (["login", "acme", "atproto_pds"], "No account for this is listed in acme."),
        (["statsu"], "There is no command statsu. Did you mean status?"),
        (["profile", "ad"], "Did you mean add?"),
        (["status", "--jsno"], "There is no option --jsno"),
        (["logout"], "PROFILE is missing"),
        (["logout-all", "extra"], "more words than this command takes"),
        (["logout-all", "--workers", "many"], "--workers: this value does not fit"),
        (["logout-all", "--timeout", "0"], "--timeout: this value does not fit"),
        (["--lang", "xx", "status"], "the languages are: en, es, pt"),
        (["status", "--home"], "--home needs a value"),
    ],
)
def test_usage_errors_are_exit_2_and_one_sentence(
    toolkit: Toolkit, workspace: Path, words: list[str], text: str
) -> None:
    answer = toolkit(*words)
    assert answer.code == 2 and answer.out == ""
    assert text in answer.err
    assert answer.err.startswith("error: ") and len(answer.err.splitlines()) <= 2


def test_usage_errors_are_in_the_persons_language(toolkit: Toolkit, workspace: Path) -> None:
    assert "Falta PROFILE" in toolkit("logout", "--lang", "es").err
    assert "No existe la opción --x" in toolkit("status", "--x", "--lang", "es").err
    assert "Não existe o comando zzz" in toolkit("zzz", "--lang", "pt").err


def test_what_was_typed_does_not_reach_the_terminal_raw(toolkit: Toolkit, workspace: Path) -> None:
    answer = toolkit("status", "a\x1b[31mb\u202e")
    assert answer.code == 2
    assert "\x1b" not in answer.err and "\u202e" not in answer.err


def test_a_malformed_file_is_named_with_its_place(toolkit: Toolkit, workspace: Path) -> None:
    with (workspace / "toolkit.yaml").open("a") as file:
        file.write("    pasword: hunter2\n")
    answer = toolkit("logout-all")
    assert answer.code == 2 and re.search(r"toolkit\.yaml:\d+:\d+", answer.err)
    assert "hunter2" not in answer.err
    assert toolkit("doctor").code == 2


def test_a_defect_of_ours_is_exit_3_with_a_log_without_secrets(
    toolkit: Toolkit, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = Secret("correct horse battery")

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(f"typed {secret.reveal()}")

    monkeypatch.setattr("toolkit.sessions.status.status", broken)
    answer = toolkit("status", "--json")
    assert answer.code == 3 and answer.json["error"]["code"] == "unexpected"
    assert "Traceback" not in answer.err and "horse" not in answer.err
    [log] = workspace.glob("error-*.log")
    text = log.read_text()
    assert "RuntimeError: typed ***" in text and "horse" not in text
    assert str(log) in answer.err
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_ctrl_c_is_exit_130(toolkit: Toolkit, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def pressed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("toolkit.sessions.status.status", pressed)
    answer = toolkit("status")
    assert answer.code == 130 and "Traceback" not in answer.err


def test_no_browser(toolkit: Toolkit, workspace: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    answer = toolkit("open", "acme")
    assert answer.code == 2 and "No browser was found" in answer.err and "chromium" in answer.err
    answer = toolkit("doctor", "--json")
    assert answer.code == 2
    [check] = [check for check in answer.json["checks"] if check["name"] == "browser"]
    assert check["state"] == "missing" and "chromium" in check["remedy"]


def test_a_profile_in_use_by_another_command(toolkit: Toolkit, workspace: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from toolkit.workspace.home import Home; "
        "from toolkit.workspace.lock import profile_lock\n"
        "with profile_lock(Home(Path(sys.argv[1])), 'acme', 'login'):\n print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(workspace)], stdout=subprocess.PIPE, cwd=ROOT) as other:
        try:
            assert other.stdout and other.stdout.readline() == b"held\n"
            for words in (["open", "acme"], ["login", "acme", "instagram"]):
                answer = toolkit(*words)
                assert answer.code == 4 and f"in use by login (process {other.pid})" in answer.err
            answer = toolkit("logout-all", "--json", "--yes")
            assert answer.code == 4
            assert answer.json["profiles"][0]["reason"]["code"] == "profile_in_use"
        finally:
            other.kill()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become nobody")
def test_a_home_that_cannot_be_written_to(toolkit: Toolkit, workspace: Path, tmp_path: Path) -> None:
    import pwd

    nobody = pwd.getpwnam("nobody")
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == 0 and folder != Path(folder.anchor) and folder.parent != Path(folder.anchor):
            folder.chmod(folder.stat().st_mode | 0o055)
    for path in (workspace, *workspace.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    # nobody may not read this Python: everything is used once, in another home, before the rights are dropped
    code = f"""
import contextlib, io, os, sys
sys.path[:0] = {[str(ROOT), *sys.path]!r}
from toolkit.cli.main import run
with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    for words in ("init", "profile add b", "logout-all", "logout-all --oops", "doctor", "status nobody"):
        run(words.split() + ["--home", {str(tmp_path / "warm")!r}])
os.setgroups([]); os.setgid({nobody.pw_gid}); os.setuid({nobody.pw_uid})
sys.exit(run(sys.argv[1:]))
"""

    def as_nobody(*words: str) -> subprocess.CompletedProcess[str]:
        env = {**os.environ, "HOME": "/nonexistent", "TOOLKIT_HOME": str(workspace)}
        return subprocess.run(
            [sys.executable, "-c", code, *words],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            cwd="/",
            env=env,
        )

    for words in (["logout-all"], ["profile", "add", "b"], ["init", "--home", str(workspace / "deeper")]):
        done = as_nobody(*words)
        assert done.returncode == 2, done.stderr
        assert "Nothing can be written to" in done.stderr and "Traceback" not in done.stderr
    done = as_nobody("doctor")
    assert done.returncode == 2 and "no right to write" in done.stdout


def test_a_terminal_without_our_characters_is_no_error(workspace: Path) -> None:
    answer = in_process("status", "--lang", "es", environment={"PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
    assert answer.code == 0, answer.err
    assert "acme" in answer.out
