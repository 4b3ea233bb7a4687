"""Annulling decisions together with the vote that they came of, which turned out to be a mistake."""

import uuid
from typing import cast

from sqlalchemy import select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.ids import SubjectRef
from paktum.core.subjects import DecisionTold
from paktum.domains.audit.service import record
from paktum.domains.decisions.queries import stands
from paktum.domains.decisions.rules import Execution, is_unfinished
from paktum.domains.decisions.tables import Decision, Referral


def annul_decisions(
    session: TenantSession, clock: Clock, actor: Actor, vote_event_id: uuid.UUID, reason: str
) -> list[DecisionTold]:
    """Annul the decisions of a vote, and give each as its subject was told of it; annulled already, none.

    Row and number stay in the register, so that no number is given again. What was public is taken back, what was not
    executed lapses, what such a decision had repealed is in force again, and what it answered waits for an answer again.
    Raises Forbidden.
    """
    authorise(actor, "decisions.keep")
    found = session.scalars(
        select(Decision).where(Decision.vote_event_id == vote_event_id).order_by(Decision.body_id).with_for_update()
    ).all()
    annulled = [decision for decision in found if decision.annulled_because is None]
    for decision in annulled:
        decision.annulled_because = reason
        decision.repealed_by_id = None
        if is_unfinished(cast(Execution, decision.execution)):
            decision.execution = "lapsed"
        if decision.published_at is not None:
            decision.published_at = None
            record(session, clock, actor, "decision.withdrawn", "decision", decision.id)
        record(session, clock, actor, "decision.annulled", "decision", decision.id, number=decision.number)
        _put_in_force_again(session, clock, actor, decision)
        _ask_again(session, clock, actor, decision)
    session.flush()
    return [DecisionTold("carried", one.body_id, one.decided_on, one.id, one.number) for one in annulled]


def _put_in_force_again(session: TenantSession, clock: Clock, actor: Actor, repealing: Decision) -> None:
    repealed = session.scalars(
        select(Decision).where(Decision.repealed_by_id == repealing.id).order_by(Decision.id).with_for_update()
    )
    for decision in repealed:
        decision.repealed_by_id = None
        if decision.execution == "lapsed":
            # It lapsed by the repeal: whoever follows it says anew how far it is.
            decision.execution = "open"
        record(session, clock, actor, "decision.in_force_again", "decision", decision.id, by=repealing.number)


def _ask_again(session: TenantSession, clock: Clock, actor: Actor, answering: Decision) -> None:
    """What the decision alone answered waits for an answer again; one in words of its own stays answered."""
    answered = session.scalars(
        select(Referral).where(Referral.answer_decision_id == answering.id).order_by(Referral.id).with_for_update()
    )
    for referral in answered:
        referral.answer_decision_id = None
        if referral.state == "answered" and not referral.answer:
            referral.state, referral.answered_at = "taken_up", None
            record(session, clock, actor, "referral.opened_again", "referral", referral.id, decision=answering.number)


def standing_decision(session: TenantSession, subject: SubjectRef) -> DecisionTold | None:
    """The latest decision about a subject that still stands; None where there is none. One statement."""
    row = session.execute(
        select(Decision.id, Decision.body_id, Decision.decided_on, Decision.number)
        .where(
            Decision.subject_kind == subject.kind,
            Decision.subject_id == subject.id,
            stands(),
        )
        .order_by(Decision.created_at.desc(), Decision.id.desc())
        .limit(1)
    ).first()
    return DecisionTold("carried", row.body_id, row.decided_on, row.id, row.number) if row else None
