"""Whether a body can decide: seats there in person or by proxy, against what its charter asks for."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from paktum.domains.bodies.rules import needed_of
from paktum.plugin.specs.charter import Quorum as QuorumRule


@dataclass(frozen=True, slots=True)
class SeatState:
    """A seat at one moment of a sitting.

    `present` is its own holder or substitute, not someone else; `proxy_holder` the seat that votes for it while it is away.
    """

    seat_id: uuid.UUID
    body_id: uuid.UUID
    weight: int = 1
    voting: bool = True
    present: bool = False
    proxy_holder: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many are needed, there and at all; counted in votes, or in seats where the charter says so."""

    needed: int
    there: int
    total: int
    in_votes: bool

    @property
    def met(self) -> bool:
        return self.there >= self.needed

    @property
    def lacking(self) -> int:
        """How many more have to come."""
        return max(0, self.needed - self.there)


def represented(seats: Iterable[SeatState]) -> frozenset[uuid.UUID]:
    """The seats that are there: present themselves, or away with a proxy whose holder is present in person."""
    listed = tuple(seats)
    present = {seat.seat_id for seat in listed if seat.present}
    return frozenset(
        seat.seat_id
        for seat in listed
        if seat.present or (seat.proxy_holder is not None and seat.proxy_holder in present)
    )


def votes_of(seats: Iterable[SeatState], ids: Iterable[uuid.UUID] | None = None) -> int:
    """The votes of the voting seats, all or those of `ids`, by their weights."""
    wanted = None if ids is None else frozenset(ids)
    return sum(seat.weight for seat in seats if seat.voting and (wanted is None or seat.seat_id in wanted))


def quorum_of(seats: Sequence[SeatState], rule: QuorumRule, convening: int = 1) -> Quorum:
    """Whether a body with these seats can decide.

    A second convening (2) for want of quorum goes by the charter's second share where it names one. A quorum of no one is
    still one: somebody has to be there.
    """
    there = represented(seats)
    in_votes = rule.of == "votes"
    if in_votes:
        total, present = votes_of(seats), votes_of(seats, there)
    else:
        total, present = len(seats), len(there)
    second = convening == 2 and rule.second_share is not None
    share = rule.second_share if second and rule.second_share is not None else rule.share
    needed = needed_of(share, rule.strictly_more and not second, total)
    return Quorum(max(1, needed), present, total, in_votes)
