"""Writing the chain of acts, and checking that no link was changed or taken out."""

import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select, text

from paktum.core.actors import Actor
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.domains.audit.tables import AuditEntry

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
            self.at.isoformat(),
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
        # One writer at a time extends a tenant's chain; the lock ends with the transaction.
        session.execute(
            text("select pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": f"audit {session.tenant_id}"}
        )
        last = session.execute(
            select(AuditEntry.sequence, AuditEntry.hash).order_by(AuditEntry.sequence.desc()).limit(1)
        ).first()
        sequence, previous_hash = (last.sequence + 1, last.hash) if last else (1, FIRST)
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

    session.at_commit(enter)


@dataclass(frozen=True)
class Break:
    """A place where the chain does not hold: the sequence number, and whether it is missing or was changed."""

    sequence: int
    missing: bool


def breaks_in(entries: Iterable[tuple[Link, str]]) -> list[Break]:
    """The places where a chain, given in the order of its sequence with each entry's stored hash, does not hold."""
    found: list[Break] = []
    expected, previous = 1, FIRST
    for link, stored in entries:
        found += [Break(number, missing=True) for number in range(expected, link.sequence)]
        changed = link.digest() != stored
        if changed or (link.sequence == expected and link.previous_hash != previous):
            found.append(Break(link.sequence, missing=False))
        expected, previous = link.sequence + 1, stored
    return found


def check_chain(session: TenantSession) -> list[Break]:
    """Check the tenant's whole chain; an empty list means that it holds."""
    rows = session.execute(select(AuditEntry).order_by(AuditEntry.sequence)).scalars()
    return breaks_in(
        (
            Link(
                row.sequence,
                row.at,
                row.membership_id,
                row.post,
                row.action,
                row.object_kind,
                row.object_id,
                row.facts,
                row.previous_hash,
            ),
            row.hash,
        )
        for row in rows
    )
