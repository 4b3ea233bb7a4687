"""Identifiers: UUIDs that sort by the time they were made, and a named type for each thing they name."""

import secrets
import time
import uuid
from dataclasses import dataclass
from typing import NewType

TenantId = NewType("TenantId", uuid.UUID)
AccountId = NewType("AccountId", uuid.UUID)
MembershipId = NewType("MembershipId", uuid.UUID)


def new_id() -> uuid.UUID:
    """Make a UUID of version 7 (RFC 9562, 5.7): 48 bits of Unix milliseconds, then 74 random bits.

    Made in Python because the embedded PostgreSQL has no pgcrypto, and so that a row's id is known before it is written.
    """
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80
    value |= 0x7 << 76
    value |= secrets.randbits(12) << 64
    value |= 0b10 << 62
    value |= secrets.randbits(62)
    return uuid.UUID(int=value)


def as_id(text: str | None) -> uuid.UUID | None:
    """The id that a text from outside spells; None for anything else."""
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, order=True)
class SubjectRef:
    """A subject by the code of its kind and its id."""

    kind: str
    id: uuid.UUID
