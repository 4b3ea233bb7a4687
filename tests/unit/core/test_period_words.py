"""Periods in words, as each language writes them."""

import pytest

from paktum.core.languages import Language
from paktum.core.periods import Period, period_text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("hu", "2027. I. negyedév"),
        ("cs", "1. čtvrtletí 2027"),
        ("sk", "1. štvrťrok 2027"),
        ("pl", "I kwartał 2027"),
        ("en", "1st quarter 2027"),
    ],
)
def test_a_quarter_is_counted_in_the_figures_of_each_language(language: Language, text: str) -> None:
    assert period_text(Period.quarter(2027, 1), language) == text
