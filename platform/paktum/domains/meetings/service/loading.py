"""Loading a meeting to change it."""

import uuid

from sqlalchemy import select

from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict, NotFound
from paktum.core.messages import msg
from paktum.domains.meetings.rules.life import MeetingState
from paktum.domains.meetings.service.pack_requests import renew_pack
from paktum.domains.meetings.tables import AgendaItem, Announcement, Meeting


def load_meeting(session: TenantSession, meeting_id: uuid.UUID) -> Meeting:
    """The meeting, locked until the transaction ends, so that two editors come one after the other; raises NotFound."""
    meeting = session.scalar(
        select(Meeting).where(Meeting.id == meeting_id).with_for_update().execution_options(populate_existing=True)
    )
    if meeting is None:
        raise NotFound
    return meeting


def load_item(session: TenantSession, meeting_id: uuid.UUID, item_id: uuid.UUID) -> AgendaItem:
    """An item of that meeting's agenda; raises NotFound."""
    item = session.scalar(select(AgendaItem).where(AgendaItem.id == item_id, AgendaItem.meeting_id == meeting_id))
    if item is None:
        raise NotFound
    return item


def require_state(meeting: Meeting, states: frozenset[MeetingState]) -> None:
    """Raise Conflict when the meeting is past (or before) the states in which something can be done."""
    if MeetingState(meeting.state) not in states:
        raise Conflict(msg("The meeting has moved on meanwhile: this can no longer be done. Look at it again."))


def require_version(row: Meeting | AgendaItem | Announcement, version: int) -> None:
    """Raise Conflict when somebody else saved the row after the person had opened it."""
    if row.version != version:
        raise Conflict(msg("Somebody else saved this meanwhile. Look at both versions and choose."))


def touch(clock: Clock, meeting: Meeting) -> None:
    """Note that the meeting or its agenda changed now: a pack made before is out of date."""
    meeting.changed_at = clock.now()
    renew_pack(meeting)
