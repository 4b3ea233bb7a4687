"""What the watch over cadence reads: every body with its charter in force, and the days of its meetings."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, select

from paktum.core.database import TenantSession
from paktum.domains.bodies.tables import Body, Charter
from paktum.plugin.specs import CharterRules


@dataclass(frozen=True, slots=True)
class CharteredBody:
    """A body that has not ended, and the rules it meets by today."""

    id: uuid.UUID
    name: str
    body_type: str
    since: date | None
    rules: CharterRules


def chartered_bodies(session: TenantSession, today: date) -> list[CharteredBody]:
    """The bodies that have a charter in force, in their order, in one statement."""
    in_force = (
        select(Charter.id)
        .where(Charter.tenant_id == Body.tenant_id, Charter.body_id == Body.id, Charter.valid_from <= today)
        .order_by(Charter.valid_from.desc())
        .limit(1)
        .correlate(Body)
        .scalar_subquery()
    )
    rows: Any = session.execute(
        select(Body.id, Body.name, Body.body_type, Body.since, Charter.rules)
        .join(Charter, and_(Charter.tenant_id == Body.tenant_id, Charter.id == in_force))
        .where(Body.ended_on.is_(None))
        .order_by(Body.sequence, Body.id)
    )
    return [
        CharteredBody(row.id, row.name, row.body_type, row.since, CharterRules.model_validate(row.rules))
        for row in rows
    ]
