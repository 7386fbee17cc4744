"""Plant and scan: of the client nothing remains, of its neighbour everything; or the table in the documents says so.

One profile of each family is planted (a minute of a person's work in a real window) and cleaned in every way by the
product's own run. `pytest tests/plant --record` writes what was measured into `results.json`, from which
`docs/cleaning.md` is made.
"""

from __future__ import annotations

import pytest

from tests.plant import results, search, site
from tests.plant.fixtures import BOTH, Planted
from tests.plant.kinds import CLIENT, NEIGHBOUR, OWNERS, of_family
from tests.plant.scene import MODES, RULES
from toolkit.traces import read_profile

pytestmark = [pytest.mark.browser, pytest.mark.system, pytest.mark.slow]


@BOTH
def test_everything_was_planted_and_is_found_before(planted: Planted) -> None:
    """Else what is not found afterwards would prove nothing."""
    for owner in OWNERS:
        found = search.by_kind(search.marked(planted.profile), planted.marks.owned(owner))
        pages = planted.pages[owner]
        for kind in of_family(planted.family):
            marked = planted.family not in kind.unmarked
            assert not marked or found[kind.name], f"{owner}: no byte of {kind.name}"
            if planted.family in kind.by_page:
                assert pages[kind.name] == (not kind.fleeting), f"{owner}: a page and {kind.name}"


@BOTH
def test_the_reader_calls_the_planted_profile_dirty(planted: Planted) -> None:
    assert planted.reading.problems == ()
    for owner in OWNERS:
        assert planted.reading.disk(owner) == "dirty"


@BOTH
def test_everything_leaves_nothing_but_bookmarks(planted: Planted) -> None:
    profile = planted.cleaned("everything")
    assert planted.reports["everything"].verdict == "clean"
    held = search.marked(profile)
    for owner in OWNERS:
        left = {k: f for k, f in search.by_kind(held, planted.marks.owned(owner)).items() if f}
        assert set(left) <= {"bookmark"}, left
        assert set(results.places(search.naming(profile, site.DOMAIN[owner]))) <= results.KEPT[planted.family]
        assert read_profile(profile, RULES).disk(owner) == "clean"
    cells = {name: row.after["everything"] for name, row in planted.rows.items()}
    assert {name for name, cell in cells.items() if cell.client != "gone"} == {"bookmark"}
    assert {name for name, cell in cells.items() if cell.neighbour == "kept"} == {"bookmark"}


@BOTH
@pytest.mark.parametrize("mode", ["sessions", "one platform"])
def test_sessions_leaves_visits_and_all_of_the_neighbour(planted: Planted, mode: str) -> None:
    profile = planted.cleaned(mode)
    report = planted.reports[mode]
    assert report.verdict == "clean"
    layers = [(unit.platform, unit.server, unit.browser, unit.disk) for unit in report.units]
    assert layers == [(CLIENT, "revoked", "cleared", "residue")]
    goes = {kind.name for kind in of_family(planted.family) if kind.fleeting or planted.family in kind.inside}
    for name, row in planted.rows.items():
        cell = row.after[mode]
        assert cell.client != "LEFT", f"{name}: {cell}"
        assert cell.neighbour == ("gone" if name in goes else "kept"), f"{name} of the neighbour"
    assert read_profile(profile, RULES).disk(NEIGHBOUR) == "dirty", "the neighbour's sessions are still there"


@BOTH
def test_the_recorded_table_is_what_is_measured(planted: Planted, pytestconfig: pytest.Config) -> None:
    for mode in MODES:
        planted.cleaned(mode)
    if pytestconfig.getoption("--record"):
        results.save(planted.family, planted.rows)
    assert results.differences(planted.family, planted.rows) == [], "pytest tests/plant --record; python3 dev.py docs"
