"""Preferences of Firefox: of a new managed profile, and of a robot start, which takes its own away again.

Names: https://searchfox.org/mozilla-central/source/browser/app/profile/firefox.js and
https://searchfox.org/mozilla-central/source/modules/libpref/init/StaticPrefList.yaml; what automation switches off:
https://searchfox.org/mozilla-central/source/remote/shared/RecommendedPreferences.sys.mjs
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from toolkit.browser.prefs import write_text

Pref = bool | int | str
PREFS, USER = "prefs.js", "user.js"

# Of a new profile, in its prefs.js: the person can change them. Nothing leaves the profile through an account of the
# browser, it keeps no passwords, it does not work on without a window, and it shows no first-run pages.
MANAGED: dict[str, Pref] = {
    "app.normandy.enabled": False,
    "app.shield.optoutstudies.enabled": False,
    "app.update.background.scheduling.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.contentblocking.introCount": 99,
    "browser.formfill.enable": False,
    "browser.newtabpage.activity-stream.showSponsored": False,
    "browser.newtabpage.activity-stream.showSponsoredTopSites": False,
    "browser.newtabpage.activity-stream.feeds.section.topstories": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.healthreport.uploadEnabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "datareporting.usage.uploadEnabled": False,
    "extensions.formautofill.addresses.enabled": False,
    "extensions.formautofill.creditCards.enabled": False,
    "identity.fxaccounts.enabled": False,
    "signon.autofillForms": False,
    "signon.rememberSignons": False,
    "startup.homepage_welcome_url": "about:blank",
    "termsofuse.bypassNotification": True,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    "trailhead.firstrun.didSeeAboutWelcome": True,
}

# Of a robot start, in a user.js that is gone afterwards. What decides which cookies and storages a page sees
# (`network.cookie.*`, `privacy.*`) is left as the person has it.
ROBOT: dict[str, Pref] = {
    # Firefox's own list for automation also changes what stays in the profile; ours is complete.
    "remote.prefs.recommended": False,
    "remote.active-protocols": 1,
    # Session cookies (see sessionstore.py); and no question after a crash.
    "browser.sessionstore.resume_session_once": True,
    "toolkit.startup.max_resumed_crashes": -1,
    # A clean-up at the end would take a fresh sign-in along.
    "privacy.sanitize.sanitizeOnShutdown": False,
    # Nothing of the robot's own is written where a person's traces lie.
    "places.history.enabled": False,
    "browser.cache.disk.enable": False,
    "browser.pagethumbnails.capturing_disabled": True,
    # A site's service worker answers before Playwright's routes do (measured): without it a blank page is ours.
    "dom.serviceWorkers.enabled": False,
    # Nothing of the browser's own goes out: the wall would stop it, at the price of time.
    "app.normandy.enabled": False,
    "app.update.auto": False,
    "app.update.background.scheduling.enabled": False,
    "browser.newtabpage.enabled": False,
    "browser.region.network.url": "",
    "browser.safebrowsing.blockedURIs.enabled": False,
    "browser.safebrowsing.downloads.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.search.update": False,
    "browser.startup.homepage": "about:blank",
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.startup.page": 0,
    "browser.translations.enable": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.push.connection.enabled": False,
    "extensions.getAddons.cache.enabled": False,
    "extensions.systemAddon.update.enabled": False,
    "extensions.update.enabled": False,
    "geo.provider.network.url": "",
    "identity.fxaccounts.enabled": False,
    "media.gmp-manager.updateEnabled": False,
    "messaging-system.rsexperimentloader.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "security.remote_settings.crlite_filters.enabled": False,
    "security.remote_settings.intermediates.enabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "signon.autofillForms": False,
    "signon.rememberSignons": False,
    "termsofuse.bypassNotification": True,
    # Several pages at a time, each as if it were in front; no questions.
    "browser.tabs.warnOnClose": False,
    "browser.warnOnQuit": False,
    "dom.max_script_run_time": 0,
    "dom.min_background_timeout_value": 0,
    "dom.min_background_timeout_value_without_budget_throttling": 0,
    "dom.timeout.enable_budget_timer_throttling": False,
    "focusmanager.testmode": True,
    "layout.testing.top-level-always-active": True,
    "security.notification_enable_delay": 0,
    # Decisions are read from the DOM: pictures, fonts and sound only cost time (DESIGN, speed).
    "gfx.downloadable_fonts.enabled": False,
    "media.autoplay.default": 5,
    "permissions.default.image": 2,
}

_LANGUAGE = "--lang="


def new_profile_prefs(args: Sequence[str]) -> dict[str, Pref]:
    """`MANAGED`, and the language of `--lang` among the person's own switches."""
    languages = [a.removeprefix(_LANGUAGE) for a in args if a.startswith(_LANGUAGE)]
    return MANAGED | ({"intl.accept_languages": languages[-1]} if languages else {})


def prepare_profile(profile: Path, args: Sequence[str] = ()) -> None:
    """Write the settings of a new managed profile into a directory without any; else nothing is done."""
    if not (profile / PREFS).exists():
        profile.mkdir(parents=True, mode=0o700, exist_ok=True)
        write_text(profile / PREFS, as_lines(new_profile_prefs(args)))


def as_lines(prefs: Mapping[str, Pref]) -> str:
    """As prefs.js and user.js have them."""
    return "".join(f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in sorted(prefs.items()))


_LINE = re.compile(r'^\s*user_pref\(\s*"([^"]+)"\s*,\s*(.+?)\s*\);', re.MULTILINE)


def read_prefs(path: Path) -> dict[str, str]:
    """Name -> value as written (`true`, `3`, `"text"`), of a prefs.js; empty when there is none that can be read."""
    try:
        return dict(_LINE.findall(path.read_text(encoding="utf-8", errors="replace")))
    except OSError:
        return {}
