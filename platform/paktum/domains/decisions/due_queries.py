"""What of the decisions waits for the office, read for the first page in one statement."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Date, DateTime, literal, null, select, union_all
from sqlalchemy.orm import aliased

from paktum.core.database import TenantSession
from paktum.domains.bodies.tables import Body
from paktum.domains.decisions.referral_queries import WAITING
from paktum.domains.decisions.tables import Decision, Referral

_MOST: Final = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """A decision to be executed (`due_on` set, `name` its number), or a referral to be answered (`forwarded_at` set,
    `name` the code of its kind, and the bodies it goes from and to)."""

    id: uuid.UUID
    title: str
    name: str
    due_on: date | None
    forwarded_at: datetime | None
    from_body: str
    to_body: str


def waiting_things(session: TenantSession, until: date) -> list[Waiting]:
    """Decisions whose execution is due by a day and not done, and referrals without an answer: of each the oldest."""
    sender, receiver = aliased(Body), aliased(Body)
    decisions = (
        select(
            Decision.id,
            Decision.title,
            Decision.number.label("name"),
            Decision.due_on,
            null().cast(DateTime(timezone=True)).label("forwarded_at"),
            Body.name.label("from_body"),
            literal("").label("to_body"),
        )
        .join(Body, Body.id == Decision.body_id)
        .where(Decision.execution.in_(("open", "in_progress")), Decision.due_on <= until)
        .order_by(Decision.due_on, Decision.id)
        .limit(_MOST)
    )
    referrals = (
        select(
            Referral.id,
            Referral.title,
            Referral.kind,
            null().cast(Date),
            Referral.forwarded_at,
            sender.name,
            receiver.name,
        )
        .join(sender, sender.id == Referral.from_body_id)
        .join(receiver, receiver.id == Referral.to_body_id)
        .where(Referral.state.in_(WAITING))
        .order_by(Referral.forwarded_at, Referral.id)
        .limit(_MOST)
    )
    rows = session.execute(union_all(decisions.subquery().select(), referrals.subquery().select()))
    return [
        Waiting(row.id, row.title, row.name, row.due_on, row.forwarded_at, row.from_body, row.to_body) for row in rows
    ]
