"""Periods: stretches of days that know how exactly they are meant ("March 2019" is not "1 to 31 March")."""

from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from enum import StrEnum
from typing import Final

from babel.dates import format_date, format_interval, format_skeleton

from paktum.core.languages import Language, locale_of
from paktum.core.messages import msg, say

# A year outside these is a slip of the finger: `0026`, `20266`.
FIRST_YEAR: Final = 1990
LAST_YEAR: Final = 2100


def as_year(text: str) -> int | None:
    """The year that a text from outside names in four digits, from 1 to 9998; None for anything else."""
    year = int(text) if len(text) == 4 and text.isascii() and text.isdigit() else 0
    return year if 0 < year < MAXYEAR else None


class Precision(StrEnum):
    """How exactly a period was fixed."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


_MONTHS = {Precision.MONTH: 1, Precision.QUARTER: 3, Precision.HALF_YEAR: 6, Precision.YEAR: 12}


def _months_later(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


@dataclass(frozen=True, order=True)
class Period:
    """Days from `start` up to, not including, `end`, and the precision they were given with.

    Raises ValueError when the period is empty, or when a month, quarter, half-year or year does not fill itself.
    """

    start: date
    end: date
    precision: Precision = Precision.DAY

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError("a period holds at least one day")
        months = _MONTHS.get(self.precision)
        if months is None:
            return
        if self.start.day != 1 or (self.start.month - 1) % months or self.end != _months_later(self.start, months):
            raise ValueError(f"not a whole {self.precision}: {self.start} to {self.end}")

    @classmethod
    def on(cls, day: date) -> "Period":
        return cls(day, day + timedelta(days=1))

    @classmethod
    def days(cls, first: date, last: date) -> "Period":
        """From the first to the last day, both of them in it."""
        return cls(first, last + timedelta(days=1))

    @classmethod
    def _whole(cls, start: date, precision: Precision) -> "Period":
        return cls(start, _months_later(start, _MONTHS[precision]), precision)

    @classmethod
    def month(cls, year: int, month: int) -> "Period":
        return cls._whole(date(year, month, 1), Precision.MONTH)

    @classmethod
    def quarter(cls, year: int, quarter: int) -> "Period":
        return cls._whole(date(year, quarter * 3 - 2, 1), Precision.QUARTER)

    @classmethod
    def half_year(cls, year: int, half: int) -> "Period":
        return cls._whole(date(year, half * 6 - 5, 1), Precision.HALF_YEAR)

    @classmethod
    def year_of(cls, year: int) -> "Period":
        return cls._whole(date(year, 1, 1), Precision.YEAR)

    @property
    def last(self) -> date:
        """The last day in it."""
        return self.end - timedelta(days=1)

    @property
    def is_one_day(self) -> bool:
        return self.precision is Precision.DAY and self.last == self.start

    def contains(self, day: date) -> bool:
        return self.start <= day < self.end

    def in_language(self, language: Language) -> str:
        """Its words, where it is a value of a Message."""
        return period_text(self, language)

    def overlaps(self, other: "Period") -> bool:
        return self.start < other.end and other.start < self.end


def period_text(period: Period, language: Language) -> str:
    """Write a period as a reader of the language would: a month alone stays a month (CLDR skeletons; findings on `yMMMM`)."""
    locale = locale_of(language)
    match period.precision:
        case Precision.MONTH:
            return format_skeleton("yMMMM", period.start, locale=locale)
        case Precision.QUARTER:
            return format_skeleton("yQQQQ", period.start, locale=locale)
        case Precision.HALF_YEAR:
            if period.start.month == 1:
                return say(msg("first half of %(year)d", year=period.start.year), language)
            return say(msg("second half of %(year)d", year=period.start.year), language)
        case Precision.YEAR:
            return format_skeleton("y", period.start, locale=locale)
        case Precision.DAY:
            if period.is_one_day:
                return format_date(period.start, "long", locale=locale)
            return format_interval(period.start, period.last, "yMMMMd", locale=locale)


@dataclass(frozen=True)
class SpokenDay:
    """A day as a value of a Message: it is written out in the language that the message is read in."""

    day: date

    def in_language(self, language: Language) -> str:
        return period_text(Period.on(self.day), language)
