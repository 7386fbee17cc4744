"""A workspace whose one profile was planted, and the product's own run over it: `logout-all`, or of one platform."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.plant import site
from tests.plant.kinds import CLIENT, NEIGHBOUR, Marks
from tests.support import browsers
from tests.support.web import Web
from toolkit.sessions.clean_profile import Options
from toolkit.sessions.results import Report
from toolkit.sessions.run import run_profiles
from toolkit.sessions.workbench import Workbench
from toolkit.traces import NameRule, PlatformRules
from toolkit.workspace.home import find_home

NAME = "acme"
RULES = [
    PlatformRules(owner, (site.DOMAIN[owner],), (NameRule("cookie", "__Host-sid-", "prefix", "session"),))
    for owner in (CLIENT, NEIGHBOUR)
]


@dataclass(frozen=True)
class Mode:
    """A way of cleaning. `known`: the owners that are platforms; `asked`: the platform named on the command line."""

    name: str
    command: str
    clean: str
    known: tuple[str, ...] = (CLIENT,)
    asked: tuple[str, ...] = ()

    @property
    def rebuilds(self) -> bool:
        return self.clean == "everything" and not self.asked


MODES = {
    mode.name: mode
    for mode in (
        Mode("everything", "`logout-all`, `clean: everything`", "everything"),
        Mode("sessions", "`logout-all`, `clean: sessions`", "sessions"),
        Mode("one platform", "`logout acme client`", "everything", (CLIENT, NEIGHBOUR), (CLIENT,)),
    )
}
_PLATFORM = """\
title: {owner}
domains: {domain}
session:
  all_of: {{cookie: "__Host-sid-*"}}
  conclusive: true
probe:
  open: https://www.{domain}/me
  signed_out: {{path: /login}}
  signed_in: {{visible: "#in"}}
"""
_LOGOUT = "steps:\n  - open: https://www.{domain}/logout\n"


def workspace(folder: Path, family: str, mode: Mode, web: Web) -> Workbench:
    """Everything but the profile, which the caller puts at `bench.folder(NAME)`."""
    home = find_home(folder)
    home.create()
    args = "\n".join(f'    - "{arg}"' for arg in web.args)
    accounts = "\n".join(f"      - {{platform: {owner}, user: person}}" for owner in mode.known)
    home.config_file.write_text(
        f"version: 1\nenvironment: replica\nbrowser:\n  executable: {browsers.of(family)}\n  args:\n{args}\n"
        f"profiles:\n  {NAME}:\n    browser: {family}\n    clean: {mode.clean}\n    accounts:\n{accounts}\n"
    )
    for owner in mode.known:
        domain = site.DOMAIN[owner]
        (home.platforms / f"{owner}.yaml").write_text(_PLATFORM.format(owner=owner, domain=domain))
        flow = home.flows / owner / "logout.yaml"
        flow.parent.mkdir(parents=True)
        flow.write_text(_LOGOUT.format(domain=domain))
    bench = Workbench(home, headed=False, environ={})
    for owner in mode.known:
        bench.catalog.trust(owner)
    return bench


async def log_out(bench: Workbench, mode: Mode, web: Web, marks: Marks) -> Report:
    """The run; on the servers somebody is signed in when it starts."""
    site.put_up(web, marks)
    command = "logout" if mode.asked else "logout-all"
    options = Options(consent=frozenset({NAME}), platforms=mode.asked, command=command)
    return await run_profiles(bench, [NAME], options, [].append)
