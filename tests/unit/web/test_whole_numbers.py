"""Numbers that forms send as text."""

import pytest

from paktum.web.fields import whole_number


@pytest.mark.parametrize("text", ["²", "٣", "9" * 5000, "-1", "1.5", "", None])
def test_what_is_no_whole_number_counts_as_none(text: str | None) -> None:
    assert (whole_number(text), whole_number(text, -1)) == (0, -1)


def test_a_whole_number_may_have_spaces_around_it() -> None:
    assert whole_number(" 12 ") == 12
