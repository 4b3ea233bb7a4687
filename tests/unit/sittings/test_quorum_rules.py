"""Quorum and proxies: worked examples of the pacts, and what holds of every body."""

import uuid
from dataclasses import replace

import pytest
from hypothesis import strategies as st

from paktum.domains.sittings.rules.proxies import proxy_problem, voters_of
from paktum.domains.sittings.rules.quorum import SeatState, quorum_of, represented, votes_of
from paktum.plugin.specs.charter import Proxies
from paktum.plugin.specs.charter import Quorum as QuorumRule
from tests.support.properties import given

BODY = uuid.UUID(int=1)
MORE_THAN_HALF = QuorumRule(share="1/2", strictly_more=True)
ONE_EACH = Proxies(allowed=True, most_per_holder=1)


def seats(number: int, present: int, *, weight: int = 1) -> list[SeatState]:
    return [SeatState(uuid.UUID(int=100 + n), BODY, weight, present=n < present) for n in range(number)]


def test_tiszakecske_with_five_votes_can_decide_with_three() -> None:
    assert [quorum_of(seats(5, present), MORE_THAN_HALF).met for present in (2, 3)] == [False, True]


def test_the_drawn_council_has_ten_of_eleven_votes_with_one_by_proxy() -> None:
    council = seats(11, 9)
    council[9] = replace(council[9], proxy_holder=council[8].seat_id)
    quorum = quorum_of(council, MORE_THAN_HALF)
    assert (quorum.needed, quorum.there, quorum.total, quorum.met) == (6, 10, 11, True)


def test_a_second_convening_goes_by_the_second_share() -> None:
    rule = replace_share(MORE_THAN_HALF, "0")
    few = seats(20, 1)
    assert not quorum_of(few, rule).met
    assert quorum_of(few, rule, convening=2).met


def test_nobody_there_is_never_a_quorum() -> None:
    assert not quorum_of(seats(5, 0), replace_share(MORE_THAN_HALF, "0"), convening=2).met


def test_a_charter_without_a_second_share_asks_for_the_same_again() -> None:
    assert quorum_of(seats(5, 2), MORE_THAN_HALF, convening=2).needed == 3


def test_seats_without_a_vote_count_where_the_charter_counts_seats() -> None:
    mixed = [*seats(3, 3), *(replace(seat, voting=False, seat_id=uuid.uuid4()) for seat in seats(3, 1))]
    by_seats = quorum_of(mixed, QuorumRule(share="1/2", strictly_more=True, of="seats"))
    by_votes = quorum_of(mixed, MORE_THAN_HALF)
    assert ((by_seats.there, by_seats.total), (by_votes.there, by_votes.total)) == ((4, 6), (3, 3))


def test_weights_count_in_votes() -> None:
    city, *others = seats(4, 1)
    weighted = [replace(city, weight=4), *others]
    assert quorum_of(weighted, MORE_THAN_HALF).met


def test_a_proxy_counts_only_while_its_holder_is_present() -> None:
    council = seats(3, 2)
    council[2] = replace(council[2], proxy_holder=council[1].seat_id)
    assert len(represented(council)) == 3
    council[1] = replace(council[1], present=False)
    assert len(represented(council)) == 1


@pytest.mark.parametrize(
    ("case", "allowed"),
    [
        ("plain", True),
        ("forbidden", False),
        ("present", False),
        ("taken", False),
        ("passed_on", False),
        ("foreign", False),
    ],
)
def test_a_vote_is_given_once_by_one_who_is_away_to_one_who_keeps_his_own(case: str, allowed: bool) -> None:
    giver, holder, third = seats(3, 0)
    given: dict[uuid.UUID, uuid.UUID] = {}
    rule = ONE_EACH
    match case:
        case "forbidden":
            rule = Proxies()
        case "present":
            giver = replace(giver, present=True)
        case "taken":
            given = {third.seat_id: holder.seat_id}
        case "passed_on":
            given = {holder.seat_id: third.seat_id}
        case "foreign":
            holder = replace(holder, body_id=uuid.UUID(int=2))
    assert (proxy_problem(giver, holder, given, rule) is None) is allowed


states = st.lists(
    st.tuples(st.integers(1, 5), st.booleans(), st.booleans(), st.one_of(st.none(), st.integers(0, 9))),
    min_size=1,
    max_size=10,
)


@given(states)
def test_nobody_casts_more_votes_than_are_there(drawn: list[tuple[int, bool, bool, int | None]]) -> None:
    ids = [uuid.UUID(int=n + 1) for n in range(len(drawn))]
    body = [
        SeatState(ids[n], BODY, weight, voting, present, ids[proxy % len(ids)] if proxy is not None else None)
        for n, (weight, voting, present, proxy) in enumerate(drawn)
    ]
    voters = voters_of(body)
    present = {seat.seat_id for seat in body if seat.present}
    assert set(voters.values()) <= present
    assert votes_of(body, voters) == votes_of(body, represented(body)) <= votes_of(body)


@given(states)
def test_one_more_present_never_loses_a_quorum(drawn: list[tuple[int, bool, bool, int | None]]) -> None:
    body = [SeatState(uuid.UUID(int=n + 1), BODY, w, v, p) for n, (w, v, p, _) in enumerate(drawn)]
    before = quorum_of(body, MORE_THAN_HALF)
    for n, seat in enumerate(body):
        after = quorum_of([*body[:n], replace(seat, present=True), *body[n + 1 :]], MORE_THAN_HALF)
        assert after.met or not before.met


def replace_share(rule: QuorumRule, second: str) -> QuorumRule:
    return rule.model_copy(update={"second_share": second})
