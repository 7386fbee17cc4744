"""What must hold after any fault, and after the run that follows it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.faults.stage import MARK

_OURS = {"acme", ".acme.lock", ".acme.holder"}


def holding(folder: Path, text: str = MARK) -> set[str]:
    """The files below `folder` that hold `text`, in one byte a character or two; links are not followed."""
    wanted = (text.encode(), text.encode("utf-16-le"))
    found = ((p, p.read_bytes()) for p in folder.rglob("*") if p.is_file() and not p.is_symlink())
    return {p.relative_to(folder).as_posix() for p, data in found if any(each in data for each in wanted)}


def never_false(report: dict[str, Any], alive: set[str], home: Path, at: object) -> None:
    """A report of `verify` or of a run: nothing is clean that is not. `alive`: ids of platforms, by the servers."""
    for result in report["results"]:
        clean = result["verdict"] == "clean"
        assert not (clean and result["platform"] in alive), (at, "alive on its server", result)
        assert not (clean and holding(home / "profiles")), (at, "on the disk", holding(home / "profiles"), result)
    if report["verdict"] == "clean":
        assert not alive and not holding(home / "profiles"), (at, report)
        assert all(result["verdict"] == "clean" for result in [*report["results"], *report["profiles"]]), at


def never_forgotten(status: dict[str, Any], alive: set[str], at: object) -> None:
    """`status`: whoever is alive is not said to be signed out, unless it is said to be open on the server."""
    for profile in status["profiles"]:
        told = {p["platform"] for p in profile["platforms"] if p["signed_in"] != "no" or p["open_on_server"]}
        assert alive <= told or profile["reason"], (at, status)


def nothing_left_over(home: Path, at: object) -> None:
    """Beside the profile lies nothing of a killed run, nor in it, nor among the receipts."""
    beside = {path.name for path in (home / "profiles").iterdir()}
    assert beside <= _OURS, (at, beside)
    inside = {p.name for p in (home / "profiles/acme").rglob("*") if p.name.startswith("toolkit-")}
    inside |= {p.name for p in (home / "profiles/acme").rglob("*") if p.name.endswith((".toolkit", ".dbtmp"))}
    assert not inside, (at, inside)
    receipts = {path.suffix for path in (home / "receipts").iterdir()}
    assert receipts <= {".json"} and not (home / "receipts/.receipt.new").exists(), (at, receipts)
