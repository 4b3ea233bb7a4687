"""Identifiers: UUIDs that sort by the time they were made, and a named type for each thing they name."""

import secrets
import threading
import time
import uuid
from dataclasses import dataclass
from typing import Final, NewType

TenantId = NewType("TenantId", uuid.UUID)
AccountId = NewType("AccountId", uuid.UUID)
MembershipId = NewType("MembershipId", uuid.UUID)


class _Places:
    """The place of each id among those of its millisecond, so that ids sort in the order in which a process made them."""

    _COUNTED: Final = 1 << 12

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._millisecond = self._place = 0

    def next(self, now: int) -> tuple[int, int]:
        """The millisecond and the place of the next id: a clock that stands or goes back is not followed."""
        with self._lock:
            self._place += 1
            if now > self._millisecond or self._place == self._COUNTED:
                self._millisecond = max(now, self._millisecond + 1)
                # Half of the places are left free, for the ids that follow in the same millisecond.
                self._place = secrets.randbits(11)
            return self._millisecond, self._place


_places: Final = _Places()


def new_id() -> uuid.UUID:
    """Make a UUID of version 7 (RFC 9562, 5.7): 48 bits of Unix milliseconds, a counter of 12 bits (6.2, method 1), then
    62 random bits.

    Made in Python because the embedded PostgreSQL has no pgcrypto, and so that a row's id is known before it is written.
    """
    milliseconds, place = _places.next(time.time_ns() // 1_000_000)
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80
    value |= 0x7 << 76
    value |= place << 64
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
