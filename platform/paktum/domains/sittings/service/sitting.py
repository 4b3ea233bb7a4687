"""Opening and ending a sitting: the life of the meeting, with the agenda that begins and ends with it."""

import uuid

from sqlalchemy import select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.domains.meetings.service import life
from paktum.domains.meetings.service.loading import load_meeting
from paktum.domains.meetings.tables import AgendaItem
from paktum.domains.sittings.service import agenda_progress


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
