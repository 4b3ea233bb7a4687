"""Writing the chain of acts, and checking that no link was changed or taken out."""

import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from paktum.core.actors import Actor
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.ids import new_id
from paktum.domains.audit.tables import AuditEntry, AuditHead

FIRST: Final = "0" * 64


@dataclass(frozen=True)
class Link:
    """An entry as the chain sees it."""

    sequence: int
    at: datetime
    membership_id: uuid.UUID | None
    post: str
    action: str
    object_kind: str
    object_id: uuid.UUID | None
    facts: Mapping[str, Any]
    previous_hash: str

    def digest(self) -> str:
        """SHA-256 over the entry's values and the hash of the one before it."""
        values = [
            self.sequence,
            self.at.astimezone(UTC).isoformat(),
            str(self.membership_id),
            self.post,
            self.action,
            self.object_kind,
            str(self.object_id),
            self.facts,
            self.previous_hash,
        ]
        return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def record(
    session: TenantSession,
    clock: Clock,
    actor: Actor | None,
    action: str,
    object_kind: str,
    object_id: uuid.UUID | None,
    **facts: Any,
) -> None:
    """Note an act; it enters the chain at the end of the transaction that it is part of.

    `action` is a code such as `body.seat_ended`; `facts` are plain JSON values without personal data. `actor` is None for
    what the installation does by itself.
    """
    at = clock.now()

    def enter() -> None:
        sequence, previous_hash = _next_place(session)
        post = actor.post if actor else ""
        membership_id = actor.membership_id if actor else None
        link = Link(sequence, at, membership_id, post, action, object_kind, object_id, facts, previous_hash)
        session.add(
            AuditEntry(
                sequence=sequence,
                at=at,
                membership_id=membership_id,
                post=post,
                action=action,
                object_kind=object_kind,
                object_id=object_id,
                facts=facts,
                previous_hash=previous_hash,
                hash=link.digest(),
            )
        )
        session.flush()
        session.execute(update(AuditHead).values(hash=link.digest()))

    session.at_commit(enter)


def _next_place(session: TenantSession) -> tuple[int, str]:
    """The next sequence number and the hash of the entry before it; one writer at a time extends a tenant's chain.

    The head's row is held until the transaction ends. It also tells the chain's length, so that entries taken from the end
    are missed as those from the middle are.
    """
    head = session.execute(
        insert(AuditHead)
        .values(tenant_id=session.tenant_id, id=new_id(), sequence=1, hash=FIRST)
        .on_conflict_do_update(index_elements=["tenant_id"], set_={"sequence": AuditHead.sequence + 1})
        .returning(AuditHead.sequence, AuditHead.hash)
    ).one()
    return head.sequence, head.hash


@dataclass(frozen=True, order=True)
class Break:
    """A place where the chain does not hold: the sequence number, and whether it is missing or was changed."""

    sequence: int
    missing: bool


def breaks_in(entries: Iterable[tuple[Link, str]], length: int, last_hash: str) -> list[Break]:
    """The places where a chain, given in the order of its sequence with each entry's stored hash, does not hold.

    `length` and `last_hash` are what is known of the chain's end apart from its entries.
    """
    missing: set[int] = set()
    altered: set[int] = set()
    expected, previous = 1, FIRST
    for link, stored in entries:
        missing.update(range(expected, link.sequence))
        if link.digest() != stored:
            altered.add(link.sequence)
        elif link.sequence == expected and link.previous_hash != previous:
            # This entry is as it was written; so the one before it was altered, and its own hash made to fit.
            altered.add(max(link.sequence - 1, 1))
        expected, previous = link.sequence + 1, stored
    missing.update(range(expected, length + 1))
    if expected == length + 1 and previous != last_hash:
        altered.add(length)
    return sorted(
        [Break(number, missing=True) for number in missing] + [Break(number, missing=False) for number in altered]
    )


@dataclass(frozen=True)
class ChainCheck:
    """What a check of the chain found: how many entries there should be, and where the chain does not hold."""

    entries: int
    breaks: tuple[Break, ...]


def check_chain(session: TenantSession) -> ChainCheck:
    """Check the tenant's whole chain, a thousand entries at a time; what is added meanwhile is for the next check."""
    head = session.execute(select(AuditHead.sequence, AuditHead.hash)).first()
    length, last_hash = (head.sequence, head.hash) if head else (0, FIRST)
    entries = session.execute(
        select(AuditEntry).where(AuditEntry.sequence <= length).order_by(AuditEntry.sequence),
        execution_options={"yield_per": 1000},
    ).scalars()
    found = breaks_in(((_link_of(entry), entry.hash) for entry in entries), length, last_hash)
    end = func.coalesce(select(AuditHead.sequence).scalar_subquery(), 0)
    beyond = session.scalars(select(AuditEntry.sequence).where(AuditEntry.sequence > end).order_by(AuditEntry.sequence))
    return ChainCheck(length, (*found, *(Break(sequence, missing=False) for sequence in beyond)))


def _link_of(entry: AuditEntry) -> Link:
    return Link(
        entry.sequence,
        entry.at,
        entry.membership_id,
        entry.post,
        entry.action,
        entry.object_kind,
        entry.object_id,
        entry.facts,
        entry.previous_hash,
    )
