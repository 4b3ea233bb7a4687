"""Rules of tasks: which state follows which, what is late, and when somebody is reminded."""

from datetime import date, timedelta

from hypothesis import strategies as st

from paktum.domains.tasks.rules import DAYS_BEFORE, REMEMBERED, STATES, is_late, move_problem, reminder_due
from tests.support.properties import given

DUE = date(2026, 12, 1)
LONG_AGO = date(2026, 1, 1)


def test_a_finished_task_goes_nowhere_but_back_to_the_beginning() -> None:
    for state in ("done", "dropped"):
        assert [wanted for wanted in STATES if move_problem(state, wanted) is None] == ["open"]


@given(st.sampled_from(STATES))
def test_no_task_passes_into_the_state_it_has(state: str) -> None:
    assert move_problem(state, state) is not None  # type: ignore[arg-type]


def test_the_day_of_the_deadline_is_not_late() -> None:
    assert not is_late("open", DUE, DUE)
    assert is_late("in_progress", DUE, DUE + timedelta(days=1))
    assert not is_late("done", DUE, DUE + timedelta(days=1))
    assert not is_late("open", None, DUE)


def test_somebody_is_reminded_before_on_and_after_the_deadline_and_not_for_ever() -> None:
    days = {offset: reminder_due(DUE, LONG_AGO, DUE + timedelta(days=offset)) for offset in range(-10, 60)}
    assert days[-DAYS_BEFORE - 1] is None
    assert {days[offset] for offset in range(-DAYS_BEFORE, 0)} == {"before"}
    assert days[0] == "on_the_day"
    assert {days[offset] for offset in range(1, REMEMBERED + 1)} == {"late"}
    assert days[REMEMBERED + 1] is None


def test_whoever_gets_a_task_shortly_before_its_deadline_is_not_reminded_at_once() -> None:
    given_late = DUE - timedelta(days=1)
    assert reminder_due(DUE, given_late, given_late) is None
    assert reminder_due(DUE, DUE, DUE) is None
    assert reminder_due(DUE, given_late, DUE) == "on_the_day"
