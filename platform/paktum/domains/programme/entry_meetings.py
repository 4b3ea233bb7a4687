"""The meeting that an entry of the programme was convened as, as every read of entries brings it along."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import and_

from paktum.domains.meetings.queries import local_day
from paktum.domains.meetings.rules.life import CALLED_OFF, TOOK_PLACE, MeetingState
from paktum.domains.meetings.tables import Meeting
from paktum.domains.programme.tables import PlanEntry
from paktum.domains.tenancy.tables import Tenant

TENANT_OF_ENTRY: Final = Tenant.id == PlanEntry.tenant_id
MEETING_OF_ENTRY: Final = and_(Meeting.tenant_id == PlanEntry.tenant_id, Meeting.plan_entry_id == PlanEntry.id)
MEETING_COLUMNS: Final[tuple[Any, ...]] = (
    Meeting.id.label("meeting_id"),
    Meeting.state.label("meeting_state"),
    Meeting.starts_at,
    Meeting.ends_at,
    local_day(Meeting.starts_at).label("meeting_first"),
    local_day(Meeting.ends_at).label("meeting_last"),
    Meeting.place.label("meeting_place"),
    Meeting.calendar_sequence.label("meeting_sequence"),
    Meeting.changed_at.label("meeting_changed_at"),
)


@dataclass(frozen=True, slots=True)
class EntryMeeting:
    """The meeting that an entry was convened as: aware instants, and its first and last day by the clocks of the pact."""

    id: uuid.UUID
    state: MeetingState
    starts_at: datetime
    ends_at: datetime
    first: date
    last: date
    place: str
    calendar_sequence: int
    changed_at: datetime

    @property
    def on(self) -> bool:
        """Whether it is to take place or did: it says then when the entry is, and not the plan."""
        return self.state not in CALLED_OFF

    @property
    def held(self) -> bool:
        return self.state in TOOK_PLACE


def meeting_of(row: Any) -> EntryMeeting | None:
    """The meeting in a row that has `MEETING_COLUMNS`; None for an entry without one."""
    if row.meeting_id is None:
        return None
    return EntryMeeting(
        row.meeting_id,
        MeetingState(row.meeting_state),
        row.starts_at,
        row.ends_at,
        row.meeting_first,
        row.meeting_last,
        row.meeting_place,
        row.meeting_sequence,
        row.meeting_changed_at,
    )
