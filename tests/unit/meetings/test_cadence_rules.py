"""Cadence by the charters of the five partnerships, and properties that hold for any."""

from datetime import date, timedelta

from hypothesis import strategies as st

from paktum.core.languages import LANGUAGES
from paktum.core.messages import say
from paktum.core.periods import Period
from paktum.core.working_days import working_days_of
from paktum.domains.meetings.rules.cadence import frequency_rule_words, gap_of, months_later, period_of_frequency
from paktum.domains.meetings.rules.notice import check_notice
from paktum.plugin.specs.charter import Frequency, Span
from tests.support.properties import given

DAYS = st.dates(date(2000, 1, 1), date(2090, 1, 1))
EVERY_TWO_MONTHS = Frequency(every_months=2)
TWICE_A_HALF_YEAR = Frequency(times=2, per="half_year")
TWICE_A_YEAR = Frequency(times=2, per="year")
ONCE_A_YEAR = Frequency(times=1, per="year")
CZ, HU, PL = (working_days_of(country) for country in ("CZ", "HU", "PL"))


def days(*given_days: date) -> list[Period]:
    return [Period.on(day) for day in given_days]


def test_the_council_that_meets_every_two_months_misses_its_next_meeting() -> None:
    gap = gap_of(
        EVERY_TWO_MONTHS, days(date(2018, 7, 12), date(2018, 9, 13)), date(2018, 10, 1), CZ, notice=Span(days=7)
    )
    assert gap is not None and not gap.overdue
    assert gap.period.last == date(2018, 11, 13)
    # Both meetings were on a Thursday, and the invitation of today is in time.
    assert [(day.weekday(), day >= date(2018, 10, 8)) for day in gap.proposed] == [(3, True)]


def test_the_council_is_overdue_when_two_months_are_gone() -> None:
    gap = gap_of(EVERY_TWO_MONTHS, days(date(2018, 7, 12)), date(2018, 10, 1), CZ, notice=Span(days=7))
    assert gap is not None and gap.overdue
    assert date(2018, 10, 8) <= gap.proposed[0] <= date(2018, 11, 1)


def test_a_meeting_that_is_set_fills_the_gap_and_one_set_too_late_does_not() -> None:
    held = date(2018, 9, 13)
    assert gap_of(EVERY_TWO_MONTHS, days(held, date(2018, 11, 8)), date(2018, 10, 1), CZ) is None
    assert gap_of(EVERY_TWO_MONTHS, days(held, date(2018, 12, 6)), date(2018, 10, 1), CZ) is not None


def test_the_steering_group_misses_one_of_two_in_the_half_year() -> None:
    gap = gap_of(TWICE_A_HALF_YEAR, days(date(2019, 2, 12)), date(2019, 4, 1), HU, notice=Span(days=8))
    assert gap is not None
    assert (gap.period, gap.missing, gap.wanted) == (Period.half_year(2019, 1), 1, 2)
    assert date(2019, 4, 9) <= gap.proposed[0] <= date(2019, 6, 30)


def test_a_session_planned_for_a_month_counts_although_its_day_is_open() -> None:
    planned = [*days(date(2019, 2, 12)), Period.month(2019, 5)]
    assert gap_of(TWICE_A_HALF_YEAR, planned, date(2019, 4, 1), HU) is None


def test_the_partner_council_that_met_once_misses_one_of_the_year() -> None:
    gap = gap_of(TWICE_A_YEAR, days(date(2016, 3, 7)), date(2016, 10, 3), PL, notice=Span(days=14))
    assert gap is not None and gap.missing == 1
    assert gap.proposed[0].weekday() == 0


def test_a_body_founded_in_autumn_does_not_owe_the_whole_year() -> None:
    today = date(2018, 10, 1)
    assert gap_of(TWICE_A_YEAR, [], today, HU, since=date(2018, 9, 27)) is None
    gap = gap_of(TWICE_A_YEAR, [], today, HU, since=date(2018, 6, 1))
    assert gap is not None and gap.missing == 1


def test_nothing_is_proposed_when_the_period_leaves_no_time_for_the_notice() -> None:
    gap = gap_of(ONCE_A_YEAR, [], date(2018, 12, 27), CZ, notice=Span(days=14))
    assert gap is not None and gap.proposed == ()


def test_the_last_of_a_month_stays_the_last_where_the_month_is_shorter() -> None:
    assert months_later(date(2018, 12, 31), 2) == date(2019, 2, 28)
    assert months_later(date(2019, 1, 15), 12) == date(2020, 1, 15)


frequencies = st.one_of(
    st.builds(Frequency, times=st.integers(1, 6), per=st.sampled_from(["month", "quarter", "half_year", "year"])),
    st.builds(Frequency, every_months=st.integers(1, 24)),
)


@given(frequencies, st.lists(DAYS, max_size=8), DAYS, st.integers(0, 30))
def test_proposed_days_are_working_days_in_the_period_with_the_notice_kept(
    frequency: Frequency, held: list[date], today: date, notice: int
) -> None:
    gap = gap_of(frequency, days(*held), today, HU, notice=Span(days=notice))
    if gap is None:
        return
    assert len(set(gap.proposed)) == len(gap.proposed) <= gap.missing
    for day in gap.proposed:
        assert HU(day)
        assert day <= gap.period.last
        assert not check_notice(Span(days=notice), day, today, HU).late


@given(st.integers(1, 6), st.sampled_from(["month", "quarter", "half_year", "year"]), DAYS)
def test_as_many_meetings_as_the_charter_asks_for_leave_no_gap(times: int, per: str, today: date) -> None:
    frequency = Frequency(times=times, per=per)  # type: ignore[arg-type]
    period = period_of_frequency(frequency, today)
    assert period is not None
    enough = [Period.on(period.start + timedelta(days=n)) for n in range(times)]
    assert gap_of(frequency, enough, today, HU) is None
    gap = gap_of(frequency, enough[1:], today, HU)
    assert gap is not None and gap.missing == 1


@given(st.integers(1, 24), DAYS, st.integers(0, 2000))
def test_every_so_many_months_is_kept_exactly_until_the_months_are_over(months: int, last: date, later: int) -> None:
    today = last + timedelta(days=later + 1)
    gap = gap_of(Frequency(every_months=months), days(last), today, HU)
    assert gap is not None
    assert gap.overdue is (today > months_later(last, months))


def test_a_body_that_meets_every_month_is_told_so_without_counting_months_in_any_language() -> None:
    for language in LANGUAGES:
        assert "1" not in say(frequency_rule_words(Frequency(every_months=1)), language)
    assert "every 2 months" in say(frequency_rule_words(EVERY_TWO_MONTHS), "en")
