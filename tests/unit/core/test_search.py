"""Looking for words: each marked letter stands over the plain one that is written without its mark."""

import unicodedata

import pytest

from paktum.core import search


def test_every_marked_letter_stands_over_its_plain_one() -> None:
    pairs = zip(search._MARKED, search._PLAIN, strict=True)
    for marked, plain in pairs:
        bare = {"ł": "l", "Ł": "l"}.get(marked) or unicodedata.normalize("NFD", marked)[0].lower()
        assert bare == plain, marked


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("ŁÓDŹ, Małopolska", "lodz, malopolska"),
        ("Összefoglaló ÜLÉS", "osszefoglalo ules"),
        ("Žďár nad Sázavou", "zdar nad sazavou"),
        ("Weißstraße Đorđe", "weissstrasse dorde"),
    ],
)
def test_what_is_searched_is_compared_without_capitals_and_accents(text: str, plain: str) -> None:
    assert search.folded(text) == plain
