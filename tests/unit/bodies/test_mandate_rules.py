"""Rules of seats and mandates, without any database."""

import uuid
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import strategies as st

from paktum.domains.bodies.rules import (
    MandateFacts,
    Office,
    SeatFacts,
    Tenure,
    body_ending_problem,
    charter_in_force,
    composition,
    day_before,
    ending_problem,
    in_force,
    mandate_problems,
    needed_of,
    new_charter_problem,
    replacing_problem,
    would_be_its_own_parent,
)
from tests.support.properties import given

FOUNDED = date(2018, 10, 29)
SEAT = SeatFacts(uuid.uuid4(), True, Tenure(FOUNDED))
BODY = Tenure(FOUNDED)

days = st.dates(date(2018, 1, 1), date(2022, 12, 31))
tenures = st.builds(Tenure, st.none() | days, st.none() | days).filter(lambda tenure: tenure.in_order)


def mandate(
    office: Office = "member", since: date | None = FOUNDED, last: date | None = None, seat: SeatFacts | None = SEAT
) -> MandateFacts:
    return MandateFacts(uuid.uuid4(), seat.id if seat else None, office, Tenure(since, last))


@given(tenures, tenures)
def test_two_tenures_overlap_exactly_when_some_day_is_in_both(one: Tenure, other: Tenure) -> None:
    edges = [day for day in (one.since, one.last, other.since, other.last) if day] or [FOUNDED]
    shared = any(one.covers(day) and other.covers(day) for day in edges)
    assert one.overlaps(other) == other.overlaps(one) == shared


@given(tenures, days)
def test_the_last_day_belongs_to_a_mandate_and_the_next_does_not(tenure: Tenure, day: date) -> None:
    if tenure.covers(day):
        ended = replace(tenure, last=day)
        assert ended.covers(day) and not ended.covers(day + timedelta(days=1))


@given(st.sampled_from(("1/4", "1/3", "1/2", "2/3", "1")), st.booleans(), st.integers(0, 400))
def test_what_is_needed_of_a_share_is_the_smallest_number_that_has_it(share: str, more: bool, total: int) -> None:
    needed = needed_of(share, more, total)

    def has_it(number: int) -> bool:
        return number > Fraction(share) * total if more else number >= Fraction(share) * total

    assert 0 <= needed <= total
    assert has_it(needed) or needed == total
    assert needed == 0 or not has_it(needed - 1)


@pytest.mark.parametrize(("votes", "needed"), [(5, 3), (4, 3), (11, 6), (1, 1), (0, 0)])
def test_more_than_half_of_the_votes_is_a_whole_number_of_votes(votes: int, needed: int) -> None:
    assert needed_of("1/2", True, votes) == needed


def test_a_substitute_does_not_fill_a_seat() -> None:
    other = SeatFacts(uuid.uuid4(), False, Tenure())
    found = composition([SEAT, other], [mandate("substitute"), mandate("chair", seat=other)], date(2019, 1, 1))
    assert (found.seats, found.filled, found.votes, found.votes_filled, found.vacant) == (2, 1, 1, 0, 1)


def test_seats_of_another_time_count_neither_as_seats_nor_as_votes() -> None:
    ended = SeatFacts(uuid.uuid4(), True, Tenure(FOUNDED, date(2018, 12, 31)))
    later = SeatFacts(uuid.uuid4(), True, Tenure(date(2020, 1, 1)))
    assert composition([SEAT, ended, later], [], date(2019, 6, 1)).votes == 1


def test_only_mandates_that_cover_the_day_are_in_force() -> None:
    past, present = mandate(last=date(2018, 12, 31)), mandate(since=date(2019, 1, 1))
    assert in_force([past, present], date(2019, 1, 1)) == (present,)


def test_a_seat_has_one_holder_at_a_time() -> None:
    held = mandate()
    assert "since" in mandate_problems(mandate(), SEAT, BODY, [held], 1)
    assert "since" in mandate_problems(mandate("chair"), SEAT, BODY, [held], 1)
    ended = replace(held, tenure=Tenure(FOUNDED, date(2019, 5, 31)))
    assert mandate_problems(mandate(since=date(2019, 6, 1)), SEAT, BODY, [ended], 1) == {}


