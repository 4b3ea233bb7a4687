"""Meetings as iCalendar events with their exact times; one that an entry was convened as keeps that entry's UID."""

import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from paktum.core.icalendar import Calendar, CalendarEvent, EventStatus, calendar_bytes
from paktum.core.languages import Language
from paktum.core.messages import Message, say
from paktum.domains.meetings.listing_queries import MeetingRow
from paktum.domains.meetings.rules.life import MeetingState
from paktum.domains.meetings.wording import meeting_address

_REFRESH: Final = timedelta(hours=4)


def meeting_uid(meeting_id: uuid.UUID, plan_entry_id: uuid.UUID | None) -> str:
    """The UID of a meeting's event: that of the entry it was convened from, so that calendars replace the one by the other."""
    return str(plan_entry_id or meeting_id)


def meeting_status(state: MeetingState) -> EventStatus:
    """How firm it is: tentative while it is prepared or postponed, confirmed once it is convened."""
    if state is MeetingState.CANCELLED:
        return EventStatus.CANCELLED
    if state in (MeetingState.PLANNED, MeetingState.POSTPONED):
        return EventStatus.TENTATIVE
    return EventStatus.CONFIRMED


def meeting_event(row: MeetingRow, origin: str, language: Language, *, title: str = "") -> CalendarEvent:
    """A meeting as an event; `title` in place of its own, where an entry of the programme has given one."""
    called = row.called
    return CalendarEvent(
        uid=meeting_uid(row.id, row.plan_entry_id),
        sequence=row.calendar_sequence,
        summary=title or (say(called, language) if isinstance(called, Message) else called),
        start=row.starts_at,
        end=row.ends_at,
        last_modified=row.changed_at,
        status=meeting_status(row.state),
        transparent=row.state in (MeetingState.POSTPONED, MeetingState.CANCELLED) or row.form == "circular",
        location=row.place or row.remote_address,
        url=origin + meeting_address(row.id),
        categories=tuple(body.name for body in row.bodies),
        created=row.created_at,
    )


def meetings_calendar(rows: Iterable[MeetingRow], *, name: str, origin: str, language: Language) -> bytes:
    """A calendar of meetings, its texts in `language`; `origin` is the scheme and host of the pact's pages."""
    events = [meeting_event(row, origin, language) for row in rows]
    return calendar_bytes(Calendar(name, language, events, refresh_interval=_REFRESH))
