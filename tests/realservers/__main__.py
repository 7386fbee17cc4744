"""`python -m tests.realservers` installs the real servers; with `serve` it also runs them until Ctrl-C."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.realservers import install
from tests.realservers.matrix import matrix_server
from tests.realservers.pds import pds_server


def serve() -> None:
    """Run both until Ctrl-C."""
    with (
        TemporaryDirectory() as synapse_data,
        TemporaryDirectory() as pds_data,
        matrix_server(Path(synapse_data)) as matrix,
        pds_server(Path(pds_data)) as pds,
    ):
        print(f"Hydrogen: {matrix.base_url} (home server {matrix.homeserver}), account {matrix.alice}")
        print(f"PDS: {pds.url}/account, account {pds.alice}", flush=True)
        threading.Event().wait()


try:
    install.everything()
    if sys.argv[1:] == ["serve"]:
        serve()
except KeyboardInterrupt:
    pass
except install.InstallError as error:
    sys.exit(str(error))
