"""The life of a meeting: where each act leads, and what can never happen."""

from hypothesis import strategies as st

from paktum.domains.meetings.rules.life import (
    CALLED_OFF,
    COURSE,
    TRANSITIONS,
    MeetingAct,
    MeetingState,
    acts_of,
    has_come_to,
    state_after,
)
from tests.support.properties import given

ACTS = st.lists(st.sampled_from(list(MeetingAct)), max_size=30)


def after(*acts: MeetingAct) -> MeetingState:
    state = MeetingState.PLANNED
    for act in acts:
        found = state_after(state, act)
        assert found is not None, (state, act)
        state = found
    return state


def test_a_meeting_that_goes_well_passes_every_state_of_its_course() -> None:
    acts = (
        MeetingAct.CONVENE,
        MeetingAct.OPEN,
        MeetingAct.END,
        MeetingAct.DRAFT_MINUTES,
        MeetingAct.APPROVE_MINUTES,
        MeetingAct.CLOSE,
    )
    assert tuple(after(*acts[:n]) for n in range(len(acts) + 1)) == COURSE


def test_a_postponed_meeting_is_prepared_again_once_it_has_a_new_time() -> None:
    assert after(MeetingAct.CONVENE, MeetingAct.POSTPONE, MeetingAct.SET_AGAIN) is MeetingState.PLANNED


def test_what_was_held_is_neither_postponed_nor_cancelled() -> None:
    for state in COURSE[2:]:
        assert not {MeetingAct.POSTPONE, MeetingAct.CANCEL} & acts_of(state)


def test_every_act_has_its_place_and_every_state_is_reached_and_left() -> None:
    assert set(TRANSITIONS) == set(MeetingAct)
    assert {t.target for t in TRANSITIONS.values()} == set(MeetingState)
    assert all(acts_of(state) for state in MeetingState)


@given(ACTS)
def test_no_sequence_of_acts_skips_a_step_of_the_course(acts: list[MeetingAct]) -> None:
    state, opened, drafted = MeetingState.PLANNED, False, False
    for act in acts:
        following = state_after(state, act)
        if following is None:
            continue
        opened = opened or act in (MeetingAct.OPEN, MeetingAct.NOTE_HELD)
        opened = opened and act not in (MeetingAct.TAKE_BACK_OPENING, MeetingAct.CALL_OFF_OPENING)
        drafted = drafted or act is MeetingAct.DRAFT_MINUTES
        state = following
        if has_come_to(state, MeetingState.HELD):
            assert opened
        if has_come_to(state, MeetingState.MINUTES_APPROVED):
            assert drafted
        if state in CALLED_OFF:
            assert not opened
