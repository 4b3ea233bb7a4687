"""Which ballots somebody casts, by a roll."""

import uuid

from paktum.domains.meetings.rules.charters import usual_rules
from paktum.domains.sittings.rules.ballots import BallotBook
from paktum.domains.sittings.rules.roll import MotionText, Roll, RollBody, RollSeat

SEATS = [uuid.UUID(int=number) for number in range(1, 6)]


def book(*seats: RollSeat) -> BallotBook:
    body = RollBody(uuid.UUID(int=99), "Body", "", None, "", usual_rules(), "ordinary", 1, None, seats)
    return BallotBook.of(Roll(uuid.UUID(int=98), False, "", "", MotionText(uuid.UUID(int=97), "", ""), (body,)))


def test_whoever_is_present_casts_the_own_vote_and_then_those_given_to_them() -> None:
    given, own = RollSeat(SEATS[0], "Away", proxy_holder=SEATS[1]), RollSeat(SEATS[1], "Here", present=True)
    ballots = book(given, own).ballots_of([SEATS[1]])
    assert [(one.seat.label, one.for_another) for one in ballots] == [("Here", False), ("Away", True)]


def test_whoever_is_away_casts_nothing_even_with_a_proxy_from_another() -> None:
    found = book(RollSeat(SEATS[0], "Giver", proxy_holder=SEATS[1]), RollSeat(SEATS[1], "Holder"))
    assert found.ballots_of([SEATS[0], SEATS[1]]) == ()


def test_a_seat_without_a_vote_has_no_ballot() -> None:
    assert book(RollSeat(SEATS[0], "Adviser", voting=False, present=True)).ballots_of([SEATS[0]]) == ()


def test_one_person_in_two_seats_has_two_ballots_of_their_own() -> None:
    two = [RollSeat(seat, "Here", present=True) for seat in SEATS[:2]]
    assert [one.for_another for one in book(*two).ballots_of(SEATS[:2])] == [False, False]
