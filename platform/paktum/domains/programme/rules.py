"""Rules of the programme: what an entry's state is on a day, how it is numbered, what may be entered, what a calendar sees."""

import re
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final, Literal

from paktum.core.links import is_link_secret, link_secret
from paktum.core.messages import Message, msg
from paktum.core.periods import FIRST_YEAR, LAST_YEAR, Period, Precision

Kind = Literal["session", "event"]
KINDS: Final[tuple[Kind, ...]] = ("session", "event")

LONGEST_TITLE: Final = 400
LONGEST_TEXT: Final = 20_000
LONGEST_DAYS: Final = 366
# How long before the first day of a period its exact day should be known, where no charter says when to invite.
USUAL_NOTICE: Final = 14


class EntryState(StrEnum):
    """Where an entry stands on a day."""

    PLANNED = "planned"
    FIXED = "fixed"
    HELD = "held"
    LATE = "late"
    UNRECORDED = "unrecorded"
    CANCELLED = "cancelled"


STAYS_LATE: Final = timedelta(days=365)
STATE_WORDS: Final[Mapping[EntryState, Message]] = {
    EntryState.PLANNED: msg("planned"),
    EntryState.FIXED: msg("day fixed"),
    EntryState.HELD: msg("held"),
    EntryState.LATE: msg("late"),
    EntryState.UNRECORDED: msg("nothing recorded"),
    EntryState.CANCELLED: msg("cancelled"),
}


def effective_period(period: Period, day: date | None, last_day: date | None) -> Period:
    """When an entry takes place as far as it is known: the fixed day or days, else the period of the plan."""
    return period if day is None else Period.days(day, last_day or day)


def state_of(effective: Period, today: date, *, cancelled: bool, held: bool) -> EntryState:
    """The state on `today` of an entry whose time is `effective`.

    `held` means that something says it took place. An entry is late from the day after its last possible day, for a year:
    after that nobody will hold it any more, and all that is missing is a word on what came of it. A plan of years ago
    that is only now taken in is not a list of alarms.
    """
    if cancelled:
        return EntryState.CANCELLED
    if held:
        return EntryState.HELD
    if today - effective.end >= STAYS_LATE:
        return EntryState.UNRECORDED
    if effective.end <= today:
        return EntryState.LATE
    return EntryState.FIXED if effective.precision is Precision.DAY else EntryState.PLANNED


def sequence_label(kind: str, number: int) -> Message:
    """The short number of an entry, such as S5 or E2; said in the pact's own language, because people quote it."""
    return msg("S%(number)d", number=number) if kind == "session" else msg("E%(number)d", number=number)


def fix_by(period: Period, notice_days: int | None) -> date:
    """The day by which the exact day of a period should be fixed, so that even its first day keeps the notice."""
    return period.start - timedelta(days=USUAL_NOTICE if notice_days is None else notice_days)


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom an entry is for: the words, and the code of the known audience they name, if they name one."""

    text: str
    code: str | None = None


@dataclass(frozen=True, kw_only=True)
class EntryValues:
    """What a person enters about an entry; `body_id` belongs to sessions, `types` (codes) to events."""

    kind: Kind
    sequence: int
    title: str
    period: Period
    body_id: uuid.UUID | None = None
    types: tuple[str, ...] = ()
    place: str = ""
    purpose: str = ""
    results_text: str = ""
    audiences: tuple[Audience, ...] = ()
    evaluates: tuple[int, ...] = ()


def problems_of(
    values: EntryValues, *, bodies: Collection[uuid.UUID], types: Collection[str], taken: Collection[int]
) -> dict[str, Message]:
    """What is wrong with an entry, by field; empty when it can be kept.

    `bodies` and `types` are those that may be chosen, `taken` the numbers that other entries of its kind have.
    """
    found: dict[str, Message] = {}
    if not values.title.strip():
        found["title"] = msg("Give the entry a title.")
    elif len(values.title) > LONGEST_TITLE:
        found["title"] = msg("A title has at most %(most)d characters.", most=LONGEST_TITLE)
    if not 1 <= values.sequence <= 9999:
        found["sequence"] = msg("The number is between 1 and 9999.")
    elif values.sequence in taken:
        found["sequence"] = msg("Another entry already has the number %(number)d.", number=values.sequence)
    if values.kind == "session" and values.body_id is None:
        found["body"] = msg("Choose the body that meets.")
    elif values.body_id is not None and values.body_id not in bodies:
        found["body"] = msg("Choose one of the list.")
    if values.kind == "event" and not values.types:
        found["types"] = msg("Choose at least one type of event.")
    elif not set(values.types) <= set(types):
        found["types"] = msg("Choose one of the list.")
    if not FIRST_YEAR <= values.period.start.year <= values.period.last.year <= LAST_YEAR:
        found["start"] = msg("The time is between %(first)d and %(last)d.", first=FIRST_YEAR, last=LAST_YEAR)
    elif (values.period.last - values.period.start).days > LONGEST_DAYS:
        found["end"] = msg("An entry lasts a year at most.")
    for name in ("place", "purpose", "results_text"):
        if len(getattr(values, name)) > LONGEST_TEXT:
            found[name] = msg("This text is longer than %(most)d characters.", most=LONGEST_TEXT)
    return found


def day_problems(day: date | None, last_day: date | None) -> dict[str, Message]:
    """What is wrong with a day to be fixed, by field."""
    if day is None:
        return {"day": msg("Choose the day.")}
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return {"day": msg("The time is between %(first)d and %(last)d.", first=FIRST_YEAR, last=LAST_YEAR)}
    if last_day is not None and last_day < day:
        return {"last_day": msg("The last day is not before the first.")}
    if last_day is not None and (last_day - day).days > LONGEST_DAYS:
        return {"last_day": msg("An entry lasts a year at most.")}
    return {}


def period_around(day: date, precision: Precision, last: date | None = None) -> Period:
    """The month, quarter, half-year or year that a day lies in, or the days from it up to `last`."""
    match precision:
        case Precision.MONTH:
            return Period.month(day.year, day.month)
        case Precision.QUARTER:
            return Period.quarter(day.year, (day.month + 2) // 3)
        case Precision.HALF_YEAR:
            return Period.half_year(day.year, 1 if day.month <= 6 else 2)
        case Precision.YEAR:
            return Period.year_of(day.year)
        case Precision.DAY:
            return Period.days(day, last or day)


@dataclass(frozen=True, slots=True)
class CalendarFacts:
    """What a calendar program shows of an entry; a change of any of it is a new revision of the event."""

    title: str
    place: str
    effective: Period
    cancelled: bool


def next_calendar_sequence(present: int, before: CalendarFacts, after: CalendarFacts) -> int:
    """The SEQUENCE of the event after a change (RFC 5545, 3.8.7.4): one more when a calendar would show the change."""
    return present if before == after else present + 1


def calendar_uid(entry_id: uuid.UUID) -> str:
    """The UID of an entry's event: a UUID, as RFC 7986 (5.3) advises; it never changes and tells nothing."""
    return str(entry_id)


