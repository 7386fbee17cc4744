"""Ctrl-C: the first ends a run in good order, the second at once."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT
from toolkit.cli.interrupt import run_async
from toolkit.errors import Interrupted

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

STUBBORN = """
import asyncio, sys
from toolkit.cli.interrupt import run_async

async def work():
    print("ready", flush=True)
    try:
        await asyncio.sleep(60)
    finally:
        print("closing", flush=True)
        await asyncio.sleep(60)

run_async(work())
"""


def press_soon() -> None:
    threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()


def test_the_first_cancels_and_lets_the_run_finish_its_report(capsys: pytest.CaptureFixture[str]) -> None:
    async def work() -> str:
        try:
            await asyncio.sleep(30)
        except asyncio.CancelledError:
            await asyncio.sleep(0.05)  # closing takes a moment
            return "report"
        return "not interrupted"

    before = signal.getsignal(signal.SIGINT)
    press_soon()
    assert run_async(work()) == "report"
    assert signal.getsignal(signal.SIGINT) is before
    assert "Ctrl-C again" in capsys.readouterr().err


def test_a_run_without_a_report_ends_as_interrupted() -> None:
    press_soon()
    with pytest.raises(Interrupted):
        run_async(asyncio.sleep(30))


def test_a_run_that_is_reading_the_disk_hears_it_too() -> None:
    async def work() -> int:
        time.sleep(0.6)  # noqa: ASYNC251 - the loop is kept busy on purpose
        await asyncio.sleep(30)
        return 0

    press_soon()
    with pytest.raises(Interrupted):
        run_async(work())


def test_errors_of_the_run_come_through() -> None:
    async def work() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        run_async(work())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_the_second_ends_at_once(number: signal.Signals, tmp_path: Path) -> None:
    command = [sys.executable, "-c", STUBBORN]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout and process.stderr
        try:
            assert process.stdout.readline() == "ready\n"
            process.send_signal(number)
            assert process.stdout.readline() == "closing\n"
            process.send_signal(number)
            assert process.wait(10) == 130
            assert "Cut off." in process.stderr.read()
        finally:
            process.kill()
