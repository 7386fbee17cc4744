"""The part of the journal that must never lose a row: sessions that may still be open on a server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from toolkit.workspace.database import Database, now
from toolkit.workspace.records import OpenRow, Settled, SettledRow

# These speak of all sessions of the account; any other proof speaks of the one session that it was made with.
_OF_ALL = frozenset({"everywhere", "acknowledged"})
# statements are put together of constants alone
_MEANT = (
    "WHERE profile = ? AND platform = ? AND account = ? AND (? OR fingerprint = ?) AND (? OR state = 'in_progress')"
)


class OpenSessions(Database):
    """Rows are one per profile, platform, account and session; a session is told by its fingerprint."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        # (profile, platform, account) -> fingerprint of the session that this run is logging out; None: a person must
        # settle it, as nothing tells that session from one of before
        self._begun: dict[tuple[str, str, str], bytes | None] = {}

    def open_begin(self, profile: str, platform: str, account: str | None, fingerprint: bytes | None) -> None:
        """A logout of that session begins. From now on the session counts as open, until `open_settle`.

        A row that is there for the same session keeps its `since`. An unconfirmed session without a fingerprint stays
        unconfirmed: it may be another one than that of now.
        """
        who, mark = (profile, platform, account or ""), fingerprint or b""
        with self._change() as database:
            database.execute(
                "INSERT INTO open_on_server (profile, platform, account, since, state, reason, fingerprint) "
                "VALUES (?, ?, ?, ?, 'in_progress', NULL, ?) "
                "ON CONFLICT DO UPDATE SET state = 'in_progress' WHERE fingerprint != x''",
                (*who, now(), mark),
            )
            found = database.execute(
                "SELECT state FROM open_on_server "
                "WHERE profile = ? AND platform = ? AND account = ? AND fingerprint = ?",
                (*who, mark),
            )
            self._begun[who] = mark if found.fetchone()[0] == "in_progress" else None

    def open_unconfirmed(self, profile: str, platform: str, account: str | None, reason: str) -> None:
        """The logout that began could not be confirmed; `reason` is a reason code. Makes the row if there is none."""
        who = (profile, platform, account or "")
        with self._change() as database:
            done = database.execute(
                "UPDATE open_on_server SET state = 'unconfirmed', reason = ? " + _MEANT,  # noqa: S608
                (reason, *self._meant(who)),
            )
            if not done.rowcount:
                database.execute(
                    "INSERT INTO open_on_server (profile, platform, account, since, state, reason, fingerprint) "
                    "VALUES (?, ?, ?, ?, 'unconfirmed', ?, x'') "
                    "ON CONFLICT DO UPDATE SET reason = excluded.reason",
                    (*who, now(), reason),
                )

    def open_settle(self, profile: str, platform: str, account: str | None, how: Settled) -> int:
        """The session is closed: its row moves to the history. Answers how many rows did.

        `everywhere` and `acknowledged` settle all rows of the account. A proof (`revoked`, `signed_out`, `was_out`)
        settles the session of the last `open_begin` of this run alone: an older one that stayed unconfirmed is another
        session, and still open.
        """
        who = (profile, platform, account or "")
        with self._change() as database:
            meant = self._meant(who, every=how in _OF_ALL)
            database.execute(
                "INSERT INTO open_history "  # noqa: S608
                "(profile, platform, account, since, state, reason, fingerprint, settled, how) "
                "SELECT profile, platform, account, since, state, reason, fingerprint, ?, ? FROM open_on_server "
                + _MEANT,
                (now(), how, *meant),
            )
            return database.execute("DELETE FROM open_on_server " + _MEANT, meant).rowcount  # noqa: S608

    def open_rows(self, profile: str | None = None) -> list[OpenRow]:
        """All sessions that may be open, of one profile or of all, the oldest first. An account may have several."""
        rows = self._rows(
            "SELECT profile, platform, account, since, state, reason, fingerprint FROM open_on_server "
            "WHERE profile = coalesce(?, profile) ORDER BY since, profile, platform, account",
            (profile,),
        )
        return [OpenRow(*_shown(row)) for row in rows]

    def open_history(self, profile: str | None = None) -> list[SettledRow]:
        """What `open_settle` settled, the oldest first."""
        rows = self._rows(
            "SELECT profile, platform, account, since, state, reason, fingerprint, settled, how FROM open_history "
            "WHERE profile = coalesce(?, profile) ORDER BY id",
            (profile,),
        )
        return [SettledRow(*_shown(row)) for row in rows]

    def _meant(self, who: tuple[str, str, str], *, every: bool = False) -> tuple[object, ...]:
        """Parameters of `_MEANT`: the rows of the account that a statement is about."""
        if every:
            return (*who, True, None, True)
        if who not in self._begun:  # begun by a run that was interrupted
            return (*who, True, None, False)
        return (*who, False, self._begun[who], True)


def _shown(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """NULL does not take part in a primary key, so no account and no fingerprint are stored as empty."""
    profile, platform, account, since, state, reason, fingerprint, *rest = row
    return (profile, platform, account or None, since, state, reason, fingerprint or None, *rest)
