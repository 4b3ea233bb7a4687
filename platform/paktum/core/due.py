"""What is due: the items that domains give the first page, so that it can say what to do without knowing any of them."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from paktum.core.languages import Language
from paktum.core.messages import Message
from paktum.core.periods import Period


class Urgency(StrEnum):
    """Where the first page lists an item."""

    LATE = "late"
    DUE = "due"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class Deed:
    """What a person can do about an item: the button's words and the address it leads to."""

    label: Message
    address: str


@dataclass(frozen=True, slots=True)
class DueItem:
    """Something to do or to know: what, why, until when.

    `period` is the day or stretch it is listed under; `title` is a text of the pact (in `title_language`) or a sentence;
    `title_address` its page. `why` are sentences; `facts` short ones for the line below, `state` its look and word.
    `deed` is missing where the reader may do nothing about it. `weight` parts items of one day: the lower comes first.
    """

    urgency: Urgency
    period: Period
    title: str | Message
    title_address: str
    title_language: Language | None = None
    why: tuple[Message, ...] = ()
    facts: tuple[str | Message, ...] = ()
    state: tuple[str, Message] | None = None
    deed: Deed | None = None
    weight: int = 0

    @property
    def order(self) -> tuple[date, int]:
        return self.period.start, self.weight


def week_end(today: date) -> date:
    """The last day of the week that a day lies in; weeks begin on Monday (ISO 8601)."""
    return today + timedelta(days=6 - today.weekday())
