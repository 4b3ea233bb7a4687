"""Looking for words: each marked letter stands over the plain one that is written without its mark."""

import unicodedata

from paktum.core import search


def test_every_marked_letter_stands_over_its_plain_one() -> None:
    pairs = zip(search._MARKED, search._PLAIN, strict=True)
    for marked, plain in pairs:
        bare = {"ł": "l", "Ł": "l"}.get(marked) or unicodedata.normalize("NFD", marked)[0].lower()
        assert bare == plain, marked
