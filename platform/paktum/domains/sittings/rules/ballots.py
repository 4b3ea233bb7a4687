"""Ballots: who may cast the vote of which seat, by the roll that was frozen when the vote was opened."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from paktum.domains.sittings.rules.proxies import voters_of
from paktum.domains.sittings.rules.quorum import SeatState

Capacity = Literal["holder", "substitute"]


@dataclass(frozen=True, slots=True)
class SeatOnRoll:
    """A seat as the roll of a vote has it; `capacity` says whether its holder or a substitute sat there at the opening."""

    state: SeatState
    label: str
    organisation: str
    body: str
    person: str
    capacity: Capacity | None

    @property
    def seat_id(self) -> uuid.UUID:
        return self.state.seat_id

    @property
    def body_id(self) -> uuid.UUID:
        return self.state.body_id


@dataclass(frozen=True, slots=True)
class Ballot:
    """A vote that somebody may cast: that of a seat, by the one who sits there or by the seat that votes for it."""

    seat: SeatOnRoll
    by_seat_id: uuid.UUID

    @property
    def for_another(self) -> bool:
        return self.by_seat_id != self.seat.seat_id


def read_roll(roll: Mapping[str, Any]) -> tuple[SeatOnRoll, ...]:
    """The seats of all bodies on a roll, as it was frozen."""
    return tuple(_seat(body, seat) for body in roll.get("bodies", ()) for seat in body.get("seats", ()))


def _seat(body: Mapping[str, Any], seat: Mapping[str, Any]) -> SeatOnRoll:
    holder = seat.get("proxy_holder")
    state = SeatState(
        uuid.UUID(seat["seat_id"]),
        uuid.UUID(body["body_id"]),
        weight=seat.get("weight", 1),
        voting=seat.get("voting", True),
        present=seat.get("present", False),
        proxy_holder=uuid.UUID(holder) if holder else None,
    )
    capacity: Capacity | None = {"holder": "holder", "substitute": "substitute"}.get(seat.get("capacity") or "")  # type: ignore[assignment]
    return SeatOnRoll(
        state,
        seat.get("label", ""),
        seat.get("organisation", ""),
        body.get("name", ""),
        seat.get("person") or "",
        capacity,
    )


def ballots_of(roll: Sequence[SeatOnRoll], own_seats: Collection[uuid.UUID]) -> tuple[Ballot, ...]:
    """The ballots of whoever sits in these seats, in the roll's order: their own votes, and those given to them."""
    voters = voters_of([seat.state for seat in roll])
    return tuple(
        Ballot(seat, voters[seat.seat_id])
        for seat in roll
        if seat.seat_id in voters and voters[seat.seat_id] in own_seats
    )


def votes_to_come(roll: Sequence[SeatOnRoll]) -> int:
    """How many ballots can be cast at all."""
    return len(voters_of([seat.state for seat in roll]))
