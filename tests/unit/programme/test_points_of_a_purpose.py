"""A purpose of the plan becomes points of an agenda: one line each, and nothing of it lost."""

from hypothesis import strategies as st

from paktum.domains.programme.rules import points_of
from tests.support.properties import given


def test_paragraphs_are_points_without_their_full_stops() -> None:
    assert points_of("Paktum iroda felállítása.\n\nKépzések előkészítése.") == [
        "Paktum iroda felállítása",
        "Képzések előkészítése",
    ]


def test_a_long_paragraph_falls_into_its_sentences_but_not_after_an_ordinal() -> None:
    purpose = (
        "Képzések megkezdésének megvitatása, javaslatok megfogalmazása. Az első közbenső jelentés értékelése. "
        "Az 1. Foglalkoztatási fórum előkészítése."
    )
    assert points_of(purpose) == [
        "Képzések megkezdésének megvitatása, javaslatok megfogalmazása",
        "Az első közbenső jelentés értékelése",
        "Az 1. Foglalkoztatási fórum előkészítése",
    ]


def test_no_purpose_makes_no_point() -> None:
    assert points_of(" \n ") == []


@given(st.text(alphabet="abÁ .;\n1", max_size=400))
def test_no_letter_of_a_purpose_is_lost(purpose: str) -> None:
    def letters(text: str) -> str:
        return "".join(character for character in text if character.isalnum())

    assert letters("".join(points_of(purpose))) == letters(purpose)
