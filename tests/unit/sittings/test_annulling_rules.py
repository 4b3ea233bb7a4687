"""When a vote that was closed by mistake can be annulled, and how a motion reads afterwards."""

import pytest

from paktum.core.messages import say
from paktum.domains.sittings.rules.annulling import OPEN_IN, annulment_problem, words_without


@pytest.mark.parametrize("state", sorted(OPEN_IN))
def test_a_closed_vote_can_be_annulled_until_the_minutes_are_approved(state: str) -> None:
    assert annulment_problem(state, "closed", voted_since=False, amended_state=None) is None


@pytest.mark.parametrize(
    ("meeting", "vote", "since", "amended", "word"),
    [
        ("minutes_approved", "closed", False, None, "minutes"),
        ("closed", "closed", False, None, "minutes"),
        ("in_session", "open", False, None, "Call it off"),
        ("in_session", "closed", True, None, "later vote"),
        ("in_session", "closed", False, "carried", "amended"),
        ("in_session", "closed", False, "withdrawn", "amended"),
    ],
)
def test_what_stands_in_the_way_of_annulling_is_said(
    meeting: str, vote: str, since: bool, amended: str | None, word: str
) -> None:
    problem = annulment_problem(meeting, vote, voted_since=since, amended_state=amended)
    assert problem is not None and word in say(problem, "en")


def test_an_amendment_that_does_not_count_gives_the_words_before_it_back() -> None:
    assert words_without("new", "new", "old") == "old"


def test_words_that_somebody_changed_since_stay_and_so_do_those_nobody_kept() -> None:
    assert words_without("newer", "new", "old") == "newer"
    assert words_without("new", "new", None) == "new"
