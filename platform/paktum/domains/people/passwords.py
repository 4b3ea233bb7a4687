"""Passwords by Argon2id, with the same work for an unknown address as for a wrong password; and hashes of secrets."""

import hashlib
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


@cache
def _hasher() -> PasswordHasher:
    # RFC 9106, second recommended option, with less memory: 64 MiB a check would let a few guests fill a small machine.
    return PasswordHasher(time_cost=3, memory_cost=19_456, parallelism=1)


@cache
def _decoy() -> str:
    return _hasher().hash("a password that opens nothing")


def hash_password(password: str) -> str:
    """Argon2id (RFC 9106) with a salt of its own."""
    return _hasher().hash(password)


def password_fits(password: str, kept_hash: str | None) -> bool:
    """Whether a password is the one kept; takes as long when none is kept."""
    try:
        return _hasher().verify(kept_hash or _decoy(), password) and kept_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def needs_new_hash(kept_hash: str) -> bool:
    """Whether a hash was made with weaker settings than today's."""
    return _hasher().check_needs_rehash(kept_hash)


def hash_of_secret(secret: str) -> str:
    """What is kept of a secret that a browser or a mail holds; the secrets are long and random, so one round is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()
