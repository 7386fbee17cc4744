"""`toolkit verify --deep` as a person and a program meet it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.command import Toolkit

FILE = """version: 1
environment: replica
profiles:
  acme:
    client: Bufete Acme
    accounts:
      - {platform: instagram, user: acme_legal}
  other:
    client: Other
    clean: sessions
"""


@pytest.fixture
def toolkit(tmp_path: Path) -> Toolkit:
    home = tmp_path / "home"
    for folder in (home, home / "profiles", home / "profiles/acme", home / "profiles/acme/Default"):
        folder.mkdir(mode=0o700)
    (home / "toolkit.yaml").write_text(FILE)
    return Toolkit(home, {"TOOLKIT_LANG": "en", "LANG": "en_US.UTF-8"})


def test_only_the_deep_scan_sees_what_no_reader_knows(toolkit: Toolkit) -> None:
    profile = toolkit.home / "profiles/acme"
    (profile / "unknown").write_text("https://www.instagram.com/")
    assert toolkit.json("verify", "acme")["verdict"] == "clean"
    answer = toolkit.json("verify", "acme", "--deep", expect=1)
    assert answer["command"] == "verify"
    result = next(result for result in answer["results"] if result["platform"] == "instagram")
    assert (result["server"], result["browser"], result["disk"]) == (None, None, "residue")
    assert result["traces"] == [
        {"store": "bytes", "path": "unknown", "host": "www.instagram.com", "name": "", "kind": "visit", "count": 1}
    ]
    done = toolkit("verify", "acme", "--deep", expect=1)
    assert "acme: reading every byte" in done.stderr
    assert toolkit("verify", "acme", "--deep", "--quiet", expect=1).stderr == ""


def test_what_cannot_be_read_is_unknown(toolkit: Toolkit) -> None:
    (toolkit.home / "profiles/acme/link").symlink_to("/etc")
    answer = toolkit.json("verify", "--deep", expect=4)
    assert answer["profiles"][0]["reason"]["code"] == "unreadable"
    assert answer["profiles"][1]["verdict"] == "clean", "the other profile has no directory yet"


def test_without_the_engine_it_says_so_before_anything_happens(toolkit: Toolkit, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    (tmp_path / "none/hyperscan.py").write_text("raise ImportError\n")
    lame = Toolkit(toolkit.home, {**toolkit.environ, "PYTHONPATH": str(tmp_path / "none")})
    for words in (("verify", "--deep"), ("logout-all", "--deep", "--yes"), ("logout", "acme", "--deep", "--yes")):
        assert lame.json(*words, expect=2)["error"]["code"] == "not_supported"
    lame("verify")


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_ends_a_long_scan_in_good_order(toolkit: Toolkit) -> None:
    profile = toolkit.home / "profiles/acme"
    (profile / "part").write_bytes(os.urandom(100 << 20))
    for number in range(300):
        os.link(profile / "part", profile / f"part{number}")
    process = toolkit.start("verify", "--deep", "--json")
    assert process.stderr is not None
    for line in process.stderr:  # the first word about how far it is
        if "%" in line:
            break
    pressed = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert time.monotonic() - pressed < 10
    assert process.returncode == 130
    assert '"code": "interrupted"' in out
    assert "Traceback" not in err
    assert not list((toolkit.home / "receipts").glob("*.json"))


def test_grep_finds_no_more(toolkit: Toolkit) -> None:
    """An independent witness: what GNU grep finds in the plain bytes, the scan finds in the same files."""
    if shutil.which("grep") is None:
        pytest.skip("no grep")
    profile = toolkit.home / "profiles/acme"
    for number, text in enumerate(("a https://x.com/ b", "netflix.com", "twitter.com", "HTTPS://INSTAGRAM.COM/")):
        (profile / f"file{number}").write_bytes(os.urandom(3000) + b"\n" + text.encode() + b"\n" + os.urandom(3000))
    pattern = r"(^|[^a-z0-9.-])([a-z0-9-]+\.)*(x\.com|twitter\.com|instagram\.com)([^a-z0-9.-]|$)"
    command = ["grep", "-rlaiE", pattern, str(profile)]
    environ = {**os.environ, "LC_ALL": "C"}
    lines = subprocess.run(command, capture_output=True, text=True, check=True, env=environ).stdout.splitlines()
    answer = toolkit.json("verify", "acme", "--deep", expect=1)
    paths = {trace["path"] for result in answer["results"] for trace in result["traces"]}
    assert paths == {Path(line).name for line in lines} == {"file0", "file2", "file3"}
