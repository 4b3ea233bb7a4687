"""The calendar object of an invitation: the meeting's event as one person is asked to it, with the agenda in its text."""

from collections.abc import Sequence
from datetime import datetime

from paktum.core.icalendar import Attendee, CalendarEvent, EventStatus, Organizer
from paktum.core.languages import Language
from paktum.core.messages import Message, msg, say
from paktum.domains.meetings.calendar_events import meeting_uid
from paktum.domains.meetings.queries import AgendaRow, MeetingHead
from paktum.domains.meetings.wording import meeting_address


def said(text: str | Message, language: Language) -> str:
    """What people wrote as it stands, a sentence in the language."""
    return text if isinstance(text, str) else say(text, language)


def invitation_event(
    head: MeetingHead,
    language: Language,
    *,
    origin: str,
    sequence: int,
    status: EventStatus | None,
    description: str = "",
    organizer: Organizer | None = None,
    attendees: tuple[Attendee, ...] = (),
    stamp: datetime | None = None,
) -> CalendarEvent:
    """The event of a meeting under the UID that feeds give it too, its texts in `language`.

    `origin` is the scheme and host of the pact's pages. A vote by circulation takes nobody's time.
    """
    return CalendarEvent(
        uid=meeting_uid(head.id, head.plan_entry_id),
        sequence=sequence,
        summary=said(head.called, language),
        start=head.starts_at,
        end=head.ends_at,
        last_modified=head.changed_at,
        status=status,
        transparent=head.form == "circular",
        location=" · ".join(part for part in (one_line(head.place), head.remote_address) if part),
        description=description,
        url=origin + meeting_address(head.id),
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
        parts.append("\n".join((say(msg("%(Term_agenda)s:"), language), *lines)))
    return "\n\n".join(parts)
