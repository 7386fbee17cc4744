"""Every failure has a reason: a code, its exit code, and a sentence in the reader's language.

The table `REASONS` is the one list of codes; their sentences live in `toolkit/texts/reasons.py` and what to do about
them in `toolkit/texts/remedies.py`; `docs/reasons.md` is generated from all three.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

from toolkit.texts import t


class Exit(IntEnum):
    """Exit codes of every command (DESIGN: contracts)."""

    CLEAN = 0
    DIRTY = 1
    USAGE = 2
    UNEXPECTED = 3
    UNKNOWN = 4
    INTERRUPTED = 130


# code -> exit code. A new code needs its texts in toolkit/texts/reasons.py and remedies.py (a test compares them).
REASONS: dict[str, Exit] = {
    # what the person gave us cannot be used
    "unknown_platform": Exit.USAGE,
    "unknown_profile": Exit.USAGE,
    "unknown_account": Exit.USAGE,
    "no_accounts": Exit.USAGE,
    "unknown_receipt": Exit.USAGE,
    "not_in_receipt": Exit.USAGE,
    "bad_command": Exit.USAGE,
    "bad_file": Exit.USAGE,
    "bad_value": Exit.USAGE,
    "name_taken": Exit.USAGE,
    "secret_missing": Exit.USAGE,
    "secret_collision": Exit.USAGE,
    "secret_domains": Exit.USAGE,
    "secret_refused": Exit.USAGE,
    "secret_replica": Exit.USAGE,
    "var_missing": Exit.USAGE,
    "flow_missing": Exit.USAGE,
    "untrusted": Exit.USAGE,
    "no_browser": Exit.USAGE,
    "browser_changed": Exit.USAGE,
    "profile_refused": Exit.USAGE,
    "home_unwritable": Exit.USAGE,
    "no_workspace": Exit.USAGE,
    "not_supported": Exit.USAGE,
    # something is left
    "still_valid": Exit.DIRTY,
    "not_cleared": Exit.DIRTY,
    "traces_left": Exit.DIRTY,
    "flow_broken": Exit.DIRTY,
    "probe_wrong": Exit.DIRTY,
    "account_unread": Exit.DIRTY,
    "control_failed": Exit.DIRTY,
    "receipt_changed": Exit.DIRTY,
    "receipt_missing": Exit.DIRTY,
    "receipts_lost": Exit.DIRTY,
    "receipt_moved": Exit.DIRTY,
    "receipt_twice": Exit.DIRTY,
    "receipt_replaced": Exit.DIRTY,
    "receipt_foreign": Exit.DIRTY,
    # could not tell
    "wrong_password": Exit.UNKNOWN,
    "challenge": Exit.UNKNOWN,
    "person_needed": Exit.UNKNOWN,
    "network_down": Exit.UNKNOWN,
    "host_blocked": Exit.UNKNOWN,
    "server_error": Exit.UNKNOWN,
    "selector_gone": Exit.UNKNOWN,
    "expectation_failed": Exit.UNKNOWN,
    "timeout": Exit.UNKNOWN,
    "probe_unclear": Exit.UNKNOWN,
    "not_flipped": Exit.UNKNOWN,
    "replay_unclear": Exit.UNKNOWN,
    "open_on_server": Exit.UNKNOWN,
    "sessions_left": Exit.UNKNOWN,
    "profile_in_use": Exit.UNKNOWN,
    "not_confirmed": Exit.UNKNOWN,
    "browser_failed": Exit.UNKNOWN,
    "keyring_locked": Exit.UNKNOWN,
    "keyring_absent": Exit.UNKNOWN,
    "keystore_unreachable": Exit.UNKNOWN,
    "proxy": Exit.UNKNOWN,
    "disk_full": Exit.UNKNOWN,
    "unclean_exit": Exit.UNKNOWN,
    "unreadable": Exit.UNKNOWN,
    "newer_schema": Exit.UNKNOWN,
    "journal_broken": Exit.UNKNOWN,
    "clear_failed": Exit.UNKNOWN,
    "left_after_rebuild": Exit.UNKNOWN,
    "receipts_busy": Exit.UNKNOWN,
    "receipt_unsigned": Exit.UNKNOWN,
    "receipt_newer": Exit.UNKNOWN,
    "receipt_key_changed": Exit.UNKNOWN,
    "receipt_key_gone": Exit.UNKNOWN,
    "receipt_head_gone": Exit.UNKNOWN,
    # ended by the person, or by a defect of ours
    "interrupted": Exit.INTERRUPTED,
    "unexpected": Exit.UNEXPECTED,
}


@dataclass(frozen=True)
class Reason:
    """Why something could not be done: `code` is one of `REASONS`; `params` fill the sentence, never with secrets."""

    code: str
    params: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.code not in REASONS:
            raise KeyError(f"unknown reason code {self.code!r}")

    @property
    def text(self) -> str:
        """The sentence, in the language in use."""
        return t(f"reason.{self.code}", **self._filled())

    @property
    def remedy(self) -> str:
        """What to do about it, in the language in use; may be empty."""
        return t(f"remedy.{self.code}", **self._filled())

    def _filled(self) -> dict[str, object]:
        """The parameters; `near`, where it is given, also as a question that may be empty."""
        if "near" not in self.params:
            return self.params
        near = self.params["near"]
        return {**self.params, "did_you_mean": t("near.did_you_mean", near=near) if near else ""}

    @property
    def exit(self) -> Exit:
        return REASONS[self.code]

    def as_json(self) -> dict[str, str]:
        return {"code": self.code, "text": self.text}


class ToolkitError(Exception):
    """Base of all expected failures: raise one with a reason code, the command line prints it and exits so."""

    def __init__(self, code: str, /, **params: object) -> None:
        self.reason = Reason(code, params)
        super().__init__(code)

    def __str__(self) -> str:
        return self.reason.text


class UsageError(ToolkitError):
    """What was asked for or configured cannot be used as it is; nothing was done. Exit code 2."""


class FileError(UsageError):
    """A YAML file is malformed or says something that the model does not allow.

    `where` is `file:line:column` (or the file alone); `problem` says what was expected. Never holds the source line:
    it may contain a secret.
    """

    def __init__(self, where: str, problem: str) -> None:
        super().__init__("bad_file", where=where, problem=problem)


class Undecided(ToolkitError):
    """The world did not let us find out or finish: network, challenge, locked profile. Exit code 4, never `clean`."""


class Interrupted(ToolkitError):
    """The person pressed Ctrl-C. Exit code 130."""

    def __init__(self) -> None:
        super().__init__("interrupted")
