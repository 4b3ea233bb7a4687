"""How pages speak of meetings: when one is, how it is held, how its state looks."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from babel.numbers import format_decimal

from paktum.core.languages import Language, locale_of
from paktum.core.messages import Message, msg, say
from paktum.domains.meetings.rules.life import MeetingState
from paktum.web.dates import long_day

MEETING_PATH: Final = "/meetings/"
STATE_LOOKS: Final[Mapping[MeetingState, str]] = {
    MeetingState.PLANNED: "planned",
    MeetingState.CONVENED: "convened",
    MeetingState.IN_SESSION: "convened",
    MeetingState.HELD: "unsure",
    MeetingState.MINUTES_DRAFTED: "held",
    MeetingState.MINUTES_APPROVED: "held",
    MeetingState.CLOSED: "held",
    MeetingState.POSTPONED: "unsure",
    MeetingState.CANCELLED: "off",
}
FORM_LABELS: Final[Mapping[str, Message]] = {
    "present": msg("in one room"),
    "remote": msg("by telephone or video"),
    "mixed": msg("in one room, some by telephone or video"),
    "circular": msg("by circulated ballot, without meeting"),
}


class Timed(Protocol):
    """Anything that begins and ends by the clocks of the pact."""

    @property
    def local_start(self) -> datetime: ...
    @property
    def local_end(self) -> datetime: ...


def meeting_address(meeting_id: object) -> str:
    """The path of a meeting's page, for those who name many."""
    return f"{MEETING_PATH}{meeting_id}"


def when_text(meeting: Timed, language: Language) -> str:
    """Its day with the weekday, and the hours; both days where it ends on another (CLDR)."""
    start, end = meeting.local_start, meeting.local_end
    if start.date() == end.date():
        return say(
            msg("%(day)s, %(start)s–%(end)s", day=day_text(start.date(), language), start=hour(start), end=hour(end)),
            language,
        )
    return say(
        msg(
            "%(first)s, %(start)s – %(last)s, %(end)s",
            first=day_text(start.date(), language),
            start=hour(start),
            last=day_text(end.date(), language),
            end=hour(end),
        ),
        language,
    )


def day_text(day: date, language: Language) -> str:
    """A day with its weekday."""
    return long_day(day, language)


def hour(instant: datetime) -> str:
    """A time of the day as all five languages write it in timetables."""
    return f"{instant.hour}:{instant.minute:02}"


def hour_in(instant: datetime, zone: str) -> str:
    """The time of the day of an instant by the clocks of a zone."""
    return hour(instant.astimezone(ZoneInfo(zone)))


def length_text(minutes: int, language: Language) -> str:
    """A number of minutes in hours and minutes."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return say(msg("%(minutes)d min", minutes=rest), language)
    if not rest:
        return say(msg("%(hours)d h", hours=hours), language)
    return say(msg("%(hours)d h %(minutes)d min", hours=hours, minutes=rest), language)


def duration_minutes(meeting: Timed) -> int:
    """How long it is planned to last, in minutes."""
    return int((meeting.local_end - meeting.local_start) / timedelta(minutes=1))


def size_text(octets: int, language: Language) -> str:
    """The size of a file in thousands or millions of octets."""
    kilobytes = max(octets / 1000, 1)
    number, unit = (kilobytes / 1000, "MB") if kilobytes >= 1000 else (round(kilobytes), "kB")
    return f"{format_decimal(round(number, 1), locale=locale_of(language))} {unit}"
