"""Rules of decisions: titles, counting years, execution, repeal, and the way of what bodies forward."""

from datetime import date, timedelta
from typing import get_args

from hypothesis import strategies as st

from paktum.domains.decisions.rules import (
    REFERRAL_MOVES,
    Execution,
    ReferralState,
    VoteCounts,
    counting_year,
    execution_problems,
    is_overdue,
    referral_problem,
    repeal_problem,
    short_title,
)
from paktum.plugin.specs import Numbering
from tests.support.properties import given

DAY = date(2018, 10, 29)


@given(st.text(), st.text())
def test_a_title_is_one_line_and_never_longer_than_its_column(title: str, text: str) -> None:
    made = short_title(title, text)
    assert len(made) <= 400
    assert len(made.splitlines()) <= 1


def test_a_long_text_is_cut_between_words() -> None:
    made = short_title("", "A munkaprogram elfogadása, " * 10)
    assert made.endswith("…")
    assert made != "A munkaprogram elfogadása, " * 10
    assert set(made.rstrip("…").replace(",", "").split()) <= {"A", "munkaprogram", "elfogadása"}


def test_numbers_that_never_restart_are_counted_in_no_year() -> None:
    assert counting_year(Numbering(pattern="{n}/{year}"), DAY) == 2018
    assert counting_year(Numbering(pattern="{n}", restarts="never"), DAY) == 0


@given(st.builds(VoteCounts, *[st.integers(0, 500)] * 4, secret=st.booleans(), needed=st.none() | st.integers(0, 9)))
def test_counts_come_back_from_their_stored_form(counts: VoteCounts) -> None:
    assert VoteCounts.of(counts.form()) == counts
    assert VoteCounts.of({}) is None


def test_the_last_day_for_a_decision_is_not_late_and_what_is_over_never_is() -> None:
    late = DAY + timedelta(days=1)
    assert not is_overdue("open", DAY, DAY)
    assert {state: is_overdue(state, DAY, late) for state in get_args(Execution)} == {
        "none": False,
        "open": True,
        "in_progress": True,
        "done": False,
        "lapsed": False,
    }


def test_a_repealed_decision_is_not_executed_and_a_lapsed_one_says_why() -> None:
    assert set(execution_problems("open", "", None, DAY, repealed=True)) == {"execution"}
    assert set(execution_problems("lapsed", "", DAY - timedelta(days=1), DAY, repealed=False)) == {
        "execution_note",
        "due_on",
    }
    assert execution_problems("done", "", DAY, DAY, repealed=False) == {}


def test_only_a_later_decision_of_the_same_body_repeals() -> None:
    assert repeal_problem("a", DAY, "a", DAY) is None
    assert repeal_problem("a", DAY, "b", DAY) is not None
    assert repeal_problem("a", DAY, "a", DAY - timedelta(days=1)) is not None


def test_what_was_answered_or_withdrawn_goes_no_further() -> None:
    for state in get_args(ReferralState):
        allowed = {wanted for wanted in get_args(ReferralState) if referral_problem(state, wanted) is None}
        assert allowed == set(REFERRAL_MOVES[state])
    assert REFERRAL_MOVES["answered"] == REFERRAL_MOVES["withdrawn"] == ()
