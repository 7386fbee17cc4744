"""pytest plugin: every `platforms/*.yaml` is a test, `platforms/instagram.yaml::flips`.

It is asked for with `--toolkit-platforms`, the ini option `toolkit_platforms`, or a platform's file on the command
line, and costs nothing otherwise. pytest-playwright's settings apply, with the user's overrides: the fixture
`browser_type_launch_args` (headed, channel, executable, slow motion). Its synchronous browser is not used: an event
loop runs in pytest's thread as long as that is alive (measured), so the test runs in a thread of its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Coroutine, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

if TYPE_CHECKING:
    from toolkit.browser.find import Browser
    from toolkit.sessions.platform_results import PlatformTest

T = TypeVar("T")
SHIPPED = "shipped"
_ROOTS = pytest.StashKey[frozenset[Path]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("toolkit", "social platforms as tests (logout-toolkit)")
    group.addoption(
        "--toolkit-platforms",
        metavar="DIR|shipped",
        help="the folder that holds platforms/ and flows/, or the platforms that come with toolkit; "
        "without paths on the command line nothing else is collected",
    )
    group.addoption("--toolkit-live", action="store_true", help="sign test accounts in on the real sites")
    group.addoption(
        "--toolkit-challenge",
        choices=("fail", "skip"),
        default="fail",
        help="what becomes of a platform that wants a person (captcha, code); default: fail",
    )
    parser.addini("toolkit_platforms", "folders that hold platforms/ and flows/, or `shipped`", type="args", default=[])


def pytest_configure(config: pytest.Config) -> None:
    option: str | None = config.getoption("--toolkit-platforms")
    base = config.inipath.parent if config.inipath else config.rootpath
    named = [_root(text, base) for text in config.getini("toolkit_platforms")]
    if option:
        root = _root(option, config.invocation_params.dir)
        if not (root / "platforms").is_dir():
            raise pytest.UsageError(f"--toolkit-platforms: there is no folder {root / 'platforms'}")
        named.append(root)
        if config.args_source is not config.ArgsSource.ARGS:
            config.args[:] = [str(root / "platforms")]
    config.stash[_ROOTS] = frozenset(named)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> PlatformFile | None:
    if file_path.suffix != ".yaml" or file_path.parent.name != "platforms":
        return None
    wanted = file_path.parent.parent in parent.config.stash[_ROOTS] or parent.session.isinitpath(file_path)
    return PlatformFile.from_parent(parent, path=file_path) if wanted else None


def _root(text: str, base: Path) -> Path:
    if text == SHIPPED:
        from toolkit.catalog.registry import shipped_root

        return shipped_root()
    return (base / text).resolve()


class PlatformFile(pytest.File):
    """One platform's file."""

    def collect(self) -> Iterable[pytest.Item]:
        yield PlatformItem.from_parent(self, name="flips", callobj=_flips)


class NotTried(Exception):
    """There is no server to try the platform on."""


class PlatformFailed(Exception):
    """The platform is broken, or it could not be told; the text is the report."""


