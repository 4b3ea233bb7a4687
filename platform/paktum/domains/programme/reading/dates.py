"""Reading the dates of plans, in five languages, into periods that know how exactly they were meant."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from paktum.core.messages import Message, msg
from paktum.core.periods import Period, Precision
from paktum.domains.programme.reading.calendar_words import (
    HALF_YEAR,
    QUARTER,
    month_numbers,
    ordinal_number,
    short_months,
)
from paktum.domains.programme.reading.wording import flat, roman_number, tidy

_DASH: Final = r"\s*(?:[-\u2010-\u2015]|(?<=\s)(?:az|do|to|until|ig)(?=\s))\s*"
_YEAR: Final = r"(?<!\d)(?:19|20|21)\d\d(?!\d)"
_DAY: Final = r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])(?!\d)"
_NUMBER: Final = r"(?<!\d)(?:0?[1-9]|1[0-2])(?!\d)"
_ROMAN_MONTH: Final = r"(?<!\w)(?:xii|xi|ix|iv|viii|vii|vi|v|x|iii|ii|i)(?!\w)"
_TURN: Final = r"(?<![\w.])(?:[1-4](?:st|nd|rd|th)?|iv|iii|ii|i|[a-z]{4,9})(?!\d)"
_NO_HOUR: Final = r"(?!\s*:\s*\d|\s*(?:ora|h|hod|godz|fo|am|pm)\b)"
_HU_DAY: Final = r"(?:-(?:j?[ae]n?|[ae]?i|[ae]?t[oe]l|[ae]?ig))?"
_HU_MONTH: Final = r"(?:i|ban|ben|aban|eben|tol|ig|ra|re|a|e)?"
_OF_YEAR: Final = r"(?:\s*(?:of|roku|roka|rok|r\.))?[\s,]*"
_AFTER_YEAR: Final = r"(?:\s*r\.(?!\w))?"
_LEAD: Final = re.compile(r"(?:^|(?<=[\s,;(]))(?:ve?|we?|in|on|dne|dna|dnia|od)\s+$")


@dataclass(frozen=True)
class DateReading:
    """The period found in a text, the words it was read from, what stood before and after, and what is doubtful.

    `open_dot` says that a full stop follows a month in a year-first date, where a day usually stands.
    """

    period: Period | None
    matched: str
    before: str
    after: str
    open_dot: bool = False
    doubts: tuple[Message, ...] = ()

    @property
    def rest(self) -> str:
        """What is left of the text when the date is taken out; lines are kept."""
        lines = f"{self.before}\n{self.after}".split("\n")
        return "\n".join(line for line in (tidy(part).strip(" ,;.:-–—()") for part in lines) if line)


@dataclass(frozen=True)
class _Found:
    start: int
    end: int
    parts: dict[str, str]


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    months = "|".join(sorted(month_numbers(), key=len, reverse=True))
    word = rf"(?<![^\W\d_])(?:{months})"
    plain = rf"{word}(?!\w)\.?"
    hungarian = rf"{word}{_HU_MONTH}(?!\w)\.?"
    figure = rf"(?:{_NUMBER}|{_ROMAN_MONTH})"
    day_one = rf"(?P<d1>{_DAY})(?:st|nd|rd|th)?\.?"
    day_two = rf"(?P<d2>{_DAY})(?:st|nd|rd|th)?\.?"
    hu_one = rf"(?P<d1>{_DAY}){_NO_HOUR}\.?{_HU_DAY}"
    hu_two = rf"(?P<d2>{_DAY}){_NO_HOUR}\.?{_HU_DAY}"
    one, two = f"(?P<y1>{_YEAR})", f"(?P<y2>{_YEAR})"
    sources = (
        # 2018-10-25, 2018-10-25/2018-10-27
        rf"{one}-(?P<m1>\d\d)-(?P<d1>\d\d)(?!\d)(?:(?:/|{_DASH}){two}-(?P<m2>\d\d)-(?P<d2>\d\d)(?!\d))?",
        # 2018. október 25–27., 2018. dec. 30. – 2019. jan. 2., 2019. március, 2019. március–április
        rf"{one}\.?,?\s*(?P<m1>{hungarian})(?:\s*{hu_one})?"
        rf"(?:{_DASH}(?:(?:{two}\.?\s*)?(?P<m2>{hungarian})(?:\s*{hu_two})?|{hu_two.replace('d2', 'd3')}))?",
        # 2018. 10. 25., 2018/10/25, 2018. X. 25–27.
        rf"{one}\s*[./]\s*(?P<m1>{figure})\s*[./]\s*{hu_one}"
        rf"(?:{_DASH}(?:(?:{two}\.?\s*)?(?P<m2>{figure})\.\s*)?{hu_two})?",
        # 25–27 października 2018 r., 25. října – 3. listopadu 2018, 25 October 2018
        rf"{day_one}(?:\s*(?:(?P<m1>{plain})\s*)?(?:{one}\.?)?{_DASH}{day_two})?"
        rf"\s*(?:of\s+)?(?P<m2>{plain}){_OF_YEAR}{two}{_AFTER_YEAR}",
        # 25. 10. – 3. 11. 2018, 25.–27. 10. 2018
        rf"{day_one}(?:\s*(?P<m1>{figure})\.?(?:\s*{one}\.?)?)?{_DASH}{day_two}\s*(?P<m2>{figure})\s*[./]?\s*{two}"
        rf"{_AFTER_YEAR}",
        # 25.10.2018, 25. 10. 2018, 25/10/2018, 25 X 2018
        rf"(?P<d1>{_DAY})(?:\s*[./-]\s*(?P<m1>{figure})\s*[./-]\s*|\s+(?P<m2>{_ROMAN_MONTH})\s+){one}{_AFTER_YEAR}",
        # October 25–27, 2018
        rf"(?P<m1>{plain})\s+{day_one}(?:{_DASH}{day_two})?,?\s+{one}",
        # březen 2019, w marcu 2019 r., březen – duben 2019
        rf"(?P<m1>{plain})(?:(?:\s*{one})?{_DASH}(?P<m2>{plain}))?{_OF_YEAR}{two}{_AFTER_YEAR}",
        # 03/2019, 3. 2019, 2019/03, 2019-03
        rf"(?<![\d./])(?P<m1>{_NUMBER})\s*[./]\s*{one}{_AFTER_YEAR}",
        rf"{one}\s*[./-]\s*(?P<m1>{_NUMBER})\.?(?!\s*\w)",
        # 2019. I. negyedév, 1. čtvrtletí 2019, Q1 2019, 1st quarter 2019, quarter 1 of 2019
        rf"{one}\.?\s*(?:(?P<turn>{_TURN})\.?\s*(?P<quarter>{QUARTER})|(?P<q>q[1-4]|[1-4]\.?q)(?!\w))",
        rf"(?:(?P<turn>{_TURN})\.?\s*(?P<quarter>{QUARTER})|(?P<q>q[1-4]|[1-4]\.?q)(?!\w)|quarter\s+(?P<qn>[1-4]))"
        rf"{_OF_YEAR}{one}{_AFTER_YEAR}",
        # 2019. I. félév, 1. pololetí 2019, I półrocze 2019, H1 2019, first half of 2019
        rf"{one}\.?\s*(?:(?P<turn>{_TURN})\.?\s*(?P<half>{HALF_YEAR})|(?P<h>h[12])(?!\w))",
        rf"(?:(?P<turn>{_TURN})\.?\s*(?P<half>{HALF_YEAR})|(?P<h>h[12])(?!\w)){_OF_YEAR}{one}{_AFTER_YEAR}",
        # 2019., rok 2019, 2019 r.
        rf"(?:(?:rok|roku|roce|roka|year)\s+)?{one}(?:\.?\s*(?:evben|ev|rok|roku|r\.)(?!\w))?\.?",
    )
    return tuple(re.compile(source) for source in sources)


@cache
def _without_year() -> tuple[re.Pattern[str], ...]:
    months = "|".join(sorted(month_numbers(), key=len, reverse=True))
    word = rf"(?<!\w)(?:{months})"
    return (
        re.compile(rf"(?P<d1>{_DAY})\.?(?:{_DASH}(?P<d2>{_DAY})\.?)?\s*(?P<m1>{word})(?!\w)\.?"),
        re.compile(
            rf"(?P<m1>{word}{_HU_MONTH})(?!\w)\.?(?:\s*(?P<d1>{_DAY}){_NO_HOUR}\.?(?:{_DASH}(?P<d2>{_DAY})\.?)?)?"
        ),
        re.compile(rf"(?P<d1>{_DAY})\.\s?(?P<m1>{_NUMBER})\.(?!\s?\d)"),
    )


def _month(word: str) -> int | None:
    bare = word.rstrip(".").strip()
    if bare.isdecimal():
        return int(bare)
    numbers = month_numbers()
    for cut in range(len(bare), 2, -1):
        if bare[:cut] in numbers:
            return numbers[bare[:cut]]
    return roman_number(bare)


def _turn(parts: dict[str, str]) -> int | None:
    word = parts.get("turn") or parts.get("qn") or parts.get("q") or parts.get("h") or ""
    digits = re.sub(r"\D", "", word)
    return int(digits) if digits else roman_number(word) or ordinal_number(word)


def _part_of_year(parts: dict[str, str], year: int) -> Period | None:
    turn = _turn(parts)
    if turn is None:
        return None
    if "half" in parts or "h" in parts:
        return Period.half_year(year, turn) if turn <= 2 else None
    return Period.quarter(year, turn) if turn <= 4 else None


def _period(parts: dict[str, str]) -> Period | None:
    """The period of a match's parts; None when the parts name no day of the calendar or run backwards."""
    years = [int(parts[key]) for key in ("y1", "y2") if key in parts]
    if not {"turn", "q", "qn", "h"}.isdisjoint(parts):
        return _part_of_year(parts, years[0])
    months = [_month(parts[key]) for key in ("m1", "m2") if key in parts]
    days = [int(parts[key]) for key in ("d1", "d2", "d3") if key in parts]
    if not months:
        return Period.year_of(years[0])
    if None in months:
        return None
    first_month, last_month = months[0] or 0, months[-1] or 0
    first_year, last_year = years[0], years[-1]
    try:
        if not days:
            first, last = Period.month(first_year, first_month), Period.month(last_year, last_month)
            return first if first == last else Period.days(first.start, last.last)
        first_day, last_day = date(first_year, first_month, days[0]), date(last_year, last_month, days[-1])
        return Period.days(first_day, last_day)
    except ValueError:
        return None


