"""Sending minutes, approving them by the chair or by a later meeting, opening them again, closing and publishing them."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict, Forbidden, Invalid
from paktum.core.messages import msg
from paktum.core.subjects import DecisionTold
from paktum.domains.audit.service import record
from paktum.domains.bodies.tables import Mandate
from paktum.domains.jobs.service import request_job
from paktum.domains.meetings.queries import MeetingHead, meeting_head
from paktum.domains.meetings.rules.life import MeetingState
from paktum.domains.meetings.service.life import (
    close_meeting,
    note_approval_withdrawn,
    note_minutes_approved,
    open_file_again,
)
from paktum.domains.minutes.service.loading import keep_version_of, load_minutes, state_of, step
from paktum.domains.minutes.tables import Minutes, MinutesRemark

SEND_JOB = "minutes.send"


@dataclass(frozen=True)
class Approval:
    """Who approved the minutes: the chair's name or post as it is to stand on the paper."""

    approver: str


class SentMeanwhile(Conflict):
    """The minutes went to the members after the page that asks was opened."""

    def __init__(self) -> None:
        super().__init__(msg("The minutes went to the members already: nobody gets them twice."))


def mark_of_sending(sent_at: datetime | None) -> str:
    """A mark of when minutes were last sent, for the page that asks whether to send them."""
    return sent_at.isoformat() if sent_at else "never"


def send_minutes(
    session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, *, after: str = ""
) -> uuid.UUID:
    """Send the minutes to the members as they stand, once more if they were sent before; gives the job's id.

    `after` is the mark of the last sending that the sender knew of, so that a form sent twice sends once; empty: whatever.
    Raises Forbidden, NotFound, Conflict, SentMeanwhile.
    """
    authorise(actor, "minutes.write")
    head = meeting_head(session, meeting_id)
    minutes = load_minutes(session, meeting_id)
    if after and after != mark_of_sending(minutes.sent_at):
        raise SentMeanwhile
    step(minutes, "send")
    version = keep_version_of(session, clock, actor, minutes, "sent")
    minutes.sent_at = clock.now()
    title = msg("Minutes to the members: %(meeting)s", meeting=head.called)
    run_id = request_job(session, actor, SEND_JOB, title, {"meeting": str(meeting_id), "version": version.number})
    record(session, clock, actor, "minutes.sent", "minutes", minutes.id, version=version.number)
    return run_id


def may_approve(session: TenantSession, actor: Actor, head: MeetingHead) -> bool:
    """Whether the actor may approve: by the role, or by chairing a body of the meeting on its day or now."""
    return actor.may("minutes.approve") or _chairs(session, actor, head)


def chair_of(session: TenantSession, head: MeetingHead) -> str:
    """Who chaired the leading body on the day of the meeting, as the mandate calls the holder; empty where nobody did."""
    on_the_day = (
        or_(Mandate.since.is_(None), Mandate.since <= head.day),
        or_(Mandate.ended_on.is_(None), Mandate.ended_on >= head.day),
    )
    holder: str | None = session.scalar(
        select(Mandate.holder)
        .where(Mandate.body_id == head.bodies[0].body_id, Mandate.role == "chair", *on_the_day)
        .limit(1)
    )
    return holder or ""


def approve_by_chair(
    session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, approval: Approval
) -> None:
    """Approve the minutes as they stand: their text is sealed. Asked twice, it is done once.

    Raises NotFound, Forbidden for whoever neither chairs nor stands for the chair, Conflict, Invalid for `approver`.
    """
    authorise(actor, "minutes.read")
    head = meeting_head(session, meeting_id)
    minutes = load_minutes(session, meeting_id)
    if not may_approve(session, actor, head):
        raise Forbidden(
            msg("Minutes are approved by the chair. Your role does not allow approving them for the chair.")
        )
    if state_of(minutes) in ("approved", "locked"):
        return
    approver = " ".join(approval.approver.split())
    if not approver or len(approver) > 400:
        raise Invalid({"approver": msg("Say who approved the minutes.")})
    if minutes.state == "drafted" and not actor.may("minutes.write"):
        raise Conflict(msg("These minutes are still being drafted. They will be sent when they are ready."))
    minutes.approved_by, minutes.approver = "chair", approver
    _approve(session, clock, actor, minutes, meeting_id)


def approve_by_meeting(
    session: TenantSession, clock: Clock, actor: Actor, minutes_id: uuid.UUID, told: DecisionTold
) -> None:
    """Note that a later meeting decided about the minutes; one that rejected them leaves them open.

    What is approved already stays as it was approved.
    """
    minutes = session.scalar(select(Minutes).where(Minutes.id == minutes_id).with_for_update())
    if minutes is None or told.outcome != "carried" or state_of(minutes) in ("approved", "locked"):
        return
    minutes.approved_by, minutes.approver = "meeting", told.number[:400]
    minutes.approving_decision_id = told.decision_id
    _approve(session, clock, actor, minutes, minutes.meeting_id)


