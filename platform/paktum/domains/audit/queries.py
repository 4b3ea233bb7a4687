"""Reads of the chain of acts: a page of all of them, and the history of one thing."""

import uuid
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Row, func, select

from paktum.core.database import TenantSession
from paktum.domains.audit.tables import AuditEntry

PAGE: Final = 50


def acts(session: TenantSession, kind: str | None, page: int) -> tuple[Sequence[Row[*tuple[Any, ...]]], int]:
    """A page (from 1) of the acts, the newest first, of one kind of object or of all; and their number."""
    statement = select(
        AuditEntry.sequence, AuditEntry.at, AuditEntry.post, AuditEntry.action, func.count().over().label("number")
    )
    if kind:
        statement = statement.where(AuditEntry.object_kind == kind)
    ordered = statement.order_by(AuditEntry.sequence.desc()).limit(PAGE).offset((page - 1) * PAGE)
    found = session.execute(ordered).all()
    return found, found[0].number if found else 0


def kinds(session: TenantSession) -> list[str]:
    """The codes of the kinds of objects that acts were done on."""
    return list(session.scalars(select(AuditEntry.object_kind).distinct()))


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


def acts_called(
    session: TenantSession, action: str, object_kind: str, object_id: uuid.UUID
) -> Sequence[Row[*tuple[Any, ...]]]:
    """The acts of one code on one thing, oldest first, as rows of `at` (aware), `post` and `facts`."""
    return session.execute(
        select(AuditEntry.at, AuditEntry.post, AuditEntry.facts)
        .where(AuditEntry.object_kind == object_kind, AuditEntry.object_id == object_id, AuditEntry.action == action)
        .order_by(AuditEntry.sequence)
    ).all()
