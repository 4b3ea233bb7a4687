"""Loading what the verbs work on, as rows and as the facts that the rules ask for."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import select

from paktum.core.database import TenantSession
from paktum.core.errors import Conflict, NotFound
from paktum.core.messages import msg
from paktum.domains.bodies.rules import MandateFacts, Office, SeatFacts, Tenure, charter_in_force
from paktum.domains.bodies.tables import Body, Charter, Mandate, Seat
from paktum.plugin.specs import CharterRules


def find_body(session: TenantSession, body_id: uuid.UUID, *, lock: bool = False) -> Body:
    """The body; locked, it holds back everybody else who changes its seats or mandates. Raises NotFound."""
    statement = select(Body).where(Body.id == body_id)
    found = session.scalar(statement.with_for_update() if lock else statement)
    if found is None:
        raise NotFound
    return found


def find_seat(session: TenantSession, body_id: uuid.UUID, seat_id: uuid.UUID) -> Seat:
    """The seat of that body. Raises NotFound."""
    found = session.scalar(select(Seat).where(Seat.id == seat_id, Seat.body_id == body_id))
    if found is None:
        raise NotFound
    return found


def find_mandate(session: TenantSession, body_id: uuid.UUID, mandate_id: uuid.UUID) -> Mandate:
    """The mandate of that body. Raises NotFound."""
    found = session.scalar(select(Mandate).where(Mandate.id == mandate_id, Mandate.body_id == body_id))
    if found is None:
        raise NotFound
    return found


def require_version(row: Any, version: int) -> None:
    """Raise Conflict when somebody else saved the row after the person had opened it."""
    if row.version != version:
        raise Conflict(msg("Somebody else saved this meanwhile. Look at both versions and choose."))


def tenure_of(row: Any) -> Tenure:
    """The tenure of a body, seat or mandate."""
    return Tenure(row.since, row.ended_on)


def facts_of_seat(seat: Seat) -> SeatFacts:
    return SeatFacts(seat.id, seat.voting, tenure_of(seat), seat.weight)


def facts_of_mandate(mandate: Mandate) -> MandateFacts:
    return MandateFacts(mandate.id, mandate.seat_id, cast(Office, mandate.role), tenure_of(mandate))


def mandates_of_body(session: TenantSession, body_id: uuid.UUID) -> Sequence[Mandate]:
    """All mandates of a body, past ones too."""
    return session.scalars(select(Mandate).where(Mandate.body_id == body_id)).all()


def mandates_of_seat(session: TenantSession, seat_id: uuid.UUID) -> Sequence[Mandate]:
    """All mandates of a seat, past ones too."""
    return session.scalars(select(Mandate).where(Mandate.seat_id == seat_id)).all()


def charter_of(session: TenantSession, body_id: uuid.UUID, day: date) -> CharterRules | None:
    """The charter rules of a body on a day; None when it has no charter then."""
    rows = session.execute(select(Charter.valid_from, Charter.rules).where(Charter.body_id == body_id))
    found = charter_in_force([(row.valid_from, row.rules) for row in rows], day)
    return None if found is None else CharterRules.model_validate(found)
