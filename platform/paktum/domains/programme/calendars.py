"""The programme as iCalendar: entries as whole-day events, tentative while only their month is known."""

import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from paktum.core.icalendar import Calendar, CalendarEvent, EventStatus, calendar_bytes
from paktum.core.languages import Language
from paktum.core.messages import msg, say
from paktum.domains.meetings.calendar_events import meeting_status
from paktum.domains.meetings.rules.life import MeetingState
from paktum.domains.meetings.wording import meeting_address
from paktum.domains.programme.entry_meetings import EntryMeeting
from paktum.domains.programme.queries import PlanRow
from paktum.domains.programme.rules import calendar_uid
from paktum.domains.programme.wording import expected, type_names
from paktum.plugin.vocabulary import Vocabulary

# How often a calendar program should look again; the answer is cheap when nothing changed.
REFRESH: Final = timedelta(hours=4)
ENTRY_PATH: Final = "/programme/entries/"


def entry_address(entry_id: uuid.UUID) -> str:
    """The path of an entry's page; the same as the view's, written by hand because a feed names hundreds."""
    return f"{ENTRY_PATH}{entry_id}"


def plan_calendar(rows: Iterable[PlanRow], words: Vocabulary, *, name: str, origin: str, language: Language) -> bytes:
    """A calendar of entries, its texts in `language`; `origin` is the scheme and host of the pact's pages."""
    events = [_event(row, words, origin, language) for row in rows]
    return calendar_bytes(Calendar(name, language, events, refresh_interval=REFRESH))


def calendar_name(pact: str, body: str, language: Language) -> str:
    """What a calendar program calls the calendar of a pact, or of one of its bodies."""
    if not body:
        return pact
    return say(msg("%(body)s, %(pact)s", body=body, pact=pact), language)


def _meeting_event(row: PlanRow, meeting: EntryMeeting, origin: str, categories: tuple[str, ...]) -> CalendarEvent:
    """The event of an entry that was convened: under the same UID, now with its hours and leading to its meeting."""
    return CalendarEvent(
        uid=calendar_uid(row.id),
        sequence=max(row.calendar_sequence, meeting.calendar_sequence),
        summary=row.title,
        start=meeting.starts_at,
        end=meeting.ends_at,
        last_modified=max(row.changed_at, meeting.changed_at),
        status=meeting_status(meeting.state),
        transparent=meeting.state is MeetingState.CANCELLED,
        location=row.place,
        description=row.purpose,
        url=origin + meeting_address(meeting.id),
        categories=categories,
        created=row.created_at,
    )


def _event(row: PlanRow, words: Vocabulary, origin: str, language: Language) -> CalendarEvent:
    if row.kind == "session":
        categories: tuple[str, ...] = (row.body,) if row.body else ()
    else:
        categories = tuple(said.text for said in type_names(row, words, language))
    if row.meeting is not None and row.meeting.state is not MeetingState.POSTPONED:
        return _meeting_event(row, row.meeting, origin, categories)
    parts = (row.purpose, row.results_text, "\n".join(expected(row.results, words, language)))
    return CalendarEvent.in_period(
        row.effective,
        uid=calendar_uid(row.id),
        sequence=row.calendar_sequence,
        summary=row.title,
        last_modified=row.changed_at,
        status=EventStatus.CANCELLED if row.cancelled else None,
        location=row.place,
        description="\n\n".join(part for part in parts if part),
        url=origin + entry_address(row.id),
        categories=categories,
        created=row.created_at,
    )
