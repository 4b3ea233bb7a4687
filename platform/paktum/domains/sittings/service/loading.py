"""Loading what the verbs of a sitting work on, and refusing what its state does not allow."""

import uuid
from typing import Final

from sqlalchemy import select

from paktum.core.database import TenantSession
from paktum.core.errors import Conflict, NotFound
from paktum.core.messages import msg
from paktum.domains.meetings.queries import MeetingHead, meeting_head
from paktum.domains.meetings.tables import AgendaItem, Meeting
from paktum.domains.sittings.roster import Roster, SittingSeat, roster_of
from paktum.domains.sittings.tables import Motion, VoteEvent

PRESENCE_OPEN_IN: Final = frozenset({"planned", "convened", "in_session", "held", "minutes_drafted"})
"""People come before the sitting is opened, and lists of those present are put right until the minutes are approved."""


def sitting_in_session(session: TenantSession, meeting_id: uuid.UUID) -> MeetingHead:
    """The meeting, which has to be in session, and stays so until the transaction ends. Raises NotFound, Conflict."""
    session.execute(select(Meeting.id).where(Meeting.id == meeting_id).with_for_update(read=True))
    head = meeting_head(session, meeting_id)
    if head.state != "in_session":
        raise Conflict(msg("This is only possible while the meeting is in session."))
    return head


def sitting_with_presence(session: TenantSession, meeting_id: uuid.UUID) -> MeetingHead:
    """The meeting, whose presence may be noted in its state. Raises NotFound, Conflict."""
    head = meeting_head(session, meeting_id)
    if head.state not in PRESENCE_OPEN_IN:
        raise Conflict(
            msg("The list of those present is closed: the minutes are approved, or the meeting is called off.")
        )
    return head


def seat_of(roster: Roster, seat_id: uuid.UUID) -> SittingSeat:
    """The seat of the meeting. Raises NotFound."""
    seat = roster.seat(seat_id)
    if seat is None:
        raise NotFound
    return seat


def seat_with_roster(
    session: TenantSession, head: MeetingHead, seat_id: uuid.UUID, item_id: uuid.UUID | None = None
) -> tuple[Roster, SittingSeat]:
    """The roster and one of its seats. Raises NotFound."""
    roster = roster_of(session, head, item_id)
    return roster, seat_of(roster, seat_id)


def find_item(session: TenantSession, meeting_id: uuid.UUID, item_id: uuid.UUID, *, lock: bool = True) -> AgendaItem:
    """The agenda item of that meeting. Raises NotFound."""
    statement = select(AgendaItem).where(AgendaItem.id == item_id, AgendaItem.meeting_id == meeting_id)
    found = session.scalar(statement.with_for_update() if lock else statement)
    if found is None:
        raise NotFound
    return found


def find_motion(session: TenantSession, meeting_id: uuid.UUID, motion_id: uuid.UUID) -> Motion:
    """The motion of that meeting, held back from others who change it. Raises NotFound."""
    found = session.scalar(
        select(Motion).where(Motion.id == motion_id, Motion.meeting_id == meeting_id).with_for_update()
    )
    if found is None:
        raise NotFound
    return found


def find_vote(
    session: TenantSession, meeting_id: uuid.UUID, vote_event_id: uuid.UUID, *, closing: bool = False
) -> VoteEvent:
    """The vote of that meeting.

    Whoever casts holds it together with others who cast; whoever closes it holds it alone, after all who were casting.
    Raises NotFound.
    """
    found = session.scalar(
        select(VoteEvent)
        .where(VoteEvent.id == vote_event_id, VoteEvent.meeting_id == meeting_id)
        .with_for_update(read=not closing)
    )
    if found is None:
        raise NotFound
    return found
