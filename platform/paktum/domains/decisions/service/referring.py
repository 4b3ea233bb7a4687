"""Forwarding: what one body recommends, reports or hands over to another, until that one has answered."""

import uuid
from dataclasses import dataclass
from typing import cast

from sqlalchemy import select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict, Invalid, NotFound
from paktum.core.ids import SubjectRef, new_id
from paktum.core.messages import Message, msg
from paktum.domains.audit.service import record
from paktum.domains.bodies.tables import Body
from paktum.domains.decisions.rules import ReferralKind, ReferralState, referral_problem
from paktum.domains.decisions.service.loading import find_decision, find_referral, require_standing
from paktum.domains.decisions.tables import Referral


@dataclass(frozen=True, kw_only=True)
class ReferralDraft:
    """What is forwarded, from which body to which; `decision_id` the decision by which it was, where there is one."""

    kind: ReferralKind
    from_body_id: uuid.UUID
    to_body_id: uuid.UUID
    title: str
    text: str = ""
    subject: SubjectRef | None = None
    meeting_id: uuid.UUID | None = None
    agenda_item_id: uuid.UUID | None = None
    decision_id: uuid.UUID | None = None


def forward(session: TenantSession, clock: Clock, actor: Actor, draft: ReferralDraft) -> uuid.UUID:
    """Forward something to another body and give the referral's id; it is then offered for that body's agendas.

    Raises Forbidden, Invalid by the fields of the draft, and Conflict for a decision that was annulled.
    """
    authorise(actor, "referrals.keep")
    _check(session, draft)
    if draft.decision_id is not None:
        require_standing(find_decision(session, draft.decision_id))
    referral = Referral(
        id=new_id(),
        kind=draft.kind,
        from_body_id=draft.from_body_id,
        to_body_id=draft.to_body_id,
        title=draft.title.strip(),
        text=draft.text.strip(),
        subject_kind=draft.subject.kind if draft.subject else None,
        subject_id=draft.subject.id if draft.subject else None,
        meeting_id=draft.meeting_id,
        agenda_item_id=draft.agenda_item_id,
        decision_id=draft.decision_id,
        forwarded_at=clock.now(),
        created_by=actor.membership_id,
    )
    session.add(referral)
    session.flush()
    record(session, clock, actor, "referral.forwarded", "referral", referral.id, kind=draft.kind)
    return referral.id


def take_up(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    referral_id: uuid.UUID,
    agenda_item_id: uuid.UUID | None = None,
) -> None:
    """Note that the other body took a referral up, under an agenda item where it came on one; done again, the later item
    counts. Raises Forbidden, NotFound, and Conflict where it is answered or withdrawn."""
    authorise(actor, "referrals.keep")
    referral = find_referral(session, referral_id)
    if referral.state == "taken_up":
        referral.taken_item_id = agenda_item_id or referral.taken_item_id
        return
    _require(referral, "taken_up")
    referral.state, referral.taken_up_at, referral.taken_item_id = "taken_up", clock.now(), agenda_item_id
    record(session, clock, actor, "referral.taken_up", "referral", referral_id)


def take_up_listed(
    session: TenantSession, clock: Clock, actor: Actor, subject: SubjectRef | None, agenda_item_id: uuid.UUID
) -> None:
    """Take up what came on an agenda, where that is a referral that waits; anything else is left alone."""
    if subject is None or subject.kind != "referral":
        return
    state = session.scalar(select(Referral.state).where(Referral.id == subject.id))
    if state == "forwarded":
        take_up(session, clock, actor, subject.id, agenda_item_id)


def answer(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    referral_id: uuid.UUID,
    text: str,
    decision_id: uuid.UUID | None = None,
) -> None:
    """Note what the other body answered, in words, by a decision of its own, or both.

    Raises Forbidden, NotFound, Conflict where it is answered or withdrawn, and Invalid for `text` and `decision_id`.
    """
    authorise(actor, "referrals.keep")
    referral = find_referral(session, referral_id)
    _require(referral, "answered")
    if not text.strip() and decision_id is None:
        raise Invalid({"text": msg("Write the answer, or choose the decision that gives it.")})
    decision = find_decision(session, decision_id) if decision_id is not None else None
    if decision is not None and (decision.body_id != referral.to_body_id or decision.annulled_because is not None):
        raise Invalid({"decision_id": msg("Choose a decision of the body that was asked.")})
    now = clock.now()
    referral.taken_up_at = referral.taken_up_at or now
    referral.state, referral.answered_at = "answered", now
    referral.answer, referral.answer_decision_id = text.strip(), decision_id
    record(session, clock, actor, "referral.answered", "referral", referral_id)


def withdraw_referral(session: TenantSession, clock: Clock, actor: Actor, referral_id: uuid.UUID, reason: str) -> None:
    """Take a referral back, with the reason. Raises Forbidden, NotFound, Conflict, and Invalid for `reason`."""
    authorise(actor, "referrals.keep")
    referral = find_referral(session, referral_id)
    _require(referral, "withdrawn")
    if not reason.strip():
        raise Invalid({"reason": msg("Say why it is withdrawn.")})
    referral.state, referral.answer = "withdrawn", reason.strip()
    record(session, clock, actor, "referral.withdrawn", "referral", referral_id)


def _require(referral: Referral, wanted: ReferralState) -> None:
    problem = referral_problem(cast(ReferralState, referral.state), wanted)
    if problem is not None:
        raise Conflict(problem)


def _check(session: TenantSession, draft: ReferralDraft) -> None:
    problems: dict[str, Message] = {}
    if not draft.title.strip():
        problems["title"] = msg("Say what it is about.")
    elif len(draft.title.strip()) > 400:
        problems["title"] = msg("Use at most %(number)d characters.", number=400)
    if draft.from_body_id == draft.to_body_id:
        problems["to_body_id"] = msg("Choose another body than the one it comes from.")
    for name, body_id in (("from_body_id", draft.from_body_id), ("to_body_id", draft.to_body_id)):
        body = session.get(Body, (session.tenant_id, body_id))
        if body is None or body.ended_on is not None:
            problems.setdefault(name, msg("Choose one of the list."))
    if problems:
        raise Invalid(problems)
    if draft.decision_id is not None and find_decision(session, draft.decision_id).body_id != draft.from_body_id:
        raise NotFound
