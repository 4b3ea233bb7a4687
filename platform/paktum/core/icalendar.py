"""Write calendars as iCalendar (RFC 5545, with the calendar properties of RFC 7986): frozen events in, bytes out.

The icalendar library takes about ten times as long to write a feed, and a feed is asked for by every subscribed
calendar program several times a day; so the writing is done here and the tests read the result back with the library.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final, Self

from paktum.core.languages import Language
from paktum.core.periods import Period, Precision

MEDIA_TYPE: Final = "text/calendar; charset=utf-8"
PRODUCT: Final = "-//Paktum//Paktum calendar//EN"

_FOLD_AT: Final = 75
# A character takes at most four octets.
_SURELY_FITS: Final = _FOLD_AT // 4
_LINE_ENDS: Final = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_NOT_IN_ADDRESS: Final = re.compile(r"[^!-~]")
_PARAMETER_ESCAPES: Final = str.maketrans({"^": "^^", "\n": "^n", '"': "^'"})

# An iCalendar stream holds at least one component (RFC 5545, 3.4), and a pact that has just begun has no entry yet.
_EMPTY_BODY: Final = (
    "BEGIN:VTIMEZONE\r\nTZID:Etc/UTC\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
    "TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\nEND:STANDARD\r\nEND:VTIMEZONE"
)


class EventStatus(StrEnum):
    """How firm an event is (RFC 5545, 3.8.1.11)."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Organizer:
    """Who answers for an event: the name shown and the mail address."""

    name: str
    email: str


class Participation(StrEnum):
    """What somebody asked answered (RFC 5545, 3.2.12)."""

    NEEDS_ACTION = "NEEDS-ACTION"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    TENTATIVE = "TENTATIVE"


