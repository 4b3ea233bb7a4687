"""Ballots: which votes somebody casts who sits in certain seats, by the roll that was frozen when the vote was opened."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from paktum.domains.sittings.rules.roll import Roll, RollBody, RollSeat


@dataclass(frozen=True, slots=True)
class Ballot:
    """The vote of a seat, cast by the one who sits there or by the seat that votes for it (`by_seat_id`)."""

    body: RollBody
    seat: RollSeat
    by_seat_id: uuid.UUID

    @property
    def for_another(self) -> bool:
        return self.by_seat_id != self.seat.seat_id


def ballots_of(roll: Roll, own_seats: Collection[uuid.UUID]) -> tuple[Ballot, ...]:
    """The ballots of whoever sits in these seats: their own votes first, then those given to them."""
    voters = roll.voters
    found = [
        Ballot(body, seat, voters[seat.seat_id])
        for body in roll.bodies
        for seat in body.seats
        if voters.get(seat.seat_id) in own_seats
    ]
    return tuple(sorted(found, key=lambda ballot: ballot.for_another))
