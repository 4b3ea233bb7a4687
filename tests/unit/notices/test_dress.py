"""Mails bear their looks on their tags, as mail programs want it, and their words stay as they were."""

import re

from hypothesis import strategies as st
from markupsafe import escape

from paktum.domains.notices.dress import dressed
from tests.support.properties import given

ACCENT = "#0c5746"


def test_tags_of_a_letter_bear_styles_and_the_colour_of_the_pact() -> None:
    made = dressed(
        '<body><p data-look="facts">Mikor</p><a data-look="button" href="https://x.example">Tovább</a></body>', ACCENT
    )
    assert "font-family" in made
    assert f'<p style="margin:0 0 16px;padding:2px 0 2px 14px;border-left:3px solid {ACCENT}">Mikor</p>' in made
    assert f"background:{ACCENT}" in made and 'href="https://x.example"' in made
    assert "data-look" not in made and "ACCENT" not in made


def test_a_tag_without_looks_stays_as_it_is() -> None:
    assert dressed("<b>Kövér</b><br>", ACCENT) == "<b>Kövér</b><br>"


@given(st.text())
def test_words_of_a_letter_are_never_taken_for_tags(words: str) -> None:
    made = dressed(f"<p>{escape(words)}</p>", ACCENT)
    assert re.sub(r'^<p style="[^"]*">|</p>$', "", made) == str(escape(words))
