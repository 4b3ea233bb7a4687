"""Referrals as subjects: what another body forwarded is put on an agenda, and a decision about it answers it."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Row, select

from paktum.core.actors import Actor
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.ids import SubjectRef
from paktum.core.languages import Language
from paktum.core.messages import msg
from paktum.core.subjects import DecisionTold, Subject, SubjectKind
from paktum.domains.audit.service import record
from paktum.domains.decisions.referral_queries import WAITING
from paktum.domains.decisions.tables import Referral

KIND: Final = "referral"
_MOST: Final = 50


def _describe(session: TenantSession, ids: Collection[uuid.UUID], language: Language) -> Mapping[uuid.UUID, Subject]:
    rows = session.execute(select(Referral.id, Referral.title).where(Referral.id.in_(ids)))
    return {row.id: _subject(row) for row in rows}


def _offered(session: TenantSession, language: Language) -> Sequence[Subject]:
    rows = session.execute(
        select(Referral.id, Referral.title)
        .where(Referral.state.in_(WAITING))
        .order_by(Referral.forwarded_at, Referral.id)
        .limit(_MOST)
    )
    return [_subject(row) for row in rows]


def _decided(session: TenantSession, clock: Clock, actor: Actor, subject_id: uuid.UUID, told: DecisionTold) -> None:
    """A decision of the body that was asked answers the referral; a motion that failed leaves it to be answered in words."""
    referral = session.scalar(select(Referral).where(Referral.id == subject_id).with_for_update())
    if referral is None or referral.to_body_id != told.body_id or referral.state not in WAITING:
        return
    now = clock.now()
    referral.taken_up_at = referral.taken_up_at or now
    if told.outcome == "rejected":
        if referral.state == "forwarded":
            referral.state = "taken_up"
            record(session, clock, actor, "referral.taken_up", "referral", subject_id)
        return
    referral.state, referral.answered_at, referral.answer_decision_id = "answered", now, told.decision_id
    record(session, clock, actor, "referral.answered", "referral", subject_id, decision=told.number)


def _subject(row: Row[*tuple[Any, ...]]) -> Subject:
    return Subject(SubjectRef(KIND, row.id), row.title, f"/referrals/{row.id}")


REFERRAL: Final = SubjectKind(KIND, msg("What another body forwarded"), _describe, _offered, _decided)
