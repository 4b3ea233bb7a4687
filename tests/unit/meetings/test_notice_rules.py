"""Notice and deadlines by the charters of the five partnerships, and for every day there is."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import strategies as st

from paktum.core.working_days import working_days_of
from paktum.domains.meetings.rules.notice import (
    check_notice,
    days_after,
    days_before,
    strictest,
)
from paktum.plugin.specs.charter import Span
from tests.support.properties import given

DAYS = st.dates(date(1995, 1, 1), date(2095, 1, 1))
COUNTRIES = st.sampled_from(["HU", "CZ", "SK", "PL"])


def every_weekday(day: date) -> bool:
    return day.weekday() < 5


@pytest.mark.parametrize(
    ("country", "span", "meeting", "last_day"),
    [
        # Tiszakécske's first Steering Group met on Monday 29 October 2018; its charter asks for eight days.
        ("HU", Span(days=8), date(2018, 10, 29), date(2018, 10, 21)),
        # The Employment Forum's fifteen days.
        ("HU", Span(days=15), date(2019, 3, 21), date(2019, 3, 6)),
        # Liberec's Executive Council, seven days.
        ("CZ", Span(days=7), date(2018, 11, 15), date(2018, 11, 8)),
        # Małopolska's Partner Council of Monday 28 November 2016, fourteen days.
        ("PL", Span(days=14), date(2016, 11, 28), date(2016, 11, 14)),
        # In working days: All Saints (Thursday 1 November 2018) does not count in Poland,
        ("PL", Span(working_days=5), date(2018, 11, 5), date(2018, 10, 26)),
        # nor does the bridge day after it in Hungary,
        ("HU", Span(working_days=5), date(2018, 11, 5), date(2018, 10, 25)),
        # nor, in Slovakia and that year only, the centenary on 30 October.
        ("SK", Span(working_days=5), date(2018, 11, 5), date(2018, 10, 25)),
        # All Saints does in Czechia.
        ("CZ", Span(working_days=5), date(2018, 11, 5), date(2018, 10, 29)),
    ],
)
def test_the_last_day_for_an_invitation(country: str, span: Span, meeting: date, last_day: date) -> None:
    assert days_before(span, meeting, working_days_of(country)) == last_day


@pytest.mark.parametrize(
    ("country", "working_days", "meeting", "due"),
    [
        # Hungarian Steering Group of 29 October 2018, eight working days; 1 and 2 November are free, Saturday 10 is worked.
        ("HU", 8, date(2018, 10, 29), date(2018, 11, 10)),
        # Liberec's Executive Council, seven working days after 15 November 2018; Saturday the 17th is a holiday anyway.
        ("CZ", 7, date(2018, 11, 15), date(2018, 11, 26)),
        # Małopolska's Council of 28 November 2016, fourteen working days.
        ("PL", 14, date(2016, 11, 28), date(2016, 12, 16)),
        # The Slovak coordinators, five working days, over the centenary and All Saints.
        ("SK", 5, date(2018, 10, 29), date(2018, 11, 7)),
    ],
)
def test_the_day_by_which_minutes_are_ready(country: str, working_days: int, meeting: date, due: date) -> None:
    assert days_after(Span(working_days=working_days), meeting, working_days_of(country)) == due


@given(DAYS, st.integers(0, 60), COUNTRIES)
def test_as_many_working_days_lie_between_as_the_charter_asks_for(day: date, count: int, country: str) -> None:
    is_working_day = working_days_of(country)
    last = days_before(Span(working_days=count), day, is_working_day)
    between = [last + timedelta(days=n) for n in range((day - last).days)]
    assert sum(is_working_day(one) for one in between) == count
    assert count == 0 or is_working_day(last)


@given(DAYS, st.integers(0, 60), COUNTRIES)
def test_more_notice_never_allows_a_later_day(day: date, count: int, country: str) -> None:
    is_working_day = working_days_of(country)
    for kind in ("days", "working_days"):
        shorter, longer = Span(**{kind: count}), Span(**{kind: count + 1})
        assert days_before(longer, day, is_working_day) < days_before(shorter, day, is_working_day)
        assert days_after(longer, day, is_working_day) > days_after(shorter, day, is_working_day)


@given(DAYS, st.integers(0, 60), st.integers(-90, 90))
def test_an_invitation_is_late_from_the_day_after_the_last_one(day: date, notice: int, away: int) -> None:
    check = check_notice(Span(days=notice), day, day + timedelta(days=away), every_weekday)
    assert check.late is (away > -notice)
    assert check.passed is (away >= 0)


def test_a_joint_session_keeps_the_longer_of_its_bodies_notices() -> None:
    committee = check_notice(Span(days=14), date(2018, 11, 15), date(2018, 11, 5), every_weekday)
    council = check_notice(Span(days=7), date(2018, 11, 15), date(2018, 11, 5), every_weekday)
    assert strictest([council, committee]) is committee
    assert committee.late and not council.late


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), COUNTRIES)
def test_people_work_on_the_days_that_the_package_of_holidays_names(day: date, country: str) -> None:
    assert working_days_of(country)(day) == holidays.country_holidays(country).is_working_day(day)


def test_in_a_country_without_known_holidays_people_work_from_monday_to_friday() -> None:
    assert working_days_of("XX")(date(2018, 12, 25)) and not working_days_of("XX")(date(2018, 12, 22))