class AttendeeRole(StrEnum):
    """As what somebody is asked (RFC 5545, 3.2.16)."""

    CHAIR = "CHAIR"
    REQUIRED = "REQ-PARTICIPANT"
    OPTIONAL = "OPT-PARTICIPANT"
    INFORMED = "NON-PARTICIPANT"


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody asked to an event; `rsvp` asks for an answer."""

    name: str
    email: str
    role: AttendeeRole = AttendeeRole.REQUIRED
    participation: Participation = Participation.NEEDS_ACTION
    rsvp: bool = False


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One event. `uid` never changes; `sequence` rises with every change of date, place or status.

    `start` and `end` are both dates (a whole-day event) or both aware instants; `end` is exclusive and later than
    `start`. `last_modified`, `created` and `stamp` are aware instants; `stamp` is when a message about the event was
    written and is told by `last_modified` where nothing is sent. `status` is None only where one attendee is told not to
    come. Texts are plain text in the calendar's language. ValueError when the times contradict each other or lack a zone.
    """

    uid: str
    sequence: int
    summary: str
    start: date
    end: date
    last_modified: datetime
    status: EventStatus | None = EventStatus.CONFIRMED
    transparent: bool = False
    location: str = ""
    description: str = ""
    url: str = ""
    categories: tuple[str, ...] = ()
    organizer: Organizer | None = None
    created: datetime | None = None
    attendees: tuple[Attendee, ...] = ()
    stamp: datetime | None = None

    def __post_init__(self) -> None:
        if isinstance(self.start, datetime) is not isinstance(self.end, datetime):
            raise ValueError("start and end must both be dates or both be instants")
        for instant in (self.start, self.end, self.last_modified, self.created, self.stamp):
            if isinstance(instant, datetime) and instant.tzinfo is None:
                raise ValueError("an instant needs a time zone")
        if self.end <= self.start:
            raise ValueError("an event must end after it starts")

    @classmethod
    def in_period(
        cls,
        period: Period,
        *,
        uid: str,
        sequence: int,
        summary: str,
        last_modified: datetime,
        status: EventStatus | None = None,
        location: str = "",
        description: str = "",
        url: str = "",
        categories: tuple[str, ...] = (),
        organizer: Organizer | None = None,
        created: datetime | None = None,
    ) -> Self:
        """Make the whole-day event of a period.

        As long as only the month (or a longer stretch) is known, the event is tentative and does not make anyone
        busy; a known day is confirmed. `status` overrides the first of these, for example to cancel.
        """
        is_open = period.precision is not Precision.DAY
        return cls(
            uid=uid,
            sequence=sequence,
            summary=summary,
            start=period.start,
            end=period.end,
            last_modified=last_modified,
            status=status or (EventStatus.TENTATIVE if is_open else EventStatus.CONFIRMED),
            transparent=is_open,
            location=location,
            description=description,
            url=url,
            categories=categories,
            organizer=organizer,
            created=created,
        )


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar to subscribe to or to save: `name` and `description` are in `language`.

    `refresh_interval` (whole seconds, positive) asks programs how often to look again. `publish` adds METHOD:PUBLISH,
    for which every event needs an organizer (RFC 5546, 3.2.1): ValueError otherwise.
    """

    name: str
    language: Language
    events: Sequence[CalendarEvent]
    description: str = ""
    refresh_interval: timedelta | None = None
    publish: bool = False

    def __post_init__(self) -> None:
        if self.refresh_interval is not None and self.refresh_interval < timedelta(seconds=1):
            raise ValueError("the refresh interval must be at least a second")
        if self.publish and any(event.organizer is None for event in self.events):
            raise ValueError("a published event needs an organizer")


def calendar_bytes(calendar: Calendar) -> bytes:
    """Write the calendar as an iCalendar stream: UTF-8, CRLF, lines of at most 75 octets, the same bytes every time."""
    language = f";LANGUAGE={calendar.language}:"
    blocks = [_folded(line) for line in _calendar_head(calendar)]
    if calendar.events:
        blocks.extend([event_block(event, language) for event in calendar.events])
    else:
        blocks.append(_EMPTY_BODY)
    blocks.append("END:VCALENDAR\r\n")
    return "\r\n".join(blocks).encode()


def plain_text(text: str) -> str:
    """Return the text as a calendar can carry it.

    Every kind of line end becomes one newline, other control characters except the tab go, and halves of surrogate
    pairs become the replacement character: none of them may begin a new property (RFC 5545, 3.1 and 3.3.11).
    """
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", _LINE_ENDS.sub("\n", text)))


def _calendar_head(calendar: Calendar) -> Iterator[str]:
    name = _escaped(calendar.name)
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:{PRODUCT}"
    yield "CALSCALE:GREGORIAN"
    if calendar.publish:
        yield "METHOD:PUBLISH"
    yield f"NAME;LANGUAGE={calendar.language}:{name}"
    # Several common programs know only the older, unofficial names of these properties.
    yield f"X-WR-CALNAME:{name}"
    if calendar.description:
        description = _escaped(calendar.description)
        yield f"DESCRIPTION;LANGUAGE={calendar.language}:{description}"
        yield f"X-WR-CALDESC:{description}"
    if calendar.events:
        yield f"LAST-MODIFIED:{_instant(max(event.last_modified for event in calendar.events))}"
    if calendar.refresh_interval is not None:
        duration = _duration(calendar.refresh_interval)
        yield f"REFRESH-INTERVAL;VALUE=DURATION:{duration}"
        yield f"X-PUBLISHED-TTL:{duration}"


def event_block(event: CalendarEvent, language: str) -> str:
    """Write one event, its lines folded and joined; `language` is the parameter that stands after a text's name."""
    modified = _instant(event.last_modified)
    # DTSTAMP comes from the data and not from the clock, so that an unchanged feed has unchanged bytes and one ETag.
    stamped = modified if event.stamp is None else _instant(event.stamp)
    status = f"STATUS:{event.status.value}\r\n" if event.status else ""
    start, end = event.start, event.end
    if isinstance(start, datetime) and isinstance(end, datetime):
        times = f"DTSTART:{_instant(start)}\r\nDTEND:{_instant(end)}"
    else:
        times = f"DTSTART;VALUE=DATE:{_date(start)}\r\nDTEND;VALUE=DATE:{_date(end)}"
    block = (
        f"BEGIN:VEVENT\r\n{_folded('UID:' + _escaped(event.uid))}\r\nDTSTAMP:{stamped}\r\nLAST-MODIFIED:{modified}\r\n"
        f"SEQUENCE:{event.sequence}\r\n{times}\r\n{status}"
        f"TRANSP:{'TRANSPARENT' if event.transparent else 'OPAQUE'}\r\n"
        f"{_folded(f'SUMMARY{language}{_escaped(event.summary)}')}\r\n"
    )
    if event.location:
        block += _folded(f"LOCATION{language}{_escaped(event.location)}") + "\r\n"
    if event.description:
        block += _folded(f"DESCRIPTION{language}{_escaped(event.description)}") + "\r\n"
    if event.categories:
        block += _folded(f"CATEGORIES{language}{','.join(map(_escaped, event.categories))}") + "\r\n"
    if event.url:
        block += _folded(f"URL:{_address(event.url)}") + "\r\n"
    if event.organizer is not None:
        name = _parameter(event.organizer.name)
        block += _folded(f'ORGANIZER;CN="{name}":mailto:{_address(event.organizer.email)}') + "\r\n"
    for attendee in event.attendees:
        block += _folded(_attendee(attendee)) + "\r\n"
    if event.created is not None:
        block += f"CREATED:{_instant(event.created)}\r\n"
    return block + "END:VEVENT"


