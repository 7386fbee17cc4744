"""Ed25519 (RFC 8032) keys of receipts: sign, check, and the fingerprint that a person compares."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from toolkit.secrets import Secret
from toolkit.sessions.receipts.model import Store


@dataclass(frozen=True)
class SigningKey:
    """A private key, and where it is kept. Bytes are written as hexadecimal digits everywhere."""

    private: Secret
    store: Store

    @property
    def public(self) -> str:
        return self._key().public_key().public_bytes_raw().hex()

    @property
    def key_id(self) -> str:
        return key_id(self.public)

    def sign(self, data: bytes) -> str:
        return self._key().sign(data).hex()

    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(self.private.reveal()))


def new_key(store: Store) -> SigningKey:
    return SigningKey(Secret(Ed25519PrivateKey.generate().private_bytes_raw().hex()), store)


def stored_key(text: str, store: Store) -> SigningKey | None:
    """The key of an entry or a file, None where that holds something else."""
    text = text.strip()
    try:
        fits = len(bytes.fromhex(text)) == 32
    except ValueError:
        fits = False
    return SigningKey(Secret(text), store) if fits else None


def key_id(public: str) -> str:
    """SHA-256 of a public key, 64 hexadecimal digits: its fingerprint."""
    return hashlib.sha256(bytes.fromhex(public)).hexdigest()


def fingerprint(key: str) -> str:
    """A key id as a person compares it: in groups of four."""
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))


def signed_by(public: str, signature: str, data: bytes) -> bool:
    """Whether `signature` over `data` was made with the private half of `public`."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), data)
    except (InvalidSignature, ValueError):
        return False
    return True
