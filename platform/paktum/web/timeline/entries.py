"""What a timeline is made of: lanes, entries, and the drawn year."""

from dataclasses import dataclass, field
from datetime import date

from markupsafe import Markup

from paktum.core.periods import Period

STATES = ("planned", "convened", "held", "late", "unknown", "cancelled")


@dataclass(frozen=True, slots=True)
class Lane:
    """A row of the chart: bodies first, then events, in the order they are given. `short` is for narrow columns."""

    code: str
    label: str
    short: str = ""


def label_in_lane(title: str, lane: str) -> str:
    """A title without the words its lane says already: `1. Irányító Csoport ülés` beside `Irányító Csoport` is `1. ülés`.

    Where little more than a number would be left, the lane's last word stays: `2. fórum`. A title in which the lane's
    name does not stand word for word, or which is nothing else, is given back whole.
    """
    at = title.casefold().find(lane.casefold()) if lane else -1
    if at < 0 or len(title.casefold()) != len(title):
        return title
    before, after = title[:at], title[at + len(lane) :]
    if (before and not before[-1].isspace()) or (after and after[0].isalpha()):
        return title
    rest = " ".join((before + " " + after).split())
    if not rest:
        return title
    if sum(sign.isalpha() for sign in rest) >= 3:
        return rest
    return " ".join((before + lane.split()[-1] + after).split())


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One entry of a programme.

    `label` is short, `title` whole (the label serves if it is empty); `state` is one of `STATES` and `state_label` its
    word in the reader's language. `planned` is the period of the plan when `period` has become an exact day: then the
    bar shows the plan and the dot the day. `address` is a path on this host, or None.
    """

    id: str
    label: str
    lane: str
    period: Period
    state: str
    state_label: str = ""
    title: str = ""
    address: str | None = None
    planned: Period | None = None
    bar: Period | None = field(init=False, compare=False)
    day: date | None = field(init=False, compare=False)
    drawn: Period = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Settle what is drawn: a bar, unless one day is all that was planned, and a dot where the day is known."""
        on_one_day = self.period.is_one_day
        planned = self.planned
        if planned is not None and planned.overlaps(self.period) and not planned.is_one_day:
            bar: Period | None = planned
        else:
            bar = None if on_one_day else self.period
        object.__setattr__(self, "bar", bar)
        object.__setattr__(self, "day", self.period.start if on_one_day else None)
        object.__setattr__(self, "drawn", bar or self.period)


@dataclass(frozen=True, slots=True)
class YearChart:
    """One year, drawn twice: `wide` for screens and paper, `phone` for narrow screens; styles show one of them."""

    year: int
    count: int
    wide: Markup
    phone: Markup
