"""Whether a seat may give its vote to another, and who may vote for whom."""

import uuid
from collections.abc import Mapping, Sequence

from paktum.core.messages import Message, msg, nmsg
from paktum.domains.sittings.rules.quorum import SeatState
from paktum.plugin.specs.charter import Proxies


def proxy_problem(
    giver: SeatState,
    holder: SeatState,
    given: Mapping[uuid.UUID, uuid.UUID],
    rule: Proxies,
) -> Message | None:
    """Why a vote cannot be given; None: it can. `given` are the proxies that stand, from giver to holder."""
    if not rule.allowed:
        return msg("By the charter of the body nobody votes for another.")
    if giver.body_id != holder.body_id:
        return msg("A vote can only be given to a member of the same body.")
    if giver.seat_id == holder.seat_id or not giver.voting or not holder.voting:
        return msg("A vote can only be given by one voting member to another.")
    if giver.present:
        return msg("Who is present votes in person.")
    if holder.seat_id in given:
        return msg("This member has given the own vote away and cannot take another.")
    if giver.seat_id in given.values():
        return msg("This member votes for another and cannot give the own vote away.")
    holding = sum(1 for seat, to in given.items() if to == holder.seat_id and seat != giver.seat_id)
    if holding >= rule.most_per_holder:
        return nmsg(
            "By the charter one member votes for up to %(num)d other, and this one does so already.",
            "By the charter one member votes for up to %(num)d others, and this one does so already.",
            rule.most_per_holder,
        )
    return None


def voters_of(seats: Sequence[SeatState]) -> dict[uuid.UUID, uuid.UUID]:
    """Who casts the vote of which seat: from each seat whose vote can be cast now to the seat that casts it."""
    present = {seat.seat_id for seat in seats if seat.present}
    voters: dict[uuid.UUID, uuid.UUID] = {}
    for seat in seats:
        if not seat.voting:
            continue
        if seat.present:
            voters[seat.seat_id] = seat.seat_id
        elif seat.proxy_holder in present and seat.proxy_holder is not None:
            voters[seat.seat_id] = seat.proxy_holder
    return voters
