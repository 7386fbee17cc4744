"""Runs Synapse (under its own interpreter, never imported by the tests) until standard input ends.

The tests hold the other end: a killed test run takes its server along.
"""

import os
import signal
import sys
import threading

from synapse.app.homeserver import main


def _end_with_the_tests() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


threading.Thread(target=_end_with_the_tests, daemon=True).start()
main()
