"""Majorities, ties, circular votes and joint sessions: worked examples, and what holds of every vote."""

from dataclasses import replace
from itertools import product
from typing import Literal

import pytest
from hypothesis import strategies as st

from paktum.domains.sittings.rules.quorum import Quorum
from paktum.domains.sittings.rules.voting import (
    Result,
    Tally,
    circular_result,
    joint_outcome,
    needed_votes,
    result_of,
)
from paktum.plugin.specs.charter import Majority, Turnout
from tests.support.properties import given

SIMPLE = Majority(rule="simple")
ABSOLUTE = Majority(rule="absolute")
ABSOLUTE_OF_ALL = Majority(rule="absolute", of="all")
TWO_THIRDS_OF_ALL = Majority(rule="two_thirds", of="all")
MAJORITIES = (SIMPLE, ABSOLUTE, ABSOLUTE_OF_ALL, Majority(rule="two_thirds"), TWO_THIRDS_OF_ALL)

counts = st.integers(min_value=0, max_value=12)
tallies = st.builds(Tally, yes=counts, no=counts, abstain=counts, not_cast=st.integers(min_value=0, max_value=4))
majorities = st.sampled_from(MAJORITIES)
ties = st.sampled_from(("chair_decides", "rejected"))
choices = st.sampled_from((None, "yes", "no", "abstain"))


def test_the_drawn_council_carries_its_motion_with_8_of_10_votes_where_6_are_needed() -> None:
    result = result_of(Tally(yes=8, no=1, abstain=1), ABSOLUTE, all_votes=11, tie="rejected")
    assert (result.outcome, result.needed, result.settled) == ("carried", 6, True)


def test_tiszakecske_with_five_votes_present_needs_three_for_a_programme() -> None:
    assert needed_votes(Tally(not_cast=5), ABSOLUTE, all_votes=5) == 3


def test_changing_the_rules_of_five_votes_by_two_thirds_of_all_needs_four() -> None:
    assert needed_votes(Tally(yes=3, not_cast=0), TWO_THIRDS_OF_ALL, all_votes=5) == 4


def test_a_polish_council_decides_by_simple_majority_with_half_present_and_its_chair_breaks_ties() -> None:
    quorum = Quorum(needed=5, there=6, total=10, in_votes=True)
    tied = Tally(yes=3, no=3)
    assert result_of(tied, SIMPLE, all_votes=10, tie="chair_decides", quorum=quorum, chair_choice="yes").reason == (
        "tie_broken"
    )
    assert result_of(tied, SIMPLE, all_votes=10, tie="chair_decides", quorum=quorum).reason == "tie_open"
    assert result_of(replace(tied, abstain=2, yes=4), SIMPLE, all_votes=10, tie="chair_decides").carried


def test_a_circular_vote_counts_once_half_of_the_votes_took_part() -> None:
    half = Turnout(share="1/2")
    enough = circular_result(Tally(yes=3, no=2, not_cast=5), SIMPLE, all_votes=10, turnout=half, tie="chair_decides")
    too_few = circular_result(Tally(yes=4, no=0, not_cast=6), SIMPLE, all_votes=10, turnout=half, tie="chair_decides")
    assert (enough.outcome, too_few.outcome) == ("carried", "no_quorum")


def test_without_a_quorum_nothing_is_decided_however_many_are_for_it() -> None:
    quorum = Quorum(needed=6, there=5, total=11, in_votes=True)
    assert result_of(Tally(yes=5), ABSOLUTE, all_votes=11, tie="rejected", quorum=quorum).outcome == "no_quorum"


def test_a_chair_who_abstains_breaks_no_tie() -> None:
    result = result_of(Tally(yes=4, no=4), ABSOLUTE, all_votes=8, tie="chair_decides", chair_choice="abstain")
    assert (result.outcome, result.reason) == ("rejected", "tie_open")


def test_a_tie_that_one_vote_more_would_not_turn_is_no_tie_for_the_chair() -> None:
    result = result_of(Tally(yes=4, no=4, abstain=2), ABSOLUTE, all_votes=10, tie="chair_decides", chair_choice="yes")
    assert (result.outcome, result.reason) == ("rejected", "no_majority")


@pytest.mark.parametrize(
    ("outcomes", "together"),
    [
        (("carried", "carried"), "carried"),
        (("carried", "rejected"), "rejected"),
        (("carried", "no_quorum"), "no_quorum"),
    ],
)
def test_a_joint_session_carries_only_what_each_body_carries(
    outcomes: tuple[Literal["carried", "rejected", "no_quorum"], ...], together: str
) -> None:
    assert joint_outcome(Result(one, "majority", 1, True) for one in outcomes) == together


@given(tallies, majorities, ties, choices)
def test_one_more_vote_for_never_loses_what_was_carried(
    tally: Tally,
    majority: Majority,
    tie: Literal["chair_decides", "rejected"],
    chair: Literal["yes", "no", "abstain"] | None,
) -> None:
    present = tally.present + 1
    before = replace(tally, abstain=tally.abstain + 1)
    after = replace(tally, yes=tally.yes + 1)
    if result_of(before, majority, all_votes=present, tie=tie, chair_choice=chair).carried:
        assert result_of(after, majority, all_votes=present, tie=tie, chair_choice=chair).carried


@given(tallies, majorities, ties, choices)
def test_a_settled_result_stays_whatever_the_missing_votes_are(
    tally: Tally,
    majority: Majority,
    tie: Literal["chair_decides", "rejected"],
    chair: Literal["yes", "no", "abstain"] | None,
) -> None:
    now = result_of(tally, majority, all_votes=tally.present, tie=tie, chair_choice=chair)
    missing = tally.not_cast
    ends = {
        result_of(
            Tally(tally.yes + yes, tally.no + no, tally.abstain + missing - yes - no),
            majority,
            all_votes=tally.present,
            tie=tie,
            chair_choice=chair,
        ).outcome
        for yes, no in product(range(missing + 1), repeat=2)
        if yes + no <= missing
    }
    assert now.settled == (ends == {now.outcome})


@given(tallies, majorities)
def test_a_majority_is_never_reached_by_those_against(tally: Tally, majority: Majority) -> None:
    result = result_of(tally, majority, all_votes=tally.present, tie="rejected")
    assert not (result.carried and tally.yes <= tally.no)


@given(st.integers(min_value=1, max_value=60), majorities)
def test_everybody_together_always_carries_a_motion(votes: int, majority: Majority) -> None:
    assert result_of(Tally(yes=votes), majority, all_votes=votes, tie="rejected").carried