def _matches(small: str, patterns: tuple[re.Pattern[str], ...]) -> list[_Found]:
    """The dates in a flat text, left to right: at each place the longest reading, none overlapping another."""
    found = [
        _Found(match.start(), match.end(), {key: value for key, value in match.groupdict().items() if value})
        for pattern in patterns
        for match in pattern.finditer(small)
    ]
    found = [match for match in found if "turn" not in match.parts or _turn(match.parts)]
    found.sort(key=lambda match: (match.start, -match.end))
    kept: list[_Found] = []
    for match in found:
        if not kept or match.start >= kept[-1].end:
            kept.append(match)
    return kept


def _ends_in_open_dot(found: _Found, matched: str) -> bool:
    month = found.parts.get("m2") or found.parts.get("m1") or ""
    bare = month.rstrip(".")
    return (
        not {"d1", "d2", "d3"} & found.parts.keys()
        and bool(bare)
        and not bare.isdecimal()
        and bare not in short_months()
        and matched.endswith(f"{bare}.")
    )


def _reading(text: str, found: _Found, period: Period | None, doubts: list[Message]) -> DateReading:
    lead = _LEAD.search(flat(text[: found.start]))
    start = lead.start() if lead else found.start
    matched = text[found.start : found.end]
    return DateReading(
        period, tidy(matched), text[:start], text[found.end :], _ends_in_open_dot(found, flat(matched)), tuple(doubts)
    )


