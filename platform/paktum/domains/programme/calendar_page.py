"""The calendar's lists: what comes next, a month, a year, what was; entries under the months they fall in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final, Literal

from babel.dates import format_date
from markupsafe import Markup

from paktum.core.languages import locale_of
from paktum.core.periods import Period, Precision
from paktum.domains.programme.calendars import entry_address
from paktum.domains.programme.plan_page import STATE_LOOKS, Reader, sub_line
from paktum.domains.programme.queries import PlanRow
from paktum.domains.programme.rules import STATE_WORDS, EntryState
from paktum.domains.programme.wording import capital, label, when
from paktum.web.dates import DateMark, date_mark

View = Literal["next", "month", "year", "past"]
VIEWS: Final[tuple[View, ...]] = ("next", "month", "year", "past")
_MOST_PAST: Final = 60


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """An entry as the calendar lists it."""

    mark: DateMark
    title: str
    address: str
    label: str
    sub: Markup
    place: str
    look: str
    state: str
    late: bool


@dataclass(frozen=True, slots=True)
class CalendarGroup:
    """The entries of a month (or of a longer stretch that no month is known of)."""

    heading: str
    machine: str
    entries: list[CalendarEntry]


@dataclass(frozen=True)
class CalendarPage:
    """A list of the calendar; `before` and `after` are the values of `at` that the neighbouring pages have."""

    title: str
    groups: list[CalendarGroup]
    count: int
    before: str | None
    after: str | None


def calendar_page(rows: Sequence[PlanRow], view: View, at: date, reader: Reader) -> CalendarPage:
    """Shape one list; `rows` are the whole plan in the order of time, `at` a day of the month or year that is shown."""
    today = reader.today
    match view:
        case "next":
            return _page("", [row for row in rows if row.effective.end > today], reader)
        case "past":
            past = [row for row in rows if row.effective.end <= today]
            return _page("", past[: -_MOST_PAST - 1 : -1], reader)
        case "month":
            span = Period.month(at.year, at.month)
            before, after = _month(span.start.toordinal() - 1), _month(span.end.toordinal())
        case "year":
            span = Period.year_of(at.year)
            before, after = str(at.year - 1), str(at.year + 1)
    inside = [row for row in rows if row.effective.overlaps(span)]
    title = capital(when(span, reader.language))
    return _page(title, inside, reader, before, after)


def _month(ordinal: int) -> str:
    return f"{date.fromordinal(ordinal):%Y-%m}"


def _page(
    title: str, rows: Sequence[PlanRow], reader: Reader, before: str | None = None, after: str | None = None
) -> CalendarPage:
    groups = []
    for month, members in groupby(rows, lambda row: row.effective.start.replace(day=1)):
        heading = capital(when(Period.month(month.year, month.month), reader.language))
        groups.append(CalendarGroup(heading, f"m-{month:%Y-%m}", calendar_entries(members, reader)))
    return CalendarPage(title, groups, len(rows), before, after)


def calendar_entries(rows: Iterable[PlanRow], reader: Reader) -> list[CalendarEntry]:
    """Entries as a register lists them."""
    listed = []
    for row in rows:
        state = row.state(reader.today)
        listed.append(
            CalendarEntry(
                mark=_mark(row.effective, reader),
                title=row.title,
                address=entry_address(row.id),
                label=label(row, reader.words),
                sub=sub_line(row, reader),
                place=row.place,
                look=STATE_LOOKS[state],
                state=reader.say(STATE_WORDS[state]),
                late=state is EntryState.LATE,
            )
        )
    return listed


def _mark(period: Period, reader: Reader) -> DateMark:
    """The mark of an entry under its month's heading: a day with its weekday; what is no day as anywhere else."""
    if period.precision is not Precision.DAY:
        return date_mark(period, reader.language, reader.today)
    weekday = format_date(period.start, "cccc", locale=locale_of(reader.language))
    return DateMark(str(period.start.day), weekday, period.start.isoformat(), monthly=False)


def day_of(text: str, today: date) -> date:
    """A day of the month or year that an address names (`2019-07`, `2019`); today where it names none."""
    year, _, month = text.partition("-")
    if not (year.isascii() and year.isdigit() and len(year) == 4 and 1000 < int(year) < 9990):
        return today
    number = int(month) if month.isascii() and month.isdigit() and len(month) <= 2 else 1
    return date(int(year), number if 1 <= number <= 12 else 1, 1)
