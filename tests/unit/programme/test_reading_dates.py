"""Dates of plans: every form people write in five languages, and what is doubtful about some."""

from datetime import date, timedelta

import pytest
from hypothesis import strategies as st

from paktum.core.languages import LANGUAGES, Language
from paktum.core.periods import Period, Precision, period_text
from paktum.domains.programme.reading.dates import read_date
from tests.support.properties import given

OCTOBER_25 = Period.on(date(2018, 10, 25))
MARCH = Period.month(2019, 3)


@pytest.mark.parametrize(
    "text",
    [
        *("2018. október 25.", "2018. okt. 25.", "2018. október 25-én", "2018.10.25.", "2018. 10. 25.", "2018. X. 25."),
        *("25. října 2018", "25. říjen 2018", "dne 25. října 2018", "25. 10. 2018", "25.10.2018", "25. X. 2018"),
        *("25. októbra 2018", "25.októbra 2018", "25 października 2018 r.", "25 października 2018", "25.10.2018 r."),
        *("25 October 2018", "25th October 2018", "October 25, 2018", "25 Oct 2018", "2018-10-25", "25/10/2018"),
    ],
)
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    reading = read_date(text)
    assert (reading.period, reading.rest, reading.doubts) == (OCTOBER_25, "", ())


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2019. március,",
            "2019. március",
            "2019. márc.",
            "2019. márciusban",
            "2019. márciusi",
            "2019. 03.",
            "2019-03",
        ),
        *("březen 2019", "v březnu 2019", "března 2019", "03/2019", "3/2019"),
        *(
            "marec 2019",
            "v marci 2019",
            "marca 2019",
            "marzec 2019",
            "w marcu 2019",
            "w marcu 2019 r.",
            "marca 2019 r.",
        ),
        *("March 2019", "in March 2019", "Mar 2019", "MÁRCIUS 2019"),
    ],
)
def test_a_month_is_read_in_every_form(text: str) -> None:
    reading = read_date(text)
    assert (reading.period, reading.rest, reading.doubts) == (MARCH, "", ())


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2018. október 25-27.", Period.days(date(2018, 10, 25), date(2018, 10, 27))),
        ("2018. október 30. – november 2.", Period.days(date(2018, 10, 30), date(2018, 11, 2))),
        ("25.–27. 10. 2018", Period.days(date(2018, 10, 25), date(2018, 10, 27))),
        ("30. prosince 2018 – 2. ledna 2019", Period.days(date(2018, 12, 30), date(2019, 1, 2))),
        ("25. až 27. októbra 2018", Period.days(date(2018, 10, 25), date(2018, 10, 27))),
        ("25–27 października 2018 r.", Period.days(date(2018, 10, 25), date(2018, 10, 27))),
        ("2018-10-25/2018-10-27", Period.days(date(2018, 10, 25), date(2018, 10, 27))),
        ("2019. I. negyedév", Period.quarter(2019, 1)),
        ("2019. negyedik negyedévében", Period.quarter(2019, 4)),
        ("1. čtvrtletí 2019", Period.quarter(2019, 1)),
        ("ve III. čtvrtletí roku 2019", Period.quarter(2019, 3)),
        ("2. štvrťrok 2019", Period.quarter(2019, 2)),
        ("I kwartał 2019", Period.quarter(2019, 1)),
        ("w drugim kwartale 2019 r.", Period.quarter(2019, 2)),
        ("Q3 2019", Period.quarter(2019, 3)),
        ("2nd quarter of 2019", Period.quarter(2019, 2)),
        ("2019. I. félév", Period.half_year(2019, 1)),
        ("2019. második félévében", Period.half_year(2019, 2)),
        ("I. pololetí 2019", Period.half_year(2019, 1)),
        ("v druhom polroku 2019", Period.half_year(2019, 2)),
        ("I półrocze 2019", Period.half_year(2019, 1)),
        ("second half of 2019", Period.half_year(2019, 2)),
        ("2019", Period.year_of(2019)),
        ("2019. év", Period.year_of(2019)),
        ("rok 2019", Period.year_of(2019)),
    ],
)
def test_spans_quarters_halves_and_years_keep_their_precision(text: str, period: Period) -> None:
    reading = read_date(text)
    assert (reading.period, reading.rest) == (period, "")


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("2018. október 25.\nTiszakécske", "Tiszakécske"),
        ("2019. március,\nKecskemét", "Kecskemét"),
        ("Liberec, 12. března 2019", "Liberec"),
        ("w marcu 2019 r., Kraków, ul. Główna 3", "Kraków, ul. Główna 3"),
        ("2019. március 10:00, Városháza", "10:00, Városháza"),
    ],
)
def test_what_is_not_the_date_is_left_over(text: str, rest: str) -> None:
    assert read_date(text).rest == rest


