"""A browser with a window on a raw DevTools pipe: lets a test touch a page as a person would.

Playwright would not do: it takes every dialog of a page upon itself. Here the Page domain stays off.
"""

from __future__ import annotations

import json
import os
import subprocess
from types import TracebackType
from typing import Any, Self

from tests.browser.people import end_all
from tests.support import browsers
from toolkit.browser.start import Start


class Pipe:
    """The browser of `start`, on one page."""

    def __init__(self, start: Start, url: str) -> None:
        self._start, self._url = start, url
        self._buffer, self._number = b"", 0

    def __enter__(self) -> Self:
        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()

        def descriptors() -> None:  # 3 and 4: https://chromium.googlesource.com/chromium/src/+/main/content/browser/devtools/
            copies = os.dup(theirs_in), os.dup(theirs_out)
            os.dup2(copies[0], 3)
            os.dup2(copies[1], 4)

        start = self._start
        command = [str(start.browser.executable), f"--user-data-dir={start.profile}", "--remote-debugging-pipe"]
        self._process = subprocess.Popen(
            [*command, "--no-first-run", "--password-store=basic", *browsers.launch_args(), *start.args, self._url],
            preexec_fn=descriptors,  # noqa: PLW1509 - no threads are used by it
            close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(theirs_in)
        os.close(theirs_out)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        end_all(self._start.profile)
        self._process.wait(30)
        os.close(self._in)
        os.close(self._out)

    def send(self, method: str, session: str | None = None, **params: Any) -> dict[str, Any]:
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            while b"\0" not in self._buffer:
                self._buffer += os.read(self._in, 65536)
            text, _, self._buffer = self._buffer.partition(b"\0")
            answer: dict[str, Any] = json.loads(text)
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return answer.get("result", {})  # type: ignore[no-any-return]

    def type_into_page(self, text: str) -> None:
        """Click into the page and type: from then on it may ask before it closes (user activation)."""
        pages = [t for t in self.send("Target.getTargets")["targetInfos"] if t["type"] == "page"]
        session = self.send("Target.attachToTarget", targetId=pages[0]["targetId"], flatten=True)["sessionId"]
        place = {"x": 30, "y": 20, "button": "left", "clickCount": 1}
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", session, type=kind, **place)
        for kind in ("keyDown", "keyUp"):
            self.send("Input.dispatchKeyEvent", session, type=kind, key=text, text=text, windowsVirtualKeyCode=65)
        active = self.send("Runtime.evaluate", session, expression="navigator.userActivation.hasBeenActive")
        assert active["result"]["value"] is True
