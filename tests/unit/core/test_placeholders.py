"""Sentences take the words of the pact in the form that their language asks for."""

import pytest

from paktum.core.languages import Language
from paktum.core.messages import msg, say
from paktum.core.placeholders import FORMS, Form, Values, asked_by, speaking_for

WORDS = {"one": "ülés", "many": "ülések", "accusative": "ülést"}


def words(code: str, form: Form, language: Language) -> str:
    assert code == "session"
    return WORDS[form]


def filled(sentence: str, language: Language, **values: object) -> str:
    return sentence % Values(language, values)


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("%(term_session)s", "ülés"),
        ("%(term_session_accusative)s", "ülést"),
        ("%(Term_session_many)s", "Ülések"),
        ("%(the_term_session)s", "az ülés"),
        ("%(The_term_session_accusative)s", "Az ülést"),
    ],
)
def test_a_sentence_takes_the_form_the_article_and_the_capital_that_it_asks_for(sentence: str, said: str) -> None:
    with speaking_for(words):
        assert filled(sentence, "hu") == said


@pytest.mark.parametrize(("word", "said"), [("munkaülés", "a munkaülés"), ("Értekezlet", "az Értekezlet")])
def test_the_hungarian_article_follows_the_first_sound(word: str, said: str) -> None:
    with speaking_for(lambda code, form, language: word):
        assert filled("%(the_term_session)s", "hu") == said


def test_other_languages_have_no_article_before_the_word() -> None:
    with speaking_for(words):
        assert filled("%(the_term_session)s", "pl") == "ülés"


def test_the_words_are_those_of_the_pact_that_is_spoken_for_and_no_longer_afterwards() -> None:
    with speaking_for(words):
        assert say(msg("%(term_session)s %(number)d", number=3), "en") == "ülés 3"
    assert say(msg("%(term_session)s %(number)d", number=3), "en") == "session 3"


def test_without_a_pact_the_code_stands_for_the_word() -> None:
    assert filled("%(term_pact_office)s", "en") == "pact office"


def test_a_value_that_was_given_is_never_looked_up() -> None:
    assert filled("%(terms)s", "en", terms="three months") == "three months"
    assert asked_by("terms") is None


def test_a_value_that_is_missing_is_an_error() -> None:
    with pytest.raises(KeyError):
        filled("%(name)s", "en")


@pytest.mark.parametrize("form", FORMS[1:])
def test_every_form_can_be_asked_for_of_a_term_of_two_words(form: Form) -> None:
    asked = asked_by(f"term_pact_office_{form}")
    assert asked is not None
    assert (asked.code, asked.form) == ("pact_office", form)
