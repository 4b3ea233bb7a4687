"""The rules of the programme: states, numbers, calendar sequences, what may be entered, what an import keeps."""

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import strategies as st

from paktum.core.messages import say
from paktum.core.periods import Period, Precision
from paktum.domains.programme.rules import (
    CalendarFacts,
    EntryState,
    EntryValues,
    day_problems,
    effective_period,
    feed_secret,
    fix_by,
    is_feed_secret,
    merged_value,
    next_calendar_sequence,
    period_around,
    problems_of,
    sequence_label,
    state_of,
)
from tests.support.properties import given

DAYS = st.dates(date(1995, 1, 1), date(2090, 12, 31))
BODY = uuid.UUID(int=7)
VALUES = EntryValues(kind="session", sequence=3, title="A session", period=Period.month(2027, 3), body_id=BODY)


def state(period: Period, today: date, *, cancelled: bool = False, held: bool = False) -> EntryState:
    return state_of(period, today, cancelled=cancelled, held=held)


def test_an_entry_is_planned_until_the_last_day_of_its_month_and_late_from_the_next() -> None:
    march = Period.month(2027, 3)
    assert state(march, date(2027, 1, 1)) is EntryState.PLANNED
    assert state(march, date(2027, 3, 31)) is EntryState.PLANNED
    assert state(march, date(2027, 4, 1)) is EntryState.LATE


def test_a_fixed_day_is_late_from_the_day_after_it() -> None:
    day = effective_period(Period.month(2027, 3), date(2027, 3, 12), None)
    assert state(day, date(2027, 3, 12)) is EntryState.FIXED
    assert state(day, date(2027, 3, 13)) is EntryState.LATE


def test_what_was_held_or_cancelled_is_never_late() -> None:
    past = Period.month(2019, 3)
    assert state(past, date(2027, 1, 1), held=True) is EntryState.HELD
    assert state(past, date(2027, 1, 1), cancelled=True) is EntryState.CANCELLED
    assert state(past, date(2027, 1, 1), cancelled=True, held=True) is EntryState.CANCELLED


def test_what_is_over_for_a_year_is_no_alarm_any_more_but_still_unrecorded() -> None:
    march = Period.month(2019, 3)
    assert state(march, date(2020, 3, 30)) is EntryState.LATE
    assert state(march, date(2020, 3, 31)) is EntryState.UNRECORDED
    assert state(march, date(2026, 1, 1), held=True) is EntryState.HELD


@given(DAYS, st.sampled_from(Precision), DAYS)
def test_an_entry_is_late_exactly_when_its_last_day_is_over(day: date, precision: Precision, today: date) -> None:
    period = period_around(day, precision)
    assert period.contains(day)
    over = state(period, today) in (EntryState.LATE, EntryState.UNRECORDED)
    assert over == (today > period.last)


@given(DAYS, st.integers(0, 90))
def test_the_day_is_to_be_fixed_early_enough_for_the_first_day_of_the_period(day: date, notice: int) -> None:
    assert fix_by(Period.on(day), notice) + timedelta(days=notice) == day


def test_numbers_are_said_in_the_letters_of_a_language() -> None:
    assert say(sequence_label("session", 5), "en") == "S5"
    assert say(sequence_label("event", 10), "en") == "E10"


FACTS = CalendarFacts("A title", "A place", Period.month(2027, 3), cancelled=False)


@pytest.mark.parametrize(
    "changed",
    [
        replace(FACTS, title="Another"),
        replace(FACTS, place="Elsewhere"),
        replace(FACTS, effective=Period.on(date(2027, 3, 12))),
        replace(FACTS, cancelled=True),
    ],
)
def test_the_calendar_sequence_rises_with_title_place_time_and_cancellation(changed: CalendarFacts) -> None:
    assert next_calendar_sequence(4, FACTS, changed) == 5


def test_the_calendar_sequence_stays_when_nothing_that_calendars_show_changes() -> None:
    assert next_calendar_sequence(4, FACTS, replace(FACTS)) == 4


def problems(values: EntryValues, taken: set[int] | None = None) -> set[str]:
    return set(problems_of(values, bodies={BODY}, types={"hu.informing"}, taken=taken or set()))


def test_a_complete_session_and_a_complete_event_may_be_entered() -> None:
    assert problems(VALUES) == set()
    assert problems(replace(VALUES, kind="event", body_id=None, types=("hu.informing",))) == set()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (replace(VALUES, title="  "), "title"),
        (replace(VALUES, title="x" * 401), "title"),
        (replace(VALUES, sequence=0), "sequence"),
        (replace(VALUES, body_id=None), "body"),
        (replace(VALUES, body_id=uuid.UUID(int=8)), "body"),
        (replace(VALUES, kind="event", body_id=None), "types"),
        (replace(VALUES, kind="event", types=("hu.unknown",)), "types"),
        (replace(VALUES, period=Period.year_of(1066)), "start"),
        (replace(VALUES, purpose="x" * 20_001), "purpose"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_it_is_about(values: EntryValues, field: str) -> None:
    assert problems(values) == {field}


def test_a_number_that_another_entry_has_is_not_given_twice() -> None:
    assert problems(VALUES, taken={3}) == {"sequence"}


def test_a_day_to_fix_is_a_day_and_its_last_day_is_not_before_it() -> None:
    day = date(2027, 3, 12)
    assert day_problems(day, None) == {} == day_problems(day, day)
    assert set(day_problems(None, None)) == {"day"}
    assert set(day_problems(day, date(2027, 3, 11))) == {"last_day"}


@given(st.uuids(), st.uuids(), st.integers(1, 9))
def test_a_feeds_secret_fits_its_tenant_feed_and_generation_only(tenant: uuid.UUID, feed: uuid.UUID, n: int) -> None:
    secret = feed_secret("key", tenant, feed, n)
    assert len(secret) == 32
    assert is_feed_secret(secret, "key", tenant, feed, n)
    assert not is_feed_secret(secret, "key", tenant, feed, n + 1)
    assert not is_feed_secret(secret, "key", feed, uuid.UUID(int=1), n)
    assert not is_feed_secret(secret, "another key", tenant, feed, n)
    assert not is_feed_secret("ő" * 32, "key", tenant, feed, n)


def test_an_import_takes_the_documents_value_where_no_person_changed_it() -> None:
    assert merged_value("old", "old", "new", known=True, overwrite=False) == "new"
    assert merged_value("old", "a person's", "new", known=True, overwrite=False) == "a person's"
    assert merged_value("old", "a person's", "new", known=True, overwrite=True) == "new"
    assert merged_value(None, "a person's", "new", known=False, overwrite=False) == "a person's"