class PlatformItem(pytest.Function):
    """Out, in, out: see `toolkit platform test`."""

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *style: Any) -> Any:
        if isinstance(excinfo.value, PlatformFailed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, *style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, f"{self.path.stem}::{self.name}"


def _flips(request: pytest.FixtureRequest) -> None:
    from toolkit.errors import ToolkitError

    try:
        launch = request.getfixturevalue("browser_type_launch_args")
    except pytest.FixtureLookupError:  # without pytest-playwright: its defaults
        launch = {}
    try:
        result = _in_a_thread(lambda: _try(request.config, request.node.path, launch))
    except NotTried as failure:
        pytest.skip(str(failure))
    except ToolkitError as failure:
        if failure.reason.code in {"secret_missing", "not_supported"}:  # nothing has been tried
            params = failure.reason.params
            variable = f"{params['variable']}: " if "variable" in params else ""
            pytest.skip(f"{variable}{failure.reason.text}")
        remedy = failure.reason.remedy
        raise PlatformFailed(f"{failure.reason.text}\n{remedy}") from None
    request.node.user_properties.append(("toolkit_kind", result.kind))
    request.node.user_properties.append(("toolkit_verdict", result.verdict))
    if result.verdict == "flips":
        return
    reason = result.trouble.reason if result.trouble else None
    challenged = reason is not None and reason.code in {"challenge", "person_needed"}
    if reason and challenged and request.config.getoption("--toolkit-challenge") == "skip":
        pytest.skip(reason.text)
    raise PlatformFailed(_report(result))


def _report(result: PlatformTest) -> str:
    lines = [f"{result.platform} on its {result.kind}: {result.verdict}"]
    for step in result.steps:
        said = f" ({step.reason.code}) {step.reason.text}" if step.reason else ""
        lines.append(f"  {step.outcome:7} {step.name} {step.seconds:.1f} s{said}")
        lines += [f"          {step.at}"] if step.at else []
    return "\n".join(lines)


async def _try(config: pytest.Config, file: Path, launch: dict[str, Any]) -> PlatformTest:
    """The platform of that file, with the flows beside it. Raises ToolkitError."""
    from contextlib import ExitStack

    from toolkit.browser.launch import driver
    from toolkit.catalog.registry import Catalog
    from toolkit.demo.stand import HAS_REPLICA, replica_stand
    from toolkit.errors import UsageError
    from toolkit.sessions.platform_subject import choose_server, host_variable, make_subject
    from toolkit.sessions.platform_test import try_platform

    # Who runs a project's tests runs its code already: its platforms need no `platform trust` besides.
    catalog = Catalog(shipped=file.parent.parent)
    id_, live = file.stem, bool(config.getoption("--toolkit-live"))
    try:
        server = choose_server(catalog, id_, environ=os.environ, live=live, has_replica=id_ in HAS_REPLICA)
    except UsageError as failure:
        if failure.reason.code != "not_supported":
            raise
        variables = [host_variable(id_, name) for name in catalog.platform(id_).vars]
        raise NotTried(f"{id_} has no replica; needed: {' and '.join(['--toolkit-live', *variables])}") from None
    browser = _browser(config, launch)
    with ExitStack() as stack:
        stand = stack.enter_context(replica_stand(id_)) if server.kind == "replica" else None
        subject = make_subject(catalog, id_, server, environ=os.environ, stand=stand)
        async with driver() as playwright:
            return await try_platform(
                playwright,
                subject,
                browser,
                emit=lambda event: print(f"{event.platform}: {event.text}"),  # noqa: T201 - pytest shows it on failure
                headed=launch.get("headless") is False,
                everywhere=server.kind != "live account",
                slow_motion=float(launch.get("slow_mo") or 0),
            )


def _browser(config: pytest.Config, launch: dict[str, Any]) -> Browser:
    """The browser that pytest-playwright would take. Raises UsageError `not_supported`, `no_browser`."""
    from toolkit.browser.find import find_browser
    from toolkit.errors import UsageError

    engines = config.getoption("browser", None) or ["chromium"]
    if "chromium" not in engines:
        raise UsageError("not_supported", what=", ".join(engines))
    if path := launch.get("executable_path"):
        return find_browser(configured=Path(path))
    match launch.get("channel"):
        case "chrome":
            return find_browser("chrome")
        case "msedge":
            return find_browser("msedge")
        case None | "chromium":
            return find_browser()
        case other:
            raise UsageError("not_supported", what=str(other))


def _in_a_thread(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run a coroutine in a thread of its own; Ctrl-C cancels it and waits until its browser is closed."""
    import asyncio
    from concurrent.futures import ThreadPoolExecutor

    running: list[tuple[asyncio.AbstractEventLoop, asyncio.Task[T]]] = []

    async def main() -> T:
        task = asyncio.ensure_future(work())
        running.append((asyncio.get_running_loop(), task))
        return await task

    with ThreadPoolExecutor(1, "toolkit") as pool:
        done = pool.submit(lambda: asyncio.run(main()))
        try:
            return done.result()
        except KeyboardInterrupt:
            for loop, task in running:
                loop.call_soon_threadsafe(task.cancel)
            raise
