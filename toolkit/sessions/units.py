"""The units of work: a platform (for one set of its host variables) in a profile, with the accounts listed for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from toolkit.catalog.platform import Platform
from toolkit.catalog.registry import Catalog
from toolkit.errors import FileError, UsageError
from toolkit.runner.site import Site
from toolkit.traces import NameRule, PlatformRules
from toolkit.workspace.config import Account, Profile


@dataclass(frozen=True)
class Unit:
    """`key` tells instances of one platform apart: `instagram`, `mastodon@social.example`."""

    key: str
    site: Site
    accounts: tuple[str, ...] = ()

    @property
    def platform(self) -> str:
        return self.site.id

    @property
    def account(self) -> str | None:
        """The listed account, or None where none is."""
        return self.accounts[0] if self.accounts else None

    def as_user(self, user: str) -> Unit:
        return replace(self, site=replace(self.site, user=user))


def units_of(catalog: Catalog, profile: Profile) -> list[Unit]:
    """Every known platform as it may occur in a profile: listed accounts, and platforms that nobody listed.

    Identity providers come after the platforms that sign in through them. Raises UsageError `unknown_platform`,
    `var_missing`, FileError.
    """
    units: dict[str, Unit] = {}
    for account in profile.accounts:
        platform = catalog.platform(account.platform)
        values = values_for(account, platform)
        key = unit_key(account.platform, values)
        known = units.get(key)
        if known is None:
            site = Site(account.platform, platform, values, _flows(catalog, account.platform), account.user)
            units[key] = Unit(key, site, (account.user,))
        else:
            units[key] = replace(known, accounts=(*known.accounts, account.user))
    for id_ in catalog.ids():
        try:
            platform = catalog.platform(id_)
        except FileError:
            continue  # nobody listed it: a broken file of that kind is `doctor`'s to tell, and must not stop the others
        defaults = {name: var.default for name, var in platform.vars.items() if var.default}
        if len(defaults) == len(platform.vars):
            key = unit_key(id_, defaults)
            if key not in units:
                units[key] = Unit(key, Site(id_, platform, defaults, _flows(catalog, id_)))
    return sorted(units.values(), key=lambda unit: (_depth(unit, units.values()), unit.key))


def values_for(account: Account, platform: Platform) -> dict[str, str]:
    """The values of a platform's variables for an account. Raises UsageError `var_missing`."""
    values = {name: var.default for name, var in platform.vars.items() if var.default}
    values.update(account.vars)
    missing = sorted(set(platform.vars) - set(values))
    unknown = sorted(set(account.vars) - set(platform.vars))
    if missing or unknown:
        raise UsageError(
            "var_missing", platform=account.platform, names=", ".join(missing or unknown), account=account.user
        )
    return values


def unit_key(platform: str, values: dict[str, str]) -> str:
    return f"{platform}@{','.join(values[name] for name in sorted(values))}" if values else platform


def _flows(catalog: Catalog, id_: str) -> Any:
    return lambda name: catalog.flow(id_, name)


def _depth(unit: Unit, units: Iterable[Unit], seen: frozenset[str] = frozenset()) -> int:
    """How many platforms stand before this one, because they sign in through it: providers come last."""
    others = [u for u in units if u.platform not in seen and unit.platform in u.site.platform.signs_in_through]
    return 1 + max(_depth(other, units, seen | {unit.platform}) for other in others) if others else 0


def rules_for(units: Iterable[Unit], *, keep_device: bool = False) -> list[PlatformRules]:
    """What the disk reader looks for."""
    return [_rules(unit, keep_device) for unit in units]


def _rules(unit: Unit, keep_device: bool) -> PlatformRules:
    names = [
        NameRule(store=rule.store, name=rule.name, match="prefix" if rule.prefix else "exact", kind=kind)  # type: ignore[arg-type]
        for kind, rule in unit.site.platform.stored()
    ]
    return PlatformRules(unit.key, unit.site.domains, tuple(names), keep_device)


def device_cookies(unit: Unit) -> frozenset[str]:
    """Names of the cookies that `keep_device` keeps."""
    return frozenset(rule.name for rule in unit.site.platform.device if rule.store == "cookie" and not rule.prefix)


def chosen(units: Sequence[Unit], platforms: Sequence[str]) -> list[Unit]:
    """The units of the platforms named (all when none is); a profile may have none of them.

    Whether there is such a platform at all is the face's question, before the run.
    """
    return [unit for unit in units if not platforms or unit.platform in platforms]
