"""What a timeline is made of: lanes, entries, and the drawn year."""

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from paktum.core.periods import Period, Precision

STATES = ("planned", "convened", "held", "late", "cancelled")


@dataclass(frozen=True, slots=True)
class Lane:
    """A row of the chart: bodies first, then events, in the order they are given. `short` is for narrow columns."""

    code: str
    label: str
    short: str = ""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One entry of a programme.

    `label` is short, `title` whole (the label serves if it is empty); `state` is planned, convened, held, late or
    cancelled and `state_label` its word in the reader's language. `planned` is the period of the plan when `period` has
    become an exact day: then the bar shows the plan and the dot the day. `address` is a path on this host, or None.
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

    @property
    def bar(self) -> Period | None:
        """The stretch drawn as a bar; None where a single day is all that was ever planned."""
        if self.planned is not None and self.planned.overlaps(self.period) and not self.planned.is_one_day:
            return self.planned
        return None if self.period.is_one_day else self.period

    @property
    def day(self) -> date | None:
        """The exact day, drawn as a dot, if it is known."""
        return self.period.start if self.period.is_one_day else None

    @property
    def drawn(self) -> Period:
        """The days the drawing covers."""
        return self.bar or self.period

    @property
    def is_rough(self) -> bool:
        """Whether it is known to a longer stretch than a month only."""
        return self.drawn.precision in (Precision.QUARTER, Precision.HALF_YEAR, Precision.YEAR)


@dataclass(frozen=True, slots=True)
class YearChart:
    """One year, drawn twice: `wide` for screens and paper, `phone` for narrow screens; styles show one of them."""

    year: int
    count: int
    wide: Markup
    phone: Markup
