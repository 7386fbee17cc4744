"""The command to type next for everything that failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.errors import Reason
    from toolkit.sessions.results import Report, UnitResult

# {profile} and {platform} are filled in. Codes that are not here: try the same again.
_COMMANDS = {
    "open_on_server": "toolkit everywhere {profile} {platform}",
    "still_valid": "toolkit everywhere {profile} {platform}",
    "replay_unclear": "toolkit everywhere {profile} {platform}",
    "challenge": "toolkit logout {profile} {platform} --headed",
    "person_needed": "toolkit logout {profile} {platform} --headed",
    "wrong_password": "toolkit secret set {platform} USER password",
    "selector_gone": "toolkit logout {profile} {platform} --headed",
    "expectation_failed": "toolkit logout {profile} {platform} --headed",
    "not_flipped": "toolkit logout {profile} {platform} --headed",
    "probe_unclear": "toolkit logout {profile} {platform} --headed",
    "flow_missing": "toolkit open {profile}",
    "untrusted": "toolkit platform trust {platform}",
    "host_blocked": "toolkit platform show {platform}",
    "var_missing": "toolkit platform show {platform}",
    "not_confirmed": "toolkit logout-all --profile {profile} --yes",
    "keyring_locked": "toolkit doctor",
    "keyring_absent": "toolkit doctor",
    "keystore_unreachable": "toolkit doctor",
    "no_browser": "toolkit doctor",
    "browser_failed": "toolkit doctor",
    "browser_changed": "toolkit doctor",
    "home_unwritable": "toolkit doctor",
    "journal_broken": "toolkit doctor",
    "network_down": "toolkit logout {profile} {platform}",
    "server_error": "toolkit logout {profile} {platform}",
    "timeout": "toolkit logout {profile} {platform}",
}
_AGAIN = "toolkit logout-all --profile {profile}"


def next_steps(report: Report) -> list[str]:
    """One command for each failure, each once; only for what is not clean."""
    steps: list[str] = []
    for profile in report.profiles:
        told = [unit for unit in profile.units if unit.verdict != "clean"]
        steps += [_next(profile.profile, unit) for unit in told]
        if not told and profile.verdict != "clean":
            steps.append(_command(profile.reason, profile.profile, ""))
    return list(dict.fromkeys(steps))


def _next(profile: str, unit: UnitResult) -> str:
    """What was cleared here can be logged out only from outside: `logout` has nothing left to work with."""
    if unit.open_on_server and unit.disk in ("clean", "residue"):
        return _COMMANDS["open_on_server"].format(profile=profile, platform=unit.platform)
    return _command(unit.reason, profile, unit.platform)


def _command(reason: Reason | None, profile: str, platform: str) -> str:
    given = reason.params.get("command") if reason else None
    if isinstance(given, str) and given.startswith("toolkit "):
        return given
    template = _COMMANDS.get(reason.code, _AGAIN) if reason else _AGAIN
    if not platform and "{platform}" in template:
        template = _AGAIN
    return template.format(profile=profile, platform=platform) if profile else "toolkit doctor"
