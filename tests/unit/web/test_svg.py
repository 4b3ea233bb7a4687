"""The writer of SVG: what words may do, and how long they are taken to be."""

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import strategies as st

from paktum.web import svg
from tests.support.properties import given


@given(st.text(max_size=200))
def test_words_come_out_of_an_xml_reader_as_they_went_in_but_for_what_xml_forbids(text: str) -> None:
    element = fromstring(f'<t a="{svg.words(text)}">{svg.words(text)}</t>')
    # Readers turn line ends into one sign (XML 1.0, 2.11).
    allowed = text.replace("\r\n", "\n").replace("\r", "\n")
    back = element.text or ""
    assert len(back) == len(allowed)
    assert all(got in (sent, "\ufffd") for got, sent in zip(back, allowed, strict=True))


@given(st.text(max_size=80), st.floats(20, 400))
def test_shortened_words_fit_unless_nothing_would(text: str, width: float) -> None:
    short = svg.shortened(text, width)
    assert short == text or svg.text_width(short) <= width


def test_words_are_cut_between_words_where_that_loses_little() -> None:
    assert svg.shortened("Vállalkozói megbeszélések helyi termék", 170) == "Vállalkozói megbeszélések…"


@pytest.mark.parametrize(
    "address", [None, "javascript:alert(1)", "https://elsewhere.example/", "//evil", "/\\evil", ""]
)
def test_an_address_outside_this_site_is_no_link(address: str | None) -> None:
    assert svg.link(address, "title") == ("<g><title>title</title>", "</g>")


def test_a_link_escapes_its_address_and_its_title() -> None:
    before, after = svg.link('/plan?a=1&b="2"', "<b>")
    assert before == '<a href="/plan?a=1&amp;b=&#34;2&#34;"><title>&lt;b&gt;</title>'
    assert after == "</a>"
