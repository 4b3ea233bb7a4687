"""How pages show time: a register's big day with its month, a month alone, and instants to the minute."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, get_datetime_format

from paktum.core.languages import Language, locale_of
from paktum.core.messages import msg, say
from paktum.core.periods import Period, Precision, period_text


@dataclass(frozen=True, slots=True)
class DateMark:
    """The two lines of a register's left column, and the date as machines read it (HTML `datetime`)."""

    big: str
    small: str
    machine: str
    monthly: bool


def date_mark(period: Period, language: Language, today: date) -> DateMark:
    """The mark of a period for a reader in `language` on `today` (CLDR's stand-alone forms of months and days)."""
    locale = locale_of(language)
    start = period.start
    if period.precision is Precision.DAY:
        return DateMark(str(start.day), _beside_day(start, language, today), start.isoformat(), monthly=False)
    if period.precision is Precision.MONTH:
        month = format_date(start, "LLL", locale=locale)
        return DateMark(month, str(start.year), f"{start:%Y-%m}", monthly=True)
    whole = period_text(period, language)
    if period.precision is Precision.YEAR:
        return DateMark(whole, "", f"{start:%Y}", monthly=True)
    return DateMark(whole, "", f"{start:%Y-%m}", monthly=True)


def _beside_day(day: date, language: Language, today: date) -> str:
    """What stands under the number: today, a weekday this week, else the month; the year too if past or another."""
    if day == today:
        return say(msg("today"), language)
    locale = locale_of(language)
    if 0 < (day - today).days < 7:
        return format_date(day, "cccc", locale=locale)
    if day > today and day.year == today.year:
        return format_date(day, "LLLL, ccc", locale=locale)
    return format_skeleton("yMMMM", day, locale=locale)


def instant_text(instant: datetime, zone: str, language: Language) -> str:
    """An aware instant to the minute, as people in an IANA time zone read it (CLDR: year, month by name, day, time)."""
    local, locale = instant.astimezone(ZoneInfo(zone)), locale_of(language)
    day, time = (format_skeleton(skeleton, local, locale=locale) for skeleton in ("yMMMd", "Hm"))
    return str(get_datetime_format("medium", locale=locale)).replace("{1}", day).replace("{0}", time).replace("'", "")


def long_day(day: date, language: Language) -> str:
    """A day with its weekday, as a page's title has it (CLDR `full`)."""
    return format_date(day, "full", locale=locale_of(language))
