"""The record of one run: what was found, when, where. Never a value."""

from __future__ import annotations

import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from toolkit import __version__
from toolkit.errors import UsageError
from toolkit.sessions.results import Report
from toolkit.workspace.home import Home, write_error

VERSION = 1


def write_receipt(home: Home, report: Report) -> str:
    """Write a run's receipt, readable by its owner alone. Returns its path relative to the home.

    Raises UsageError `home_unwritable`, Undecided `disk_full`.
    """
    body: dict[str, Any] = {
        "version": VERSION,
        "written": _now(),
        "toolkit": __version__,
        "system": platform.system(),
        "host": platform.node(),
        "report": {**report.as_json(), "receipt": None},
        "signature": None,
    }
    data = json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
    try:
        home.receipts.mkdir(mode=0o700, exist_ok=True)
        path = _free(home.receipts)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise write_error(home.receipts, error) from error
    return path.relative_to(home.path).as_posix()


def _free(folder: Path) -> Path:
    """`2026-11-22T09-00-04Z.json`, with a number behind it when two runs end in one second."""
    stem = _now().replace(":", "-")
    names = [f"{stem}.json", *(f"{stem}-{number}.json" for number in range(2, 1000))]
    return next(folder / name for name in names if not (folder / name).exists())


def list_receipts(home: Home) -> list[str]:
    """Names of all receipts, oldest first."""
    return sorted(path.stem for path in home.receipts.glob("*.json")) if home.receipts.is_dir() else []


def read_receipt(home: Home, name: str) -> dict[str, Any]:
    """One receipt by its name (`latest` for the newest). Raises UsageError `bad_value`."""
    names = list_receipts(home)
    stem = names[-1] if name == "latest" and names else Path(name).name.removesuffix(".json")
    if stem not in names:
        raise UsageError("unknown_receipt", name=stem)
    try:
        data = json.loads((home.receipts / f"{stem}.json").read_bytes())
    except (OSError, ValueError):
        raise UsageError("unknown_receipt", name=stem) from None
    if not isinstance(data, dict) or data.get("version") != VERSION:
        raise UsageError("unknown_receipt", name=stem)
    return data


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
