"""Telling those invited what they do not know yet: who that is, and the job that writes the mails."""

import uuid
from typing import Final

from sqlalchemy import ColumnElement, func, or_, select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.messages import msg
from paktum.domains.audit.service import record
from paktum.domains.jobs.service import request_job
from paktum.domains.jobs.tables import JobRun
from paktum.domains.meetings.invitee_conditions import gets_mail, knows_less
from paktum.domains.meetings.queries import MeetingHead, meeting_head
from paktum.domains.meetings.rules.life import CALLED_OFF, MeetingState
from paktum.domains.meetings.service.loading import load_meeting
from paktum.domains.meetings.tables import Invitee, Meeting

JOB_KIND: Final = "meeting.invite"
_UNDER_WAY: Final = ("queued", "running")


def tell_changes(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID) -> uuid.UUID | None:
    """Send those who were invited what changed since: a new time or place, that the meeting is called off, or that they
    are no longer asked. Gives the job's id; None when everybody knows. Raises Forbidden, NotFound."""
    authorise(actor, "meetings.keep")
    load_meeting(session, meeting_id)
    session.flush()
    head = meeting_head(session, meeting_id)
    if not mails_due(session, head):
        return None
    title = msg("Mail about: %(meeting)s", meeting=head.called)
    run = request_job(session, actor, JOB_KIND, title, {"meeting": str(head.id)})
    record(session, clock, actor, "meeting.mail_requested", "meeting", head.id, sequence=head.calendar_sequence)
    return run


def mails_due(session: TenantSession, head: MeetingHead) -> int:
    """How many on the list a mail is due for."""
    statement = select(func.count()).select_from(Invitee).join(Meeting, Meeting.id == Invitee.meeting_id)
    return session.execute(statement.where(Invitee.meeting_id == head.id, *due(head))).scalar_one()


def due(head: MeetingHead) -> tuple[ColumnElement[bool], ...]:
    """The conditions of those a mail is due for, in SQL, as `mail_is_due` says; the statement joins Meeting."""
    told_before = Invitee.sent_sequence.is_not(None)
    if head.state in CALLED_OFF:
        wanted: ColumnElement[bool] = told_before
    elif head.state in (MeetingState.CONVENED, MeetingState.IN_SESSION):
        wanted = or_(Invitee.withdrawn_at.is_(None), told_before)
    else:
        wanted = told_before & Invitee.withdrawn_at.is_not(None)
    return (gets_mail(), knows_less(), wanted)


def sending_run(session: TenantSession, meeting_id: uuid.UUID) -> uuid.UUID | None:
    """The job that is writing mails about a meeting just now."""
    return session.scalar(
        select(JobRun.id)
        .where(
            JobRun.kind == JOB_KIND,
            JobRun.parameters["meeting"].astext == str(meeting_id),
            JobRun.state.in_(_UNDER_WAY),
        )
        .order_by(JobRun.requested_at.desc())
        .limit(1)
    )
