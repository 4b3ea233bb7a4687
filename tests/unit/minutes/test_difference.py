"""Differences of two versions: read one way they give the old text, read the other way the new one."""

from hypothesis import strategies as st

from paktum.domains.minutes.rules.difference import Part, Row, SectionText, compare, rows, words
from paktum.domains.minutes.rules.rich_text import Paragraph, Run, tidy, to_html
from tests.support.properties import given

SENTENCE = st.lists(st.sampled_from(["a", "döntés", "egy", "két", "igen", "nem,", ".", "szavazat"]), max_size=8).map(
    " ".join
)
LINES = st.lists(SENTENCE, max_size=6)


def html(lines: list[str]) -> str:
    return to_html(tidy([Paragraph((Run(line),)) for line in lines]))


def said(row: Row, *changes: str) -> str:
    return "".join(part.text for part in row.parts if part.change in changes)


@given(st.text(max_size=40), st.text(max_size=40))
def test_words_of_a_difference_give_both_texts(old: str, new: str) -> None:
    parts = words(old, new)
    assert "".join(part.text for part in parts if part.change != "added") == old
    assert "".join(part.text for part in parts if part.change != "removed") == new


@given(LINES, LINES)
def test_rows_of_a_difference_give_both_texts(old: list[str], new: list[str]) -> None:
    found = rows(html(old), html(new))
    before = [said(row, "same", "removed") for row in found if row.change != "added"]
    after = [said(row, "same", "added") for row in found if row.change != "removed"]
    assert before == [line.strip() for line in old if line.strip()]
    assert after == [line.strip() for line in new if line.strip()]


@given(LINES)
def test_a_text_does_not_differ_from_itself(lines: list[str]) -> None:
    assert {row.change for row in rows(html(lines), html(lines))} <= {"same"}


def test_a_changed_word_is_shown_within_its_sentence() -> None:
    (row,) = rows("<p>A csoport négy igennel döntött.</p>", "<p>A csoport öt igennel döntött.</p>")
    assert row.change == "changed"
    assert row.parts == (
        Part("same", "A csoport "),
        Part("removed", "négy"),
        Part("added", "öt"),
        Part("same", " igennel döntött."),
    )


def test_a_wholly_other_sentence_comes_beside_the_one_that_went() -> None:
    found = rows("<p>Az ülést megnyitotta.</p>", "<p>Költségvetési tétel, 2019.</p>")
    assert sorted(row.change for row in found) == ["added", "removed"]


def test_marking_words_personal_is_a_difference() -> None:
    (row,) = rows("<p>A vendég szólt.</p>", '<p>A <span class="personal">vendég</span> szólt.</p>')
    assert row.change == "changed"


def test_sections_that_came_and_went_stand_in_their_places() -> None:
    before = [
        SectionText("a", "Megnyitás", ""),
        SectionText("b", "1. pont", "<p>egy</p>"),
        SectionText("c", "Zárás", ""),
    ]
    after = [
        SectionText("a", "Megnyitás", ""),
        SectionText("d", "2. pont", "<p>kettő</p>"),
        SectionText("c", "Zárás", ""),
    ]
    found = compare(before, after)
    assert [(section.key, section.change) for section in found] == [
        ("a", "same"),
        ("b", "removed"),
        ("d", "added"),
        ("c", "same"),
    ]


def test_a_section_that_only_stopped_being_public_has_changed() -> None:
    (section,) = compare([SectionText("a", "A", "<p>x</p>")], [SectionText("a", "A", "<p>x</p>", public=False)])
    assert section.change == "changed" and section.publicity
