#!/usr/bin/env python3
"""Sets up this project on a bare Python and runs it: `python3 dev.py demo`, `python3 dev.py test`.

Needs the standard library only. Makes `.venv`, installs the package there, finds or gets a browser; says what it does,
and does nothing the second time. Exit codes: those of what was run, 2 with one sentence if the set-up fails.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
STAMP = VENV / "installed.sha256"
OLDEST = (3, 11)

# asks the product's own finder; prints an empty line if there is no browser
FIND = """
from toolkit.browser.find import find_browser
from toolkit.errors import UsageError
try:
    print(find_browser().executable)
except UsageError:
    print()
"""
# program -> Debian package: what tests need of the system, installed in CI; elsewhere such tests skip with a reason
TEST_PROGRAMS = {
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "dbus-daemon": "dbus-daemon",
    "gnome-keyring-daemon": "gnome-keyring",
    "secret-tool": "libsecret-tools",
}
# page in docs/ -> module that writes it; tests/docs compares them
PAGES = {
    "flow-language.md": "toolkit.catalog.describe",
    "platforms.md": "toolkit.catalog.matrix",
    "reasons.md": "toolkit.reasons_page",
    "stores.md": "toolkit.traces.stores.page",
    "commands.md": "toolkit.cli.reference",
    "cleaning.md": "tests.plant.page",
}
# the PDS compiles its database driver
REAL_PROGRAMS = {"make": "make", "g++": "g++"}


class Trouble(Exception):
    """The set-up cannot go on; the text is one sentence that says what to do."""


def say(text: str) -> None:
    print(f"[dev] {text}", file=sys.stderr, flush=True)


def distribution() -> str:
    """`debian`, `ubuntu`, ...; empty outside Linux."""
    try:
        lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((line[3:].strip('"') for line in lines if line.startswith("ID=")), "")


def may_use_apt() -> bool:
    """Root on Debian or Ubuntu, where system packages may be installed without asking for a password."""
    return distribution() in ("debian", "ubuntu") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt(*packages: str) -> bool:
    """Install Debian packages; whether that went well."""
    say(f"installing {' '.join(packages)} by apt ...")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    patient = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3"]
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        result = subprocess.run([*patient, *command], env=environment, capture_output=True, text=True, check=False)
        if result.returncode:
            print(result.stdout[-1000:] + result.stderr[-2000:], file=sys.stderr)
            return False
    return True


def ensure_environment() -> None:
    """`.venv` with the package (editable) and its test tools; at once if pyproject.toml is as it was."""
    recipe = f"{ROOT} {sys.version} ".encode() + (ROOT / "pyproject.toml").read_bytes()
    digest = hashlib.sha256(recipe).hexdigest()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text(encoding="ascii") == digest:
        return
    started = time.monotonic()
    say("setting up .venv: about a minute the first time ...")
    if importlib.util.find_spec("ensurepip") is None:  # Debian and Ubuntu keep it in a package of its own
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        if not (may_use_apt() and apt(package)):
            raise Trouble(
                f"this Python cannot make environments: type  sudo apt-get install -y {package}  and try again"
            )
    made = subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True, text=True, check=False)
    if made.returncode:
        raise Trouble(f"{VENV} could not be made: {(made.stdout + made.stderr).strip()}")
    install = ["install", "--quiet", "--no-input", "--disable-pip-version-check", "--editable", ".[test]"]
    filled = subprocess.run([PYTHON, "-m", "pip", *install], cwd=ROOT, capture_output=True, text=True, check=False)
    if filled.returncode:
        print(filled.stdout + filled.stderr[-3000:], file=sys.stderr)
        raise Trouble("pip could not install the package (its reason is above): is the package index reachable?")
    STAMP.write_text(digest, encoding="ascii")
    say(f".venv is ready after {time.monotonic() - started:.0f} s")


def ensure_browser() -> str:
    """The path of a browser: configured in TOOLKIT_BROWSER, else an installed one, else a new one."""
    configured = os.environ.get("TOOLKIT_BROWSER")
    if configured:
        if not shutil.which(configured):
            raise Trouble(f"TOOLKIT_BROWSER names {configured}, which is no program that can be started")
        return configured
    found = find_browser()
    if not found:
        get_browser()
        found = find_browser()
    if not found or not starts(found):
        by_hand = "sudo apt-get install -y chromium" if distribution() == "debian" else "install Google Chrome"
        raise Trouble(f"no browser that starts could be found or installed: {by_hand}, or set TOOLKIT_BROWSER")
    return found


def find_browser() -> str:
    result = subprocess.run([PYTHON, "-c", FIND], capture_output=True, text=True, cwd=ROOT, check=False)
    if result.returncode:
        raise Trouble(f"looking for a browser failed:\n{result.stderr}")
    return result.stdout.strip()


def get_browser() -> None:
    """Debian's Chromium as root there, which brings its libraries and works behind most networks; else Playwright's."""
    if distribution() == "debian" and may_use_apt() and apt("chromium"):
        return
    say("downloading Chromium with Playwright ...")
    # with the system libraries where we may install them; Ubuntu's own chromium is a snap, which containers cannot run
    libraries = ["--with-deps"] if may_use_apt() else []
    # one unreachable download host must not cost minutes: https://playwright.dev/python/docs/browsers
    environment = {"PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "10000", **os.environ}
    command = [str(PYTHON), "-m", "playwright", "install", *libraries, "chromium"]
    result = subprocess.run(command, env=environment, stdout=sys.stderr, check=False)
    if result.returncode:
        say("that download did not work")


def starts(browser: str) -> bool:
    """Whether the browser has the system libraries that it needs. Windows and macOS have them, and show a window."""
    if not sys.platform.startswith("linux"):
        return True
    try:
        return subprocess.run([browser, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def ensure_test_programs(*, real: bool) -> bool:
    """In CI, as root on Debian: install what tests need of the system. Whether everything is there for sure."""
    if not (os.environ.get("CI") and may_use_apt()):
        return False
    wanted = {**TEST_PROGRAMS, **(REAL_PROGRAMS if real else {})}
    if distribution() == "debian":  # Ubuntu's is a snap, which containers cannot run
        wanted["firefox-esr"] = "firefox-esr"
    missing = [package for program, package in wanted.items() if not shutil.which(program)]
    if missing and not apt(*missing):
        raise Trouble(f"apt could not install {' '.join(missing)} (its reason is above)")
    return True


def lint() -> int:
    """Ruff and mypy; 0 if both are content."""
    return max(run("ruff", "check", "."), run("mypy"))


def test(arguments: argparse.Namespace, more: list[str]) -> int:
    """Lint, then pytest; the exit code of what failed first."""
    environment = {"TOOLKIT_BROWSER": ensure_browser()}
    if ensure_test_programs(real=arguments.real):
        environment["TOOLKIT_TESTS_COMPLETE"] = "1"
    if arguments.real and run("tests.realservers"):
        raise Trouble("the real servers could not be installed (the reason is above)")
    linted = 0 if arguments.fast else lint()
    # real servers are started once, by the one worker that gets all the tests of a group
    options = ["-n", str(max(2, (os.cpu_count() or 2) // 2)), "--dist", "loadgroup"]
    options += ["--real"] if arguments.real else []
    options += ["-m", "not (browser or slow or system or real)"] if arguments.fast else []
    tested = run("pytest", *options, *more, environment=environment)
    if linted:
        say("ruff or mypy found something: see above the tests")
    return linted or tested


def demo(more: list[str]) -> int:
    """The product's own demonstration, on replicas of platforms."""
    start = "from toolkit.cli.main import run; raise SystemExit(run())"
    environment = {**os.environ, "TOOLKIT_BROWSER": ensure_browser()}
    return subprocess.run([PYTHON, "-c", start, "demo", *more], env=environment, check=False).returncode


