"""Reads of revisions: all of them, and one with the last adopted one before it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Row, and_, func, select
from sqlalchemy.orm import aliased

from paktum.core.database import TenantSession
from paktum.core.errors import NotFound
from paktum.domains.decisions.tables import Decision
from paktum.domains.people.tables import Membership
from paktum.domains.programme.revision_rules import LockedEntry, entries_of
from paktum.domains.programme.tables import PlanRevision

_FACTS: Final = (
    PlanRevision.id,
    PlanRevision.number,
    PlanRevision.made_at,
    PlanRevision.outcome,
    PlanRevision.decided_on,
    PlanRevision.decision_id,
    Decision.number.label("decision_number"),
    Membership.post,
)


def revisions(session: TenantSession) -> Sequence[Row[*tuple[Any, ...]]]:
    """All revisions, the latest first, without their content; one statement."""
    return session.execute(
        select(*_FACTS)
        .outerjoin(Decision, Decision.id == PlanRevision.decision_id)
        .outerjoin(Membership, Membership.id == PlanRevision.made_by)
        .order_by(PlanRevision.number.desc())
    ).all()


@dataclass(frozen=True, slots=True)
class LatestRevision:
    """When a revision was adopted last, and the latest one's id and number while no body has decided on it."""

    adopted_on: date | None
    waits: tuple[uuid.UUID, int] | None


def latest_revision(session: TenantSession) -> LatestRevision:
    """What is known of the plan's last review, in one statement."""
    earlier = aliased(PlanRevision)
    adopted = (
        select(func.max(earlier.decided_on))
        .where(earlier.tenant_id == PlanRevision.tenant_id, earlier.outcome == "carried")
        .correlate(PlanRevision)
        .scalar_subquery()
    )
    row = session.execute(
        select(PlanRevision.id, PlanRevision.number, PlanRevision.outcome, adopted.label("adopted_on"))
        .order_by(PlanRevision.number.desc())
        .limit(1)
    ).first()
    if row is None:
        return LatestRevision(None, None)
    return LatestRevision(row.adopted_on, (row.id, row.number) if row.outcome is None else None)


@dataclass(frozen=True)
class RevisionPage:
    """A revision with its entries; `before` is the one it is compared with: the last one adopted before it."""

    id: uuid.UUID
    number: int
    sha256: str
    made_at: datetime
    made_by: str
    outcome: str | None
    decided_on: date | None
    decision: tuple[uuid.UUID, str] | None
    entries: tuple[LockedEntry, ...]
    before: tuple[uuid.UUID, int, tuple[LockedEntry, ...]] | None


def revision_page(session: TenantSession, revision_id: uuid.UUID) -> RevisionPage:
    """One revision, in one statement. Raises NotFound."""
    earlier = aliased(PlanRevision)
    adopted_before = and_(earlier.number < PlanRevision.number, earlier.outcome == "carried")
    row = session.execute(
        select(
            *_FACTS,
            PlanRevision.sha256,
            PlanRevision.content,
            earlier.id.label("earlier_id"),
            earlier.number.label("earlier_number"),
            earlier.content.label("earlier_content"),
        )
        .outerjoin(Decision, Decision.id == PlanRevision.decision_id)
        .outerjoin(Membership, Membership.id == PlanRevision.made_by)
        .outerjoin(earlier, adopted_before)
        .where(PlanRevision.id == revision_id)
        .order_by(earlier.number.desc())
        .limit(1)
    ).first()
    if row is None:
        raise NotFound
    before = None
    if row.earlier_id is not None:
        before = (row.earlier_id, row.earlier_number, tuple(entries_of(row.earlier_content)))
    return RevisionPage(
        id=row.id,
        number=row.number,
        sha256=row.sha256,
        made_at=row.made_at,
        made_by=row.post or "",
        outcome=row.outcome,
        decided_on=row.decided_on,
        decision=(row.decision_id, row.decision_number) if row.decision_id else None,
        entries=tuple(entries_of(row.content)),
        before=before,
    )
