"""The generated pages are what their generators write now. To write them anew: `python3 dev.py docs`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import dev
from tests.docs import pages


@pytest.mark.parametrize(("page", "module"), dev.PAGES.items())
def test_a_generated_page_is_fresh(page: str, module: str) -> None:
    spanish = {**os.environ, "LANG": "es_ES.UTF-8", "PYTHONUTF8": "1"}  # the pages are English wherever they are made
    done = subprocess.run(
        [sys.executable, "-m", module], cwd=pages.ROOT, env=spanish, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout == pages.text(pages.ROOT / "docs" / page), f"docs/{page} is stale: python3 dev.py docs"


def test_every_page_that_says_so_is_generated() -> None:
    said = {page.name for page in (pages.ROOT / "docs").glob("*.md") if "\nGenerated from " in pages.text(page)}
    assert said == set(dev.PAGES)


@pytest.mark.parametrize("page", dev.PAGES)
def test_a_generated_page_says_how(page: str) -> None:
    assert f"`python -m {dev.PAGES[page]}`; do not edit." in pages.text(pages.ROOT / "docs" / page)


def test_dev_docs_writes_a_stale_page_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stale = tmp_path / "docs/reasons.md"
    stale.parent.mkdir()
    stale.write_text("# Reasons\n", encoding="utf-8")
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "PYTHON", sys.executable)
    monkeypatch.setattr(dev, "PAGES", {"reasons.md": "toolkit.reasons_page"})
    monkeypatch.setenv("PYTHONPATH", str(pages.ROOT))
    assert [dev.docs(), dev.docs()] == [0, 0]
    assert stale.read_bytes().startswith(b"# Reasons\n\nGenerated from ")
    assert "docs/reasons.md is new\n[dev] docs/reasons.md was fresh" in capsys.readouterr().err
