"""Cadence: whether a body meets as often as its charter says, what is missing in the present period, and days to propose."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from paktum.core.messages import Message, msg, nmsg
from paktum.core.periods import Period
from paktum.core.working_days import IsWorkingDay
from paktum.domains.meetings.rules.notice import days_before
from paktum.plugin.specs.charter import Frequency, Span

_PER_PERIOD: Final[dict[str, Callable[[date], Period]]] = {
    "month": lambda day: Period.month(day.year, day.month),
    "quarter": lambda day: Period.quarter(day.year, (day.month + 2) // 3),
    "half_year": lambda day: Period.half_year(day.year, 1 if day.month <= 6 else 2),
    "year": lambda day: Period.year_of(day.year),
}
_NO_NOTICE: Final = Span(days=0)
# How far from the middle of its stretch a proposed day may move to the body's usual weekday.
_NEAR: Final = 6


@dataclass(frozen=True, slots=True)
class CadenceGap:
    """What is missing: how many meetings in which period, of how many, and days that would do.

    For "every so many months" the period ends with the last day on which the next meeting keeps the rule.
    """

    period: Period
    missing: int
    wanted: int
    proposed: tuple[date, ...]
    overdue: bool = False
    """Whether the last day that kept the rule is gone ("every two months", and the last was three months ago)."""


def period_of_frequency(frequency: Frequency, day: date) -> Period | None:
    """The month, quarter, half-year or year in which meetings are counted; None for "every so many months"."""
    return _PER_PERIOD[frequency.per](day) if frequency.per is not None else None


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or the last day of that month where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    first = date(index // 12, index % 12 + 1, 1)
    last = _month_after(first) - timedelta(days=1)
    return min(first + timedelta(days=day.day - 1), last)


def _month_after(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def gap_of(
    frequency: Frequency,
    counted: Sequence[Period],
    today: date,
    is_working_day: IsWorkingDay,
    *,
    since: date | None = None,
    notice: Span = _NO_NOTICE,
) -> CadenceGap | None:
    """What is missing now by a frequency; None while nothing is.

    `counted` are the days of meetings held or to be held, and the periods of those that are only planned (a planned month
    counts: its day will be found). `since` is the body's first day: a body founded in the middle of a period owes only its
    share of it.
    """
    if frequency.every_months is not None:
        return _gap_between(frequency.every_months, counted, today, is_working_day, since, notice)
    period = period_of_frequency(frequency, today)
    if period is None or (since is not None and since >= period.end):
        return None
    wanted = _share_of(frequency.times or 0, period, since)
    missing = wanted - sum(period.start <= one.start < period.end for one in counted)
    if missing <= 0:
        return None
    taken = [one.start for one in counted if one.is_one_day and period.contains(one.start)]
    return CadenceGap(
        period, missing, wanted, _proposed(missing, today, period.last, counted, taken, is_working_day, notice)
    )


def _share_of(times: int, period: Period, since: date | None) -> int:
    """How many of a period's meetings a body owes that began in it: by the part of the period that was left."""
    if since is None or since <= period.start:
        return times
    whole, left = (period.end - period.start).days, (period.end - since).days
    return times * left // whole


def _gap_between(
    months: int,
    counted: Sequence[Period],
    today: date,
    is_working_day: IsWorkingDay,
    since: date | None,
    notice: Span,
) -> CadenceGap | None:
    if any(one.end > today and one.start <= _latest(months, counted, today, since) for one in counted):
        return None
    latest = _latest(months, counted, today, since)
    if latest - today > timedelta(days=31 * months):
        return None
    overdue = latest < today
    until = months_later(today, 1) if overdue else latest
    return CadenceGap(
        Period.days(min(today, until), until),
        1,
        1,
        _proposed(1, today, until, counted, [], is_working_day, notice),
        overdue,
    )


def _latest(months: int, counted: Sequence[Period], today: date, since: date | None) -> date:
    """The last day on which the next meeting keeps "every so many months"; from today where there was none yet."""
    past = [one.last for one in counted if one.start < today]
    last = max(past, default=since)
    return months_later(last if last is not None else today, months)


