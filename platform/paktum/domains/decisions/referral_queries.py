"""Reads of referrals: the list by state, one referral with where it came from and what was answered, choices for forms."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, cast

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import aliased

from paktum.core.database import TenantSession
from paktum.core.errors import NotFound
from paktum.domains.bodies.tables import Body
from paktum.domains.decisions.queries import stands
from paktum.domains.decisions.rules import ReferralKind, ReferralState
from paktum.domains.decisions.tables import Decision, Referral

PAGE: Final = 50
WAITING: Final[tuple[ReferralState, ...]] = ("forwarded", "taken_up")
OVER: Final[tuple[ReferralState, ...]] = ("answered", "withdrawn")

_FROM, _TO = aliased(Body), aliased(Body)
_GIVEN, _ANSWERING = aliased(Decision), aliased(Decision)


@dataclass(frozen=True, slots=True)
class ReferralLine:
    """A referral as the list shows it."""

    id: uuid.UUID
    kind: ReferralKind
    title: str
    from_body: str
    to_body: str
    state: ReferralState
    forwarded_at: datetime
    answered_at: datetime | None
    answer_number: str


def referral_list(
    session: TenantSession, states: Collection[ReferralState], page: int
) -> tuple[list[ReferralLine], int]:
    """A page (from 1) of the referrals in given states, the latest first, and their number; one statement."""
    rows = session.execute(
        _with_bodies(
            select(
                Referral.id,
                Referral.kind,
                Referral.title,
                _FROM.name.label("from_body"),
                _TO.name.label("to_body"),
                Referral.state,
                Referral.forwarded_at,
                Referral.answered_at,
                func.coalesce(_ANSWERING.number, "").label("answer_number"),
                func.count().over().label("total"),
            )
        )
        .outerjoin(_ANSWERING, _ANSWERING.id == Referral.answer_decision_id)
        .where(Referral.state.in_(states))
        .order_by(Referral.forwarded_at.desc(), Referral.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    lines = [
        ReferralLine(
            row.id,
            row.kind,
            row.title,
            row.from_body,
            row.to_body,
            row.state,
            row.forwarded_at,
            row.answered_at,
            row.answer_number,
        )
        for row in rows
    ]
    return lines, rows[0].total if rows else 0


def _with_bodies(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return (
        statement.select_from(Referral)
        .join(_FROM, _FROM.id == Referral.from_body_id)
        .join(_TO, _TO.id == Referral.to_body_id)
    )


@dataclass(frozen=True)
class ReferralPage:
    """A referral with everything that its page shows; decisions as (id, number)."""

    id: uuid.UUID
    kind: ReferralKind
    title: str
    text: str
    from_body: tuple[uuid.UUID, str]
    to_body: tuple[uuid.UUID, str]
    state: ReferralState
    subject_kind: str | None
    subject_id: uuid.UUID | None
    meeting_id: uuid.UUID | None
    taken_item_id: uuid.UUID | None
    decision: tuple[uuid.UUID, str] | None
    answer: str
    answer_decision: tuple[uuid.UUID, str] | None
    forwarded_at: datetime
    taken_up_at: datetime | None
    answered_at: datetime | None


def referral_page(session: TenantSession, referral_id: uuid.UUID) -> ReferralPage:
    """One referral, in one statement. Raises NotFound."""
    row = session.execute(
        _with_bodies(
            select(
                Referral,
                _FROM.name.label("from_body"),
                _TO.name.label("to_body"),
                _GIVEN.number.label("given"),
                _ANSWERING.number.label("answering"),
            )
        )
        .outerjoin(_GIVEN, _GIVEN.id == Referral.decision_id)
        .outerjoin(_ANSWERING, _ANSWERING.id == Referral.answer_decision_id)
        .where(Referral.id == referral_id)
    ).first()
    if row is None:
        raise NotFound
    one: Referral = row.Referral
    return ReferralPage(
        id=one.id,
        kind=cast(ReferralKind, one.kind),
        title=one.title,
        text=one.text,
        from_body=(one.from_body_id, row.from_body),
        to_body=(one.to_body_id, row.to_body),
        state=cast(ReferralState, one.state),
        subject_kind=one.subject_kind,
        subject_id=one.subject_id,
        meeting_id=one.meeting_id,
        taken_item_id=one.taken_item_id,
        decision=(one.decision_id, row.given) if one.decision_id else None,
        answer=one.answer,
        answer_decision=(one.answer_decision_id, row.answering) if one.answer_decision_id else None,
        forwarded_at=one.forwarded_at,
        taken_up_at=one.taken_up_at,
        answered_at=one.answered_at,
    )


def answering_decisions(session: TenantSession, page: ReferralPage, first_day: date) -> list[tuple[str, str]]:
    """Decisions of the body that was asked, taken since a day, as (id, number and title), the latest first."""
    rows = session.execute(
        select(Decision.id, Decision.number, Decision.title)
        .where(Decision.body_id == page.to_body[0], Decision.decided_on >= first_day, stands())
        .order_by(Decision.decided_on.desc(), Decision.ordinal.desc())
        .limit(200)
    )
    return [(str(row.id), f"{row.number}: {row.title}") for row in rows]


def waiting_for(session: TenantSession, body_ids: Collection[uuid.UUID]) -> Sequence[Row[*tuple[Any, ...]]]:
    """What waits to be taken up by bodies, the oldest first, as rows of `id`, `kind`, `title`, `from_body`; one statement."""
    return session.execute(
        _with_bodies(select(Referral.id, Referral.kind, Referral.title, _FROM.name.label("from_body")))
        .where(Referral.to_body_id.in_(body_ids), Referral.state == "forwarded")
        .order_by(Referral.forwarded_at, Referral.id)
    ).all()
