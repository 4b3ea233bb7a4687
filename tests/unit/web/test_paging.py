"""Pages of a long list."""

import pytest
from hypothesis import strategies as st

from paktum.web.paging import LARGEST, page_asked_for, page_numbers
from tests.support.properties import given


@pytest.mark.parametrize(
    ("asked", "page"),
    [("3", 3), ("0", 1), ("-1", 1), ("", 1), ("x", 1), ("٣", 1), ("1e3", 1), ("999999999999", 1), ("999999", LARGEST)],
)
def test_an_address_asks_for_a_page_or_gets_the_first(asked: str, page: int) -> None:
    assert page_asked_for({"page": asked}) == page


def test_one_page_needs_no_numbers() -> None:
    assert page_numbers(0, 30, 1) == page_numbers(30, 30, 1) == []


def test_far_pages_are_left_out_with_a_gap() -> None:
    assert page_numbers(300, 30, 5) == [1, None, 3, 4, 5, 6, 7, None, 10]


@given(st.integers(0, 5000), st.integers(1, 60), st.integers(1, 200))
def test_numbers_rise_and_hold_the_first_and_the_last(rows: int, size: int, current: int) -> None:
    numbers = [number for number in page_numbers(rows, size, current) if number is not None]
    assert numbers == sorted(set(numbers))
    if numbers:
        assert numbers[0] == 1 and numbers[-1] == -(-rows // size)