def _proposed(
    count: int,
    today: date,
    until: date,
    counted: Sequence[Period],
    taken: Collection[date],
    is_working_day: IsWorkingDay,
    notice: Span,
) -> tuple[date, ...]:
    """Days spread over what is left of a stretch, on the body's usual weekday where one is near; none if nothing is left."""
    first = _first_in_time(today, notice, is_working_day)
    if first > until:
        return ()
    weekday = _usual_weekday(counted)
    found: list[date] = []
    length = (until - first).days
    for index in range(count):
        middle = first + timedelta(days=length * (2 * index + 1) // (2 * count))
        day = _near(middle, weekday, first, until, {*taken, *found}, is_working_day)
        if day is not None:
            found.append(day)
    return tuple(sorted(found))


def day_to_propose(
    first: date, last: date, today: date, is_working_day: IsWorkingDay, *, notice: Span = _NO_NOTICE
) -> date | None:
    """A working day in the middle of a stretch for which an invitation of today is early enough; None where there is none."""
    begin = max(first, _first_in_time(today, notice, is_working_day))
    if begin > last:
        return None
    return _near(begin + (last - begin) // 2, _usual_weekday(()), begin, last, (), is_working_day)


def first_day_again(first: date, notices: Sequence[Span], today: date, is_working_day: IsWorkingDay) -> date:
    """The first working day after a session without a quorum for which an invitation of today keeps every body's notice."""
    day = max(
        first + timedelta(days=1), *(_first_in_time(today, notice, is_working_day) for notice in (_NO_NOTICE, *notices))
    )
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def _first_in_time(today: date, notice: Span, is_working_day: IsWorkingDay) -> date:
    """The first day for which an invitation of today is early enough."""
    day = today + timedelta(days=1)
    while days_before(notice, day, is_working_day) < today:
        day += timedelta(days=1)
    return day


def _usual_weekday(counted: Sequence[Period]) -> int:
    """The weekday on which most meetings were; Wednesday where there was none."""
    days = [one.start.weekday() for one in counted if one.is_one_day and one.start.weekday() < 5]
    return max(range(5), key=lambda weekday: (days.count(weekday), -abs(weekday - 2)))


def _near(
    middle: date, weekday: int, first: date, last: date, taken: Collection[date], is_working_day: IsWorkingDay
) -> date | None:
    """The day nearest to the middle that is a working day and free, the usual weekday before others."""
    reach = max((last - middle).days, (middle - first).days)
    days = [middle + timedelta(days=offset) for offset in range(-reach, reach + 1)]
    free = [d for d in days if first <= d <= last and d not in taken and is_working_day(d)]
    usual = [d for d in free if d.weekday() == weekday and abs((d - middle).days) <= _NEAR]
    return min(usual or free, key=lambda d: (abs((d - middle).days), d), default=None)


def frequency_rule_words(frequency: Frequency) -> Message:
    """How often a body meets, in a sentence."""
    if frequency.every_months == 1:
        return msg("By its charter it meets monthly.")
    if frequency.every_months is not None:
        return nmsg(
            "By its charter it meets every %(num)d month.",
            "By its charter it meets every %(num)d months.",
            frequency.every_months,
        )
    times = frequency.times or 0
    match frequency.per:
        case "month":
            return nmsg(
                "By its charter it meets %(num)d time a month.", "By its charter it meets %(num)d times a month.", times
            )
        case "quarter":
            return nmsg(
                "By its charter it meets %(num)d time a quarter.",
                "By its charter it meets %(num)d times a quarter.",
                times,
            )
        case "half_year":
            return nmsg(
                "By its charter it meets %(num)d time in half a year.",
                "By its charter it meets %(num)d times in half a year.",
                times,
            )
        case _:
            return nmsg(
                "By its charter it meets %(num)d time a year.", "By its charter it meets %(num)d times a year.", times
            )


def joint_rule_words(frequency: Frequency, other: str) -> Message:
    """How often two bodies meet together, in a sentence; `other` is the name of the second."""
    if frequency.per == "year" and frequency.times == 1:
        return msg("By its charter it meets once a year together with %(other)s.", other=other)
    return msg("By its charter it also meets together with %(other)s.", other=other)
