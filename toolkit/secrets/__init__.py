"""Passwords and one-time codes: where they are kept, and how they stay out of all that is shown or written."""

from toolkit.secrets.key import SecretKey
from toolkit.secrets.secret import RedactingFilter, Secret, redact, scrub
from toolkit.secrets.store import SecretRow, SecretStore

__all__ = ["RedactingFilter", "Secret", "SecretKey", "SecretRow", "SecretStore", "redact", "scrub"]
