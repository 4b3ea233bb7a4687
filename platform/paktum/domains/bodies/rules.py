"""Rules of seats and mandates: who is in office on a day, how many votes there are, and what may be given, ended, replaced.

Days are calendar days of the tenant. A last day belongs to the mandate, as `end_date` does in Popolo; None at the
beginning means "as long as the pact knows", None at the end "until further notice".
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import Final, Literal, TypeVar

from paktum.core.messages import Message, msg, nmsg
from paktum.core.periods import SpokenDay

Office = Literal["chair", "vice_chair", "member", "substitute", "secretary"]

OFFICES: Final[tuple[Office, ...]] = ("chair", "vice_chair", "member", "substitute", "secretary")
HOLDING: Final[frozenset[Office]] = frozenset({"chair", "vice_chair", "member"})
"""The offices that fill a seat; a substitute only stands in, a secretary has no seat."""
NEEDS_SEAT: Final[frozenset[Office]] = frozenset({"member", "substitute"})
OFFICE_LABELS: Final[Mapping[Office, Message]] = {
    "chair": msg("chair"),
    "vice_chair": msg("vice-chair"),
    "member": msg("member"),
    "substitute": msg("substitute"),
    "secretary": msg("secretary"),
}
FROM_THE_BEGINNING: Final = date(2000, 1, 1)
"""Since when a charter holds whose first day nobody told."""


@dataclass(frozen=True)
class Tenure:
    """From a first day to a last day, both in it, either of them open."""

    since: date | None = None
    last: date | None = None

    def covers(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.last is None or day <= self.last)

    def overlaps(self, other: "Tenure") -> bool:
        starts_in_time = self.since is None or other.last is None or self.since <= other.last
        return starts_in_time and (other.since is None or self.last is None or other.since <= self.last)

    def within(self, other: "Tenure") -> bool:
        """Whether no day of it is outside the other; an open beginning or end is taken from the other."""
        since, last = self.since or other.since, self.last or other.last
        return (other.since is None or since is None or since >= other.since) and (
            other.last is None or last is None or last <= other.last
        )

    @property
    def in_order(self) -> bool:
        return self.since is None or self.last is None or self.since <= self.last


@dataclass(frozen=True)
class SeatFacts:
    """A seat as the rules see it."""

    id: uuid.UUID
    voting: bool
    tenure: Tenure
    weight: int = 1
    """How many votes it has."""


@dataclass(frozen=True)
class MandateFacts:
    """A mandate as the rules see it; `seat_id` None for one of the whole body."""

    id: uuid.UUID
    seat_id: uuid.UUID | None
    office: Office
    tenure: Tenure


@dataclass(frozen=True)
class Composition:
    """A body on one day: seats, votes, and how many of each somebody holds."""

    seats: int
    filled: int
    votes: int
    votes_filled: int

    @property
    def vacant(self) -> int:
        return self.seats - self.filled


def in_force(mandates: Iterable[MandateFacts], day: date) -> tuple[MandateFacts, ...]:
    """The mandates of that day, in the order given."""
    return tuple(mandate for mandate in mandates if mandate.tenure.covers(day))


def composition(seats: Iterable[SeatFacts], mandates: Iterable[MandateFacts], day: date) -> Composition:
    """Count seats and votes of a day; a seat is filled by a chair, a vice-chair or a member, not by a substitute."""
    present = [seat for seat in seats if seat.tenure.covers(day)]
    held = {mandate.seat_id for mandate in in_force(mandates, day) if mandate.office in HOLDING}
    return Composition(
        seats=len(present),
        filled=sum(seat.id in held for seat in present),
        votes=sum(seat.weight for seat in present if seat.voting),
        votes_filled=sum(seat.weight for seat in present if seat.voting and seat.id in held),
    )


def needed_of(share: str, strictly_more: bool, total: int) -> int:
    """How many of `total` make up a share such as "1/2": at least it, or strictly more. Never more than `total`."""
    exact = Fraction(share) * total
    needed = floor(exact) + 1 if strictly_more else ceil(exact)
    return min(needed, total)


Versioned = TypeVar("Versioned")


def charter_in_force(versions: Iterable[tuple[date, Versioned]], day: date) -> Versioned | None:
    """Of versions with the first day of each, the one that holds on a day: the latest that had begun."""
    begun = [(first, version) for first, version in versions if first <= day]
    return max(begun, key=lambda pair: pair[0])[1] if begun else None


def new_charter_problem(first_days: Iterable[date], first_day: date) -> Message | None:
    """Why new rules cannot begin on a day: they follow the last ones, because decisions were taken under those."""
    latest = max(first_days, default=None)
    if latest is not None and first_day <= latest:
        return msg("The last rules begin on %(day)s; new ones have to begin after that day.", day=SpokenDay(latest))
    return None


def mandate_problems(
    given: MandateFacts,
    seat: SeatFacts | None,
    body: Tenure,
    others: Sequence[MandateFacts],
    substitutes_per_seat: int | None,
) -> dict[str, Message]:
    """What speaks against giving a mandate, by the field (`office`, `seat`, `since`, `ended_on`); empty: nothing.

    `others` are all mandates of the body; `substitutes_per_seat` is what the charter of its first day allows, None when
    there is no charter.
    """
    problems: dict[str, Message] = {}
    if not given.tenure.in_order:
        problems["ended_on"] = msg("The last day is before the first one.")
    if seat is None and given.office in NEEDS_SEAT:
        problems["seat"] = msg("Choose the seat: a member or a substitute belongs to one.")
    if not given.tenure.within(body):
        problems["since"] = msg("The body does not exist on this day.")
    elif seat is not None and not given.tenure.within(seat.tenure):
        problems["since"] = msg("The seat does not exist on this day.")
    beside = [other for other in others if other.id != given.id and other.tenure.overlaps(given.tenure)]
    problems.update(_crowding(given, beside, substitutes_per_seat))
    return problems


def _crowding(
    given: MandateFacts, beside: Sequence[MandateFacts], substitutes_per_seat: int | None
) -> dict[str, Message]:
    """What mandates of the same time speak against: one holder a seat, one chair a body, so many substitutes a seat."""
    if given.office == "chair" and any(other.office == "chair" for other in beside):
        return {"office": msg("The body already has a chair at that time. Replace that mandate, or end it first.")}
    if given.seat_id is None:
        return {}
    same_seat = [other for other in beside if other.seat_id == given.seat_id]
    if given.office in HOLDING and any(other.office in HOLDING for other in same_seat):
        return {"since": msg("Somebody holds this seat at that time. Replace that mandate, or end it first.")}
    if given.office == "substitute" and substitutes_per_seat is not None:
        standing = sum(other.office == "substitute" for other in same_seat)
        if substitutes_per_seat == 0:
            return {"office": msg("By the charter of the body a seat has no substitute.")}
        if standing >= substitutes_per_seat:
            return {
                "office": nmsg(
                    "By the charter a seat has up to %(num)d substitute, and this one has it already.",
                    "By the charter a seat has up to %(num)d substitutes, and this one has them already.",
                    substitutes_per_seat,
                )
            }
    return {}


def ending_problem(tenure: Tenure, last_day: date) -> Message | None:
    """Why a body, seat or mandate cannot end with that day."""
    if tenure.since is not None and last_day < tenure.since:
        return msg("The last day is before the first one.")
    if tenure.last is not None and tenure.last <= last_day:
        return msg("It has ended already, on %(day)s.", day=SpokenDay(tenure.last))
    return None


def day_before(day: date) -> date:
    """The last day of what a successor follows from `day` on."""
    return day - timedelta(days=1)


def replacing_problem(tenure: Tenure, first_day: date) -> Message | None:
    """Why a successor cannot follow from that day on: the mandate before needs a day of its own, and no gap after it."""
    if tenure.since is not None and first_day <= tenure.since:
        return msg(
            "The present mandate begins only on %(day)s; a successor follows later.", day=SpokenDay(tenure.since)
        )
    if tenure.last is not None and tenure.last < day_before(first_day):
        return msg("It has ended already, on %(day)s.", day=SpokenDay(tenure.last))
    return None


def body_ending_problem(groups_in_force: Iterable[str]) -> Message | None:
    """Why a body cannot end: bodies under it, given by name, still stand."""
    names = sorted(groups_in_force)
    if names:
        return msg("End the bodies under it first, or put them under another one: %(names)s.", names=", ".join(names))
    return None


def would_be_its_own_parent(
    body: uuid.UUID, parent: uuid.UUID, parent_of: Mapping[uuid.UUID, uuid.UUID | None]
) -> bool:
    """Whether a body would stand, by way of others, under itself."""
    seen: set[uuid.UUID] = set()
    above: uuid.UUID | None = parent
    while above is not None and above not in seen:
        if above == body:
            return True
        seen.add(above)
        above = parent_of.get(above)
    return False
