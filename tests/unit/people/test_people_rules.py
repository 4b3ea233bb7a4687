"""Rules of sign-in and membership."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import strategies as st

from paktum.domains.people.rules import (
    MOST_FOR_ADDRESS_AND_ORIGIN,
    MOST_FOR_ORIGIN,
    SHORTEST_PASSWORD,
    Attempts,
    as_role,
    browser_of,
    is_open,
    may_change_role,
    normalised_email,
    origin_of,
    password_problem,
)
from tests.support.properties import given

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize("password", ["short", "a" * 30, "ababababababab", "x" * 201, "my.name is very long"])
def test_a_weak_password_has_a_problem(password: str) -> None:
    assert password_problem(password, "my.name@office.example") is not None


@pytest.mark.parametrize("password", ["a sentence to remember", "žluťoučký kůň úpěl", "correct horse battery"])
def test_a_long_password_needs_no_special_signs(password: str) -> None:
    assert password_problem(password, "my.name@office.example") is None


@given(st.text(min_size=SHORTEST_PASSWORD, max_size=200))
def test_any_text_is_judged_without_an_error(password: str) -> None:
    problem = password_problem(password, "a@b.example")
    assert problem is None or problem.key


def test_a_guesser_is_held_by_address_and_origin_and_an_origin_by_many_addresses() -> None:
    assert not Attempts(MOST_FOR_ADDRESS_AND_ORIGIN - 1, MOST_FOR_ORIGIN - 1).too_many()
    assert Attempts(MOST_FOR_ADDRESS_AND_ORIGIN, 0).too_many()
    assert Attempts(0, MOST_FOR_ORIGIN).too_many()


def test_the_addresses_of_one_household_count_as_one_origin() -> None:
    assert origin_of("2001:db8:1:2::1") == origin_of("2001:db8:1:2:ffff::9")
    assert origin_of("2001:db8:1:2::1") != origin_of("2001:db8:1:3::1")
    assert origin_of("192.0.2.1") != origin_of("192.0.2.2")
    assert origin_of("::ffff:192.0.2.1") == origin_of("192.0.2.1")


@given(st.text(max_size=60) | st.none())
def test_whatever_stands_for_an_origin_is_taken(address: str | None) -> None:
    assert isinstance(origin_of(address), str)


def test_a_link_is_open_until_it_is_used_or_too_old() -> None:
    assert is_open(NOW, NOW + timedelta(seconds=1), None)
    assert not is_open(NOW, NOW, None)
    assert not is_open(NOW, NOW + timedelta(days=1), NOW)


def test_the_last_head_stays_head_and_nobody_ends_themselves() -> None:
    assert may_change_role(False, "head", "officer", heads=1)
    assert may_change_role(False, "head", None, heads=1)
    assert may_change_role(False, "head", "officer", heads=2) is None
    assert may_change_role(True, "head", "officer", heads=2) is None
    assert may_change_role(True, "officer", None, heads=2)
    assert may_change_role(False, "officer", None, heads=1) is None


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML) Chrome/142.0 Safari/537.36", "Chrome, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36", "Chrome, Android"),
        ("curl/8.0", ""),
        (None, ""),
    ],
)
def test_a_browser_is_named_by_its_program_and_system(agent: str | None, name: str) -> None:
    assert browser_of(agent) == name


def test_addresses_are_kept_in_one_form() -> None:
    assert normalised_email("  Head@Office.EXAMPLE ") == "head@office.example"


def test_only_the_five_roles_are_roles() -> None:
    assert as_role("head") == "head"
    with pytest.raises(ValueError, match="king"):
        as_role("king")
