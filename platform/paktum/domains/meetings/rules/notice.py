"""Notice and deadlines: by which day an invitation goes out, and by which day the minutes are ready.

Spans are those of the charter: days of the calendar, or working days of the pact's country (`core.working_days`). The day
of the meeting itself never counts.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from paktum.core.messages import Message, msg, nmsg
from paktum.core.periods import SpokenDay
from paktum.core.working_days import IsWorkingDay
from paktum.plugin.specs.charter import Span

_DAY = timedelta(days=1)


def days_before(span: Span, day: date, is_working_day: IsWorkingDay) -> date:
    """The last day that keeps the span before a day: eight days before the 29th is the 21st."""
    if span.days is not None:
        return day - timedelta(days=span.days)
    return _stepped(day, span.working_days or 0, -_DAY, is_working_day)


def days_after(span: Span, day: date, is_working_day: IsWorkingDay) -> date:
    """The last day within the span after a day: eight days after the 21st is the 29th."""
    if span.days is not None:
        return day + timedelta(days=span.days)
    return _stepped(day, span.working_days or 0, _DAY, is_working_day)


def _stepped(day: date, count: int, step: timedelta, is_working_day: IsWorkingDay) -> date:
    while count > 0:
        day += step
        count -= is_working_day(day)
    return day


@dataclass(frozen=True, slots=True)
class NoticeCheck:
    """Whether a meeting can still be convened in time: the last day for it, and whether `today` is past that."""

    span: Span
    by: date
    late: bool
    passed: bool
    """Whether the meeting's day itself has come or gone."""


def check_notice(span: Span, meeting_day: date, today: date, is_working_day: IsWorkingDay) -> NoticeCheck:
    """Compare today with the last day on which the invitation keeps the charter's notice."""
    by = days_before(span, meeting_day, is_working_day)
    return NoticeCheck(span, by, late=today > by, passed=today >= meeting_day)


def strictest(checks: list[NoticeCheck]) -> NoticeCheck:
    """Of the bodies of a joint session, the one that is to be invited first. Raises ValueError without any."""
    return min(checks, key=lambda check: check.by)


def notice_rule_words(span: Span) -> Message:
    """The rule in a sentence."""
    if span.days is not None:
        return nmsg(
            "By its charter the invitation goes out at least %(num)d day beforehand.",
            "By its charter the invitation goes out at least %(num)d days beforehand.",
            span.days,
        )
    return nmsg(
        "By its charter the invitation goes out at least %(num)d working day beforehand.",
        "By its charter the invitation goes out at least %(num)d working days beforehand.",
        span.working_days or 0,
    )


def late_words(check: NoticeCheck) -> Message | None:
    """What to tell somebody who convenes too late; None while it is in time."""
    if not check.late:
        return None
    return msg("The last day for the invitation was %(day)s.", day=SpokenDay(check.by))


def minutes_rule_words(span: Span) -> Message:
    """The deadline of the minutes in a sentence."""
    if span.days is not None:
        return nmsg(
            "By the charter the minutes are ready within %(num)d day.",
            "By the charter the minutes are ready within %(num)d days.",
            span.days,
        )
    return nmsg(
        "By the charter the minutes are ready within %(num)d working day.",
        "By the charter the minutes are ready within %(num)d working days.",
        span.working_days or 0,
    )