def _no_such_date(words: str) -> Message:
    return msg("“%(words)s” is not a date of the calendar.", words=tidy(words))


def read_date(text: str, year: int | None = None) -> DateReading:
    """Find the date in a cell's text, in any of the five languages.

    `year` is the year the surroundings speak of; it completes a date that names none, with a doubt. A text without
    any date gives `period` None and the whole text as `after`.
    """
    small = flat(text)
    found = _matches(small, _patterns())
    if not found:
        return _read_yearless(text, small, year)
    first = found[0]
    period = _period(first.parts)
    doubts = [] if period else [_no_such_date(text[first.start : first.end])]
    if period and period.precision is Precision.DAY and not {"d1", "d2", "d3"} & first.parts.keys():
        months = tidy(text[first.start : first.end])
        doubts.append(msg("“%(words)s” are several months: kept from the first day to the last.", words=months))
    others = [match for match in found[1:] if _period(match.parts) not in (None, period)]
    if others and period:
        rest = text[others[0].start : others[0].end]
        doubts.append(
            msg(
                "There is more than one date: “%(first)s” was taken, “%(other)s” was not.",
                first=tidy(text[first.start : first.end]),
                other=tidy(rest),
            )
        )
    return _reading(text, first, period, doubts)


def _read_yearless(text: str, small: str, year: int | None) -> DateReading:
    found = _matches(small, _without_year())
    if not found:
        return DateReading(None, "", "", text)
    first = found[0]
    words = text[first.start : first.end]
    if year is None:
        doubts = [msg("“%(words)s” names no year.", words=tidy(words))]
        return _reading(text, first, None, doubts)
    period = _period({**first.parts, "y1": str(year)})
    if period is None:
        return _reading(text, first, None, [_no_such_date(words)])
    doubts = [msg("“%(words)s” names no year: %(year)d was taken.", words=tidy(words), year=year)]
    return _reading(text, first, period, doubts)


def reads_as_date(text: str) -> bool:
    """Whether a text holds a date with its year."""
    return bool(_matches(flat(text), _patterns()))
