"""Asking for the pack of a meeting: by the office, and by itself when what is in it changed."""

import uuid

from sqlalchemy.orm import object_session

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict
from paktum.core.messages import msg
from paktum.domains.audit.service import record
from paktum.domains.jobs.service import request_job
from paktum.domains.meetings.paper_queries import PACK_JOB, pack_waits
from paktum.domains.meetings.queries import MeetingHead, meeting_head
from paktum.domains.meetings.rules.life import CALLED_OFF, PREPARED_IN, MeetingState
from paktum.domains.meetings.tables import Meeting


def ask_for_pack(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID) -> None:
    """Have the pack made as the agenda stands; while a run is waiting, nothing more is asked for.

    Raises Forbidden, NotFound; Conflict for a meeting that was called off.
    """
    authorise(actor, "meetings.keep")
    head = meeting_head(session, meeting_id)
    if head.state in CALLED_OFF:
        raise Conflict(msg("The meeting was called off, so it needs no pack."))
    if not pack_waits(session, meeting_id):
        _request(session, actor, head)
        record(session, clock, actor, "meeting.pack_asked", "meeting", meeting_id)


def renew_pack(meeting: Meeting) -> None:
    """Have a pack that was made before made again, because the meeting or its agenda changed. Nobody is told of it."""
    session = object_session(meeting)
    if meeting.pack_file_id is None or not isinstance(session, TenantSession):
        return
    if MeetingState(meeting.state) in PREPARED_IN and not pack_waits(session, meeting.id):
        _request(session, None, meeting_head(session, meeting.id))


def _request(session: TenantSession, actor: Actor | None, head: MeetingHead) -> None:
    request_job(
        session,
        actor,
        PACK_JOB,
        msg("Pack of the meeting: %(meeting)s", meeting=head.called),
        {"meeting": str(head.id)},
    )
