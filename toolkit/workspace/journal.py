"""What must not be forgotten between runs: sessions that may still be open on a server, and how far a run came.

Every change is on the disk when its call returns. Values of sessions are never here: a session is recognised by its
fingerprint, an HMAC under `Journal.key`. Times are ISO 8601 in UTC (`2026-11-22T09:00:00Z`).
"""

from __future__ import annotations

from toolkit.workspace.database import now
from toolkit.workspace.open_sessions import OpenSessions
from toolkit.workspace.records import Fact, OpenRow, Phase, Pin, Rebuild, Run, Settled, SettledRow
from toolkit.workspace.run_log import RunLog

__all__ = ["Fact", "Journal", "OpenRow", "Phase", "Pin", "Rebuild", "Run", "Settled", "SettledRow"]


class Journal(OpenSessions, RunLog):
    """The journal of one home (`Journal(home.journal_file)`); made if there is none, never replaced.

    Every method raises Undecided (disk_full; journal_broken: damaged, newer, busy) and UsageError (home_unwritable).
    """

    def key(self) -> bytes:
        """32 random bytes, made once per journal: the HMAC key of fingerprints."""
        return bytes(self._rows("SELECT key FROM secret_key")[0][0])

    def set_fact(self, profile: str, platform: str, account_id: str | None, signed_in: bool | None) -> None:
        """What a probe learnt just now; replaces what an earlier one did."""
        known = None if signed_in is None else int(signed_in)
        self._run(
            "INSERT OR REPLACE INTO facts (profile, platform, account_id, signed_in, as_of) VALUES (?, ?, ?, ?, ?)",
            (profile, platform, account_id, known, now()),
        )

    def facts(self, profile: str | None = None) -> list[Fact]:
        """What the last probes learnt, of one profile or of all, by profile and platform."""
        rows = self._rows(
            "SELECT profile, platform, account_id, signed_in, as_of FROM facts "
            "WHERE profile = coalesce(?, profile) ORDER BY profile, platform",
            (profile,),
        )
        return [Fact(p, x, account, None if known is None else bool(known), at) for p, x, account, known, at in rows]

    def set_pin(self, profile: str, pin: Pin) -> Pin:
        """Pin what the profile is opened with, if nothing is pinned yet. Answers what is pinned."""
        values = (profile, pin.product, pin.executable, pin.password_store)
        self._run(
            "INSERT OR IGNORE INTO pins (profile, product, executable, password_store) VALUES (?, ?, ?, ?)", values
        )
        return self.pin(profile) or pin

    def pin(self, profile: str) -> Pin | None:
        rows = self._rows("SELECT product, executable, password_store FROM pins WHERE profile = ?", (profile,))
        return Pin(*rows[0]) if rows else None

    def give_consent(self, profile: str) -> None:
        """The person agreed to this profile's rebuilds."""
        self._run("INSERT OR IGNORE INTO consent (profile, at) VALUES (?, ?)", (profile, now()))

    def has_consent(self, profile: str) -> bool:
        return bool(self._rows("SELECT 1 FROM consent WHERE profile = ?", (profile,)))

    def set_rebuild(self, profile: str, phase: Phase, fresh: str, old: str) -> None:
        """The rebuild of the profile enters `phase`; `fresh` and `old` name its directories."""
        self._run(
            "INSERT OR REPLACE INTO rebuilds (profile, phase, fresh, old, since) VALUES (?, ?, ?, ?, ?)",
            (profile, phase, fresh, old, now()),
        )

    def rebuild_state(self, profile: str) -> Rebuild | None:
        """How far an unfinished rebuild came; None where there is none."""
        rows = self._rows("SELECT phase, fresh, old, since FROM rebuilds WHERE profile = ?", (profile,))
        return Rebuild(*rows[0]) if rows else None

    def clear_rebuild(self, profile: str) -> None:
        """The rebuild is finished, or undone."""
        self._run("DELETE FROM rebuilds WHERE profile = ?", (profile,))

    def drop_profile(self, profile: str) -> None:
        """Forget what is known of a removed profile. Its open sessions stay: the server does not forget them either."""
        with self._change() as database:
            database.execute("DELETE FROM facts WHERE profile = ?", (profile,))
            database.execute("DELETE FROM pins WHERE profile = ?", (profile,))
            database.execute("DELETE FROM consent WHERE profile = ?", (profile,))
            database.execute("DELETE FROM rebuilds WHERE profile = ?", (profile,))
