"""The platform this was made for: Hydrogen keeps its token in Local Storage, where a clear leaves it readable."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.realservers.matrix import MatrixServer
from tests.realservers.pds import PdsServer
from tests.realservers.test_milestone import Client, _holding, _tokens

pytestmark = [pytest.mark.real, pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("restricted", [False, True])
def test_a_token_in_web_storage_goes_from_a_kept_profile(
    tmp_path: Path, matrix_server: MatrixServer, pds_server: PdsServer, restricted: bool
) -> None:
    client = Client(tmp_path / "home", matrix_server, pds_server)
    toolkit = client.toolkit
    if not restricted:
        config = toolkit.home / "toolkit.yaml"
        text = config.read_text(encoding="utf-8")
        kept = re.sub(r"^( +)(client: .*)$", r"\1\2\n\1clean: sessions", text, flags=re.MULTILINE)
        assert kept.count("clean: sessions") == 1, text
        config.write_text(kept, encoding="utf-8")
    toolkit("login", "acme")
    tokens = _tokens(toolkit.home)
    assert tokens
    asked = ("logout", "acme", "matrix_hydrogen") if restricted else ("logout-all",)
    report = toolkit.json(*asked, "--yes")
    platforms = {"matrix_hydrogen"} if restricted else {"matrix_hydrogen", "atproto_pds"}
    assert {r["platform"]: r["verdict"] for r in report["results"]} == dict.fromkeys(platforms, "clean")
    assert {r["disk"] for r in report["results"]} <= {"clean", "residue"}
    assert client.alive() == ({"atproto_pds"} if restricted else set())
    assert _holding(toolkit.home, tokens) == []
