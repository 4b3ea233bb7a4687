"""The notation for writing minutes without a script says all that the rich text says, and reads back the same."""

import pytest
from hypothesis import strategies as st

from paktum.domains.minutes.rules.notation import read, written
from paktum.domains.minutes.rules.rich_text import Block, from_html, tidy, to_html
from tests.support.properties import given
from tests.unit.minutes.test_rich_text import BLOCKS


@given(BLOCKS)
def test_what_is_written_in_the_notation_is_read_back_the_same(blocks: list[Block]) -> None:
    canonical = tidy(blocks)
    assert read(written(canonical)) == canonical


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    blocks = read(text)
    assert tidy(blocks) == blocks


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("egy\nkettő\n\nhárom", "<p>egy<br>kettő</p>\n<p>három</p>"),
        ("- egy\n- kettő", "<ul><li>egy</li><li>kettő</li></ul>"),
        ("1. egy\n2. kettő", "<ol><li>egy</li><li>kettő</li></ol>"),
        ("- egy\n  folytatás", "<ul><li>egy<br>folytatás</li></ul>"),
        ("**A** és __b__", "<p><strong>A</strong> és <em>b</em></p>"),
        ("[[személyes]] szöveg", '<p><span class="personal">személyes</span> szöveg</p>'),
        (r"\**csillag\**", "<p>**csillag**</p>"),
        (r"2018\. év", "<p>2018. év</p>"),
        ("<b>nem jel</b>", "<p>&lt;b&gt;nem jel&lt;/b&gt;</p>"),
    ],
)
def test_the_signs_mean_what_the_help_says(text: str, html: str) -> None:
    assert to_html(read(text)) == html


def test_a_paragraph_that_begins_like_an_item_stays_a_paragraph() -> None:
    blocks = from_html("<p>1. napirendi pont</p><p>- gondolatjel</p>")
    assert written(blocks) == "1\\. napirendi pont\n\n\\- gondolatjel"
    assert read(written(blocks)) == blocks
