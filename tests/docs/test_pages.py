"""Links lead somewhere, the two READMEs say the same, and nothing is claimed that is not so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs import pages
from toolkit.texts import set_language, t

ENGLISH, SPANISH = (pages.ROOT / name for name in ("README.md", "README.es.md"))
PAGES = pytest.mark.parametrize("page", pages.PAGES, ids=pages.name)
ONE_SCREEN = 115
"""Lines of a README: what somebody scrolls through once."""


@PAGES
def test_links_lead_somewhere(page: Path) -> None:
    for link in pages.links(page):
        target, _, anchor = link.partition("#")
        if target.startswith(("https://", "http://")):
            continue
        there = (page.parent / target).resolve() if target else page
        assert there.exists(), f"{pages.name(page)}: {link}"
        assert there.is_relative_to(pages.ROOT), f"{pages.name(page)}: {link} leaves the repository"
        assert not anchor or anchor in pages.anchors(there), f"{pages.name(page)}: {link}"


@PAGES
def test_code_blocks_end_and_say_their_language(page: Path) -> None:
    fences = [line for line in pages.text(page).splitlines() if line.startswith("```")]
    assert len(fences) == 2 * len(pages.blocks(page))
    assert all(block.language for block in pages.blocks(page))


def test_both_readmes_have_the_same_commands_and_links() -> None:
    assert list(pages.shell_lines(ENGLISH)) == list(pages.shell_lines(SPANISH))
    languages = [[block.language for block in pages.blocks(page)] for page in (ENGLISH, SPANISH)]
    assert languages[0] == languages[1]
    links = [sorted(set(pages.links(page)) - {"README.md", "README.es.md"}) for page in (ENGLISH, SPANISH)]
    assert links[0] == links[1]
    assert len(pages.anchors(ENGLISH)) == len(pages.anchors(SPANISH))


@pytest.mark.parametrize("page", [ENGLISH, SPANISH], ids=pages.name)
def test_a_readme_is_short(page: Path) -> None:
    assert len(pages.text(page).splitlines()) <= ONE_SCREEN


@PAGES
def test_it_is_installed_from_a_checkout_alone(page: Path) -> None:
    # the name is not published: whoever installs it from PyPI gets a stranger's program
    claims = re.findall(r"(?:pip|pipx|uv tool|uv pip) install[^\n`]*\b(?:logout-)?toolkit\b", pages.text(page))
    assert claims == []


@PAGES
def test_nothing_is_put_off(page: Path) -> None:
    assert re.findall(r"\b(?:TODO|FIXME|TBD|XXX|Lorem)\b", pages.text(page)) == []


def test_the_list_of_what_is_not_covered_names_every_gap() -> None:
    gaps = {
        ENGLISH: ("Chrome", "phone", "replicas", "Automation", "Windows and macOS", "Firefox", "SSD"),
        SPANISH: ("Chrome", "móvil", "réplicas", "Automatizar", "Windows y macOS", "Firefox", "SSD"),
    }
    for page, words in gaps.items():
        after = pages.text(page).split("\n## ")[-1]
        assert [word for word in words if word not in after] == []


@pytest.mark.parametrize(("page", "language"), [(ENGLISH, "en"), (SPANISH, "es")], ids=["en", "es"])
def test_a_readme_speaks_of_verdicts_as_the_tables_do(page: Path, language: str) -> None:
    set_language(language)
    words = [t(f"word.verdict.{verdict}").lower() for verdict in ("clean", "dirty", "unknown")]
    assert [word for word in words if f"**{word}**" not in pages.text(page)] == []
    assert all(f"*{t(f'word.server.{server}')}*" in pages.text(page) for server in ("revoked", "signed_out"))