def feed_secret(key: str, tenant_id: uuid.UUID, feed_id: uuid.UUID, generation: int) -> str:
    """The secret part of a feed's address; renewing the address raises the generation."""
    return link_secret(key, "calendar feed", tenant_id, feed_id, generation)


def is_feed_secret(given: str, key: str, tenant_id: uuid.UUID, feed_id: uuid.UUID, generation: int) -> bool:
    """Whether an address holds the feed's present secret."""
    return is_link_secret(given, key, "calendar feed", tenant_id, feed_id, generation)


@dataclass(frozen=True, slots=True)
class MeasuredResult:
    """A result that can be counted: its measure (a code), the least expected, and what came of it once known."""

    measure: str
    at_least: int
    achieved: int | None = None


@dataclass(frozen=True, slots=True)
class EntryReference:
    """Another entry of the plan as documents name it: its kind and its number."""

    kind: Kind
    sequence: int


@dataclass(frozen=True, kw_only=True)
class PlannedEntry:
    """One entry of a plan to be imported: the checked outcome of reading a document.

    `body` is a body's id as text, or its code. `results` are (measure, least expected);
    `prepares` name entries of the same plan or of what is entered already. `source` keeps the document's text cell by
    cell, `notes` what could not be placed: texts, or messages about the reading.
    """

    kind: Kind
    sequence: int
    title: str
    period: Period
    body: str | None = None
    types: tuple[str, ...] = ()
    place: str = ""
    purpose: str = ""
    results_text: str = ""
    results: tuple[tuple[str, int], ...] = ()
    audiences: tuple[Audience, ...] = ()
    prepares: tuple[EntryReference, ...] = ()
    evaluates: tuple[int, ...] = ()
    notes: tuple[str | Message, ...] = ()
    source: tuple[Mapping[str, str], ...] = ()

    @property
    def reference(self) -> EntryReference:
        return EntryReference(self.kind, self.sequence)


@dataclass(frozen=True)
class ImportOutcome:
    """What an import did, entry by entry; `kept` names fields of people's that the document would have changed.

    `way_back` is what takes it back, as plain JSON.
    """

    added: tuple[EntryReference, ...] = ()
    changed: tuple[EntryReference, ...] = ()
    unchanged: tuple[EntryReference, ...] = ()
    kept: tuple[tuple[EntryReference, str], ...] = field(default=())
    way_back: Mapping[str, Any] = field(default_factory=dict)

    @property
    def wrote(self) -> bool:
        """Whether anything in the plan is different now."""
        return bool(self.added or self.changed)


def merged_value(base: object, present: object, new: object, *, known: bool, overwrite: bool) -> object:
    """Which value a field has after an import: the document's, unless a person changed it since the last one.

    `base` is what the last import brought (`known` tells whether there was one), `present` what stands there now.
    """
    if overwrite or new == present:
        return new
    untouched = known and base == present
    return new if untouched else present


# A sentence ends before a capital, but not after the number of an ordinal ("1. Foglalkoztatási fórum").
_SENTENCE_ENDS: Final = re.compile(r"(?<=[^\W\d][.!?])\s+(?=[^\W\d_])")
_LONG: Final = 100


def points_of(purpose: str) -> list[str]:
    """The points that a purpose names, each fit for a line of an agenda: its paragraphs, and the sentences of a long one."""
    points: list[str] = []
    for paragraph in purpose.splitlines():
        line = " ".join(paragraph.split())
        sentences = _SENTENCE_ENDS.split(line) if len(line) > _LONG else [line]
        points += [sentence.rstrip(" .;,") for sentence in sentences]
    return [point for point in points if point]
