"""Meetings as calendar events: one event a meeting, the same in a feed and in the mail that asks people to come."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from paktum.core.icalendar import Attendee, CalendarEvent, EventStatus, Organizer
from paktum.core.languages import Language
from paktum.core.messages import Message, msg, say
from paktum.domains.meetings.queries import AgendaRow, MeetingHead
from paktum.domains.meetings.rules.life import CALLED_OFF

MEETING_PATH: Final = "/meetings/"


def meeting_address(meeting_id: uuid.UUID) -> str:
    """The path of a meeting's page; the same as the view's, written by hand for feeds and mail."""
    return f"{MEETING_PATH}{meeting_id}"


def meeting_uid(head: MeetingHead) -> str:
    """The UID of a meeting's event: that of the plan's entry where it has one, so that the day planned becomes the hour
    convened in every calendar; it never changes and tells nothing (RFC 7986, 5.3)."""
    return str(head.plan_entry_id or head.id)


def said(text: str | Message, language: Language) -> str:
    """What people wrote as it stands, a sentence in the language."""
    return text if isinstance(text, str) else say(text, language)


def event_status(head: MeetingHead) -> EventStatus:
    """A meeting that is called off is cancelled, one in preparation tentative, every other confirmed."""
    if head.state in CALLED_OFF:
        return EventStatus.CANCELLED
    return EventStatus.CONFIRMED if head.convened_at or head.opened_at else EventStatus.TENTATIVE


def meeting_event(
    head: MeetingHead,
    language: Language,
    *,
    origin: str,
    description: str = "",
    sequence: int | None = None,
    status: EventStatus | None = None,
    categories: tuple[str, ...] = (),
    organizer: Organizer | None = None,
    attendees: tuple[Attendee, ...] = (),
    stamp: datetime | None = None,
) -> CalendarEvent:
    """The event of a meeting, its texts in `language`; `origin` is the scheme and host of the pact's pages.

    `sequence` is the meeting's own unless one person's is given. A vote by circulation takes nobody's time.
    """
    return CalendarEvent(
        uid=meeting_uid(head),
        sequence=head.calendar_sequence if sequence is None else sequence,
        summary=said(head.called, language),
        start=head.starts_at,
        end=head.ends_at,
        last_modified=head.changed_at,
        status=status,
        transparent=head.form == "circular",
        location=" · ".join(part for part in (one_line(head.place), head.remote_address) if part),
        description=description,
        url=origin + meeting_address(head.id),
        categories=categories,
        organizer=organizer,
        created=head.created_at,
        attendees=attendees,
        stamp=stamp,
    )


def one_line(text: str) -> str:
    """A text of several lines as one, with commas where the lines ended."""
    return ", ".join(line.strip(" ,") for line in text.splitlines() if line.strip(" ,"))


def agenda_lines(agenda: Sequence[AgendaRow]) -> list[str]:
    """The items that stand, numbered, each with who presents it."""
    lines = []
    for item in agenda:
        if item.stands and item.number is not None:
            presenter = f" ({item.presenter})" if item.presenter else ""
            lines.append(f"{item.number}. {item.title}{presenter}")
    return lines


def event_description(head: MeetingHead, agenda: Sequence[AgendaRow], language: Language) -> str:
    """What the event says below its title: where to join from afar, the note of the invitation, the agenda."""
    parts = []
    if head.remote_address:
        parts.append(say(msg("Join from afar: %(address)s", address=head.remote_address), language))
    if head.invitation_note:
        parts.append(head.invitation_note)
    lines = agenda_lines(agenda)
    if lines:
        parts.append("\n".join((say(msg("Agenda:"), language), *lines)))
    return "\n\n".join(parts)
