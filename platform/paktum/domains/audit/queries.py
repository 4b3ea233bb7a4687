"""Reads of the chain of acts: what was done to one thing, for its page."""

import uuid
from typing import Any

from sqlalchemy import Row, select

from paktum.core.database import TenantSession
from paktum.domains.audit.tables import AuditEntry


def history_of(
    session: TenantSession, object_kind: str, object_id: uuid.UUID, limit: int = 50
) -> list[Row[*tuple[Any, ...]]]:
    """The latest acts on one thing, newest first, as rows of `at` (aware), `post`, `action` and `facts`."""
    return list(
        session.execute(
            select(AuditEntry.at, AuditEntry.post, AuditEntry.action, AuditEntry.facts)
            .where(AuditEntry.object_kind == object_kind, AuditEntry.object_id == object_id)
            .order_by(AuditEntry.sequence.desc())
            .limit(limit)
        )
    )
