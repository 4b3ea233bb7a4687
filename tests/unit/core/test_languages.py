"""Words stand in the order of each language's dictionary, by an alphabet that is made once."""

from paktum.core.languages import LANGUAGES, sort_key


def test_each_language_orders_words_by_its_own_alphabet() -> None:
    assert sorted(["cukor", "csak", "zsír", "zab"], key=sort_key("hu")) == ["cukor", "csak", "zab", "zsír"]
    assert sorted(["chata", "hora", "cesta"], key=sort_key("cs")) == ["cesta", "hora", "chata"]
    assert sorted(["łan", "lato", "mak"], key=sort_key("pl")) == ["lato", "łan", "mak"]


def test_an_alphabet_is_made_once_for_each_language() -> None:
    assert all(sort_key(language) is sort_key(language) for language in LANGUAGES)
