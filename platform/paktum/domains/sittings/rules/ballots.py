"""Ballots: which votes somebody casts who sits in certain seats, by the roll that was frozen when the vote was opened."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
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


@dataclass(frozen=True, slots=True)
class BallotBook:
    """A roll read once for all who vote by it: each seat of it, and the ballots that each seat casts, its own first."""

    seats: Mapping[uuid.UUID, RollSeat]
    by_voter: Mapping[uuid.UUID, tuple[Ballot, ...]]

    @classmethod
    def of(cls, roll: Roll) -> "BallotBook":
        voters, found = roll.voters, defaultdict[uuid.UUID, list[Ballot]](list)
        for body in roll.bodies:
            for seat in body.seats:
                voter = voters.get(seat.seat_id)
                if voter is not None:
                    found[voter].append(Ballot(body, seat, voter))
        sorted_out = {voter: tuple(sorted(own, key=lambda one: one.for_another)) for voter, own in found.items()}
        return cls({seat.seat_id: seat for body in roll.bodies for seat in body.seats}, sorted_out)

    def ballots_of(self, own_seats: Iterable[uuid.UUID]) -> tuple[Ballot, ...]:
        """The ballots of whoever sits in these seats: their own votes first, then those given to them."""
        found = [ballot for seat in own_seats for ballot in self.by_voter.get(seat, ())]
        return tuple(sorted(found, key=lambda ballot: ballot.for_another))