def test_a_full_stop_after_the_month_is_told() -> None:
    assert read_date("2020. szeptember.\nTiszakécske").open_dot
    assert not read_date("2020. szeptember,\nTiszakécske").open_dot
    assert not read_date("2020. szept.").open_dot
    assert not read_date("březen 2019.").open_dot


@pytest.mark.parametrize("text", ["31. února 2019", "2019. február 30.", "12.–10. 3. 2019", "30 lutego 2019 r."])
def test_a_day_that_no_calendar_has_is_a_doubt_and_no_date(text: str) -> None:
    reading = read_date(text)
    assert reading.period is None
    assert "not a date of the calendar" in str(reading.doubts[0])


def test_the_second_of_two_dates_is_named_in_a_doubt() -> None:
    reading = read_date("v březnu 2019, v květnu 2019")
    assert reading.period == MARCH
    assert "květnu 2019" in str(reading.doubts[0])


def test_several_months_are_kept_as_days_with_a_doubt() -> None:
    reading = read_date("březen – duben 2019")
    assert reading.period == Period.days(date(2019, 3, 1), date(2019, 4, 30))
    assert "several months" in str(reading.doubts[0])


def test_a_date_without_year_takes_the_year_around_it_with_a_doubt() -> None:
    reading = read_date("25. října", year=2018)
    assert reading.period == OCTOBER_25
    assert "2018" in str(reading.doubts[0])
    assert read_date("25. října").period is None


def test_a_text_without_a_date_stays_whole() -> None:
    reading = read_date("bude upřesněno")
    assert (reading.period, reading.rest, reading.doubts) == (None, "bude upřesněno", ())


PERIODS = st.one_of(
    st.builds(Period.on, st.dates(date(1950, 1, 1), date(2150, 1, 1))),
    st.builds(
        lambda first, days: Period.days(first, first + timedelta(days=days)),
        st.dates(date(1950, 1, 1), date(2150, 1, 1)),
        st.integers(1, 400),
    ),
    st.builds(Period.month, st.integers(1950, 2150), st.integers(1, 12)),
    st.builds(Period.quarter, st.integers(1950, 2150), st.integers(1, 4)),
    st.builds(Period.half_year, st.integers(1950, 2150), st.integers(1, 2)),
    st.builds(Period.year_of, st.integers(1950, 2150)),
)


@given(PERIODS, st.sampled_from(LANGUAGES))
def test_every_period_printed_in_any_language_reads_back_the_same(period: Period, language: Language) -> None:
    reading = read_date(period_text(period, language))
    assert (reading.period, reading.rest) == (period, "")


@given(PERIODS.filter(lambda period: period.precision is not Precision.DAY), st.sampled_from(LANGUAGES))
def test_a_place_after_a_printed_period_is_left_over(period: Period, language: Language) -> None:
    reading = read_date(f"{period_text(period, language)},\nTiszakécske")
    assert (reading.period, reading.rest) == (period, "Tiszakécske")


@given(st.text(alphabet="0123456789. -–/áéříkwqIVX\nmarcusběznten,:", max_size=40))
def test_no_text_makes_the_reading_of_dates_fail(text: str) -> None:
    reading = read_date(text, year=2019)
    assert reading.period is None or reading.period.start < reading.period.end