def _attendee(attendee: Attendee) -> str:
    """Write who is asked (RFC 5545, 3.8.4.1)."""
    told = f'ATTENDEE;CN="{_parameter(attendee.name)}";CUTYPE=INDIVIDUAL;ROLE={attendee.role.value}'
    told += f";PARTSTAT={attendee.participation.value}" + (";RSVP=TRUE" if attendee.rsvp else "")
    return f"{told}:mailto:{_address(attendee.email)}"


def _parameter(text: str) -> str:
    """Write the inside of a quoted parameter value (RFC 5545, 3.2, with the escapes of RFC 6868)."""
    return plain_text(text).translate(_PARAMETER_ESCAPES)


def _escaped(text: str) -> str:
    """Write a TEXT value (RFC 5545, 3.3.11)."""
    # Everything that plain_text changes is unprintable, and most texts are printable throughout.
    if not text.isprintable():
        text = plain_text(text)
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _address(address: str) -> str:
    """Write a URI value: what a URI cannot hold, line ends above all, is percent-encoded (RFC 3986, 2.1)."""
    if address.isascii() and _NOT_IN_ADDRESS.search(address) is None:
        return address
    return _NOT_IN_ADDRESS.sub(_percent_encoded, address)


def _percent_encoded(match: re.Match[str]) -> str:
    return "".join(f"%{octet:02X}" for octet in match.group().encode("utf-8", "replace"))


def _instant(instant: datetime) -> str:
    """Write a DATE-TIME in UTC (RFC 5545, 3.3.5, form 2)."""
    utc = instant if instant.tzinfo is UTC else instant.astimezone(UTC)
    return f"{utc.year:04}{utc.month:02}{utc.day:02}T{utc.hour:02}{utc.minute:02}{utc.second:02}Z"


def _date(day: date) -> str:
    """Write a DATE (RFC 5545, 3.3.4)."""
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _duration(interval: timedelta) -> str:
    """Write a DURATION (RFC 5545, 3.3.6)."""
    minutes, seconds = divmod(int(interval.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    if seconds:
        return f"PT{hours}H{minutes}M{seconds}S"
    return f"PT{hours}H{minutes}M" if minutes else f"PT{hours}H"


def _folded(line: str) -> str:
    """Fold one content line at 75 octets without cutting a character (RFC 5545, 3.1)."""
    length = len(line)
    if length <= _SURELY_FITS or (length <= _FOLD_AT and line.isascii()):
        return line
    octets = line.encode()
    size = len(octets)
    if size <= _FOLD_AT:
        return line
    parts: list[bytes] = []
    start, end = 0, _FOLD_AT
    while end < size:
        while octets[end] & 0b1100_0000 == 0b1000_0000:
            end -= 1
        parts.append(octets[start:end])
        # The space that marks a continuation counts into its line.
        start, end = end, end + _FOLD_AT - 1
    parts.append(octets[start:])
    return b"\r\n ".join(parts).decode()
