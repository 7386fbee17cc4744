"""The console script `toolkit`: language first, then the command, then one clear sentence for whatever went wrong."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from toolkit.cli.settings import Settings


def run(argv: Sequence[str] | None = None) -> int:
    """Run one command line (default: the process's own) and answer its exit code (DESIGN section 5)."""
    _printable()
    settings = Settings()
    try:
        arguments = settings.take(sys.argv[1:] if argv is None else argv)
        if settings.version:
            return _version()
        from typer.main import get_command

        from toolkit.cli.app import build

        command = get_command(build(arguments))
        found = command.main(args=arguments, prog_name="toolkit", standalone_mode=False, obj=settings)
        return found if isinstance(found, int) else 0
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the edge: whatever comes up gets a sentence
        from toolkit.cli.edge import failed

        return failed(error, settings)


def _version() -> int:
    from toolkit import __version__

    sys.stdout.write(f"toolkit {__version__}\n")
    return 0


def _printable() -> None:
    """A terminal that lacks a character gets a `?`, and no command ends because of it."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
