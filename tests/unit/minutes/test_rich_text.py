"""Rich text of minutes: whatever comes in, only paragraphs, lists and marked words come out, and each text has one form."""

import re
from collections.abc import Iterable

import nh3
import pytest
from hypothesis import strategies as st

from paktum.domains.minutes.rules.rich_text import (
    Block,
    Listing,
    Paragraph,
    Run,
    clean,
    from_html,
    paragraphs,
    plain_text,
    public,
    tidy,
    to_html,
)
from tests.support.properties import given

WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
RUNS = st.builds(Run, WORDS, st.booleans(), st.booleans(), st.booleans())
LINES = st.lists(RUNS, max_size=4).map(tuple)
BLOCKS = st.lists(
    st.builds(Paragraph, LINES) | st.builds(Listing, st.lists(LINES, max_size=3).map(tuple), st.booleans()), max_size=4
)
TAGS = ("p", "div", "b", "i", "strong", "em", "span class=personal", "ul", "ol", "li", "br", "script", "a href=x", "td")
PIECES = st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag.split()[0]}>" for tag in TAGS]) | WORDS
HTML = st.lists(PIECES, max_size=20).map("".join)
TAG = re.compile(r"<[^>]*>")
ALLOWED = re.compile(r'</?(?:p|ul|ol|li|strong|em)>|<br>|<span class="personal">|</span>')


@given(HTML | st.text(max_size=60))
def test_only_the_known_tags_come_out_of_any_html(html: str) -> None:
    assert [tag for tag in TAG.findall(clean(html)) if not ALLOWED.fullmatch(tag)] == []


@given(HTML)
def test_cleaning_again_changes_nothing(html: str) -> None:
    once = clean(html)
    assert clean(once) == once


@given(HTML)
def test_a_sanitiser_finds_nothing_left_to_take_away(html: str) -> None:
    once = clean(html)
    allowed = {"p", "ul", "ol", "li", "strong", "em", "br", "span"}
    assert nh3.clean(once, tags=allowed, attributes={"span": {"class"}}) == once.replace("\xa0", "&nbsp;")


@given(BLOCKS)
def test_what_is_written_is_read_back_the_same(blocks: list[Block]) -> None:
    canonical = tidy(blocks)
    assert from_html(to_html(canonical)) == canonical


def _marks_personal(blocks: Iterable[Block]) -> bool:
    return 'class="personal"' in to_html(tuple(blocks))


@given(BLOCKS)
def test_tidying_again_changes_nothing(blocks: list[Block]) -> None:
    assert tidy(tidy(blocks)) == tidy(blocks)


@given(BLOCKS)
def test_no_personal_word_is_left_for_the_public(blocks: list[Block]) -> None:
    marked = [
        Paragraph((Run("SECRET", personal=True), *block.runs))
        if isinstance(block, Paragraph)
        else Listing(tuple((*item, Run("SECRET", personal=True)) for item in block.items), block.ordered)
        for block in blocks
    ]
    shown = public(tidy(marked))
    assert "SECRET" not in to_html(shown)
    assert not _marks_personal(shown)


@given(BLOCKS)
def test_the_public_reads_every_word_that_is_not_personal(blocks: list[Block]) -> None:
    open_blocks = tidy(blocks)
    if not _marks_personal(open_blocks):
        assert public(open_blocks) == open_blocks


def test_words_around_a_personal_part_stay_and_a_mark_says_that_some_are_missing() -> None:
    html = '<p>A vendég, <span class="personal">a <strong>cég</strong> munkatársa</span>, felszólalt.</p>'
    assert to_html(public(from_html(html))) == "<p>A vendég, […], felszólalt.</p>"


def test_an_item_of_personal_words_alone_leaves_the_public_list_and_an_empty_list_goes() -> None:
    html = '<ul><li><span class="personal">egy</span></li><li>kettő</li></ul>'
    assert to_html(public(from_html(html))) == "<ul><li>kettő</li></ul>"
    assert to_html(public(from_html('<ul><li><span class="personal">egy</span></li></ul>'))) == ""


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("<div>egy</div><div>kettő</div>", "<p>egy</p>\n<p>kettő</p>"),
        ("egy<br>kettő<br><br>három", "<p>egy<br>kettő</p>\n<p>három</p>"),
        ("<b>egy</b> <i>kettő</i>", "<p><strong>egy</strong> <em>kettő</em></p>"),
        ("<p>egy<script>alert(1)</script></p>", "<p>egy</p>"),
        ("<style>p{color:red}</style><p>egy</p>", "<p>egy</p>"),
        ('<p onclick="x()" style="color:red">egy <a href="javascript:x()">kettő</a></p>', "<p>egy kettő</p>"),
        ("<ul><li>egy</li><li>kettő</li></ul>", "<ul><li>egy</li><li>kettő</li></ul>"),
        ("<ul><li>egy</li></ul><ul><li>kettő</li></ul>", "<ul><li>egy</li><li>kettő</li></ul>"),
        (
            "<ul><li>egy<ol><li>első</li></ol></li><li>kettő</li></ul>",
            "<ul><li>egy</li></ul>\n<ol><li>első</li></ol>\n<ul><li>kettő</li></ul>",
        ),
        ("<p>&nbsp;</p><p>10&nbsp;000&nbsp; Ft</p>", "<p>10\xa0000 Ft</p>"),
        ("<p>a &lt; b &amp; c</p>", "<p>a &lt; b &amp; c</p>"),
        (
            '<p><span style="x">egy</span> <span class="personal">kettő</span></p>',
            '<p>egy <span class="personal">kettő</span></p>',
        ),
        ("<h1>cím</h1>szöveg", "<p>cím</p>\n<p>szöveg</p>"),
        ("<table><tr><td>egy</td><td>kettő</td></tr></table>", "<p>egy kettő</p>"),
        ("", ""),
    ],
)
def test_what_editors_and_pastes_send_becomes_plain_minutes(sent: str, kept: str) -> None:
    assert clean(sent) == kept


def test_plain_text_becomes_paragraphs_and_is_never_markup() -> None:
    assert to_html(paragraphs("első\nsor\n\n<b>második</b>")) == "<p>első<br>sor</p>\n<p>&lt;b&gt;második&lt;/b&gt;</p>"


def test_the_words_alone_are_one_line_a_block_or_item() -> None:
    assert plain_text(from_html("<p>egy <em>kettő</em></p><ul><li>a</li><li>b</li></ul>")) == "egy kettő\na\nb"
