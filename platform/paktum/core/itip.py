"""Messages about meetings between calendar programs (iTIP, RFC 5546): asking, calling off, and reading the answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from paktum.core.icalendar import PRODUCT, CalendarEvent, EventStatus, Participation, event_block, plain_text
from paktum.core.languages import Language

LARGEST_REPLY: Final = 200_000
_COMMENT: Final = 2_000
# Before it, no calendar program wrote anything; in the year 1 an instant may lie before all that can be kept.
_FIRST_YEAR: Final = 1970
_ANSWERS: Final = frozenset({Participation.ACCEPTED, Participation.DECLINED, Participation.TENTATIVE})


class Method(StrEnum):
    """What a message asks for (RFC 5546, 1.4)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    REPLY = "REPLY"


def scheduling_text(method: Method, event: CalendarEvent, language: Language) -> str:
    """Write a message about one event as an iCalendar object with CRLF line ends; its texts are in `language`.

    The instants are in UTC (RFC 5545, 3.3.5, form 2), so every reader sees them in its own zone and no zone has to be
    described. ValueError when the event lacks what the method needs (RFC 5546, 3.2.2, 3.2.3 and 3.2.5).
    """
    problem = _problem(method, event)
    if problem:
        raise ValueError(problem)
    head = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:{PRODUCT}\r\nCALSCALE:GREGORIAN\r\nMETHOD:{method.value}\r\n"
    return f"{head}{event_block(event, f';LANGUAGE={language}:')}\r\nEND:VCALENDAR\r\n"


def _problem(method: Method, event: CalendarEvent) -> str:
    """What an event lacks for a method, in English; empty when nothing."""
    if event.organizer is None:
        return "a message about an event needs its organizer"
    if event.stamp is None:
        return "a message about an event needs the instant at which it was written"
    if not event.attendees:
        return "a message about an event needs an attendee"
    if len({attendee.email.casefold() for attendee in event.attendees}) != len(event.attendees):
        return "every attendee is asked once"
    if method is Method.REPLY and len(event.attendees) != 1:
        return "a reply is of one attendee"
    if method is Method.REQUEST and event.status not in (EventStatus.CONFIRMED, EventStatus.TENTATIVE):
        return "an event that is asked for is confirmed or tentative"
    # Without a status, only those named are told not to come.
    if method is Method.CANCEL and event.status not in (EventStatus.CANCELLED, None):
        return "an event that is called off has the status cancelled, or none"
    return ""


class UnreadableReply(ValueError):
    """What came is no answer to an invitation; the text says why, in English, for the log."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to an invitation: to which event and state of it, what, and when the answering program wrote it."""

    uid: str
    sequence: int
    participation: Participation
    attendee: str
    stamp: datetime
    comment: str


def read_reply(content: bytes) -> Reply:
    """Read the answer of a calendar program (METHOD:REPLY, RFC 5546, 3.2.3). Raises UnreadableReply."""
    if len(content) > LARGEST_REPLY:
        raise UnreadableReply("the calendar object is too large for an answer")
    # Only the command that takes mail reads answers; a web worker that writes invitations does without the library.
    import icalendar

    try:
        calendars = icalendar.Calendar.from_ical(content, multiple=True)
        objects = [calendar for calendar in calendars if str(calendar.get("METHOD", "")).upper() == Method.REPLY]
        events = [event for calendar in objects for event in calendar.walk("VEVENT")]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as failure:
        raise UnreadableReply(f"no calendar object: {type(failure).__name__}") from failure
    if len(events) != 1:
        raise UnreadableReply(f"an answer holds one event, this holds {len(events)}")
    return _reply_of(events[0])


def _reply_of(event: Any) -> Reply:
    attendees = _listed(event.get("ATTENDEE"))
    if len(attendees) != 1:
        raise UnreadableReply("an answer is of one attendee")
    try:
        participation = Participation(str(attendees[0].params.get("PARTSTAT", "")).upper())
        stamp = event.get("DTSTAMP").dt
        sequence = int(event.get("SEQUENCE", 0))
    except (ValueError, AttributeError, TypeError) as failure:
        raise UnreadableReply("the answer, its time or its sequence cannot be read") from failure
    if participation not in _ANSWERS:
        raise UnreadableReply("the program neither accepted, declined nor left it open")
    if not isinstance(stamp, datetime) or stamp.year < _FIRST_YEAR:
        raise UnreadableReply("the time of the answer is no instant")
    uid = str(event.get("UID", ""))
    if not uid:
        raise UnreadableReply("the answer names no event")
    return Reply(
        uid,
        sequence,
        participation,
        str(attendees[0]).removeprefix("mailto:").removeprefix("MAILTO:"),
        stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC),
        plain_text("\n".join(str(one) for one in _listed(event.get("COMMENT"))))[:_COMMENT].strip(),
    )


def _listed(found: Any) -> list[Any]:
    """One, several or no values of a property as a list: the reader gives a list only where there are several."""
    if found is None:
        return []
    return list(found) if isinstance(found, Iterable) and not isinstance(found, str) else [found]