def test_a_body_has_one_chair_at_a_time_whatever_the_seat() -> None:
    other = SeatFacts(uuid.uuid4(), True, Tenure())
    assert "office" in mandate_problems(mandate("chair", seat=other), other, BODY, [mandate("chair")], 1)


@pytest.mark.parametrize(("allowed", "standing", "refused"), [(0, 0, True), (1, 0, False), (1, 1, True), (2, 1, False)])
def test_the_charter_says_how_many_substitutes_a_seat_has(allowed: int, standing: int, refused: bool) -> None:
    others = [mandate("substitute") for _ in range(standing)]
    assert ("office" in mandate_problems(mandate("substitute"), SEAT, BODY, others, allowed)) == refused


def test_without_a_charter_substitutes_are_not_counted() -> None:
    assert mandate_problems(mandate("substitute"), SEAT, BODY, [mandate("substitute")], None) == {}


@pytest.mark.parametrize("office", ["member", "substitute"])
def test_members_and_substitutes_belong_to_a_seat(office: Office) -> None:
    assert "seat" in mandate_problems(mandate(office, seat=None), None, BODY, [], None)


def test_a_chair_from_outside_and_a_secretary_need_no_seat() -> None:
    assert mandate_problems(mandate("chair", seat=None), None, BODY, [], None) == {}
    assert mandate_problems(mandate("secretary", seat=None), None, BODY, [], None) == {}


def test_nobody_is_in_office_before_the_seat_or_the_body_is_there() -> None:
    assert "since" in mandate_problems(mandate(since=date(2018, 1, 1)), SEAT, BODY, [], 1)
    late = SeatFacts(SEAT.id, True, Tenure(date(2020, 1, 1)))
    assert "since" in mandate_problems(mandate(), late, Tenure(), [], 1)


def test_an_end_before_the_beginning_and_a_second_end_are_refused() -> None:
    assert ending_problem(Tenure(FOUNDED), date(2018, 10, 28)) is not None
    assert ending_problem(Tenure(FOUNDED), FOUNDED) is None
    assert ending_problem(Tenure(FOUNDED, date(2019, 1, 31)), date(2019, 2, 1)) is not None
    assert ending_problem(Tenure(FOUNDED, date(2019, 1, 31)), date(2019, 1, 15)) is None


@given(tenures, days)
def test_a_successor_leaves_neither_a_gap_nor_an_overlap(tenure: Tenure, first: date) -> None:
    if replacing_problem(tenure, first) is None:
        before = replace(tenure, last=day_before(first))
        assert before.in_order and before.covers(day_before(first))
        assert not before.overlaps(Tenure(first))


@given(st.lists(days, unique=True, min_size=1), days)
def test_the_charter_of_a_day_is_the_latest_that_had_begun(first_days: list[date], day: date) -> None:
    found = charter_in_force([(first, first) for first in first_days], day)
    assert found == max((first for first in first_days if first <= day), default=None)


def test_new_rules_begin_after_the_last_ones() -> None:
    assert new_charter_problem([FOUNDED, date(2020, 1, 1)], date(2020, 1, 1)) is not None
    assert new_charter_problem([FOUNDED], FOUNDED + timedelta(days=1)) is None
    assert new_charter_problem([], FOUNDED) is None


def test_a_body_with_groups_under_it_names_them_instead_of_ending() -> None:
    problem = body_ending_problem(["B", "A"])
    assert problem is not None and problem.values["names"] == "A, B"
    assert body_ending_problem([]) is None


def test_a_body_cannot_stand_under_one_of_its_own_groups() -> None:
    forum, group, part = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    above = {forum: None, group: forum, part: group}
    assert would_be_its_own_parent(forum, part, above)
    assert would_be_its_own_parent(forum, forum, above)
    assert not would_be_its_own_parent(part, forum, above)


def test_a_seat_with_four_votes_counts_four_times() -> None:
    weighty = SeatFacts(uuid.uuid4(), True, Tenure(FOUNDED), weight=4)
    assert composition([SEAT, weighty], [], date(2019, 1, 1)).votes == 5