def docs() -> int:
    """Write the generated pages anew."""
    for page, module in PAGES.items():
        # UTF-8 whatever the system's own encoding is: https://docs.python.org/3/library/os.html#utf8-mode
        environment = {**os.environ, "PYTHONUTF8": "1"}
        command = [str(PYTHON), "-m", module]
        made = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, encoding="utf-8", check=False)
        if made.returncode:
            return made.returncode
        path = ROOT / "docs" / page
        fresh = path.exists() and path.read_text(encoding="utf-8") == made.stdout
        path.write_text(made.stdout, encoding="utf-8", newline="\n")
        say(f"docs/{page} {'was fresh' if fresh else 'is new'}")
    return 0


def run(module: str, *arguments: str, environment: dict[str, str] | None = None) -> int:
    """`python -m module` inside `.venv`; its exit code."""
    command = [str(PYTHON), "-m", module, *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **(environment or {})}, check=False).returncode


def parse(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """The command with its options, and what is passed on to pytest or the demo."""
    parser = argparse.ArgumentParser(description="Set up and run this project on a bare Python.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("demo", help="sign nine accounts in and out again on replicas of platforms")
    tests = commands.add_parser("test", help="ruff, mypy and all tests; further arguments go to pytest")
    tests.add_argument("--real", action="store_true", help="also install and start real servers and test on them")
    tests.add_argument("--fast", action="store_true", help="only the tests that need no browser, and no ruff and mypy")
    commands.add_parser("lint", help="ruff and mypy")
    commands.add_parser("docs", help="write the generated pages of docs/ anew")
    commands.add_parser("setup", help="only make .venv and get a browser")
    known, more = parser.parse_known_args(arguments)
    if more and known.command not in ("demo", "test"):
        parser.error(f"unknown arguments: {' '.join(more)}")
    return known, more


def main(arguments: list[str]) -> int:
    known, more = parse(arguments)
    if sys.version_info < OLDEST:
        raise Trouble(f"Python {'.'.join(map(str, OLDEST))} or newer is needed, this is {sys.version.split()[0]}")
    ensure_environment()
    if known.command == "test":
        return test(known, more)
    if known.command == "demo":
        return demo(more)
    if known.command == "lint":
        return lint()
    if known.command == "docs":
        return docs()
    say(f"ready, with {ensure_browser()}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Trouble as trouble:
        say(str(trouble))
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