def _approve(session: TenantSession, clock: Clock, actor: Actor, minutes: Minutes, meeting_id: uuid.UUID) -> None:
    step(minutes, "approve")
    minutes.approved_at = clock.now()
    version = keep_version_of(session, clock, actor, minutes, "approved")
    note_minutes_approved(session, clock, actor, meeting_id)
    record(
        session,
        clock,
        actor,
        "minutes.approved",
        "minutes",
        minutes.id,
        version=version.number,
        sha256=version.sha256,
        by=minutes.approved_by,
    )


def reopen(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, reason: str) -> None:
    """Open approved minutes again, because something in them is wrong; what was published is withdrawn.

    Raises Forbidden, NotFound, Conflict, and Invalid for `reason`.
    """
    authorise(actor, "minutes.approve")
    minutes = load_minutes(session, meeting_id)
    if not reason.strip():
        raise Invalid({"reason": msg("Say why they have to be opened again.")})
    _open_again(session, clock, actor, minutes, reason=reason.strip()[:400])


def _open_again(session: TenantSession, clock: Clock, actor: Actor, minutes: Minutes, **facts: str) -> None:
    if meeting_head(session, minutes.meeting_id).state is MeetingState.CLOSED:
        open_file_again(session, clock, actor, minutes.meeting_id)
    if state_of(minutes) == "locked":
        minutes.state, minutes.locked_at = "approved", None
    step(minutes, "reopen")
    minutes.approved_at = minutes.approved_by = minutes.approving_decision_id = minutes.published_at = None
    minutes.approver = ""
    note_approval_withdrawn(session, clock, actor, minutes.meeting_id)
    record(session, clock, actor, "minutes.opened_again", "minutes", minutes.id, **facts)


def withdraw_approval_by_meeting(
    session: TenantSession, clock: Clock, actor: Actor, minutes_id: uuid.UUID, told: DecisionTold
) -> None:
    """Open minutes again of which the approving decision was annulled; those approved otherwise stay approved.

    Raises Forbidden for whoever keeps no meetings.
    """
    minutes = session.scalar(select(Minutes).where(Minutes.id == minutes_id).with_for_update())
    if minutes is None or told.decision_id is None or minutes.approving_decision_id != told.decision_id:
        return
    _open_again(session, clock, actor, minutes, annulled=told.number)


def lock_minutes(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID) -> None:
    """Close the minutes, and with them the file of the meeting. Raises Forbidden, NotFound, Conflict."""
    authorise(actor, "minutes.write")
    minutes = load_minutes(session, meeting_id)
    if state_of(minutes) == "locked":
        return
    step(minutes, "lock")
    minutes.locked_at = clock.now()
    close_meeting(session, clock, actor, meeting_id)
    record(session, clock, actor, "minutes.locked", "minutes", minutes.id)


def publish(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID) -> None:
    """Let everybody read the public rendering of approved minutes. Raises Forbidden, NotFound, Conflict."""
    authorise(actor, "minutes.write")
    minutes = load_minutes(session, meeting_id)
    step(minutes, "publish")
    if minutes.published_at is None:
        minutes.published_at = clock.now()
        record(session, clock, actor, "minutes.published", "minutes", minutes.id)


def withdraw(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID) -> None:
    """Take published minutes back. Raises Forbidden, NotFound."""
    authorise(actor, "minutes.write")
    minutes = load_minutes(session, meeting_id)
    if minutes.published_at is not None:
        minutes.published_at = None
        record(session, clock, actor, "minutes.withdrawn", "minutes", minutes.id)


def open_remarks(session: TenantSession, minutes_id: uuid.UUID) -> int:
    """How many remarks wait to be settled."""
    return (
        session.scalar(
            select(func.count()).where(MinutesRemark.minutes_id == minutes_id, MinutesRemark.settled_at.is_(None))
        )
        or 0
    )


def _chairs(session: TenantSession, actor: Actor, head: MeetingHead) -> bool:
    if actor.membership_id is None:
        return False
    return (
        session.scalar(
            select(Mandate.id)
            .where(
                Mandate.membership_id == actor.membership_id,
                Mandate.body_id.in_([body.body_id for body in head.bodies]),
                Mandate.role.in_(("chair", "vice_chair")),
                or_(Mandate.ended_on.is_(None), Mandate.ended_on >= head.day),
            )
            .limit(1)
        )
        is not None
    )
