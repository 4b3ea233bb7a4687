"""Opening and ending a sitting: the life of the meeting, with the agenda that begins and ends with it."""

import uuid

from sqlalchemy import exists, select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict
from paktum.core.messages import msg
from paktum.domains.meetings.rules.life import MeetingState
from paktum.domains.meetings.service import life
from paktum.domains.meetings.service.loading import load_meeting
from paktum.domains.meetings.tables import AgendaItem
from paktum.domains.sittings.service import agenda_progress
from paktum.domains.sittings.tables import Motion


def open_sitting(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID) -> None:
    """Open the sitting and take up the first item. Open already, nothing happens. Raises Forbidden, NotFound, Conflict."""
    authorise(actor, "sittings.run")
    life.open_sitting(session, clock, actor, meeting_id)
    session.flush()
    standing = ("open", "current", "done")
    items = session.execute(
        select(AgendaItem.id, AgendaItem.state)
        .where(AgendaItem.meeting_id == meeting_id, AgendaItem.state.in_(standing))
        .order_by(AgendaItem.sequence, AgendaItem.id)
    ).all()
    if items and all(item.state == "open" for item in items):
        agenda_progress.take_up(session, clock, actor, meeting_id, items[0].id)


def take_back_opening(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID) -> None:
    """Take back the opening of a sitting that was opened by mistake; who was noted as present stays noted.

    Taken back already, nothing happens. Raises Forbidden, NotFound, Conflict once something happened in it: a motion, an
    item that was finished.
    """
    authorise(actor, "sittings.run")
    meeting = load_meeting(session, meeting_id)
    if meeting.state in (MeetingState.CONVENED, MeetingState.PLANNED):
        return
    items = session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)).all()
    moved = session.scalar(select(exists().where(Motion.meeting_id == meeting_id)))
    if moved or any(item.state == "done" for item in items):
        raise Conflict(msg("Something happened in this sitting already: end it instead."))
    for item in items:
        if item.state == "current":
            item.state, item.started_at = "open", None
    life.take_back_opening(session, clock, actor, meeting_id)


def end_sitting(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, *, reason: str = "") -> None:
    """End the sitting with the item at hand; whoever is still there stays on the list to the end.

    Ended already, nothing happens. Raises Forbidden, NotFound, Conflict while a vote is open.
    """
    authorise(actor, "sittings.run")
    # The meeting first, as everybody else who works on it takes it: two could wait for each other otherwise.
    load_meeting(session, meeting_id)
    agenda_progress.finish_what_is_open(session, clock, meeting_id)
    life.end_sitting(session, clock, actor, meeting_id, reason=reason)


def resume_sitting(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID) -> None:
    """Go on with a sitting that was ended by mistake. Raises Forbidden, NotFound, Conflict once minutes are drafted."""
    authorise(actor, "sittings.run")
    life.resume_sitting(session, clock, actor, meeting_id)
