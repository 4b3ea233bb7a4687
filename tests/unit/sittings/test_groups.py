"""Rules of groups that form in a meeting: who is elected."""

import uuid

from hypothesis import strategies as st

from paktum.domains.sittings.rules.groups import election_of
from tests.support.properties import given

MEMBERS = [uuid.UUID(int=number) for number in range(1, 7)]
preferences = st.dictionaries(st.sampled_from(MEMBERS), st.none() | st.sampled_from(MEMBERS))


def test_whoever_most_members_prefer_leads() -> None:
    one, two, three = MEMBERS[:3]
    assert election_of({one: two, two: two, three: one}).leader == two


def test_as_many_preferences_for_two_elect_nobody() -> None:
    one, two = MEMBERS[:2]
    found = election_of({one: two, two: one})
    assert found.leader is None and found.first == {one, two}


def test_nobody_is_elected_while_nobody_has_said_anything() -> None:
    assert election_of({MEMBERS[0]: None}).leader is None


def test_a_candidate_who_left_the_group_is_not_elected() -> None:
    one, two, three = MEMBERS[:3]
    assert election_of({one: three, two: one}).leader == one


@given(preferences)
def test_only_members_are_elected_and_every_preference_for_one_counts_once(told: dict[uuid.UUID, uuid.UUID]) -> None:
    found = election_of(told)
    assert set(found.preferences) <= set(told) and found.first <= set(told)
    assert sum(found.preferences.values()) == sum(choice in told for choice in told.values())
